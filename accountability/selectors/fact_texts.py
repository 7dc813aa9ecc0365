"""What the facts behind a score say of themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accountability.selectors.fact_owners import Period
from core.domain.words import words as _


def late_text(row: Mapping[str, Any], period: Period) -> str:
    """A limit that was missed and how: "…到期，逾期3天完成（条例第三十四条）"."""
    stopped = row["stopped_on"]
    done = stopped is not None and stopped <= period.last_day
    days = ((stopped if done else period.last_day) - row["due_on"]).days
    state = (
        _("逾期%(days)s天完成") % {"days": days}
        if done
        else _("截至%(last_day)s未完成") % {"last_day": period.last_day.isoformat()}
    )
    return _("%(number)s“%(name)s”%(due_on)s到期，%(state)s（%(article)s）") % {
        "number": row["case__number"],
        "name": row["name"],
        "due_on": row["due_on"].isoformat(),
        "state": state,
        "article": row["article"],
    }
