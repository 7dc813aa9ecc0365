"""Who may do which act; whether a user may see a case at all is `CaseQuerySet.visible_to`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from organizations.authority import Authority
from organizations.enums import PostKind, UnitKind
from petitions.models import Case, Dispatch, Document, Recusal
from petitions.selectors.acts import CaseFile, OwedAct, possible_acts

HANDLING_POSTS = (
    PostKind.PETITION_OFFICER,
    PostKind.DEPUTY,
    PostKind.PRINCIPAL,
    PostKind.RECEPTION,
    PostKind.OFFICE_HEAD,
)
UNIT_HEADS = (PostKind.PRINCIPAL, PostKind.OFFICE_HEAD)
SHARED_ACTS = frozenset(
    [
        "dispute",
        "urgent",
        "recuse",
        "link_repeat",
        "serve",
        "merge",
        "withdraw",
        "claims",
        "hold_hearing",
        "close_hearing",
    ]
)


def can_register(authority: Authority) -> bool:
    """Every unit registers what it receives (条例第二十一条)."""
    return authority.is_office_staff or bool(authority.handling_units)


def can_import(authority: Authority) -> bool:
    """Registers are imported by the petition office."""
    return authority.is_office_staff


def can_dispatch(authority: Authority, case: Case) -> bool:
    """The petition office sends on what it holds (条例第二十二条)."""
    return _office_acts(authority, case) and case.responsible_unit_id in authority.unit_ids


def can_decide_objection(authority: Authority, dispatch: Dispatch) -> bool:
    """The sender verifies and decides an objection (条例第二十三条第三款)."""
    return authority.acts_for(dispatch.from_unit_id) and not authority.holds(PostKind.ADMINISTRATOR)


def can_handle(authority: Authority, case: Case) -> bool:
    """Acts for the unit that answers for the case now, and need not step back (条例第二十八条第三款)."""
    return authority.acts_for(case.responsible_unit_id, *HANDLING_POSTS) and not is_recused(
        authority, case
    )


def is_recused(authority: Authority, case: Case) -> bool:
    """A recusal of this person from this case was granted."""
    return case.recusals.filter(user=authority.user, status="approved").exists()


def can_decide_recusal(authority: Authority, recusal: Recusal, *, subject: Authority) -> bool:
    """The head of the person's unit decides; about a head, a county leader (条例第二十八条第三款)."""
    if authority.user.pk == recusal.user_id:
        return False
    if subject.holds(*UNIT_HEADS):
        return authority.is_county_leader
    return any(authority.acts_for(unit_id, *UNIT_HEADS) for unit_id in subject.unit_ids)


def can_approve_extension(authority: Authority, case: Case) -> bool:
    """The head of the handling unit approves an extension (条例第三十四条)."""
    return authority.acts_for(case.responsible_unit_id, *UNIT_HEADS)


def can_change_place(authority: Authority) -> bool:
    """The petition office keeps the place of the matter right."""
    return authority.is_office_staff


def can_change_first_contact(authority: Authority) -> bool:
    """Only a supervisor or the head may hand on first contact, and it stays on record."""
    return authority.is_office_head or authority.holds(
        PostKind.SUPERVISOR, unit_kind=UnitKind.PETITION_OFFICE
    )


def can_change_leader(authority: Authority, case: Case) -> bool:
    """The office's head, or the principal of the responsible unit, names the leader in charge."""
    return authority.is_office_head or authority.acts_for(
        case.responsible_unit_id, PostKind.PRINCIPAL
    )


def can_see_identity(authority: Authority, case: Case) -> bool:
    """The full identity number is for those who act on the case (个人信息保护法第三十四条)."""
    return can_handle(authority, case) or (
        authority.is_office_staff and case.registered_by_id == authority.user.pk
    )


def can_correct_letter(authority: Authority, case: Case, document: Document) -> bool:
    """The unit that issued a letter replaces it; only a numbered letter that was not replaced."""
    if document.state != "issued" or not document.content:
        return False
    return authority.acts_for(document.unit_id, *HANDLING_POSTS) and not is_recused(authority, case)


def can_add_attachments(authority: Authority, case: Case) -> bool:
    """Papers come to the unit that holds the matter, or to the window that registered it."""
    return can_handle(authority, case) or case.registered_by_id == authority.user.pk


def may_do(authority: Authority, case: Case, code: str, file: CaseFile) -> bool:
    """Whether the user's posts allow an act of `petitions.domain.workflow`.

    Args:
        code: code of the act.
        file: what is on the file: the dispatch under way, recusals, requests for help.
    """
    handles = authority.acts_for(case.responsible_unit_id, *HANDLING_POSTS) and (
        authority.user.pk not in file.proceedings.recused
    )
    if code in SHARED_ACTS:
        return authority.is_office_staff or handles
    rule = RULES.get(code)
    return rule(authority, case, file) if rule else handles


def acts_for(authority: Authority, case: Case, file: CaseFile, *, on: date) -> list[OwedAct]:
    """The acts this user may do on the matter now, in the order of the procedure, with their due days."""
    return [
        owed
        for owed in possible_acts(case, file, on=on)
        if may_do(authority, case, owed.act.code, file)
    ]


def _office_acts(authority: Authority, case: Case) -> bool:
    if case.is_secret:
        return authority.is_office_head or case.registered_by_id == authority.user.pk
    return authority.is_office_staff


def _dispatches(authority: Authority, case: Case, file: CaseFile) -> bool:
    return can_dispatch(authority, case)


def _is_office(authority: Authority, case: Case, file: CaseFile) -> bool:
    return authority.is_office_staff


def _decides_objection(authority: Authority, case: Case, file: CaseFile) -> bool:
    dispatch = file.live_dispatch
    return dispatch is not None and can_decide_objection(authority, dispatch)


def _decides_recusal(authority: Authority, case: Case, file: CaseFile) -> bool:
    return authority.holds(*UNIT_HEADS) or authority.is_county_leader


def _helps(authority: Authority, case: Case, file: CaseFile) -> bool:
    return any(
        not request.answered_at and authority.acts_for(request.unit_id, *HANDLING_POSTS)
        for request in file.proceedings.requests
    )


#: Who may do an act that is neither the responsible unit's own nor shared with the petition office.
RULES: dict[str, Callable[[Authority, Case, CaseFile], bool]] = {
    **dict.fromkeys(("transfer", "assign", "file", "report_up", "split"), _dispatches),
    **dict.fromkeys(
        ("request_review", "request_recheck", "decide_review", "decide_recheck"), _is_office
    ),
    **dict.fromkeys(("dismiss_review", "terminate", "evaluate"), _is_office),
    "decide_objection": _decides_objection,
    "extend": lambda authority, case, file: can_approve_extension(authority, case),
    "decide_dispute": lambda authority, case, file: (
        authority.is_office_head or authority.is_county_leader
    ),
    "decide_recusal": _decides_recusal,
    "answer_request": _helps,
}
