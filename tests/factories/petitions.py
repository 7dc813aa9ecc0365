"""Cases and clocks for tests, written as rows; services have tests of their own."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from organizations.models import Unit, User
from petitions.enums import (
    OPEN_STATUSES,
    CaseStatus,
    Form,
    LegalClass,
    Purpose,
)
from petitions.models import Case, Clock, ContentClass

SHANGHAI = ZoneInfo("Asia/Shanghai")
CLASS_OF = {
    Purpose.ACCUSATION: LegalClass.REPORT,
    Purpose.SUGGESTION: LegalClass.SUGGESTION,
}
_numbers = count(1)


def at(day: date, hour: int = 10) -> datetime:
    """Aware time of the county on that day."""
    return datetime.combine(day, time(hour), tzinfo=SHANGHAI)


def make_content_class(code: str, name: str) -> ContentClass:
    """A class of contents; codes like 080300 hang under 080000 when that exists."""
    parent = ContentClass.objects.filter(code=f"{code[:2]}0000").exclude(code=code).first()
    return ContentClass.objects.create(code=code, name=name, parent=parent)


def make_case(
    *, office: Unit, clerk: User, received_on: date = date(2026, 10, 12), **fields: Any
) -> Case:
    """A consistent case: class follows purpose, dates follow status.

    Args:
        office: receiving and first-contact unit.
        clerk: who registered it and received it first.
        received_on: day of receipt.
        fields: any column of Case; `closed_on` alone makes it concluded on that day.
    """
    number = next(_numbers)
    fields.setdefault("purpose", Purpose.REQUEST)
    fields.setdefault("legal_class", CLASS_OF.get(Purpose(fields["purpose"]), LegalClass.CLAIM))
    fields.setdefault("form", Form.LETTER)
    fields.setdefault("responsible_unit", office)
    _complete_status(fields, received_on)
    return Case.objects.create(
        number=fields.pop("number", f"T{number:010d}"),
        lookup_code=f"L{number:09d}",
        title=fields.pop("title", f"事项{number}"),
        statement=fields.pop("statement", "诉求内容"),
        received_on=received_on,
        registered_at=fields.pop("registered_at", at(received_on)),
        registered_by=clerk,
        receiving_unit=office,
        first_contact=fields.pop("first_contact", clerk),
        first_contact_unit=office,
        **fields,
    )


def _complete_status(fields: dict[str, Any], received_on: date) -> None:
    if "status" not in fields:
        fields["status"] = (
            CaseStatus.CONCLUDED if fields.get("closed_on") else CaseStatus.REGISTERED
        )
    status = fields["status"]
    if status not in OPEN_STATUSES:
        fields.setdefault("closed_on", received_on + timedelta(days=10))
    if status == CaseStatus.CONCLUDED:
        fields.setdefault("concluded_on", fields["closed_on"])
    if status in (CaseStatus.ACCEPTED, CaseStatus.CONCLUDED):
        fields.setdefault("accepted_on", received_on)
    if status in (CaseStatus.DISPATCHED, CaseStatus.OBJECTED):
        fields.setdefault("dispatched_at", at(received_on))


def make_clock(
    case: Case,
    code: str,
    due_on: date,
    *,
    unit: Unit | None = None,
    started_on: date | None = None,
    stopped_on: date | None = None,
    cancelled: bool = False,
    **fields: Any,
) -> Clock:
    """A clock of the case: running, kept or missed by `stopped_on`, or cancelled that day."""
    status = "open" if stopped_on is None else "cancelled" if cancelled else "met"
    return Clock.objects.create(
        case=case,
        code=code,
        name=fields.pop("name", code),
        article=fields.pop("article", "《信访工作条例》第二十三条"),
        owed_by_unit=unit,
        started_on=started_on or min(case.received_on, due_on),
        due_on=due_on,
        raw_due_on=due_on,
        status=status,
        stopped_on=stopped_on,
        on_time=(stopped_on <= due_on) if status == "met" and stopped_on else None,
        **fields,
    )
