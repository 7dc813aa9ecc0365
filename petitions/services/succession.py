"""A unit is closed: the unit that goes on with its powers answers for its open matters (条例第二十四条)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from organizations.enums import UnitKind
from organizations.models import Unit
from petitions import events
from petitions.enums import Responsibility
from petitions.models import Case, Clock
from petitions.services import responsibility


@transaction.atomic
def pass_on(*, unit: Unit, successor: Unit, on: date, now: datetime) -> int:
    """Hand the open matters of a closed unit, with their running clocks, to its successor.

    Due dates stay: the petitioner's time does not begin anew. A matter directed against the successor
    goes back to the petition office instead (条例第三十条).

    Args:
        unit: the closed unit.
        successor: the unit that goes on with its powers.
        on: day whose leaders are named.
        now: aware time of the act.

    Returns:
        Number of matters handed over.
    """
    office = Unit.objects.filter(kind=UnitKind.PETITION_OFFICE).order_by("order", "pk").first()
    cases = Case.objects.open().filter(responsible_unit=unit)
    rows = list(cases.select_related("responsible_unit", "leader", "content_class").order_by("pk"))
    accused = _against(successor)
    reason = _("%(old)s已撤销，由%(new)s继续行使职权（条例第二十四条）") % {
        "old": unit,
        "new": successor,
    }
    for case in rows:
        to = office if case.pk in accused and office else successor
        responsibility.set_unit(case=case, unit=to, reason=reason, by=None, on=on, now=now)
        Clock.objects.running().filter(case=case, owed_by_unit=unit).update(owed_by_unit=to)
        audit.record(case, "case.succession", actor=None, at=now, old=unit.code, new=to.code)
        events.responsibility_changed.send(
            Case, case_id=case.pk, what=str(Responsibility.UNIT), now=now
        )
    return len(rows)


def _against(unit: Unit) -> set[int]:
    """Open matters that accuse the unit or one above it."""
    above = [unit.path[: i + 1] for i, char in enumerate(unit.path) if char == "/"]
    accused = Case.objects.open().filter(accused_units__path__in=above)
    return set(accused.values_list("pk", flat=True))
