"""The county's own rules of reminding, in force from a day on; earlier rows stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.domain.reminders import ReminderPlan
from accountability.models import ReminderRule
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


def _check(authority: Authority, valid_from: date) -> None:
    if not permissions.can_set_duty_rules(authority):
        raise NotAllowed(_("只有信访局局长或者系统管理员可以更改提醒规则。"))
    if valid_from < authority.on:
        raise Invalid(_("生效日期不能早于今天。"), field="valid_from")
