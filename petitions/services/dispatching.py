"""Sending a matter on: 转送 and 交办 (条例第二十二条), or putting it on file (存)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.errors import Invalid, NotAllowed
from organizations.authority import Authority
from organizations.enums import UnitKind
from organizations.models import Unit
from petitions import events, permissions
from petitions.domain import organ_letters
from petitions.domain.workflow import DISPATCHED
from petitions.enums import CaseStatus, DispatchKind, DocumentKind
from petitions.models import Case, Dispatch
from petitions.services import acts, clocks, closing, responsibility

DISPATCH_CLOCKS = ("C1", "C1S", "C3")
HANDLER_KINDS = (UnitKind.TOWNSHIP, UnitKind.DEPARTMENT, UnitKind.PETITION_OFFICE)


@transaction.atomic
def transfer_case(
    *,
    authority: Authority,
    case: Case,
    to_unit: Unit,
    note: str,
    now: datetime,
    received_on: date | None = None,
) -> Dispatch:
    """Send a matter to the unit with power to handle it (转送, 条例第二十二条第一款第一、二项).

    Stops the sender's 15 days; starts the receiver's 15 days to inform (C4) and five working days to
    object (C5) on `received_on` (default: the same day, as the system delivers at once).
    """
    _need_dispatcher(authority, case, DispatchKind.TRANSFER)
    return send(
        authority=authority,
        case=case,
        kind=DispatchKind.TRANSFER,
        to_unit=to_unit,
        note=note,
        now=now,
        received_on=received_on,
    )


@transaction.atomic
def assign_case(
    *,
    authority: Authority,
    case: Case,
    to_unit: Unit,
    note: str,
    report_due_on: date,
    now: datetime,
    received_on: date | None = None,
) -> Dispatch:
    """Assign an important matter with a set period and a report owed (交办, 条例第二十二条第一款第三项)."""
    _need_dispatcher(authority, case, DispatchKind.ASSIGN)
    if report_due_on <= (received_on or timezone.localdate(now)):
        raise Invalid(_("指定办理期限须晚于交办日期。"), field="report_due_on")
    return send(
        authority=authority,
        case=case,
        kind=DispatchKind.ASSIGN,
        to_unit=to_unit,
        note=note,
        now=now,
        received_on=received_on,
        report_due_on=report_due_on,
    )


@transaction.atomic
def file_case(*, authority: Authority, case: Case, reason: str, now: datetime) -> Case:
    """Put a matter on file that needs no handling (存), with the reason; every clock ends."""
    acts.check_lawful(case, "file")
    if not permissions.can_dispatch(authority, case):
        raise NotAllowed(_("只有持有该事项的信访局工作人员可以存档。"))
    reason = acts.need(reason, "reason", _("请说明存的理由。"))
    on = timezone.localdate(now)
    closing.close(
        authority=authority,
        case=case,
        code="file",
        target=CaseStatus.FILED,
        day=on,
        now=now,
        met=DISPATCH_CLOCKS,
        reason=reason,
    )
    return case


def check_route(case: Case, to_unit: Unit, *, on: date, field: str = "to_unit") -> None:
    """Refuse a receiver that may not have the matter.

    Raises:
        Invalid: on `field`; for a report, any unit without competence over persons, and any unit
            at or below an accused one (条例第三十条).
    """
    if to_unit.kind not in HANDLER_KINDS:
        raise Invalid(_("只能转送、交办给乡镇（街道）或者县直部门。"), field=field)
    if to_unit.valid_to and to_unit.valid_to < on:
        raise Invalid(
            _("该单位已撤销，请选择继续行使其职权的单位（条例第二十四条）。"), field=field
        )
    if not case.is_secret:
        return
    if not to_unit.competence:
        raise Invalid(
            _("检举控告事项只能转送有权处理的纪检监察机关或者组织（人事）部门（条例第三十条）。"),
            field=field,
        )
    accused = case.accused_units.values_list("path", flat=True)
    if any(to_unit.path.startswith(path) for path in accused):
        raise Invalid(
            _("不得将检举控告材料转给被检举控告的单位（条例第三十条第三款）。"), field=field
        )


def send(
    *,
    authority: Authority,
    case: Case,
    kind: str,
    to_unit: Unit,
    note: str,
    now: datetime,
    received_on: date | None = None,
    report_due_on: date | None = None,
) -> Dispatch:
    """Send a matter on (inside a caller's transaction, after its check of who may)."""
    on = timezone.localdate(now)
    arrived = received_on or on
    _check_route(case, to_unit, arrived, on=on)
    sender = case.responsible_unit
    # the guarded change of state first: whoever comes second is told so
    acts.move(
        case,
        str(kind),
        target=DISPATCHED,
        actor=authority.user,
        now=now,
        reason=note.strip(),
        dispatched_at=case.dispatched_at or now,
    )
    dispatch = Dispatch.objects.create(
        case=case,
        kind=kind,
        from_unit=sender,
        to_unit=to_unit,
        sent_at=now,
        received_on=arrived,
        sent_by=authority.user,
        report_due_on=report_due_on,
        note=note.strip(),
    )
    responsibility.set_unit(
        case=case,
        unit=to_unit,
        reason=str(dispatch.get_kind_display()),
        by=authority.user,
        on=on,
        now=now,
    )
    _write_letter(authority, case, dispatch, now)
    _swap_clocks(case, dispatch, on)
    facts = {"to_unit": to_unit.code, "received_on": arrived, "report_due_on": report_due_on}
    audit.record(case, f"case.{kind}", actor=authority.user, at=now, **facts)
    events.case_dispatched.send(Case, case_id=case.pk, dispatch_id=dispatch.pk, now=now)
    return dispatch


def _need_dispatcher(authority: Authority, case: Case, code: str) -> None:
    acts.check_lawful(case, str(code))
    if not permissions.can_dispatch(authority, case):
        raise NotAllowed(_("只有持有该事项的信访局工作人员可以转送、交办。"))


def _check_route(case: Case, to_unit: Unit, arrived: date, *, on: date) -> None:
    if arrived < case.received_on:
        raise Invalid(
            _("收到日期不能早于 %(day)s。") % {"day": case.received_on}, field="received_on"
        )
    if to_unit.pk == case.responsible_unit_id:
        raise Invalid(_("该事项已在此单位。"), field="to_unit")
    check_route(case, to_unit, on=on)


def _write_letter(authority: Authority, case: Case, dispatch: Dispatch, now: datetime) -> None:
    facts: dict[str, Any] = {
        "number": case.number,
        "title": case.title,
        "who": acts.addressee_of(case) or _("信访人"),
        "received_on": case.received_on,
        "note": dispatch.note,
    }
    if dispatch.report_due_on:
        kind, title = DocumentKind.ASSIGNMENT, _("关于交办信访事项的函")
        body = organ_letters.assignment(**facts, due_on=dispatch.report_due_on)
    else:
        kind, title = DocumentKind.TRANSFER, _("关于转送信访事项的函")
        body = organ_letters.transfer(**facts)
    acts.issue(
        case=case,
        kind=kind,
        unit=dispatch.from_unit,
        title=title,
        body=body,
        addressee=dispatch.to_unit.name,
        authority=authority,
        issued_on=timezone.localdate(now),
        now=now,
    )


def _swap_clocks(case: Case, dispatch: Dispatch, on: date) -> None:
    clocks.stop(case=case, codes=DISPATCH_CLOCKS, on=on, by=f"case.{dispatch.kind}")
    book = clocks.load_book(on=on)
    # An anonymous petitioner cannot be told, yet the unit has the same fifteen days to take the matter up.
    for code in ("C4", "C5"):
        clocks.start(
            case=case,
            code=code,
            started_on=dispatch.received_on,
            owed_by_id=dispatch.to_unit_id,
            book=book,
            dispatch_id=dispatch.pk,
        )
    if dispatch.report_due_on:
        clocks.start(
            case=case,
            code="C2",
            started_on=dispatch.received_on,
            owed_by_id=dispatch.to_unit_id,
            book=book,
            due_on=dispatch.report_due_on,
            dispatch_id=dispatch.pk,
        )
    clocks.refresh_next_due(case)
