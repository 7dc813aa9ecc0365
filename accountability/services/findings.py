"""Findings for items scored by hand: entered with their document by one person, confirmed by another."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.domain.rule_items import Formula, RuleItem
from accountability.domain.score_words import plain
from accountability.models import FindingStatus, RuleSet, ScoreFinding, ScorePeriod
from accountability.selectors.fact_owners import group_of
from accountability.services.rule_sets import rule_set_in_force
from accountability.services.score_files import keep_files
from accountability.services.scoring import rule_set_data
from core import audit, transitions
from core.errors import Invalid, NotAllowed, Unlawful
from organizations.authority import Authority
from organizations.models import Unit
from petitions.services.attachments import upload_problems
from petitions.services.drafts import Upload


def last_day_of(period: str) -> date:
    """Last day of a month such as "2026-10"; raises ValueError for anything else."""
    first = date.fromisoformat(f"{period}-01")
    return first.replace(day=monthrange(first.year, first.month)[1])


def manual_items(period: str) -> tuple[RuleSet | None, list[RuleItem]]:
    """The rules of a month and those of their items that are scored by hand."""
    rule_set = rule_set_in_force(on=last_day_of(period))
    if rule_set is None:
        return None, []
    items = rule_set_data(rule_set).items
    return rule_set, [item for item in items if item.formula is Formula.MANUAL]


@transaction.atomic
def enter_finding(
    *,
    authority: Authority,
    period: str,
    unit: Unit,
    item: str,
    points: Decimal,
    text: str,
    document: str,
    uploads: Sequence[Upload],
    now: datetime,
) -> ScoreFinding:
    """Write down what was found of a unit; it counts once another person confirms it.

    Args:
        authority: staff of the petition office.
        period: month it counts for.
        unit: township or department.
        item: code of an item scored by hand under the rules of that month.
        points: signed; a deduction is negative.
        text: what was found.
        document: name and number of the document it rests on.
        uploads: the document, at least one file.
        now: aware time.

    Raises:
        NotAllowed: the actor does not work in the petition office.
        Unlawful: the bulletin of the month is published.
        Invalid: the item, the points, the text or the document do not do.
    """
    if not permissions.can_enter_finding(authority):
        raise NotAllowed(_("人工计分由信访局工作人员录入。"))
    _require_unfrozen(period)
    rule_set, items = manual_items(period)
    rule = next((one for one in items if one.code == item), None)
    if rule_set is None or rule is None:
        raise Invalid(_("该月的考核办法没有这个人工计分项。"), field="item")
    group = group_of(unit, rule_set.other_units)
    if not rule.applies_to(group):
        raise Invalid(_("该计分项不适用于这个单位。"), field="unit")
    _check_points(rule, points)
    if not text.strip():
        raise Invalid(_("请写明事由。"), field="text")
    if not document.strip():
        raise Invalid(_("请填写依据文件的名称和文号。"), field="document")
    if not uploads:
        raise Invalid(_("请上传依据文件。"), field="evidence")
    if problems := upload_problems(uploads):
        raise Invalid(problems["attachments"], field="evidence")
    row = ScoreFinding.objects.create(
        period=period,
        unit=unit,
        rule_set=rule_set,
        item=rule.code,
        item_name=rule.name,
        points=points,
        text=text.strip(),
        document=document.strip()[:200],
        entered_by=authority.user,
        entered_at=now,
    )
    keep_files(uploads, by=authority.user, now=now, finding=row)
    audit.record(row, "finding.enter", actor=authority.user, at=now, points=points, text=row.text)
    return row


@transaction.atomic
def decide_finding(
    *, authority: Authority, finding: ScoreFinding, confirm: bool, reason: str, now: datetime
) -> ScoreFinding:
    """Another person confirms a finding, or refuses it with a reason.

    Raises:
        NotAllowed: the actor may not decide, or entered it.
        Invalid: refused without a reason.
        Unlawful: the bulletin of the month is published.
        StaleState: it was decided a moment ago.
    """
    if not permissions.can_decide_score_objection(authority):
        raise NotAllowed(_("人工计分由信访局局长或者督查人员认定。"))
    if finding.entered_by_id == authority.user.pk:
        raise NotAllowed(_("录入人不能认定自己录入的事项，须由第二人认定。"))
    _require_unfrozen(finding.period)
    reason = reason.strip()
    if not confirm and not reason:
        raise Invalid(_("不予认定的，请写明理由。"), field="reason")
    transitions.apply(
        finding,
        sources=[FindingStatus.ENTERED],
        target=FindingStatus.CONFIRMED if confirm else FindingStatus.REFUSED,
        verb="finding.decide",
        actor=authority.user,
        at=now,
        reason=reason,
        decision=reason,
        decided_by=authority.user,
        decided_at=now,
    )
    audit.record(finding, "finding.decide", actor=authority.user, at=now, confirm=confirm)
    return finding


def _require_unfrozen(period: str) -> None:
    if ScorePeriod.objects.filter(period=period, frozen_at__isnull=False).exists():
        raise Unlawful(_("%(period)s通报已经印发，不能再计分。") % {"period": period})


def _check_points(rule: RuleItem, points: Decimal) -> None:
    least, most = -(rule.limit or Decimal(0)), rule.bonus_cap
    if points == 0 or not least <= points <= most:
        words = _("扣分不超过%(lost)s分") % {"lost": plain(-least)}
        if most:
            words += _("，加分不超过%(gained)s分") % {"gained": plain(most)}
        raise Invalid(_("分值不在本项范围内：%(words)s。") % {"words": words}, field="points")
