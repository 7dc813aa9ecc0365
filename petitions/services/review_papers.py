"""The papers of 复查 and 复核: a letter of our own, or the record of what a higher organ decided on its own paper."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from core.errors import Invalid, Unlawful
from organizations.authority import Authority
from petitions.domain import hollow, remedy_texts
from petitions.enums import DocumentKind, ReviewLevel, ReviewOutcome
from petitions.models import Document, Review
from petitions.services import acts

#: An opinion with one of these decides something, however short it is.
DECIDING = ("维持", "撤销", "变更", "责令")
TITLES = {
    DocumentKind.REVIEW: "信访事项复查意见书",
    DocumentKind.RECHECK: "信访事项复核意见书",
}


def write(
    *,
    authority: Authority,
    review: Review,
    kind: DocumentKind,
    body: str,
    number: str,
    on: date,
    now: datetime,
) -> Document:
    """Issue our own letter, or put the paper of an organ outside the county on file without number or form of ours.

    Raises:
        Invalid: an organ of the county is numbered by the system, so no number is typed for it.
    """
    number = number.strip()
    title = TITLES.get(kind) or _("%(level)s不予受理告知书") % {"level": review.get_level_display()}
    if review.organ is not None:
        if number:
            raise Invalid(_("本级机关的文书由系统编号，不填文号。"), field="organ_number")
        return acts.issue(
            case=review.case,
            kind=kind,
            unit=review.organ,
            title=title,
            body=body,
            authority=authority,
            issued_on=on,
            now=now,
        )
    name = f"{review.organ_name} {number}".strip()
    return Document.objects.create(
        case=review.case,
        kind=kind,
        unit=review.case.first_contact_unit,
        title=f"{title}（{name}）"[:200],
        body=body,
        addressee=acts.addressee_of(review.case),
        issued_by=authority.user,
        issued_on=on,
        recorded_at=now,
    )


def body(review: Review, outcome: str, opinion: str, basis: str, redo_due_on: date | None) -> str:
    """The text of an opinion: finding, basis, result, and the remedy that is left."""
    decision = remedy_texts.Decision(
        level=str(review.get_level_display()),
        result=str(ReviewOutcome(outcome).label),
        is_final=review.level == ReviewLevel.RECHECK,
        redo_due_on=redo_due_on,
        organ=review.organ.name if review.organ else review.organ_name,
    )
    organ = review.organ.name if review.organ else review.organ_name
    return remedy_texts.decided(opinion, basis, decision, organ=organ)


def check_words(review: Review, opinion: str, legal_basis: str, *, article: str) -> str:
    """Refuse an opinion that says nothing, or one before the hearing has ended; gives back the legal basis.

    An opinion may be short: "认定事实清楚，程序合法，予以维持" decides. What must not be is one that decides nothing.
    """
    if review.case.hearings.filter(review=review, ends_on__isnull=True).exists():
        raise Unlawful(_("听证尚未结束，不能作出意见。"), article=article)
    finding = hollow.judge(acts.need(opinion, "opinion", _("请填写意见内容。")))
    if finding.hollow and not any(word in opinion for word in DECIDING):
        raise Invalid(f"{finding.reason_zh}。", field="opinion")
    return acts.need(legal_basis, "legal_basis", _("请写明意见的依据。"))
