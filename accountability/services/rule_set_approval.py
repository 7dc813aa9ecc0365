"""Approval of a rule set by another person; rules that count numbers alone need a document and two of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.domain.volume import volume_items
from accountability.models import RuleSet, RuleSetStatus
from accountability.selectors.rules import drafters
from accountability.services.rule_sets import OPEN, hold, require_open
from accountability.services.scoring import rule_set_data
from core import audit, transitions
from core.errors import Invalid, NotAllowed, Unlawful
from organizations.authority import Authority

ARTICLE = "条例第三十九条"


def needs_two(rule_set: RuleSet) -> bool:
    """True when the rules deduct for numbers alone, against the policy in force."""
    return bool(volume_items(rule_set_data(rule_set).items))


@transaction.atomic
def countersign(
    *, authority: Authority, rule_set: RuleSet, seen: datetime | None, now: datetime
) -> RuleSet:
    """The first of the two who approve rules that count numbers alone.

    Args:
        seen: `edited_at` of the draft that was read.

    Raises:
        NotAllowed: the actor may not approve, or drafted or changed it.
        Unlawful: no second approval is needed, the document is missing, or it is not a draft.
        StaleState: the draft was changed after it was read.
    """
    _require_other(authority, rule_set)
    require_open(rule_set)
    if not needs_two(rule_set):
        raise Unlawful(_("该考核办法不按信访数量扣分，不需要会签。"))
    _require_basis(rule_set)
    hold(rule_set, seen=seen, now=now)
    transitions.apply(
        rule_set,
        sources=[RuleSetStatus.DRAFT],
        target=RuleSetStatus.COUNTERSIGNED,
        verb="rule_set.countersign",
        actor=authority.user,
        at=now,
        countersigned_by=authority.user,
        countersigned_at=now,
    )
    audit.record(
        rule_set, "rule_set.countersign", actor=authority.user, at=now, basis=rule_set.basis
    )
    return rule_set


@transaction.atomic
def approve(
    *,
    authority: Authority,
    rule_set: RuleSet,
    valid_from: date,
    seen: datetime | None,
    now: datetime,
) -> RuleSet:
    """Put a rule set in force from the first day of a month; the one before it ends the day before.

    Args:
        seen: `edited_at` of the draft that was read.

    Raises:
        NotAllowed: the actor may not approve, drafted or changed it, or countersigned it.
        Invalid: the day is not the first of a month, or lies before the current month.
        Unlawful: another approved set begins on that day or later; rules that count numbers alone lack
            their document or the first approval.
        StaleState: somebody approved, changed or withdrew it a moment ago.
    """
    _require_other(authority, rule_set)
    require_open(rule_set)
    if needs_two(rule_set):
        _require_first(authority, rule_set)
    if valid_from.day != 1 or valid_from < authority.on.replace(day=1):
        raise Invalid(
            _("生效日期须为每月1日，且不早于本月：已经过去的月份不改变计分规则。"),
            field="valid_from",
        )
    later = RuleSet.objects.approved().filter(valid_from__gte=valid_from)
    if later.exclude(pk=rule_set.pk).exists():
        raise Unlawful(_("已有自该日或者更晚起生效的考核办法。"))
    hold(rule_set, seen=seen, now=now)
    transitions.apply(
        rule_set,
        sources=OPEN,
        target=RuleSetStatus.APPROVED,
        verb="rule_set.approve",
        actor=authority.user,
        at=now,
        approved_by=authority.user,
        approved_at=now,
        valid_from=valid_from,
    )
    running = RuleSet.objects.approved().exclude(pk=rule_set.pk)
    running.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from)).update(
        valid_to=valid_from - timedelta(days=1)
    )
    audit.record(
        rule_set,
        "rule_set.approve",
        actor=authority.user,
        at=now,
        valid_from=valid_from,
        basis=rule_set.basis,
        items=rule_set.items,
    )
    return rule_set


def _require_other(authority: Authority, rule_set: RuleSet) -> None:
    if not permissions.can_approve_rule_sets(authority):
        raise NotAllowed(_("只有县领导或者信访局局长可以批准考核办法。"))
    if authority.user.pk in drafters(rule_set):
        raise NotAllowed(_("起草、修改过本办法的人不能会签、批准，须由第二人办理。"))


def _require_basis(rule_set: RuleSet) -> None:
    if not (rule_set.basis and rule_set.basis_file):
        raise Unlawful(
            _("本办法按信访数量扣分，须先写明并上传依据文件，才能会签、批准。"), article=ARTICLE
        )


def _require_first(authority: Authority, rule_set: RuleSet) -> None:
    _require_basis(rule_set)
    if rule_set.status != RuleSetStatus.COUNTERSIGNED:
        raise Unlawful(_("本办法按信访数量扣分，须由另一名有权批准的人先行会签。"), article=ARTICLE)
    if rule_set.countersigned_by_id == authority.user.pk:
        raise NotAllowed(_("会签人不能再批准，须由第二名有权批准的人批准。"))
