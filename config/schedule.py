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
    # Reminders and escalation; the later hours only matter when the machine was off at half past eight.
    "accountability.daily_duties": {
        "task": "accountability.daily_duties",
        "schedule": crontab(minute=30, hour="8,10,14"),
    },
    # The draft of the month before, on the 1st at six; the later runs only matter when the machine was off.
    "reporting.monthly_bulletin": {
        "task": "reporting.monthly_bulletin",
        "schedule": crontab(minute=0, hour="6,9,12", day_of_month="1-5"),
    },
    # What was open and overdue at the end of each day that is over.
    "reporting.daily_snapshot": {
        "task": "reporting.daily_snapshot",
        "schedule": crontab(minute=10, hour="0,9"),
    },
    # Periods to object or to ask for a review that passed unused.
    "petitions.lapse_rights": {
        "task": "petitions.lapse_rights",
        "schedule": crontab(minute=20, hour="0,9"),
    },
}
