"""The county's rules of escalation: each change is a new version in force from a day on; earlier ones stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.domain.level_falls import check_modes
from accountability.domain.level_rules import (
    TOP_LEVEL,
    LevelRule,
    check_conditions,
    check_levels,
)
from accountability.models import EscalationRule, FallRule
from accountability.selectors.level_rules import rule_data
from core import audit
from core.errors import Invalid, NotAllowed
from organizations.authority import Authority

CHAIN = "duty_rules"
WORDS = {None: "", True: "yes", False: "no"}
ONE_DAY = timedelta(days=1)


@transaction.atomic
def set_levels(
    *,
    authority: Authority,
    days: Mapping[int, int],
    valid_from: date,
    now: datetime,
    basis: str = "",
) -> list[EscalationRule]:
    """Set after how many days overdue a matter without a rule of its own reaches each level, from a day on.

    Raises:
        NotAllowed: the actor is not the office's head.
        Invalid: a level is missing or not reached later than the one below it, or a later version is on the books.
    """
    _check(authority, valid_from)
    rules = [LevelRule(level, count) for level, count in days.items()]
    problem = check_levels(rules)
    if problem:
        level, message = problem
        raise Invalid(message, field=f"level_{level}")
    rows = [_put(authority, rule, valid_from, basis, now) for rule in rules]
    audit.record(
        CHAIN,
        "duty_rules.levels",
        actor=authority.user,
        at=now,
        valid_from=valid_from,
        basis=basis,
        days={str(level): count for level, count in days.items()},
    )
    return rows


@transaction.atomic
def save_rule(
    *,
    authority: Authority,
    rule: LevelRule,
    valid_from: date,
    basis: str,
    now: datetime,
    replaces: EscalationRule | None = None,
) -> EscalationRule:
    """Set a rule with conditions from a day on.

    Args:
        authority: the office's head.
        rule: level, days and conditions.
        valid_from: first day it counts, today or later.
        basis: the document or decision it rests on.
        now: aware time of the act.
        replaces: the version it follows, whose conditions may be others; that one ends the day before.

    Raises:
        NotAllowed: the actor is not the office's head.
        Invalid: no basis, conditions that contradict each other, or a later version is on the books.
    """
    _check(authority, valid_from)
    problem = check_conditions(rule)
    if problem:
        raise Invalid(problem[1], field=problem[0])
    if not basis.strip():
        raise Invalid(_("请填写依据。"), field="basis")
    if replaces is not None and rule_data(replaces).is_general:
        raise Invalid(_("一般规则须四级一并设置。"))
    row = _put(authority, rule, valid_from, basis.strip(), now, replaces=replaces)
    data = {name: value for name, value in asdict(rule).items() if name != "words"}
    audit.record(
        CHAIN,
        "duty_rules.rule",
        actor=authority.user,
        at=now,
        rule=row.pk,
        replaces=replaces.pk if replaces else None,
        valid_from=valid_from,
        basis=row.basis,
        **data,
    )
    return row


@transaction.atomic
def end_rule(
    *, authority: Authority, rule: EscalationRule, last_day: date, reason: str, now: datetime
) -> EscalationRule:
    """Let a rule with conditions end after a day; the general rules hold from then on.

    Raises:
        NotAllowed: the actor is not the office's head.
        Invalid: a general rule, a day in the past, or no reason.
    """
    _check(authority, last_day, field="last_day")
    if rule_data(rule).is_general:
        raise Invalid(_("一般规则不能停用，只能设置新的天数。"))
    if not reason.strip():
        raise Invalid(_("请说明停用的理由。"), field="reason")
    if last_day < rule.valid_from:
        raise Invalid(_("失效日期不能早于生效日期。"), field="last_day")
    rule.valid_to = last_day
    rule.save(update_fields=["valid_to"])
    audit.record(
        CHAIN,
        "duty_rules.end",
        actor=authority.user,
        at=now,
        rule=rule.pk,
        last_day=last_day,
        reason=reason.strip(),
    )
    return rule


@transaction.atomic
def set_fall_modes(
    *, authority: Authority, modes: Mapping[int, str], valid_from: date, now: datetime
) -> list[FallRule]:
    """Set how each level is left once nothing is overdue any more, from a day on.

    Raises:
        NotAllowed: the actor is not the office's head. Invalid: a level without a known way.
    """
    _check(authority, valid_from)
    try:
        check_modes(modes)
    except ValueError as error:
        raise Invalid(_("请为每一级选择降级方式。")) from error
    rows = []
    for level, mode in sorted(modes.items()):
        rules = FallRule.objects.filter(level=level)
        if rules.filter(valid_from__gt=valid_from).exists():
            raise Invalid(_("已有更晚生效的版本，新版本须在其后生效。"), field="valid_from")
        rules.filter(valid_from__lt=valid_from, valid_to__isnull=True).update(
            valid_to=valid_from - ONE_DAY
        )
        values = {"mode": mode, "valid_to": None, "set_by": authority.user, "set_at": now}
        row, _new = FallRule.objects.update_or_create(
            level=level, valid_from=valid_from, defaults=values
        )
        rows.append(row)
    audit.record(
        CHAIN,
        "duty_rules.falls",
        actor=authority.user,
        at=now,
        valid_from=valid_from,
        modes={str(level): mode for level, mode in modes.items()},
    )
    return rows


def _check(authority: Authority, first: date, *, field: str = "valid_from") -> None:
    if not permissions.can_set_escalation_rules(authority):
        raise NotAllowed(_("只有信访局局长可以更改升级规则。"))
    if first < authority.on:
        raise Invalid(_("日期不能早于今天。"), field=field)


def _columns(rule: LevelRule) -> dict[str, Any]:
    return {
        "level": rule.level,
        "code": rule.code,
        "content": rule.content,
        "purpose": rule.purpose,
        "min_heads": rule.min_heads,
        "secret": WORDS[rule.secret],
        "urgent": WORDS[rule.urgent],
    }


def _put(
    authority: Authority,
    rule: LevelRule,
    valid_from: date,
    basis: str,
    now: datetime,
    *,
    replaces: EscalationRule | None = None,
) -> EscalationRule:
    """Write a version: one that has not begun before the day is corrected in place, the one before ends the day before."""
    if not 1 <= rule.level <= TOP_LEVEL:
        raise Invalid(_("层级须为1至4级。"), field="level")
    columns = _columns(rule)
    same = EscalationRule.objects.filter(**columns)
    if replaces is not None and replaces.valid_from >= valid_from:
        row = replaces
    else:
        row = same.filter(valid_from=valid_from).first() or EscalationRule()
    others = same.exclude(pk=row.pk)
    if others.filter(valid_from__gte=valid_from).exists():
        raise Invalid(_("同样条件已有同日或者更晚生效的规则。"), field="valid_from")
    before = row.previous if row.pk else replaces or others.order_by("-valid_from").first()
    for earlier in {*others, *([before] if before else [])}:
        if earlier.valid_to is None or earlier.valid_to >= valid_from:
            earlier.valid_to = valid_from - ONE_DAY
            earlier.save(update_fields=["valid_to"])
    values = {
        **columns,
        "days_overdue": rule.days_overdue,
        "valid_from": valid_from,
        "valid_to": None,
        "basis": basis,
        "previous": before,
        "set_by": authority.user,
        "set_at": now,
    }
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row
