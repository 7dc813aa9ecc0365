"""A month's scores from the draft to the bulletin: kept, open to objections for some working days, frozen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.domain.rulings import apply_rulings
from accountability.domain.score_terms import ScoreSheet
from accountability.models import (
    FindingStatus,
    RuleSet,
    ScoreEntry,
    ScoreFinding,
    ScoreObjection,
    ScoreObjectionStatus,
    ScorePeriod,
)
from accountability.selectors.scores import rulings_of
from accountability.services.score_notices import tell_units
from accountability.services.scoring import rule_set_data, write_entries
from core.errors import Unlawful
from organizations.models import User
from organizations.selectors import setting, work_calendar

WINDOW = "score.objection_days"
WINDOW_DAYS = 3
Lines = dict[tuple[int, str, str], Decimal]


def with_decisions(
    *, period: str, rule_set: RuleSet, sheets: Iterable[ScoreSheet]
) -> list[ScoreSheet]:
    """Fresh sheets of a month with the decisions on objections made so far."""
    rules, rulings = rule_set_data(rule_set), rulings_of(period)
    return [apply_rulings(sheet, rules, rulings.get(sheet.unit_id, ())) for sheet in sheets]


@transaction.atomic
def store_scores(
    *,
    period: str,
    rule_set: RuleSet,
    sheets: Sequence[ScoreSheet],
    by: User | None,
    now: datetime,
) -> ScorePeriod:
    """Keep the lines of a month's draft; deductions that are new may be objected to for some working days.

    Args:
        period: code of the month.
        rule_set: the rules it was scored by.
        sheets: with the decisions made so far.
        by: who had it counted; None for the system.
        now: aware time; the first of the working days is the next one.

    The units' people are told of their deductions when the time to object begins, and again when a new
    count brings a unit a deduction that was not there before.
    """
    before = _deductions(period)
    write_entries(period=period, rule_set=rule_set, sheets=sheets)
    row, created = ScorePeriod.objects.update_or_create(
        period=period, defaults={"rule_set": rule_set, "computed_at": now, "computed_by": by}
    )
    after = _deductions(period)
    worse = {key[0] for key, points in after.items() if points < before.get(key, Decimal(0))}
    on = timezone.localdate(now)
    days = int(setting(WINDOW, on=on, default=WINDOW_DAYS))
    if days and (created or worse):
        ends = work_calendar().add_working_days(on, days).on
        row.closes_on = max(ends, row.closes_on) if row.closes_on else ends
        row.save(update_fields=["closes_on"])
        counts = Counter(key[0] for key in after if key[0] in worse)
        tell_units(row, counts, now=now)
    return row


def _deductions(period: str) -> Lines:
    rows = ScoreEntry.objects.filter(period=period, points__lt=0, corrects=False)
    return {
        (unit_id, item, key): points
        for unit_id, item, key, points in rows.values_list("unit_id", "item", "key", "points")
    }


def require_settled(*, period: str, on: date) -> None:
    """Raise Unlawful while the units may still object, or an objection or a finding waits for its decision."""
    waiting = ScoreObjection.objects.filter(period=period, status=ScoreObjectionStatus.PENDING)
    numbers = [str(number) for number in waiting.values_list("number", flat=True)]
    if numbers:
        raise Unlawful(
            _("有%(count)s件扣分异议尚未决定（异议%(numbers)s），决定后才能批准、印发。")
            % {"count": len(numbers), "numbers": "、".join(numbers)}
        )
    row = ScorePeriod.objects.filter(period=period).first()
    _require_findings(period, row)
    if row is not None and row.closes_on is not None and on <= row.closes_on:
        raise Unlawful(
            _("各单位可在%(day)s（含当日）前对扣分提出异议，期满后才能批准、印发。")
            % {"day": row.closes_on}
        )


def _require_findings(period: str, row: ScorePeriod | None) -> None:
    findings = ScoreFinding.objects.filter(period=period)
    if findings.filter(status=FindingStatus.ENTERED).exists():
        raise Unlawful(_("有人工计分尚未认定，认定后才能批准、印发。"))
    counted = row.computed_at if row else None
    late = findings.filter(status=FindingStatus.CONFIRMED)
    if counted is not None and late.filter(decided_at__gt=counted).exists():
        raise Unlawful(_("有人工计分在统计之后认定，请重新统计后再批准、印发。"))


def freeze_scores(*, period: str, now: datetime) -> None:
    """The bulletin is published: neither objection nor decision any more."""
    ScorePeriod.objects.filter(period=period, frozen_at__isnull=True).update(frozen_at=now)


def totals(sheets: Iterable[ScoreSheet]) -> Mapping[int, tuple[Decimal, Decimal]]:
    """unit id → (points, score); points are negative for deductions."""
    return {sheet.unit_id: (sheet.score - sheet.base, sheet.score) for sheet in sheets}
