"""Measured runs over a database of its own; see benchmarks/README.md."""

from __future__ import annotations

import argparse
import io
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

REPEATS = 15


def main() -> None:
    """Prepare an installation and print one line a measure."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="petition-bench-") as folder:
        os.environ["PETITION_VAR_DIR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
        os.environ.setdefault("LOG_LEVEL", "ERROR")
        import django

        django.setup()
        _measure(options, Path(folder))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5000, help="rows of the generated register")
    parser.add_argument("--data", type=Path, help="folder with registers (.xlsx, .csv) instead")
    parser.add_argument("--small", action="store_true", help="the small demonstration county")
    return parser.parse_args()


def _measure(options: argparse.Namespace, folder: Path) -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    out = io.StringIO()
    demo = {"small": options.small, "stdout": out}
    say("demo load", timed(lambda: call_command("load_demo", **demo)), _last_line(out))
    _pages()
    _bulletin()
    for file in _registers(options, folder):
        _import(file)
    _pages(suffix=" after the import")


def _registers(options: argparse.Namespace, folder: Path) -> list[Path]:
    if options.data:
        return sorted(p for p in options.data.iterdir() if p.suffix in {".xlsx", ".csv"})
    from benchmarks.registers import write_register

    return [write_register(folder / "register.csv", rows=options.rows)]


def _import(file: Path) -> None:
    from django.core.management import call_command

    out = io.StringIO()
    try:
        taken = timed(
            lambda: call_command("import_register", str(file), source=file.stem, stdout=out)
        )
    except Exception as error:  # a file that is no register is said, and the run goes on
        print(f"{'import':34} {file.name}: {error}")
        return
    say("import", taken, f"{file.name}: {_last_line(out)}")


def _pages(suffix: str = "") -> None:
    from django.test import Client
    from rest_framework.authtoken.models import Token

    from organizations.models import User

    clerk, leader = User.objects.get(username="clerk1"), User.objects.get(username="leader1")
    office, county = Client(headers={"host": "127.0.0.1"}), Client(headers={"host": "127.0.0.1"})
    office.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    county.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    token, _created = Token.objects.get_or_create(user=clerk)
    caller = Client(headers={"host": "127.0.0.1", "authorization": f"Token {token.key}"})
    for name, client, url in (
        ("case list", office, "/cases/"),
        ("dashboard", county, "/dashboard/"),
        ("API list", caller, "/api/v1/cases/"),
    ):
        say(f"{name}{suffix}", statistics.median(_page(client, url) for _ in range(REPEATS)))


def _page(client: Any, url: str) -> float:
    started = time.perf_counter()
    answer = client.get(url)
    taken = time.perf_counter() - started
    if answer.status_code != 200:
        raise SystemExit(f"{url} answered {answer.status_code}")
    return taken


def _bulletin() -> None:
    from django.utils import timezone

    from reporting.domain.periods import Month
    from reporting.models import Bulletin
    from reporting.selectors.cases import county_cases
    from reporting.selectors.figures import Span, month_figures
    from reporting.services.paper_document import draft_document
    from reporting.services.previews import pdf_of

    now = timezone.now()
    month = Month.of(timezone.localdate(now)).plus(-1)
    say("bulletin figures", timed(lambda: month_figures(county_cases(), Span.whole(month))))
    bulletin = Bulletin.objects.order_by("-first_day")[0]
    draft = draft_document(bulletin.content, on=timezone.localdate(now))
    say("bulletin print", timed(lambda: pdf_of(draft)))


def timed(act: Callable[[], Any]) -> float:
    """Seconds an act takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def say(name: str, seconds: float, note: str = "") -> None:
    """One line of the report."""
    print(f"{name:46} {seconds * 1000:10.0f} ms  {note}", flush=True)


def _last_line(out: io.StringIO) -> str:
    lines = [line for line in out.getvalue().replace("\r", "\n").splitlines() if line.strip()]
    return lines[-1].strip() if lines else ""


if __name__ == "__main__":
    main()
