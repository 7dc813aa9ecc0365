"""Leading a matter into the procedure that is its own (条例第三十一条第一至五项), and separating litigation (第二十八条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import Invalid, Unlawful
from organizations.authority import Authority
from petitions.domain import letter_texts
from petitions.domain.guides import Guide
from petitions.enums import CaseStatus, DocumentKind, LegalClass, RouteChoice
from petitions.models import Case, Referral
from petitions.services import acts, closing


@dataclass(frozen=True)
class ReferralDraft:
    """Where a matter is led: `procedure` names it, `own_clock` its limit, `guidance` explains the way."""

    route: str
    organ: str
    referred_on: date
    basis: str
    own_clock: str
    guidance: str
    served_how: str = ""
    procedure: str = ""


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
    acts.need_handler(authority=authority, case=case)
    if case.legal_class != LegalClass.CLAIM:
        raise Unlawful(_("只有申诉求决类事项区分六种途径办理。"), article="条例第三十一条")
    if draft.route not in RouteChoice.values or draft.route == RouteChoice.OPINION:
        raise Invalid(_("请选择第一至五项途径之一。"), field="route")
    acts.check_day(case, draft.referred_on, now=now, field="referred_on")
    row = _write(authority, case, draft, now)
    facts = acts.facts_for(case, authority=authority, on=draft.referred_on)
    paper = acts.issue(
        case=case,
        kind=DocumentKind.REFERRAL,
        unit=case.responsible_unit,
        title=_("导入法定程序告知书"),
        body=letter_texts.referral(facts, guide_of(row)),
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


def guide_of(row: Referral) -> Guide:
    """What the petitioner was told, as the letter prints it."""
    return Guide(
        code="",
        route=row.route,
        name=row.procedure or str(row.get_route_display()),
        organ=row.organ,
        basis=row.basis,
        limit=row.own_clock,
        text=row.guidance,
    )


def _write(authority: Authority, case: Case, draft: ReferralDraft, now: datetime) -> Referral:
    return Referral.objects.create(
        case=case,
        route=draft.route,
        procedure=draft.procedure.strip(),
        organ=acts.need(draft.organ, "organ", _("请填写受理机关。")),
        referred_on=draft.referred_on,
        basis=acts.need(draft.basis, "basis", _("请填写导入该程序的依据。")),
        own_clock=acts.need(draft.own_clock, "own_clock", _("请填写该程序的法定期限。")),
        guidance=acts.need(draft.guidance, "guidance", _("请填写对信访人的释法说明。")),
        by=authority.user,
        recorded_at=now,
    )
