"""Who may do which act; whether a user may see a case at all is `CaseQuerySet.visible_to`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from organizations.authority import Authority, authority_of
from organizations.enums import PostKind
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


def can_register(authority: Authority) -> bool:
    """Every unit registers what it receives (条例第二十一条)."""
    return authority.is_office_staff or bool(authority.handling_units)


def can_import(authority: Authority) -> bool:
    """Registers are imported by the petition office."""
    return authority.is_office_staff


def can_dispatch(authority: Authority, case: Case) -> bool:
    """The petition office sends on what it holds (条例第二十二条); who stepped back does not."""
    return _sends(authority, case) and not is_recused(authority, case)


def can_decide_objection(authority: Authority, dispatch: Dispatch) -> bool:
    """The sender verifies and decides an objection (条例第二十三条第三款), unless recused."""
    return _verifies(authority, dispatch) and not is_recused(authority, dispatch.case)


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
    """The head of the handling unit approves an extension (条例第三十四条), unless recused."""
    return authority.acts_for(case.responsible_unit_id, *UNIT_HEADS) and not is_recused(
        authority, case
    )


def can_change_place(authority: Authority) -> bool:
    """The petition office keeps the place of the matter right."""
    return authority.is_office_staff


def can_change_leader(authority: Authority, case: Case) -> bool:
    """The office's head, or the principal of the responsible unit, names the leader in charge."""
    return authority.is_office_head or authority.acts_for(
        case.responsible_unit_id, PostKind.PRINCIPAL
    )


def can_set_guides(authority: Authority) -> bool:
    """The petition office's head and administrators word the guidance to procedures of their own."""
    return authority.is_office_head or authority.is_administrator


def can_set_causes(authority: Authority) -> bool:
    """The petition office's head and administrators keep the county's list of causes."""
    return authority.is_office_head or authority.is_administrator


def can_record_cause(authority: Authority, case: Case) -> bool:
    """The unit that answered the matter, or the petition office; not who stepped back."""
    if authority.is_office_staff:
        return not is_recused(authority, case)
    return can_handle(authority, case)


def can_print_file(authority: Authority, case: Case) -> bool:
    """The whole file of a matter the user may see; of a report only whoever handles it now, the office's head and the
    discipline organ (条例第三十条第三款). Who stepped back gets no file.
    """
    if is_recused(authority, case):
        return False
    if not case.is_secret:
        return True
    return authority.is_office_head or authority.has_discipline or can_handle(authority, case)


def can_decide_repeat(authority: Authority, case: Case) -> bool:
    """Whether a matter repeats an earlier one is for the unit that holds it, or the petition office."""
    return authority.is_office_staff or can_handle(authority, case)


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


def can_edit_people(authority: Authority, case: Case) -> bool:
    """The list of petitioners is kept by the unit that holds the matter, or the window that registered it."""
    return can_handle(authority, case) or case.registered_by_id == authority.user.pk


def can_correct_registration(authority: Authority, case: Case) -> bool:
    """The petition office; while the matter is open, also a handler of the unit that received and registered it itself
    (条例第二十三条第二款). Not who stepped back, and never who may not see it.
    """
    return _corrects(authority, case) and not is_recused(authority, case)


def can_add_attachments(authority: Authority, case: Case) -> bool:
    """Papers come to the unit that holds the matter, or to the window that registered it."""
    return can_handle(authority, case) or case.registered_by_id == authority.user.pk


def may_do(authority: Authority, case: Case, code: str, file: CaseFile) -> bool:
    """Whether the user's posts allow an act of `petitions.domain.workflow`.

    Args:
        code: code of the act.
        file: what is on the file: the dispatch under way, recusals, requests for help.

    Who stepped back does nothing more on the matter (条例第二十八条第三款), whatever post they hold; whether a
    colleague steps back too is still theirs to decide, nobody else being named for it.
    """
    if code != "decide_recusal" and authority.user.pk in file.proceedings.recused:
        return False
    return RULES.get(code, _handles)(authority, case, file)


def acts_for(authority: Authority, case: Case, file: CaseFile, *, on: date) -> list[OwedAct]:
    """The acts this user may do on the matter now, in the order of the procedure, with their due days."""
    return [
        owed
        for owed in possible_acts(case, file, on=on)
        if may_do(authority, case, owed.act.code, file)
    ]


