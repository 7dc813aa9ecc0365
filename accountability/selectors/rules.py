"""Reminder rules in force (the statutory practice holds where a county set none); who had a hand in a rule set."""

from __future__ import annotations

from datetime import date

from accountability.domain.reminders import ReminderPlan
from accountability.models import ReminderRule, RuleSet
from core.audit import chain_of
from core.models import AuditEntry


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


def drafters(rule_set: RuleSet) -> set[int]:
    """Ids of everybody who drafted, changed or documented a version, from its audit chain (one query)."""
    entries = AuditEntry.objects.filter(
        chain=chain_of(rule_set),
        verb__in=("rule_set.draft", "rule_set.edit", "rule_set.basis"),
        actor__isnull=False,
    )
    found = set(entries.order_by().values_list("actor_id", flat=True))
    return found | {pk for pk in (rule_set.created_by_id, rule_set.edited_by_id) if pk}
