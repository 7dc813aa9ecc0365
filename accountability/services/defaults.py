"""Rules a county starts with: reminder and escalation rules, three rule sets of which one is in force."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accountability.domain.default_rule_sets import DEFAULT_RULE_SETS, DUTY
from accountability.domain.level_rules import DEFAULT_LEVELS
from accountability.domain.reminders import ReminderPlan
from accountability.models import EscalationRule, ReminderRule, RuleSet, RuleSetStatus
from accountability.services.supervision_rules import load_templates

SINCE = date(2005, 5, 1)  # so that figures of any year since the first 条例 can be scored


@transaction.atomic
def load_defaults(*, now: datetime, dry_run: bool = False) -> list[str]:
    """Create what is missing and leave everything else as the county set it.

    Returns:
        One English line per row created (or, on a dry run, missing).
    """
    lines = []
    if not ReminderRule.objects.exists():
        plan = ReminderPlan()
        lines.append(
            f"reminder rule: {plan.days_before} days before, then each {plan.every_days_after}"
        )
        if not dry_run:
            ReminderRule.objects.create(
                days_before=list(plan.days_before),
                on_the_day=plan.on_the_day,
                every_days_after=plan.every_days_after,
                valid_from=SINCE,
            )
    if not EscalationRule.objects.exists():
        for rule in DEFAULT_LEVELS:
            lines.append(f"escalation rule: level {rule.level} after {rule.days_overdue} days")
            if not dry_run:
                EscalationRule.objects.create(
                    level=rule.level, days_overdue=rule.days_overdue, valid_from=SINCE
                )
    for rules in DEFAULT_RULE_SETS:
        if RuleSet.objects.filter(code=rules.code).exists():
            continue
        starts = rules is DUTY and not RuleSet.objects.approved().exists()
        lines.append(f"rule set {rules.code}: {'in force' if starts else 'waits for approval'}")
        if not dry_run:
            RuleSet.objects.create(
                code=rules.code,
                version=rules.version,
                name=rules.name,
                policy_note=rules.policy_note,
                base_score=rules.base,
                floor_score=rules.floor,
                status=RuleSetStatus.APPROVED if starts else RuleSetStatus.DRAFT,
                edited_at=now,
                items=[item.to_json() for item in rules.items],
                valid_from=SINCE if starts else None,
                approved_at=now if starts else None,
            )
    return [*lines, *load_templates(now=now, dry_run=dry_run)]
