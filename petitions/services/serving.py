"""Proof of service (送达回证), whose date starts the next clock (条例第三十五、三十六条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit
from core.errors import Invalid, NotAllowed, Unlawful
from organizations.authority import Authority
from organizations.models import User
from petitions import permissions
from petitions.enums import DocumentKind, DocumentState, ServiceMethod
from petitions.models import Document, ServiceProof
from petitions.services import clocks

# The paper whose service starts the petitioner's thirty days, and the clock of those days.
NEXT_RIGHT = {DocumentKind.OPINION: "C10", DocumentKind.REVIEW: "C12"}


@dataclass(frozen=True)
class ServiceDraft:
    """One attempt to hand over a paper, as typed.

    `is_served` is False for an attempt that failed (returned post); `refusal` with `witness` makes a paper
    left behind count as served.
    """

    method: str
    on: date
    server: str
    place: str = ""
    receiver: str = ""
    relation: str = ""
    refusal: str = ""
    witness: str = ""
    note: str = ""
    is_served: bool = True


@transaction.atomic
def record_service(
    *, authority: Authority, document: Document, draft: ServiceDraft, now: datetime
) -> ServiceProof:
    """Record one attempt of service; a successful one fixes the date the next period runs from.

    Raises:
        Unlawful: the paper is served already, or was replaced by a correction.
        Invalid: a wrong date, or a refusal without reason or witness.
    """
    case = document.case
    if not (permissions.can_handle(authority, case) or authority.is_office_staff):
        raise NotAllowed(_("只有责任单位或信访局可以登记送达。"))
    _check(document, draft, on=timezone.localdate(now))
    proof = prove(document=document, draft=draft, by=authority.user, now=now)
    audit.record(
        case,
        "case.serve",
        actor=authority.user,
        at=now,
        document=document.pk,
        kind=document.kind,
        method=draft.method,
        on=draft.on,
        served=draft.is_served,
    )
    return proof


def prove(*, document: Document, draft: ServiceDraft, by: User, now: datetime) -> ServiceProof:
    """Write the proof and start the next clock (inside a caller's transaction, after its checks)."""
    proof = ServiceProof.objects.create(
        document=document,
        method=draft.method,
        on=draft.on,
        place=draft.place.strip(),
        receiver=draft.receiver.strip(),
        relation=draft.relation.strip(),
        is_served=draft.is_served,
        refusal=draft.refusal.strip(),
        witness=draft.witness.strip(),
        server=draft.server.strip(),
        note=draft.note.strip(),
        by=by,
        recorded_at=now,
    )
    if draft.is_served:
        document.served_on = draft.on
        document.served_how = draft.method
        document.save(update_fields=["served_on", "served_how"])
        _start_next_right(document, draft.on, now)
    return proof


def _start_next_right(document: Document, served_on: date, now: datetime) -> None:
    code = NEXT_RIGHT.get(DocumentKind(document.kind))
    case = document.case
    if code is None or served_before(document):
        return
    # a right that was never used against an earlier opinion gives way to that against this one
    clocks.cancel(case=case, codes=[code], on=served_on, by="case.serve")
    clocks.start(
        case=case,
        code=code,
        started_on=served_on,
        owed_by_id=None,
        book=clocks.load_book(on=timezone.localdate(now)),
    )
    clocks.refresh_next_due(case)


def served_before(document: Document) -> bool:
    """A letter this one corrects was served: the period runs from that day already."""
    earlier = document.corrects
    while earlier is not None:
        if earlier.served_on:
            return True
        earlier = earlier.corrects
    return False


def _check(document: Document, draft: ServiceDraft, *, on: date) -> None:
    if document.state != DocumentState.ISSUED:
        raise Unlawful(_("该文书已被更正件取代，请送达更正件。"))
    if document.served_on:
        raise Unlawful(_("该文书已于 %(day)s 送达。") % {"day": document.served_on})
    if draft.method not in ServiceMethod.values:
        raise Invalid(_("请从列表中选择送达方式。"), field="method")
    if draft.on > on:
        raise Invalid(_("送达日期不能晚于今天。"), field="on")
    if draft.on < document.issued_on:
        raise Invalid(_("送达日期不能早于出具日期。"), field="on")
    _check_proof(draft)


def _check_proof(draft: ServiceDraft) -> None:
    """What each way of service has to show: who received it, or who refused before whom."""
    if not draft.server.strip():
        raise Invalid(_("请填写送达人。"), field="server")
    refused = bool(draft.refusal.strip())
    if (refused or draft.method == ServiceMethod.LEFT) and not draft.witness.strip():
        raise Invalid(_("拒收或者留置送达的，须有见证人签名。"), field="witness")
    if draft.method == ServiceMethod.LEFT and not refused:
        raise Invalid(_("留置送达须记明拒收事由。"), field="refusal")
    if draft.is_served and not refused:
        _check_trace(draft)
    if not draft.is_served and not (refused or draft.note.strip()):
        raise Invalid(_("请说明未能送达的原因。"), field="note")


#: What proves each way of service beside its day: the field, and what to ask for.
TRACES = {
    ServiceMethod.IN_PERSON: ("receiver", gettext_lazy("直接送达的，请填写签收人。")),
    ServiceMethod.POST: ("note", gettext_lazy("邮寄送达的，请在备注中填写邮件号码。")),
    ServiceMethod.ELECTRONIC: (
        "place",
        gettext_lazy("电子送达的，请在送达地点中填写电子送达地址（号码、邮箱或者系统账号）。"),
    ),
    ServiceMethod.ENTRUSTED: ("note", gettext_lazy("委托送达的，请在备注中写明受托单位。")),
}


def _check_trace(draft: ServiceDraft) -> None:
    field, message = TRACES.get(ServiceMethod(draft.method), ("", ""))
    if field and not getattr(draft, field).strip():
        raise Invalid(str(message), field=field)
