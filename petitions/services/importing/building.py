"""The rows of one imported matter, unsaved: the case, the clocks its register can prove, its reply."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.authority import Authority
from organizations.models import Unit, User
from organizations.selectors import leader_for, setting
from petitions.domain import deadlines
from petitions.domain.clock_rules import conclusion_clock_applies
from petitions.domain.import_plan import BACKLOG, CLOSED, RowPlan
from petitions.domain.import_values import When
from petitions.domain.terms import Route
from petitions.domain.visits import COLLECTIVE_THRESHOLD, is_collective
from petitions.enums import (
    LEGAL_CLASS_OF,
    CaseStatus,
    ClockStatus,
    DocumentKind,
    LegalClass,
    Outcome,
    Purpose,
    ServiceMethod,
)
from petitions.models import (
    Case,
    Clock,
    ContentClass,
    Document,
)
from petitions.services import clocks
from petitions.services.numbering import new_lookup_code
from petitions.services.registration import (
    first_clock_code,
    receiving_unit_of,
)

IMPORTED_BY = "register.import"


@dataclass
class CaseBuilder:
    """What the matters of one run are built from, read once: importer, receiving unit, rules, calendar, names."""

    authority: Authority
    now: datetime
    unit: Unit
    book: clocks.ClockBook
    threshold: int
    units: dict[int, Unit]
    users: dict[int, User]
    class_codes: dict[int, str]
    _clocks: dict[tuple[str, date, date, int], Clock | None] = field(default_factory=dict)
    _leaders: dict[tuple[int, str], User | None] = field(default_factory=dict)

    @property
    def on(self) -> date:
        """Local day of the import."""
        return timezone.localdate(self.now)

    def case(self, plan: RowPlan) -> Case:
        """The matter of a plan, without its number."""
        received = plan.received or When(self.on)
        unit = self._responsible(plan)
        closed = plan.handling == CLOSED
        purpose = Purpose(plan.purpose)
        officer = self.users.get(plan.first_contact_id or 0, self.authority.user)
        code = self.class_codes.get(plan.content_class_id or 0, "")
        return Case(
            superior_number=plan.number,
            lookup_code=new_lookup_code(),
            form=plan.form,
            level_visited=plan.level,
            head_count=plan.head_count,
            is_collective=is_collective(plan.form, plan.head_count, threshold=self.threshold),
            is_anonymous=plan.is_anonymous,
            purpose=purpose,
            legal_class=LEGAL_CLASS_OF[purpose],
            content_class_id=plan.content_class_id,
            place_id=plan.place_id,
            place_detail=plan.place_detail,
            title=plan.title,
            summary=plan.summary,
            statement=plan.statement,
            text_fingerprint=plan.text_fingerprint,
            is_urgent=plan.is_urgent,
            received_on=received.day,
            registered_at=moment(plan.registered or received),
            registered_by=self.authority.user,
            receiving_unit=self.unit,
            from_superior=plan.from_superior,
            first_contact=officer,
            first_contact_unit=self.unit,
            responsible_unit=unit,
            leader=self._leader(unit.pk, code),
            status=CaseStatus.CONCLUDED if closed else CaseStatus.REGISTERED,
            dispatched_at=moment(When(plan.dispatched)) if plan.dispatched else None,
            accepted_on=plan.accepted if closed else None,
            concluded_on=plan.concluded,
            closed_on=plan.concluded,
            outcome=Outcome.REPLIED if plan.reply else "",
            import_row=plan.fingerprint,
        )

    def _responsible(self, plan: RowPlan) -> Unit:
        """An ended matter was its unit's; an open one stays with the office until it is sent on."""
        if plan.handling == CLOSED and plan.unit_id in self.units:
            return self.units[plan.unit_id]
        return self.unit

    def _leader(self, unit_id: int, code: str) -> User | None:
        key = unit_id, code
        if key not in self._leaders:
            self._leaders[key] = leader_for(unit_id, code, on=self.on)
        return self._leaders[key]

    def start_clocks(self, case: Case, plan: RowPlan) -> list[Clock]:
        """The clocks the register can prove, and the nearest due day on the case.

        An open matter: the receiving unit's time to send on or inform. A backlog: the same, ended on the day of the import, so that
        nobody is reminded of it. An ended matter: the sixty days from acceptance, or from receipt where the register knows no
        acceptance (the stricter reading), judged once by the day of the reply.
        """
        found: list[Clock | None] = []
        first = first_clock_code(unit_kind=self.unit.kind, from_superior=case.from_superior)
        if plan.handling != CLOSED:
            clock = self._plan_clock(case, first, case.received_on, self.unit.pk)
            if clock is not None and plan.handling == BACKLOG:
                clock.status, clock.stopped_on = ClockStatus.CANCELLED, self.on
                clock.stopped_by = IMPORTED_BY
            elif clock is not None:
                case.next_due_on = clock.due_on
            return [clock] if clock is not None else []
        if plan.dispatched:
            met = self._met(case, first, case.received_on, self.unit.pk, plan.dispatched)
            found.append(met)
        route = Route.OPINION if case.legal_class == LegalClass.CLAIM else None
        if plan.concluded and conclusion_clock_applies(case.registered_on, route):
            started = plan.accepted or case.received_on
            owner = case.responsible_unit_id
            found.append(self._met(case, "C8", started, owner, plan.concluded))
        return [clock for clock in found if clock is not None]

    def _met(self, case: Case, code: str, start: date, unit_id: int, stop: date) -> Clock | None:
        clock = self._plan_clock(case, code, start, unit_id)
        if clock is not None:
            clock.status, clock.stopped_on = ClockStatus.MET, stop
            clock.stopped_by = IMPORTED_BY
            clock.on_time = deadlines.is_on_time(clock.due_on, stop)
        return clock

    def _plan_clock(self, case: Case, code: str, start: date, unit_id: int) -> Clock | None:
        key = code, case.registered_on, start, unit_id
        if key not in self._clocks:
            self._clocks[key] = self.book.plan(
                code,
                case=case,
                registered_on=case.registered_on,
                started_on=start,
                owed_by_id=unit_id,
            )
        template = self._clocks[key]
        if template is None:
            return None
        clock = copy.copy(template)
        clock._state = copy.copy(template._state)
        clock._state.fields_cache = {}
        clock.case = case
        return clock

    def document(self, case: Case, plan: RowPlan) -> Document:
        """The reply as the paper it is, issued and served on its day: an opinion for a claim, else a reply."""
        opinion = case.legal_class == LegalClass.CLAIM
        day = plan.concluded or self.on
        return Document(
            case=case,
            kind=DocumentKind.OPINION if opinion else DocumentKind.REPLY,
            unit=case.responsible_unit,
            title=_("信访处理意见（登记簿导入）") if opinion else _("信访事项答复（登记簿导入）"),
            body=plan.reply,
            issued_by=self.authority.user,
            issued_on=day,
            served_on=day,
            served_how=ServiceMethod.ELECTRONIC if case.form == "online" else ServiceMethod.POST,
            recorded_at=self.now,
        )


def moment(when: When) -> datetime:
    """The moment a register states; noon where it gives a day only, so that no time zone moves the day."""
    return timezone.make_aware(datetime.combine(when.day, when.clock or time(12)))


def open_builder(*, authority: Authority, now: datetime) -> CaseBuilder:
    """Read once what every matter of a run needs (nine queries)."""
    on = timezone.localdate(now)
    return CaseBuilder(
        authority=authority,
        now=now,
        unit=receiving_unit_of(authority),
        book=clocks.load_book(on=on),
        threshold=int(setting("collective_threshold", on=on, default=COLLECTIVE_THRESHOLD)),
        units={unit.pk: unit for unit in Unit.objects.all()},
        users={user.pk: user for user in User.objects.filter(is_active=True)},
        class_codes=dict(ContentClass.objects.values_list("pk", "code")),
    )
