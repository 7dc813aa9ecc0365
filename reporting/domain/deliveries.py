"""Who is to get a bulletin, in which state a delivery is, and when somebody is reminded to sign for it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from organizations.domain.calendar import WorkCalendar

NONE, WAITING, SENT, BOUNCED, UNKNOWN, SIGNED = (
    "none", "waiting", "sent", "bounced", "unknown", "signed",
)  # fmt: skip
#: In these states a person may send a further message.
RESENDABLE = frozenset({SENT, BOUNCED, UNKNOWN})

#: Groups of posts that may get a bulletin; each is switched by the setting ``delivery.<group>``.
GROUPS = (
    "county_principals",
    "county_deputies",
    "secretaries",
    "township_heads",
    "township_deputies",
    "department_heads",
    "department_deputies",
)
_UNIT_GROUPS = {
    ("township", "principal"): "township_heads",
    ("township", "deputy"): "township_deputies",
    ("department", "principal"): "department_heads",
    ("department", "deputy"): "department_deputies",
}
_PRINCIPAL = re.compile(r"^(中共)?\S{0,10}?[县区市旗](委书记|长)$")
_SECRETARY = re.compile(r"秘书长|(县委|区委|市委|旗委|政府)办公?室?主任")


def post_group(*, kind: str, unit_kind: str, title: str) -> str:
    """The group of posts a post belongs to, "" when it gets no bulletin.

    County leaders are told apart by their titles, since their posts are of one kind.

    Args:
        kind: kind of the post.
        unit_kind: kind of its unit.
        title: its name, such as 县委副书记、县长.
    """
    if kind != "county_leader":
        if unit_kind == "county" and _SECRETARY.search(title):
            return "secretaries"
        return _UNIT_GROUPS.get((unit_kind, kind), "")
    if _SECRETARY.search(title):
        return "secretaries"
    parts = re.split(r"[、，,（(]", title)
    if any(_PRINCIPAL.match(part.removeprefix("代")) and "副" not in part for part in parts):
        return "county_principals"
    return "county_deputies"


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """Reminders to those who have not signed: after how many working days each, and how many at most."""

    every: int
    most: int


def reminder_due(
    rule: ReminderRule,
    *,
    published_on: date,
    reminded_on: Iterable[date],
    on: date,
    calendar: WorkCalendar,
) -> int:
    """Number of the reminder that is due on a day, 0 for none.

    Args:
        rule: the county's numbers.
        published_on: local day of the publication.
        reminded_on: days of the reminders so far.
        on: the day; a day off never has one.
        calendar: the county's working days.
    """
    before = sorted(reminded_on)
    if len(before) >= rule.most or not calendar.is_working(on):
        return 0
    since = before[-1] if before else published_on
    waited = calendar.working_days_between(since, on)
    return len(before) + 1 if waited >= rule.every else 0
