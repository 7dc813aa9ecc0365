"""What of receptions concerns a report (检举控告) is kept from whom it is about (条例第三十条第三款)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accountability.models import ReceptionDay, ReceptionVisit
from accountability.selectors.supervision import may_know
from organizations.enums import OVER_PERSONS, UnitKind
from organizations.models import Unit
from petitions.models import Case


def wrong_tie(case: Case | None, *, is_secret: bool) -> str:
    """Why a secret reception may not be tied to a matter, "" when it may.

    An ordinary matter is read by the unit that handles it, which may be the one accused.
    """
    if not is_secret or case is None or case.is_secret:
        return ""
    return _(
        "检举控告不能关联普通信访事项%(number)s（其办理单位能看到该事项），请把检举控告另行登记为检举控告类信访事项，"
        "填写新的编号或者留空（条例第三十条第三款）。"
    ) % {"number": case.number}


def wrong_unit(unit: Unit, case: Case | None, *, is_secret: bool) -> str:
    """Why a unit may not take part in a secret reception, "" when it may.

    Only the petition office and the organs competent over persons learn of a report, and of these none that it is
    directed against or that stands below it.
    """
    if not is_secret:
        return ""
    if unit.kind != UnitKind.PETITION_OFFICE and unit.competence not in OVER_PERSONS:
        return _(
            "涉及检举控告的只能由有权处理的纪检监察机关、组织（人事）部门或者信访局承办（条例第三十条）。"
        )
    if case is not None and not may_know(unit, case):
        return _("不得将检举控告事项交由被检举控告的人员或者单位（条例第三十条第三款）。")
    return ""


def subject_of(visit: ReceptionVisit) -> Case | ReceptionDay:
    """What an entry of the log belongs to: never an ordinary matter when the visit is secret."""
    if visit.case is None or wrong_tie(visit.case, is_secret=visit.is_secret):
        return visit.day
    return visit.case
