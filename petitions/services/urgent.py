"""Major and urgent matters: reported at once (条例第二十五条), or put to the county for decision (第二十二条)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.errors import Invalid, NotAllowed, Unlawful
from organizations.authority import Authority
from organizations.models import Unit
from petitions import events, permissions
from petitions.domain.urgency import OFFICE_ONLY
from petitions.enums import UrgentMeans, UrgentRecipient
from petitions.models import Case, UrgentDelivery, UrgentReport
from petitions.services import acts, clocks
from petitions.services.custody import refuse_custody
from petitions.services.dispatching import DISPATCH_CLOCKS, check_route

ARTICLE = "条例第二十五条"


@dataclass(frozen=True)
class UrgentDraft:
    """One report as typed: `department` is the organ in charge; `means` and `sent_at` (None: now) hold for all."""

    recipients: Sequence[str]
    discovered_at: datetime
    text: str
    measures: str = ""
    sent_at: datetime | None = None
    means: str = UrgentMeans.DOCUMENT
    department: Unit | None = None


@transaction.atomic
def report_urgent(
    *, authority: Authority, case: Case, draft: UrgentDraft, now: datetime
) -> UrgentReport:
    """Report a major, urgent matter; discovery, report and receipt are kept to the minute (瞒报、缓报 第四十六条).

    Raises:
        Invalid: a wrong time, no recipient, no department, or one that may not see the matter.
    """
    acts.check_lawful(case, "urgent")
    if not (case.is_open or case.is_urgent):
        raise Unlawful(_("该事项已经了结，且不是重大紧急事项。"), article=ARTICLE)
    if not (permissions.can_handle(authority, case) or authority.is_office_staff):
        raise NotAllowed(_("只有持有该事项的单位或信访局可以报告。"))
    row = _write(authority=authority, case=case, draft=draft, now=now)
    audit.record(
        case,
        "case.urgent",
        actor=authority.user,
        at=now,
        recipients=list(draft.recipients),
        means=draft.means,
        sent_at=row.reported_at,
    )
    return row


@transaction.atomic
def report_up(*, authority: Authority, case: Case, proposal: str, now: datetime) -> UrgentReport:
    """Put a major matter to the Party committee and government with a proposal (报请决定); ends the 15 days."""
    acts.check_lawful(case, "report_up")
    if not permissions.can_dispatch(authority, case):
        raise NotAllowed(_("只有持有该事项的信访局工作人员可以报请。"))
    draft = UrgentDraft(
        recipients=[UrgentRecipient.PARTY_GOVERNMENT],
        discovered_at=now,
        text=proposal,
    )
    row = _write(authority=authority, case=case, draft=draft, now=now)
    clocks.stop(case=case, codes=DISPATCH_CLOCKS, on=timezone.localdate(now), by="case.report_up")
    clocks.refresh_next_due(case)
    audit.record(case, "case.report_up", actor=authority.user, at=now)
    return row


@transaction.atomic
def acknowledge(
    *,
    authority: Authority,
    delivery: UrgentDelivery,
    acknowledged_at: datetime,
    receiver: str,
    now: datetime,
    note: str = "",
) -> UrgentDelivery:
    """Record that a recipient received the report, who and when; once."""
    case = delivery.report.case
    acts.check_lawful(case, "urgent_receipt")
    if not (permissions.can_handle(authority, case) or authority.is_office_staff):
        raise NotAllowed(_("只有持有该事项的单位或信访局可以登记签收。"))
    if delivery.acknowledged_at:
        raise Unlawful(_("该报告已经签收。"), article=ARTICLE)
    if acknowledged_at > now:
        raise Invalid(_("签收时间不能晚于现在。"), field="acknowledged_at")
    if acknowledged_at < delivery.sent_at:
        raise Invalid(_("签收时间不能早于报告时间。"), field="acknowledged_at")
    receiver = acts.need(receiver, "receiver", _("请填写签收人。"))
    delivery.acknowledged_at = acknowledged_at
    delivery.receiver = receiver
    delivery.note = note.strip()
    delivery.save(update_fields=["acknowledged_at", "receiver", "note"])
    audit.record(
        case,
        "case.urgent_receipt",
        actor=authority.user,
        at=now,
        recipient=delivery.recipient,
        receiver=delivery.receiver,
        acknowledged_at=acknowledged_at,
    )
    return delivery


def _write(*, authority: Authority, case: Case, draft: UrgentDraft, now: datetime) -> UrgentReport:
    chosen = list(dict.fromkeys(draft.recipients))
    sent_at = draft.sent_at or now
    _check_recipients(authority, case, draft, chosen, on=timezone.localdate(now))
    _check_times(draft, sent_at, now)
    refuse_custody(draft.measures, "measures")
    if not case.is_urgent:
        case.is_urgent = True
        case.save(update_fields=["is_urgent"])
    report = UrgentReport.objects.create(
        case=case,
        discovered_at=draft.discovered_at,
        reported_at=sent_at,
        text=acts.need(draft.text, "text", _("请填写报告内容。")),
        measures=draft.measures.strip(),
        by=authority.user,
    )
    UrgentDelivery.objects.bulk_create(
        UrgentDelivery(
            report=report,
            recipient=code,
            organ=draft.department.name
            if draft.department and code == UrgentRecipient.DEPARTMENT
            else "",
            means=draft.means,
            sent_at=sent_at,
            by=authority.user,
        )
        for code in chosen
    )
    events.urgent_reported.send(Case, case_id=case.pk, now=now)
    return report


def _check_recipients(
    authority: Authority, case: Case, draft: UrgentDraft, chosen: list[str], *, on: date
) -> None:
    if not chosen or not set(chosen) <= set(UrgentRecipient.values):
        raise Invalid(_("请选择报告对象。"), field="recipients")
    if set(chosen) & set(OFFICE_ONLY) and not authority.is_office_staff:
        raise Invalid(_("向上一级信访部门和国家信访局的报告由信访局提出。"), field="recipients")
    if draft.means not in UrgentMeans.values:
        raise Invalid(_("请选择报告方式。"), field="means")
    if UrgentRecipient.DEPARTMENT not in chosen:
        return
    if draft.department is None:
        raise Invalid(_("请选择主管部门。"), field="department")
    try:
        # a report against a unit goes to nobody it accuses (条例第三十条第三款)
        check_route(case, draft.department, on=on)
    except Invalid as error:
        raise Invalid(error.message, field="department") from error


def _check_times(draft: UrgentDraft, sent_at: datetime, now: datetime) -> None:
    if draft.discovered_at > now:
        raise Invalid(_("发现时间不能晚于现在。"), field="discovered_at")
    if sent_at > now:
        raise Invalid(_("报告时间不能晚于现在。"), field="sent_at")
    if sent_at < draft.discovered_at:
        raise Invalid(_("报告时间不能早于发现时间。"), field="sent_at")
