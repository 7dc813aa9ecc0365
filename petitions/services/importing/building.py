"""The rows of one imported matter, unsaved: the case, its sending, its reply."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.authority import Authority
from organizations.models import Unit, User
from organizations.selectors import leader_for, setting
from petitions.domain.import_plan import CLOSED, RowPlan
from petitions.domain.import_values import When
from petitions.domain.visits import COLLECTIVE_THRESHOLD, is_collective
from petitions.enums import (
    LEGAL_CLASS_OF,
    CaseStatus,
    DispatchKind,
    DispatchStatus,
    DocumentKind,
    LegalClass,
    Outcome,
    Purpose,
    ServiceMethod,
)
from petitions.models import (
    Case,
    ContentClass,
    Dispatch,
    Document,
)
from petitions.services import clocks
from petitions.services.importing.timing import ClockMaker
from petitions.services.numbering import new_lookup_code
from petitions.services.registration import (
    receiving_unit_of,
)


@dataclass
class CaseBuilder:
    """What the matters of one run are built from, read once: importer, receiving unit, rules, calendar, names."""

    authority: Authority
    now: datetime
    unit: Unit
    clocks: ClockMaker
    threshold: int
    units: dict[int, Unit]
    users: dict[int, User]
    class_codes: dict[int, str]
    _leaders: dict[tuple[int, str], User | None] = field(default_factory=dict)

    @property
    def on(self) -> date:
        """Local day of the import."""
        return timezone.localdate(self.now)

    def case(self, plan: RowPlan) -> Case:
        """The matter of a plan, without its number."""
        received = plan.received or When(self.on)
        unit = self._responsible(plan)
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
            status=self._status(plan, unit),
            dispatched_at=moment(When(plan.dispatched)) if plan.dispatched else None,
            informed_on=plan.accepted,
            accepted_on=plan.accepted,
            concluded_on=plan.concluded,
            closed_on=plan.concluded,
            outcome=Outcome.REPLIED if plan.reply else "",
            import_row=plan.fingerprint,
        )

    def _responsible(self, plan: RowPlan) -> Unit:
        """An ended matter was its unit's; an open one stays with the office until it is sent on."""
        sent = plan.handling == CLOSED or plan.dispatched
        return self.units.get(plan.unit_id or 0, self.unit) if sent else self.unit

    def _status(self, plan: RowPlan, unit: Unit) -> str:
        if plan.handling == CLOSED:
            return CaseStatus.CONCLUDED
        if plan.accepted:
            return CaseStatus.ACCEPTED
        sent = plan.dispatched and unit != self.unit
        return CaseStatus.DISPATCHED if sent else CaseStatus.REGISTERED

    def _leader(self, unit_id: int, code: str) -> User | None:
        key = unit_id, code
        if key not in self._leaders:
            self._leaders[key] = leader_for(unit_id, code, on=self.on)
        return self._leaders[key]

    def dispatch(self, case: Case, plan: RowPlan) -> Dispatch | None:
        """The sending an open matter is under way with, when the register states its day and its unit."""
        if plan.handling == CLOSED or not plan.dispatched or case.responsible_unit == self.unit:
            return None
        return Dispatch(
            case=case,
            kind=DispatchKind.TRANSFER,
            from_unit=self.unit,
            to_unit=case.responsible_unit,
            sent_at=moment(When(plan.dispatched)),
            received_on=plan.dispatched,
            sent_by=self.authority.user,
            note=_("登记簿导入"),
            status=DispatchStatus.ACCEPTED if plan.accepted else DispatchStatus.SENT,
        )

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
    unit = receiving_unit_of(authority)
    return CaseBuilder(
        authority=authority,
        now=now,
        unit=unit,
        clocks=ClockMaker(clocks.load_book(on=on), unit, on),
        threshold=int(setting("collective_threshold", on=on, default=COLLECTIVE_THRESHOLD)),
        units={unit.pk: unit for unit in Unit.objects.all()},
        users={user.pk: user for user in User.objects.filter(is_active=True)},
        class_codes=dict(ContentClass.objects.values_list("pk", "code")),
    )
