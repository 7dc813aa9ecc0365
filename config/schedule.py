"""Every periodic job in one table; the times are those of Asia/Shanghai.

Each job is also a management command with `--dry-run`, and may run twice: its effect happens once.
"""

from typing import Any

BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    # Sends again what is owed and unclaimed, or was claimed by a worker that died.
    "core.sweep": {"task": "core.sweep", "schedule": 60.0},
}
