"""The daily runs: reminders of clocks and of other dated tasks; and escalation, where whoever left is replaced, what
was done falls, and what is still overdue climbs.
"""

from __future__ import annotations

from datetime import date, datetime

from accountability.services.escalations import escalate_cases
from accountability.services.instruction_run import run_instructions
from accountability.services.level_falls import lower_cases
from accountability.services.reminders import send_reminders
from accountability.services.runs import RunReport, day_off
from accountability.services.successors import hand_over_asks
from accountability.services.task_reminders import remind_tasks


def run_reminders(*, on: date, now: datetime, dry_run: bool = False) -> RunReport:
    """Remind of co-handling days, of execution days and of clocks; each part is safe to repeat.

    The clocks come last: they let the e-mails of the whole run go.
    """
    report = RunReport(on=on, dry_run=dry_run, note=day_off(on))
    for part in (remind_tasks, send_reminders):
        report.add(part(on=on, now=now, dry_run=dry_run))
    return report


def run_escalation(*, on: date, now: datetime, dry_run: bool = False) -> RunReport:
    """Hand over, lower, lift, and see to instructions, in this order; each part is safe to repeat and to run twice at once."""
    report = RunReport(on=on, dry_run=dry_run, note=day_off(on))
    for part in (hand_over_asks, lower_cases, escalate_cases, run_instructions):
        report.add(part(on=on, now=now, dry_run=dry_run))
    return report
