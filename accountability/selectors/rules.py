"""Reminder rules in force; the statutory practice holds where a county set none."""

from __future__ import annotations

from datetime import date

from accountability.domain.reminders import ReminderPlan
from accountability.models import ReminderRule


def reminder_plans(*, on: date) -> dict[str, ReminderPlan]:
    """Clock code → plan in force on a day (one query); "" is the plan of every other clock."""
    plans = {"": ReminderPlan()}
    for rule in ReminderRule.objects.in_force(on=on).order_by("valid_from"):
        plans[rule.code] = ReminderPlan(
            days_before=tuple(rule.days_before),
            on_the_day=rule.on_the_day,
            every_days_after=rule.every_days_after,
        )
    return plans
