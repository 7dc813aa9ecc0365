"""Termination after the three levels (条例第三十六条第三款), with the care that stays owed (第三十七条第三款)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.errors import NotAllowed, Unlawful
from organizations.authority import Authority
from petitions.domain import remedy_texts
from petitions.enums import DocumentKind, ReviewLevel, ReviewOutcome, ReviewStatus
from petitions.models import Case
from petitions.selectors.proceedings import opinions_of
from petitions.services import acts


@transaction.atomic
def terminate_case(
    *, authority: Authority, case: Case, terminated_on: date, plan: str, now: datetime
) -> Case:
    """Record that the three levels are used up (三级终结, 条例第三十六条第三款) with the plan of care that stays
    owed (第三十七条第三款).

    Raises:
        Unlawful: no re-review was decided, or its opinion was never proven as served.
    """
    acts.check_lawful(case, "terminate")
    if not authority.is_office_staff:
        raise NotAllowed(_("三级终结由信访局登记。"))
    if case.terminated_on:
        raise Unlawful(_("该事项已于 %(day)s 终结。") % {"day": case.terminated_on})
    served_on = _last_opinion_served(case)
    acts.check_day(case, terminated_on, now=now, field="terminated_on", not_before=served_on)
    plan = acts.need(plan, "plan", _("请写明疏导教育、矛盾化解、帮扶救助的安排。"))
    acts.issue(
        case=case,
        kind=DocumentKind.TERMINATION,
        unit=case.first_contact_unit,
        title=_("信访事项终结告知书"),
        body=remedy_texts.termination(
            acts.facts_for(
                case, authority=authority, on=terminated_on, unit=case.first_contact_unit
            ),
            plan=plan,
        ),
        authority=authority,
        issued_on=terminated_on,
        now=now,
    )
    case.terminated_on = terminated_on
    case.save(update_fields=["terminated_on"])
    audit.record(case, "case.terminate", actor=authority.user, at=now, on=terminated_on)
    return case


def _last_opinion_served(case: Case) -> date:
    """The day the opinion of the re-review was proven as served; Unlawful where there is none that ends the matter."""
    last = (
        case.reviews.filter(
            level=ReviewLevel.RECHECK,
            status=ReviewStatus.DECIDED,
            round=opinions_of(case.documents.all()).count(),
        )
        .select_related("document")
        .first()
    )
    if last is None or last.outcome == ReviewOutcome.REDO:
        raise Unlawful(_("尚未作出维持、撤销或者变更的复核意见。"), article="条例第三十六条第三款")
    if last.document is None or last.document.served_on is None:
        raise Unlawful(
            _("复核意见尚未送达，没有送达凭据不能终结。"), article="条例第三十六条第三款"
        )
    return last.document.served_on
