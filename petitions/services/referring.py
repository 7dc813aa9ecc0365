"""Leading a matter into the procedure that is its own (条例第三十一条第一至五项), and separating litigation (第二十八条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import Invalid, NotAllowed, Unlawful
from organizations.authority import Authority
from petitions import permissions
from petitions.enums import CaseStatus, DocumentKind, LegalClass, RouteChoice
from petitions.models import Case, Referral
from petitions.services import acts, closing


@dataclass(frozen=True)
class ReferralDraft:
    """Where a matter is led: `own_clock` names the limit of that procedure, `guidance` explains the way."""

    route: str
    organ: str
    referred_on: date
    basis: str
    own_clock: str
    guidance: str
    served_how: str = ""


@transaction.atomic
def refer_case(
    *, authority: Authority, case: Case, draft: ReferralDraft, now: datetime
) -> Referral:
    """Close a claim by leading it into routes 1 to 5; the petitioner is told where, why and on which clock.

    Raises:
        Unlawful: the matter is not a claim.
        Invalid: route 6, or a particular is missing.
    """
    acts.check_lawful(case, "refer")
    if not permissions.can_handle(authority, case):
        raise NotAllowed(_("只有责任单位可以办理此事项。"))
    if case.legal_class != LegalClass.CLAIM:
        raise Unlawful(_("只有申诉求决类事项区分六种途径办理。"), article="条例第三十一条")
    if draft.route not in RouteChoice.values or draft.route == RouteChoice.OPINION:
        raise Invalid(_("请选择第一至五项途径之一。"), field="route")
    acts.check_day(case, draft.referred_on, now=now, field="referred_on")
    row = _write(authority, case, draft, now)
    paper = acts.issue(
        case=case,
        kind=DocumentKind.REFERRAL,
        unit=case.responsible_unit,
        title=_("导入法定程序告知书"),
        body=f"{row.guidance}\n\n{_('受理机关')}：{row.organ}\n{_('依据')}：{row.basis}\n{_('期限')}：{row.own_clock}",
        authority=authority,
        issued_on=draft.referred_on,
        now=now,
    )
    closing.close(
        authority=authority,
        case=case,
        code="refer",
        target=CaseStatus.ROUTED,
        day=draft.referred_on,
        now=now,
        met=closing.ANSWERED,
        facts={"route": draft.route, "organ": row.organ},
        route=draft.route,
        informed_on=case.informed_on or draft.referred_on,
    )
    acts.hand_over(
        document=paper,
        served_on=draft.referred_on if draft.served_how else None,
        served_how=draft.served_how,
        authority=authority,
        now=now,
    )
    return row


def _write(authority: Authority, case: Case, draft: ReferralDraft, now: datetime) -> Referral:
    return Referral.objects.create(
        case=case,
        route=draft.route,
        organ=acts.need(draft.organ, "organ", _("请填写受理机关。")),
        referred_on=draft.referred_on,
        basis=acts.need(draft.basis, "basis", _("请填写导入该程序的依据。")),
        own_clock=acts.need(draft.own_clock, "own_clock", _("请填写该程序的法定期限。")),
        guidance=acts.need(draft.guidance, "guidance", _("请填写对信访人的释法说明。")),
        by=authority.user,
        recorded_at=now,
    )
