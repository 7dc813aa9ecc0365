"""Life of a rule set (考核办法): drafted by one person, approved by another, in force from a month on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.domain.score_terms import RuleSetData, ScoringError
from accountability.models import RuleSet
from core import audit
from core.errors import Invalid, NotAllowed, StaleState, Unlawful
from organizations.authority import Authority


def rule_set_in_force(*, on: date) -> RuleSet | None:
    """The approved rule set that governs that day: the one that began last; None when there is none."""
    found = RuleSet.objects.approved().in_force(on=on)
    return found.order_by("-valid_from", "-approved_at", "-pk").first()


@transaction.atomic
def create_version(
    *,
    authority: Authority,
    source: RuleSet,
    name: str,
    base_score: Decimal,
    items: Sequence[dict[str, Any]],
    now: datetime,
    policy_note: str | None = None,
) -> RuleSet:
    """Draft the next version of a rule set; it scores nothing until a second person approves it.

    Raises:
        NotAllowed: the actor is not of the petition office.
        Invalid: an item is unusable.
    """
    if not permissions.can_draft_rule_set(authority):
        raise NotAllowed(_("只有信访局工作人员可以起草考核办法。"))
    try:
        RuleSetData.from_json(
            code=source.code, version=source.version, name=name, base=base_score, items=items
        )
    except ScoringError as error:
        raise Invalid(str(error), field="items") from error
    latest = RuleSet.objects.filter(code=source.code).aggregate(Max("version"))["version__max"]
    rule_set = RuleSet.objects.create(
        code=source.code,
        version=latest + 1,
        name=name.strip() or source.name,
        policy_note=source.policy_note if policy_note is None else policy_note,
        base_score=base_score,
        items=list(items),
        created_by=authority.user,
    )
    audit.record(
        rule_set,
        "rule_set.draft",
        actor=authority.user,
        at=now,
        source=source.pk,
        items=list(items),
    )
    return rule_set


@transaction.atomic
def approve(*, authority: Authority, rule_set: RuleSet, valid_from: date, now: datetime) -> RuleSet:
    """Put a rule set in force from the first day of a month; the one before it ends the day before.

    Raises:
        NotAllowed: the actor may not approve, or drafted it.
        Invalid: the day is not the first of a month, or lies before the current month.
        Unlawful: another approved set begins on that day or later.
        StaleState: somebody approved it a moment ago.
    """
    if not permissions.can_approve_rule_sets(authority):
        raise NotAllowed(_("只有县领导或者信访局局长可以批准考核办法。"))
    if rule_set.created_by_id == authority.user.pk:
        raise NotAllowed(_("起草人不能批准自己起草的考核办法，须由第二人批准。"))
    if valid_from.day != 1 or valid_from < authority.on.replace(day=1):
        raise Invalid(
            _("生效日期须为每月1日，且不早于本月：已经过去的月份不改变计分规则。"),
            field="valid_from",
        )
    later = RuleSet.objects.approved().filter(valid_from__gte=valid_from)
    if later.exclude(pk=rule_set.pk).exists():
        raise Unlawful(_("已有自该日或者更晚起生效的考核办法。"))
    touched = RuleSet.objects.filter(pk=rule_set.pk, approved_at__isnull=True).update(
        approved_by=authority.user, approved_at=now, valid_from=valid_from
    )
    if touched != 1:
        raise StaleState(_("该考核办法已经批准。"))
    running = RuleSet.objects.approved().exclude(pk=rule_set.pk)
    running.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from)).update(
        valid_to=valid_from - timedelta(days=1)
    )
    rule_set.refresh_from_db()
    audit.record(
        rule_set,
        "rule_set.approve",
        actor=authority.user,
        at=now,
        valid_from=valid_from,
        items=rule_set.items,
    )
    return rule_set