def _sends(authority: Authority, case: Case) -> bool:
    return _office_acts(authority, case) and case.responsible_unit_id in authority.unit_ids


def _verifies(authority: Authority, dispatch: Dispatch) -> bool:
    return authority.acts_for(dispatch.from_unit_id) and not authority.holds(PostKind.ADMINISTRATOR)


def _office_acts(authority: Authority, case: Case) -> bool:
    if case.is_secret:
        return authority.is_office_head or case.registered_by_id == authority.user.pk
    return authority.is_office_staff


def _handles(authority: Authority, case: Case, file: CaseFile) -> bool:
    """`can_handle`, from what is read already; `may_do` has asked whether the user stepped back."""
    return authority.acts_for(case.responsible_unit_id, *HANDLING_POSTS)


def _dispatches(authority: Authority, case: Case, file: CaseFile) -> bool:
    return _sends(authority, case)


def _corrects(authority: Authority, case: Case, file: CaseFile | None = None) -> bool:
    if authority.is_office_staff:
        return True
    return case.is_open and authority.acts_for(case.receiving_unit_id, *HANDLING_POSTS)


def _holds(authority: Authority, case: Case, file: CaseFile) -> bool:
    return _handles(authority, case, file) or _sends(authority, case)


def _shares(authority: Authority, case: Case, file: CaseFile) -> bool:
    return authority.is_office_staff or _handles(authority, case, file)


def _is_office(authority: Authority, case: Case, file: CaseFile) -> bool:
    return authority.is_office_staff


def _hears(authority: Authority, case: Case, file: CaseFile) -> bool:
    """While the matter is open the unit hears; in a re-review the office records the hearing."""
    return _handles(authority, case, file) if case.is_open else authority.is_office_staff


def _reviews(authority: Authority, case: Case, file: CaseFile) -> bool:
    review = file.proceedings.open_review
    return authority.is_office_staff or (review is not None and authority.acts_for(review.organ_id))


def _extends(authority: Authority, case: Case, file: CaseFile) -> bool:
    return authority.acts_for(case.responsible_unit_id, *UNIT_HEADS)


def _decides_objection(authority: Authority, case: Case, file: CaseFile) -> bool:
    dispatch = file.live_dispatch
    return dispatch is not None and _verifies(authority, dispatch)


def _decides_dispute(authority: Authority, case: Case, file: CaseFile) -> bool:
    return authority.is_office_head or authority.is_county_leader


def _decides_recusal(authority: Authority, case: Case, file: CaseFile) -> bool:
    """One of the recusals that wait is for this user to decide (one query for each of them)."""
    if not (authority.holds(*UNIT_HEADS) or authority.is_county_leader):
        return False
    return any(
        can_decide_recusal(authority, recusal, subject=authority_of(recusal.user, on=authority.on))
        for recusal in file.proceedings.recusals
    )


def _helps(authority: Authority, case: Case, file: CaseFile) -> bool:
    return any(
        not request.answered_at and authority.acts_for(request.unit_id, *HANDLING_POSTS)
        for request in file.proceedings.requests
    )


Rule = Callable[[Authority, Case, CaseFile], bool]

#: Who may do an act that is not the responsible unit's alone; the services refuse the same people.
RULES: dict[str, Rule] = {
    **dict.fromkeys(("transfer", "assign", "file", "report_up", "split"), _dispatches),
    **dict.fromkeys(("merge", "withdraw", "claims"), _holds),
    **dict.fromkeys(
        (
            "dispute",
            "urgent",
            "urgent_receipt",
            "recuse",
            "link_repeat",
            "serve",
            "cause",
            "correct_cause",
        ),
        _shares,
    ),
    **dict.fromkeys(("announce_hearing", "hold_hearing", "close_hearing"), _hears),
    **dict.fromkeys(("request_review", "request_recheck", "terminate", "evaluate"), _is_office),
    **dict.fromkeys(("decide_review", "decide_recheck", "dismiss_review"), _reviews),
    "decide_objection": _decides_objection,
    "decide_dispute": _decides_dispute,
    "decide_recusal": _decides_recusal,
    "extend": _extends,
    "correct_registration": _corrects,
    "answer_request": _helps,
}
