"""To whom a major, urgent matter has to be reported, and what is still missing (条例第二十五条)."""

from __future__ import annotations

from collections.abc import Iterable

#: 第一款: own Party committee and government, the department in charge, the office of the joint meeting.
EVERY_UNIT = ("party_government", "department", "joint_meeting_office")
#: 第二款: the petition office also tells the next higher petition office and the national one.
OFFICE_ONLY = ("superior_office", "national")
REQUIRED = (*EVERY_UNIT, *OFFICE_ONLY)


def missing(reported: Iterable[str]) -> tuple[str, ...]:
    """Recipients a matter was not reported to yet, in the order of the article."""
    done = set(reported)
    return tuple(code for code in REQUIRED if code not in done)
