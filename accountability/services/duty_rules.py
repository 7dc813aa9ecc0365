"""The county's own rules of reminding and escalating, in force from a day on; earlier rows stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.domain.escalation import LEVEL_NAMES, LevelRule, check_levels
from accountability.domain.reminders import ReminderPlan
from accountability.models import EscalationRule, ReminderRule
from core import audit
from core.errors import Invalid, NotAllowed
from organizations.authority import Authority

CHAIN = "duty_rules"


@transaction.atomic
def set_reminder_rule(
    *,
    authority: Authority,
    days_before: Sequence[int],
    on_the_day: bool,
    every_days_after: int,
    valid_from: date,
    now: datetime,
    code: str = "",
) -> ReminderRule:
    """Set when to remind about a clock ("" is every clock without a rule of its own) from a day on.

    Raises:
        NotAllowed: the actor is neither the office's head nor an administrator.
        Invalid: a number of days is not positive, or the day lies in the past.
    """
    _check(authority, valid_from)
    try:
        plan = ReminderPlan(tuple(days_before), on_the_day, every_days_after)
    except ValueError as error:
        raise Invalid(str(error), field="days_before") from error
    values = {
        "days_before": sorted(set(plan.days_before), reverse=True),
        "on_the_day": plan.on_the_day,
        "every_days_after": plan.every_days_after,
    }
    rule, _created = ReminderRule.objects.update_or_create(
        code=code, valid_from=valid_from, defaults={**values, "valid_to": None}
    )
    audit.record(
        CHAIN,
        "duty_rules.reminders",
        actor=authority.user,
        at=now,
        code=code,
        valid_from=valid_from,
        **values,
    )
    return rule


@transaction.atomic
def set_levels(
    *,
    authority: Authority,
    days: Mapping[int, int],
    valid_from: date,
    now: datetime,
    code: str = "",
) -> list[EscalationRule]:
    """Set after how many days overdue each of the four levels is reached, from a day on.

    Raises:
        NotAllowed: the actor is neither the office's head nor an administrator.
        Invalid: a level is missing, or not reached later than the one below it.
    """
    _check(authority, valid_from)
    problem = check_levels([LevelRule(level, count, code) for level, count in days.items()])
    if problem:
        level, message = problem
        raise Invalid(message, field=f"level_{level}")
    rules = [
        EscalationRule.objects.update_or_create(
            code=code,
            level=level,
            valid_from=valid_from,
            defaults={"days_overdue": days[level], "valid_to": None},
        )[0]
        for level in sorted(LEVEL_NAMES)
        if level
    ]
    audit.record(
        CHAIN,
        "duty_rules.levels",
        actor=authority.user,
        at=now,
        code=code,
        valid_from=valid_from,
        days={str(level): count for level, count in days.items()},
    )
    return rules


def _check(authority: Authority, valid_from: date) -> None:
    if not permissions.can_set_duty_rules(authority):
        raise NotAllowed(_("只有信访局局长或者系统管理员可以更改提醒和升级规则。"))
    if valid_from < authority.on:
        raise Invalid(_("生效日期不能早于今天。"), field="valid_from")
