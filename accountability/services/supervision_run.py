"""The daily work of supervision: propose what the facts show, and tell who owes an answer or a decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.domain.supervision_grounds import Proposal, proposals
from accountability.models import (
    Ground,
    Listing,
    NoticeKind,
    Supervision,
    SupervisionChase,
)
from accountability.selectors.level_rules import general_days
from accountability.selectors.recipients import Posts
from accountability.selectors.rules import reminder_plans
from accountability.selectors.supervision import may_know
from accountability.selectors.supervision_facts import supervision_facts, supervision_limits
from accountability.services.campaigns import run_campaigns
from accountability.services.notices import notify, send_digests
from accountability.services.runs import RunReport, RunStep
from accountability.services.suggestion_feedback import chase_suggestions
from accountability.services.supervision_notices import tell
from core import audit
from organizations.models import Unit, User
from organizations.selectors import work_calendar
from petitions.models import Case

REMINDED, LISTING_ENDED = 0, 9


def run_supervision(*, on: date, now: datetime, dry_run: bool = False) -> RunReport:
    """Propose, chase answers and feedback, follow campaigns; each part is safe to repeat and to run twice at once."""
    report = RunReport(on=on, dry_run=dry_run)
    for part in (propose_items, chase_answers, chase_listings, chase_suggestions, run_campaigns):
        report.add(part(on=on, now=now, dry_run=dry_run))
    if not dry_run:
        send_digests(at=now, now=now)
    return report


def propose_items(*, on: date, now: datetime, dry_run: bool = False) -> RunReport:
    """Write a proposal for every ground the facts show, once for each matter, unit, ground and what it rests on."""
    report = RunReport(on=on, dry_run=dry_run)
    limits = supervision_limits(on=on)
    found = proposals(supervision_facts(on=on, limits=limits), limits, on=on)
    known = set(
        Supervision.objects.exclude(rests_on="")
        .order_by()
        .values_list("case_id", "unit_id", "ground", "rests_on")
    )
    new = [p for p in found if (p.case_id, p.unit_id, p.ground, p.key) not in known]
    cases = Case.objects.in_bulk({p.case_id for p in new})
    units = Unit.objects.in_bulk({p.unit_id for p in new})
    written = []
    for proposal in new:
        case, unit = cases[proposal.case_id], units[proposal.unit_id]
        line = _line(case, unit, str(Ground(proposal.ground).label), proposal.text)
        if case.is_secret and not may_know(unit, case):
            report.problems.append(_line(case, unit, proposal.ground, "accused unit, left out"))
        elif dry_run or _write(proposal, now):
            report.done.append(line)
            written.append(proposal.case_id)
        else:
            report.skipped.append(_line(case, unit, proposal.ground, "proposed by another run"))
    if written and not dry_run:
        _tell_overseers(written, on=on, now=now)
    return report


def _write(proposal: Proposal, now: datetime) -> bool:
    try:
        with transaction.atomic():
            item = Supervision.objects.create(
                case_id=proposal.case_id,
                unit_id=proposal.unit_id,
                ground=proposal.ground,
                facts=proposal.text,
                article=proposal.article,
                since=proposal.since,
                clock_id=proposal.clock_id,
                rests_on=proposal.key,
                proposed_at=now,
            )
            audit.record(
                item, "supervision.propose", actor=None, at=now, ground=item.ground,
                rests_on=item.rests_on,
            )  # fmt: skip
    except IntegrityError:
        return False
    return True


def _tell_overseers(case_ids: list[int], *, on: date, now: datetime) -> None:
    """One notice to each supervisor with the number of new proposals that person may see."""
    posts = Posts(on=on, case_ids=case_ids)
    numbers = Counter(case_ids)
    for user in posts.overseers():
        count = sum(n for case_id, n in numbers.items() if posts.may_see(user, case_id))
        if count:
            notify(
                user=user,
                kind=NoticeKind.TASK,
                title=_("系统按期限和办理记录提出督办%(count)d件，待决定") % {"count": count},
                text=_("请决定立项督办或者说明理由不予督办（条例第四十条第一款）"),
                now=now,
                by_mail=True,
                link="accountability:supervision_list",
            )


def chase_answers(*, on: date, now: datetime, dry_run: bool = False) -> RunReport:
    """Remind before the day of an answer, and climb the levels of the unit after it (条例第四十条).

    The days of the levels are those of the general rules of escalation; nobody is told on a day off, and one level at a
    time on one day.
    """
    report = RunReport(on=on, dry_run=dry_run)
    if not work_calendar().is_working(on):
        return report
    levels = sorted(general_days(on=on).items())
    soon = timedelta(days=max(reminder_plans(on=on)[""].days_before, default=0))
    owed = (
        Supervision.objects.owed()
        .filter(due_on__lte=on + soon)
        .select_related("case", "unit", "letter")
        .prefetch_related("chases")
        .order_by("due_on", "pk")
    )
    items = list(owed)
    posts = Posts(on=on, case_ids=[item.case_id for item in items if item.case_id])
    for item in items:
        _chase(item, levels, posts, report, now)
    return report


def _chase(
    item: Supervision,
    levels: list[tuple[int, int]],
    posts: Posts,
    report: RunReport,
    now: datetime,
) -> None:
    if item.due_on is None:
        return
    overdue = (report.on - item.due_on).days
    done = {c.level for c in item.chases.all() if c.due_on == item.due_on}
    reached = [level for level, days in levels if overdue >= days]
    wanted = reached if overdue > 0 else [REMINDED]
    level = next((level for level in wanted if level not in done), None)
    if level is None or (overdue > 0 and _told_today(item, report.on)):
        return
    users = posts.of_level(item.unit_id, level)
    if level > 1:
        users = [*users, *posts.overseers()]
    line = _line(
        item.case, item.unit, f"level {level}", f"{overdue} days after the day of the answer"
    )
    if not report.dry_run and not _tell_of(item, item.due_on, level, overdue, users, now):
        report.skipped.append(line)
        return
    report.done.append(line)


def _told_today(item: Supervision, on: date) -> bool:
    return any(c.level and timezone.localdate(c.at) == on for c in item.chases.all())


def _tell_of(
    item: Supervision,
    due_on: date,
    level: int,
    overdue: int,
    users: Iterable[User],
    now: datetime,
) -> bool:
    number = item.letter.number if item.letter else ""
    if level == REMINDED:
        title = _("%(number)s的答复将于%(day)s到期")
    else:
        title = _("%(unit)s未按期答复%(number)s，已逾期%(days)d天")
    words = {
        "number": number,
        "day": f"{due_on:%Y-%m-%d}",
        "unit": item.unit,
        "days": overdue,
    }
    try:
        with transaction.atomic():
            chase = SupervisionChase.objects.create(
                supervision=item, due_on=due_on, level=level, days_overdue=overdue, at=now
            )
            told = tell(
                users,
                item=item,
                title=title % words,
                text=_("请书面答复办理、整改情况和对建议的采纳情况（条例第四十条第四款）"),
                now=now,
                kind=NoticeKind.REMINDER if level == REMINDED else NoticeKind.OVERDUE,
            )
            chase.recipients = "、".join(str(user) for user in told)[:200]
            chase.save(update_fields=["recipients"])
    except IntegrityError:
        return False
    return True


def chase_listings(*, on: date, now: datetime, dry_run: bool = False) -> RunReport:
    """Tell the office once that the day of a listing has passed and the item is still listed."""
    report = RunReport(on=on, dry_run=dry_run)
    ended = (
        Listing.objects.filter(removed_on__isnull=True, ends_on__lt=on)
        .select_related("supervision__case", "supervision__unit")
        .order_by("ends_on", "pk")
    )
    for row in ended:
        item = row.supervision
        key = {"supervision": item, "due_on": row.ends_on, "level": LISTING_ENDED}
        if SupervisionChase.objects.filter(**key).exists():
            continue
        report.done.append(_line(item.case, item.unit, "listing", f"ended on {row.ends_on}"))
        if dry_run:
            continue
        posts = Posts(on=on, case_ids=[item.case_id] if item.case_id else [])
        users = [*posts.overseers(), *posts.of_level(item.unit_id, 3)]
        title = _("%(unit)s的挂牌督办已于%(day)s到期，尚未摘牌") % {
            "unit": item.unit,
            "day": f"{row.ends_on:%Y-%m-%d}",
        }
        text = _("请报请信访工作联席会议研究（条例第三十九条第三款）")
        with transaction.atomic():
            told = tell(users, item=item, title=title, text=text, now=now, kind=NoticeKind.OVERDUE)
            names = "、".join(str(user) for user in told)[:200]
            SupervisionChase.objects.create(
                **key, days_overdue=(on - row.ends_on).days, recipients=names, at=now
            )
    return report


def _line(case: Case | None, unit: Unit, what: str, reason: str) -> RunStep:
    return RunStep(case.number if case else "-", "supervision", what, str(unit), reason)
