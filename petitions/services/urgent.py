"""Major and urgent matters: reported at once (条例第二十五条), or put to the county for decision (第二十二条)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit
from core.errors import Invalid, NotAllowed
from organizations.authority import Authority
from petitions import permissions
from petitions.models import Case, UrgentReport
from petitions.services import acts, clocks
from petitions.services.dispatching import DISPATCH_CLOCKS

#: To whom 条例第二十五条 wants it reported; the last two only by the petition office.
RECIPIENTS = {
    "party_government": gettext_lazy("本级党委和政府"),
    "department": gettext_lazy("相关主管部门"),
    "joint_meeting_office": gettext_lazy("本级信访工作联席会议办公室"),
    "superior_office": gettext_lazy("上一级信访部门"),
    "national": gettext_lazy("国家信访局"),
}
OFFICE_ONLY = frozenset({"superior_office", "national"})


@transaction.atomic
def report_urgent(
    *,
    authority: Authority,
    case: Case,
    recipients: Sequence[str],
    discovered_at: datetime,
    text: str,
    measures: str,
    now: datetime,
) -> UrgentReport:
    """Report a major, urgent matter; discovery and report are kept to the minute (瞒报、缓报 第四十六条)."""
    acts.check_lawful(case, "urgent")
    if not (permissions.can_handle(authority, case) or authority.is_office_staff):
        raise NotAllowed(_("只有持有该事项的单位或信访局可以报告。"))
    row = _write(
        authority=authority,
        case=case,
        recipients=recipients,
        discovered_at=discovered_at,
        text=text,
        measures=measures,
        now=now,
    )
    audit.record(case, "case.urgent", actor=authority.user, at=now, recipients=list(recipients))
    return row


@transaction.atomic
def report_up(*, authority: Authority, case: Case, proposal: str, now: datetime) -> UrgentReport:
    """Put a major matter to the Party committee and government with a proposal (报请决定); ends the 15 days."""
    acts.check_lawful(case, "report_up")
    if not permissions.can_dispatch(authority, case):
        raise NotAllowed(_("只有持有该事项的信访局工作人员可以报请。"))
    row = _write(
        authority=authority,
        case=case,
        recipients=["party_government"],
        discovered_at=now,
        text=proposal,
        measures="",
        now=now,
    )
    clocks.stop(case=case, codes=DISPATCH_CLOCKS, on=timezone.localdate(now), by="case.report_up")
    clocks.refresh_next_due(case)
    audit.record(case, "case.report_up", actor=authority.user, at=now)
    return row


def _write(
    *,
    authority: Authority,
    case: Case,
    recipients: Sequence[str],
    discovered_at: datetime,
    text: str,
    measures: str,
    now: datetime,
) -> UrgentReport:
    chosen = list(dict.fromkeys(recipients))
    if not chosen or not set(chosen) <= set(RECIPIENTS):
        raise Invalid(_("请选择报告对象。"), field="recipients")
    if set(chosen) & OFFICE_ONLY and not authority.is_office_staff:
        raise Invalid(_("向上一级信访部门和国家信访局的报告由信访局提出。"), field="recipients")
    if discovered_at > now:
        raise Invalid(_("发现时间不能晚于现在。"), field="discovered_at")
    if not case.is_urgent:
        case.is_urgent = True
        case.save(update_fields=["is_urgent"])
    return UrgentReport.objects.create(
        case=case,
        recipients=chosen,
        discovered_at=discovered_at,
        reported_at=now,
        text=acts.need(text, "text", _("请填写报告内容。")),
        measures=measures.strip(),
        by=authority.user,
    )
