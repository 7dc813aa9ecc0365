"""The bulletin of one month over very many matters: figures and print apart, with and without closed months.

Makes a database of its own on the server of `DATABASE_URL` for each size, and drops it.
"""

from __future__ import annotations

import argparse
import io
import os
import statistics
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from benchmarks.run import say, timed

ROOT = Path(__file__).resolve().parent.parent
NAME = "petitions_at_scale"
BATCH = 5000


def main() -> None:
    """One child process for each size, so that each has a database and a folder of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, action="append", help="default: 200000 and 2000000")
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        _measure(options.child)
        return
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        raise SystemExit("set DATABASE_URL to a PostgreSQL server on which databases may be made")
    for count in options.cases or [200_000, 2_000_000]:
        name = f"{NAME}_{count}"
        _server(server, f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"')
        try:
            _run_child(urlunsplit(urlsplit(server)._replace(path=f"/{name}")), count)
        finally:
            _server(server, f'DROP DATABASE IF EXISTS "{name}"')


def _server(url: str, *statements: str) -> None:
    import psycopg2

    connection = psycopg2.connect(
        urlunsplit(urlsplit(url)._replace(scheme="postgresql", path="/postgres"))
    )
    connection.autocommit = True
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    connection.close()


def _run_child(url: str, count: int) -> None:
    with tempfile.TemporaryDirectory(prefix="petition-bench-") as folder:
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "PETITION_VAR_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "LOG_LEVEL": "ERROR",
        }
        command = [sys.executable, "-m", "benchmarks.bulletin_at_scale", "--child", str(count)]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)


def _measure(count: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from benchmarks.analysis_at_scale import measure_changes, measure_draft
    from reporting.domain.periods import Month

    now = timezone.now()
    today = timezone.localdate(now)
    print(f"--- {count} matters", flush=True)
    call_command("migrate", verbosity=0)
    call_command("load_demo", organization_only=True, stdout=io.StringIO())
    _fill(count, today)
    month = Month.of(today).previous
    _figures(month, "counted from the matters", repeats=3)
    measure_changes(month, "counted from the matters", is_county=False)
    _triggers(today)
    _job(month, now)
    _figures(month, "closed months", repeats=5)
    measure_changes(month, "closed months", is_county=True)
    _reopened(month, now)
    _bulletin(month, now)
    _analysis(month)
    _annual(now)
    measure_draft(month, now)


def _fill(count: int, today: Any) -> None:
    from benchmarks.many_cases import fill
    from organizations.models import Unit, User
    from petitions.models import ContentClass

    keys = {kind: list(_keys(Unit, kind=kind)) for kind in ("village", "township", "department")}
    units = {
        "places": keys["village"] + keys["township"],
        "owners": keys["township"] + keys["department"],
        "classes": list(_keys(ContentClass)),
        "office": _keys(Unit, kind="petition_office")[0],
        "clerk": User.objects.get(username="clerk1").pk,
    }
    ranked = len(keys["township"]) + len(keys["department"])
    note = f"{ranked} ranked units, {len(keys['village'])} villages"
    say("made", timed(lambda: fill(count, today=today, units=units)), note)


def _keys(model: Any, **only: Any) -> Any:
    return model.objects.filter(**only).order_by("pk").values_list("pk", flat=True)


def _figures(month: Any, how: str, *, repeats: int) -> None:
    from reporting.domain.periods import Span
    from reporting.selectors.cases import county_cases
    from reporting.selectors.county import county_figures
    from reporting.selectors.figures import month_figures

    span = Span.whole(month)
    count = {
        "counted from the matters": lambda: month_figures(county_cases(), span),
    }.get(how, lambda: county_figures(span))
    times = [timed(count) for _ in range(repeats)]
    say(f"figures, {how}", statistics.median(times), f"median of {repeats}")
    if how != "counted from the matters" and month_figures(county_cases(), span) != county_figures(
        span
    ):
        raise SystemExit("closed months differ from the matters")


def _job(month: Any, now: Any) -> None:
    from reporting.models import ClosedMonth
    from reporting.selectors.month_checks import differences, stock_differences
    from reporting.services.closed_months import close_months

    taken = timed(lambda: close_months(now=now))
    say("first build", taken, f"{ClosedMonth.objects.count()} months")
    say("job, nothing to do", timed(lambda: close_months(now=now)))
    row = ClosedMonth.objects.get(first_day=month.first_day)
    found: list[str] = []
    say("check of one month", timed(lambda: found.extend(differences(row))))
    found += stock_differences(row)
    if found:
        raise SystemExit("\n".join(found))


def _reopened(month: Any, now: Any) -> None:
    """A day's work: fifty matters of last month move on, five old ones are corrected."""
    from django.db import connection

    from petitions.models import Case
    from reporting.services.closed_months import close_months

    last = Case.objects.filter(received_on__gte=month.first_day, received_on__lte=month.last_day)
    old = Case.objects.filter(received_on__lt=month.plus(-60).first_day)
    keys = [*last.order_by("pk").values_list("pk", flat=True)[:50]]
    keys += old.order_by("-pk").values_list("pk", flat=True)[:1]
    keys += old.order_by("pk").values_list("pk", flat=True)[:4]
    Case.objects.filter(pk__in=keys).update(head_count=3, place=None)
    _figures(month, "three months re-opened", repeats=3)
    built: list[Any] = []
    say(
        "job after a day's changes",
        timed(lambda: built.extend(close_months(now=now))),
        f"{len(built)} months",
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
        print(f"{'size of the database':42} {cursor.fetchone()[0]}", flush=True)


def _bulletin(month: Any, now: Any) -> None:
    from core.pdf import page_pictures
    from reporting.domain.periods import Span
    from reporting.domain.spans import Period
    from reporting.selectors.cases import county_cases
    from reporting.selectors.county import county_figures
    from reporting.selectors.duties import duties_of
    from reporting.selectors.ledger import ledger
    from reporting.services.bulletins import build_bulletin
    from reporting.services.paper_document import draft_document
    from reporting.services.previews import pdf_of
    from reporting.services.scores import score

    days = Period.of(month)
    scored: list[Any] = []
    taken = timed(lambda: scored.append(score(days)))
    say("scores of the units", taken, f"{sum(len(one.lines) for one in scored[0].sheets)} lines")
    say("table of duties, first draft", timed(lambda: duties_of(county_cases(), days)))
    figures = timed(lambda: county_figures(Span.whole(days)))
    made: list[Any] = []
    say("whole draft", timed(lambda: made.append(build_bulletin(period=days, now=now))))
    say("whole draft, counted again", timed(lambda: build_bulletin(period=days, now=now)))
    say("table of duties, with the lines", timed(lambda: duties_of(county_cases(), days)))
    kept: list[Any] = []
    taken = timed(lambda: kept.append(ledger(days)))
    say("what each matter is counted as", taken, f"{len(kept[0])} matters")
    pdf: list[bytes] = []
    document = draft_document(made[0].content, on=now.date())
    printed = timed(lambda: pdf.append(pdf_of(document)))
    say("print (PDF)", printed, f"figures are 1/{printed / figures:.0f} of it")
    pictures: list[Any] = []
    taken = timed(lambda: pictures.extend(page_pictures(pdf[0])))
    say("pictures of its pages", taken, f"{len(pictures)} pages")


def _analysis(month: Any) -> None:
    """What the monthly analysis reads, part by part."""
    from reporting.selectors import analysis
    from reporting.selectors.cases import county_cases
    from reporting.selectors.chains import chains_of

    cases = county_cases()
    parts = {
        "changes and hot spots": partial(analysis.changes, cases, month, is_county=True),
        "chains of repeats": partial(chains_of, cases, month),
        "slow steps": partial(analysis.courses, cases, month),
        "quality": partial(analysis.quality, cases, month),
    }
    for name, read in parts.items():
        say(f"monthly analysis, {name}", timed(read))


def _annual(now: Any) -> None:
    """The annual report of last year: figures, whole draft, print."""
    from django.utils import timezone

    from reporting.selectors.annual import annual_figures, counted_days
    from reporting.selectors.cases import county_cases
    from reporting.services.annual_reports import build_annual_report
    from reporting.services.paper_document import draft_document
    from reporting.services.previews import pdf_of

    today = timezone.localdate(now)
    period = counted_days(today.year - 1, today)
    if period is None:
        raise SystemExit("last year is not over")
    days, found = period, []
    taken = timed(lambda: found.append(annual_figures(county_cases(), days)))
    say("figures of last year", taken, f"{found[0].counts['matters'].now} matters")
    made: list[Any] = []
    build = partial(build_annual_report, year=today.year - 1, now=now)
    say("annual report, whole draft", timed(lambda: made.append(build())))
    say("annual report, print", timed(lambda: pdf_of(draft_document(made[0].content, on=today))))


def _triggers(today: Any) -> None:
    """What a write costs more with the triggers: rows copied and changed in bulk, rolled back."""
    from django.db import connection, transaction

    from reporting.services.month_triggers import install_triggers, remove_triggers

    columns = "case_id, code, name, article, started_on, due_on, raw_due_on, is_provisional, explanation, status, stopped_by"
    values = "case_id, 'S1', name, article, started_on, due_on, raw_due_on, is_provisional, explanation, 'open', ''"
    writes = {
        "insert a limit": f"INSERT INTO petitions_clock ({columns}) SELECT {values} FROM petitions_clock "
        f"WHERE code = 'C8' ORDER BY id DESC LIMIT {BATCH}",
        "change a matter's head count": "UPDATE petitions_case SET head_count = head_count + 1 "
        f"WHERE id IN (SELECT id FROM petitions_case ORDER BY id DESC LIMIT {BATCH})",
    }
    for name, statement in writes.items():
        found: dict[str, float] = {}
        for which, act in (("without", remove_triggers), ("with", install_triggers)):
            act()
            times = []
            for _ in range(5):
                with transaction.atomic(), connection.cursor() as cursor:
                    times.append(timed(partial(cursor.execute, statement)))
                    transaction.set_rollback(True)
            found[which] = min(times) / BATCH
        print(
            f"{name:42} {found['without'] * 1e6:8.0f} µs, with triggers {found['with'] * 1e6:.0f} µs",
            flush=True,
        )


if __name__ == "__main__":
    main()
