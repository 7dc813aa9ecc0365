"""The opinion on a claim (信访处理意见书, 条例第三十一条第六项、第三十二条): what it must say, and its paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from core.errors import Invalid
from organizations.authority import Authority
from petitions.domain import hollow, remedy_texts
from petitions.enums import DocumentKind, Outcome
from petitions.models import Case, Document
from petitions.selectors.letters import reviewing_organ
from petitions.services import acts
from petitions.services.claims import ClaimAnswer, answer_claims

OPINION_OUTCOMES = (Outcome.SUPPORTED, Outcome.PARTLY, Outcome.EXPLAINED, Outcome.REJECTED)


def issue_opinion(
    *,
    authority: Authority,
    case: Case,
    opinion: str,
    legal_basis: str,
    outcome: str,
    answers: Sequence[ClaimAnswer],
    issued_on: date,
    not_before: date | None,
    now: datetime,
) -> tuple[Document, str]:
    """Issue the opinion of the responsible unit inside the caller's transaction; returns it and the outcome of the whole.

    Args:
        outcome: asked for only when no claims are listed; else it follows from `answers`.
        not_before: the first day the opinion may bear.

    Raises:
        Invalid: an unanswered claim, no outcome, no legal basis, an empty phrase, an impossible day.
    """
    outcome = answer_claims(case=case, answers=answers) or outcome
    if outcome not in OPINION_OUTCOMES:
        raise Invalid(_("请选择办理结果。"), field="outcome")
    legal_basis = acts.need(
        legal_basis, "legal_basis", _("请写明处理意见的法律法规依据（条例第三十二条）。")
    )
    refuse_hollow(opinion, "opinion")
    acts.check_day(case, issued_on, now=now, field="issued_on", not_before=not_before)
    paper = acts.issue(
        case=case,
        kind=DocumentKind.OPINION,
        unit=case.responsible_unit,
        title=_("信访处理意见书"),
        body=remedy_texts.with_basis(
            opinion,
            legal_basis,
            organ=case.responsible_unit.name,
            superior=reviewing_organ(),
        ),
        authority=authority,
        issued_on=issued_on,
        now=now,
    )
    return paper, outcome


def refuse_hollow(text: str, field: str) -> None:
    """Refuse an answer that says nothing (Invalid on `field`)."""
    acts.need(text, field, _("请填写答复内容。"))
    finding = hollow.judge(text)
    if finding.hollow:
        raise Invalid(f"{finding.reason_zh}。", field=field)
