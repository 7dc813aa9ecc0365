"""A matter of another legal class: what forbids it, the limits that follow, and the way of a report (条例第三十条)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core import transitions
from core.errors import Invalid
from organizations.authority import Authority, authority_of
from organizations.enums import Competence, UnitKind
from organizations.models import Unit, User
from petitions import events
from petitions.domain.workflow import ACTS, REGISTERED
from petitions.enums import (
    CaseStatus,
    DispatchKind,
    DispatchStatus,
    DocumentKind,
    LegalClass,
    ObjectionStatus,
    Procedure,
    Responsibility,
    RouteChoice,
)
from petitions.models import Case, ClockExtension, Hearing, Objection
from petitions.services import acts, clocks, dispatching, handling, responsibility

if TYPE_CHECKING:
    from petitions.services.correcting.checks import Wish

CODE = "correct_registration"
ARTICLE = "条例第三十条第三款"
#: Letters between organs say nothing about the class of the matter.
BETWEEN_ORGANS = (
    DocumentKind.TRANSFER,
    DocumentKind.ASSIGNMENT,
    DocumentKind.OBJECTION,
    DocumentKind.RECEIPT,
)


def check_class(*, authority: Authority, case: Case, wish: Wish) -> None:
    """Who may change the legal class, and what was already done that contradicts the new one.

    Raises:
        Invalid: on ``purpose``: a report is made by the petition office alone, and unmade by its head alone; or acts or
            letters that exist belong to the old class, and are named.
    """
    if not wish.changes_class:
        return
    if reason := why_not(authority=authority, old=wish.old_class, new=wish.new_class):
        raise Invalid(reason, field="purpose", article=ARTICLE)
    found = list(_contradictions(case, wish.old_class))
    if found:
        raise Invalid(
            _("本件已有%(what)s，与“%(name)s”不符，不能更改信访目的。")
            % {"what": "、".join(found), "name": wish.new_class.label},
            field="purpose",
            article=ACTS[CODE].article,
        )


def why_not(*, authority: Authority, old: str, new: str) -> str:
    """Why this user does not turn a matter of one legal class into one of the other, "" for no reason."""
    if new == LegalClass.REPORT != old and not authority.is_office_staff:
        return str(_("改为检举控告类由信访局办理，请报信访局。"))
    if old == LegalClass.REPORT != new and not authority.is_office_head:
        return str(_("检举控告类改为其他类别，由信访局局长办理。"))
    return ""


def _contradictions(case: Case, old: LegalClass) -> Iterator[str]:
    if old == LegalClass.REPORT:
        yield from _of_report(case)
    elif old == LegalClass.CLAIM:
        yield from _of_claim(case)


def _of_claim(case: Case) -> Iterator[str]:
    if case.claims.exists():
        yield str(_("列明的诉求"))
    if Hearing.objects.filter(case=case).exists():
        yield str(_("听证"))
    if case.procedure == Procedure.SIMPLE:
        yield str(_("简易办理"))
    if ClockExtension.objects.filter(clock__case=case).exists():
        yield str(_("延长办理期限"))
    kinds = (DocumentKind.OPINION, DocumentKind.EXTENSION, DocumentKind.HEARING)
    yield from _titles(case, Q(kind__in=kinds))


def _of_report(case: Case) -> Iterator[str]:
    """Whatever was written while it was a report would be read by whoever handles it as another matter."""
    is_named = case.accused_units.exists() or case.accused_people.exists()
    if is_named and case.dispatches.exists():
        # whoever was accused would read where it had been sent
        yield str(_("转送有权处理机关的记录（请另行登记）"))
    if case.notes.exists():
        yield str(_("办理记录"))
    if case.co_handlings.exists():
        yield str(_("协办材料"))
    yield from _titles(case, ~Q(kind__in=BETWEEN_ORGANS))


def _titles(case: Case, kinds: Q) -> Iterator[str]:
    papers = case.documents.filter(kinds).order_by("id").values_list("title", flat=True)
    for title in dict.fromkeys(papers):
        yield f"《{title}》"


def follow_class(*, case: Case, now: datetime) -> None:
    """Let route and the sixty days follow the class of an accepted matter (条例第三十一条第六项、第三十四条)."""
    if case.status != CaseStatus.ACCEPTED or case.accepted_on is None:
        return
    is_claim = case.legal_class == LegalClass.CLAIM
    case.route = RouteChoice.OPINION if is_claim else ""
    case.save(update_fields=["route"])
    on = timezone.localdate(now)
    if not is_claim:
        clocks.cancel(case=case, codes=["C8"], on=on, by=f"case.{CODE}")
    elif not case.clocks.running().filter(code="C8").exists():
        handling.start_conclusion_clock(case, case.accepted_on, now)


def keep_secret(*, authority: Authority, case: Case, now: datetime) -> None:
    """Take a report away from whoever it is directed against, or who may not have one, and pass it on.

    Against somebody who holds or sees the matter it goes at once to the discipline organ, as at registration; where
    every such organ is accused too it stays with the petition office. A unit without competence over persons hands it
    back to the office, which decides the way (条例第三十条第一款).
    """
    accused = Accused(case, now)
    holder = case.responsible_unit
    is_near = accused.is_near()
    dispatched = acts.live_dispatch(case) is not None
    if not is_near and not (dispatched and not holder.competence):
        return
    organ = accused.organ() if is_near else None
    if organ is not None and organ.pk == holder.pk:
        return
    _take_back(authority, case, accused, now)
    if organ is not None:
        dispatching.send(
            authority=authority,
            case=case,
            kind=DispatchKind.TRANSFER,
            to_unit=organ,
            note=_("检举控告涉及接触本件的单位或者人员，依照条例第三十条第三款直接转送。"),
            now=now,
        )


class Accused:
    """Whom a report is directed against."""

    def __init__(self, case: Case, now: datetime) -> None:
        self.case, self.on = case, timezone.localdate(now)
        self.paths = list(case.accused_units.values_list("path", flat=True))

    def includes(self, unit: Unit) -> bool:
        """The unit is accused, or stands below one that is."""
        return any(unit.path.startswith(path) for path in self.paths)

    def includes_user(self, user: User | None) -> bool:
        """The person is accused, or works in an accused unit (two queries)."""
        if user is None:
            return False
        free = Case.objects.filter(pk=self.case.pk)
        return not free.hidden_from_accused(authority_of(user, on=self.on)).exists()

    def is_near(self) -> bool:
        """Somebody who holds, received, registered, leads or was asked about the matter is accused, or works there."""
        case = self.case
        units = list(
            Unit.objects.filter(
                Q(pk__in=(case.responsible_unit_id, case.receiving_unit_id))
                | Q(pk=case.first_contact_unit_id)
                | Q(pk__in=case.dispatches.values("to_unit"))
                | Q(pk__in=case.co_handlings.values("unit"))
            )
        )
        near = {unit.pk for unit in units}
        people = {case.first_contact, case.leader, case.registered_by}
        return (
            any(map(self.includes, units))
            or any(map(self.includes_user, people))
            or any(
                near & authority_of(user, on=self.on).unit_ids for user in case.accused_people.all()
            )
        )

    def keeper(self) -> Unit:
        """The petition office; where it is accused itself, the unit that holds the matter."""
        offices = Unit.objects.active(on=self.on).filter(kind=UnitKind.PETITION_OFFICE)
        free = (unit for unit in offices.order_by("order", "code") if not self.includes(unit))
        return next(free, self.case.responsible_unit)

    def organ(self) -> Unit | None:
        """The discipline organ the report goes to, None when each is accused."""
        organs = Unit.objects.active(on=self.on).filter(competence=Competence.DISCIPLINE)
        ordered = organs.order_by("order", "code")
        return next((unit for unit in ordered if not self.includes(unit)), None)


def _take_back(authority: Authority, case: Case, accused: Accused, now: datetime) -> None:
    """The matter is the office's again, as just registered; what it owes elsewhere ends."""
    on = timezone.localdate(now)
    keeper = accused.keeper()
    for objection in Objection.objects.filter(dispatch__case=case, status=ObjectionStatus.PENDING):
        transitions.apply(
            objection,
            sources=[ObjectionStatus.PENDING],
            target=ObjectionStatus.APPROVED,
            verb="objection.approve",
            actor=authority.user,
            at=now,
            decided_by=authority.user,
            decided_at=now,
            decision_reason=_("更正登记后收回"),
        )
    acts.end_dispatch(
        case, status=DispatchStatus.RETURNED, now=now, actor=authority.user, verb="dispatch.return"
    )
    clocks.cancel(case=case, codes=["C2", "C4", "C5", "C8", "S2"], on=on, by=f"case.{CODE}")
    if case.status != REGISTERED:
        acts.move(
            case,
            CODE,
            target=CaseStatus(REGISTERED),
            actor=authority.user,
            now=now,
            accepted_on=None,
            route="",
        )
    responsibility.set_unit(
        case=case, unit=keeper, reason=_("更正登记后收回"), by=authority.user, on=on, now=now
    )
    unit = Responsibility.UNIT
    events.responsibility_changed.send(Case, case_id=case.pk, what=str(unit), now=now)
    if not case.clocks.running().filter(code__in=dispatching.DISPATCH_CLOCKS).exists():
        clocks.start(
            case=case, code="C1", started_on=on, owed_by_id=keeper.pk, book=clocks.load_book(on=on)
        )
    clocks.refresh_next_due(case)
