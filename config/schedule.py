"""Every periodic job in one table; the times are those of Asia/Shanghai.

Each job is also a management command with `--dry-run`, and may run twice: its effect happens once.
"""

import os
from typing import Any

from celery.schedules import crontab

SWEEP_SECONDS = float(os.environ.get("PETITION_SWEEP_SECONDS", "60"))

BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    # Sends again what is owed and unclaimed, or was claimed by a worker that died.
    # Sweeps that waited while no worker ran expire, so that its start does not begin with a crowd of them.
    "core.sweep": {
        "task": "core.sweep",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS * 5},
    },
    # What became of the text messages of the last days; expired ones were asked for by a worker that slept.
    "core.sms_reports": {
        "task": "core.sms_reports",
        "schedule": crontab(minute="*/10", hour="7-21"),
        "options": {"expires": 600},
    },
    # Reminders, escalation and, once they are done, the digest; the later hours only matter when the machine was off.
    "accountability.daily_duties": {
        "task": "accountability.daily_duties",
        "schedule": crontab(minute=35, hour="7,8,10,14"),
    },
    # The draft of the month before, on the 1st at six; the later runs only matter when the machine was off.
    "reporting.monthly_bulletin": {
        "task": "reporting.monthly_bulletin",
        "schedule": crontab(minute=0, hour="6,9,12", day_of_month="1-5"),
    },
    # The draft of last month's analysis, on the 3rd at half past six; the later runs only matter when the machine was off.
    "reporting.monthly_analysis": {
        "task": "reporting.monthly_analysis",
        "schedule": crontab(minute=30, hour="6,9,12", day_of_month="3-5"),
    },
    # The draft of the year before, on 5 January at half past six; the later runs only matter when the machine was off.
    "reporting.annual_report": {
        "task": "reporting.annual_report",
        "schedule": crontab(minute=30, hour="6,9,12", day_of_month="5-10", month_of_year=1),
    },
    # Reminders to those who have not signed for a bulletin, in time for the digest of the day.
    "reporting.daily_deliveries": {
        "task": "reporting.daily_deliveries",
        "schedule": crontab(minute=25, hour="7,8,10,14"),
    },
    # Saved views whose day of the month has come; the later hours only matter when the machine was off.
    "reporting.due_view_mails": {
        "task": "reporting.due_view_mails",
        "schedule": crontab(minute=20, hour="8,11,15"),
    },
    # What was open and overdue at the end of each day that is over.
    "reporting.daily_snapshot": {
        "task": "reporting.daily_snapshot",
        "schedule": crontab(minute=10, hour="0,9"),
    },
    # Months that are over are added up before the bulletin is drafted; re-opened ones again, also during the day.
    "reporting.close_months": {
        "task": "reporting.close_months",
        "schedule": crontab(minute=20, hour="0,5,9,13"),
    },
    # Large case files that were kept long enough.
    "petitions.remove_case_files": {
        "task": "petitions.remove_case_files",
        "schedule": crontab(minute=40, hour="0,9"),
    },
    # Periods to object or to ask for a review that passed unused.
    "petitions.lapse_rights": {
        "task": "petitions.lapse_rights",
        "schedule": crontab(minute=20, hour="0,9"),
    },
}
