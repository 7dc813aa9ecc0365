"""The rows of a month's public table: as they stand, or as they were published."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Prefetch, Q
from django.utils import timezone

from accountability.domain.leader_table import TableRow, parse_period
from accountability.domain.leading import StepDays, progress
from accountability.models import (
    LeaderCase,
    LeaderCharge,
    LeaderPlan,
    LeaderProgress,
    LeaderTable,
    LeaderVisit,
    PlanStatus,
)
from accountability.selectors.reception import month_bounds


def bounds(period: str) -> tuple[date, date] | None:
    """First and last day of ``2026-10``; None for what is no month."""
    found = parse_period(period)
    return month_bounds(*found) if found else None


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def rows_of(first: date, last: date) -> list[TableRow]:
    """Cases that were open at some time from `first` to `last`, as they stood at the end of `last`.

    Reports (条例第三十条第三款) and cases begun by mistake are left out. Seven queries however many cases.
    """
    start, end = _end_of(first - timedelta(days=1)), _end_of(last)
    cases = (
        LeaderCase.objects.public()
        .filter(Q(closed_at__isnull=True) | Q(closed_at__gte=start), opened_at__lt=end)
        .select_related("case__content_class__parent", "case__responsible_unit", "mark")
        .prefetch_related(
            Prefetch(
                "charges",
                LeaderCharge.objects.filter(began_at__lt=end).select_related(
                    "leader", "post__unit"
                ),
            ),
            Prefetch(
                "plans",
                LeaderPlan.objects.filter(confirmed_at__lt=end)
                .exclude(status=PlanStatus.DRAFT)
                .prefetch_related("steps"),
            ),
            Prefetch("progress", LeaderProgress.objects.filter(on__lte=last)),
            Prefetch("visits", LeaderVisit.objects.filter(on__gte=first, on__lte=last)),
        )
        .order_by("pk")
    )
    found = [(_order(case), _row(case, last, end)) for case in cases]
    return [row for _place, row in sorted(found, key=lambda pair: pair[0])]


def _charge(leader_case: LeaderCase) -> LeaderCharge:
    """Who was in charge at the end: the last one that had begun."""
    return list(leader_case.charges.all())[-1]


def _order(leader_case: LeaderCase) -> tuple[str, int, int, int]:
    """County leaders first, then by unit, in the order of their posts."""
    charge = _charge(leader_case)
    post = charge.post
    return (
        post.unit.path if post else "~",
        post.order if post else 0,
        charge.leader_id,
        leader_case.pk,
    )


def _row(leader_case: LeaderCase, last: date, end: datetime) -> TableRow:
    charge, case = _charge(leader_case), leader_case.case
    plans = list(leader_case.plans.all())
    steps = [StepDays(s.due_on, s.done_on) for s in plans[-1].steps.all()] if plans else []
    counts = progress(steps, on=last)
    notes = list(leader_case.progress.all())
    content = case.content_class
    ended = leader_case.closed_at is not None and leader_case.closed_at < end
    return TableRow(
        leader_case_id=leader_case.pk,
        leader_id=charge.leader_id,
        leader_name=str(charge.leader),
        leader_title=_title(charge),
        kind=leader_case.mark.kind,
        subject=str(content.parent or content) if content else "未分类",
        unit_name=str(case.responsible_unit),
        steps_total=counts.total,
        steps_due=counts.due,
        steps_done=counts.done,
        steps_overdue=counts.overdue,
        visits=len(leader_case.visits.all()),
        progress=notes[-1].text if notes else "",
        outcome=leader_case.outcome if ended else "",
    )


def _title(charge: LeaderCharge) -> str:
    post = charge.post
    if post is None:
        return ""
    return post.title if post.unit.parent_id is None else f"{post.unit}{post.title}"


def published_rows(table: LeaderTable) -> list[TableRow]:
    """The rows as they were published (one query)."""
    return [
        TableRow(
            leader_case_id=row.leader_case_id,
            leader_id=row.leader_id,
            leader_name=row.leader_name,
            leader_title=row.leader_title,
            kind=row.kind,
            subject=row.subject,
            unit_name=row.unit_name,
            steps_total=row.steps_total,
            steps_due=row.steps_due,
            steps_done=row.steps_done,
            steps_overdue=row.steps_overdue,
            visits=row.visits,
            progress=row.progress,
            outcome=row.outcome,
        )
        for row in table.rows.order_by("order")
    ]
