"""Who may do which act; whether a user may see a case at all is `CaseQuerySet.visible_to`."""

from __future__ import annotations

from datetime import date

from organizations.authority import Authority
from organizations.enums import PostKind, UnitKind
from petitions.models import Case, Dispatch
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
    """The petition office sends on what it holds (条例第二十二条)."""
    return _office_acts(authority, case) and case.responsible_unit_id in authority.unit_ids


def can_decide_objection(authority: Authority, dispatch: Dispatch) -> bool:
    """The sender verifies and decides an objection (条例第二十三条第三款)."""
    return authority.acts_for(dispatch.from_unit_id) and not authority.holds(PostKind.ADMINISTRATOR)


def can_handle(authority: Authority, case: Case) -> bool:
    """Acts for the unit that answers for the case now."""
    return authority.acts_for(case.responsible_unit_id, *HANDLING_POSTS)


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


def can_add_attachments(authority: Authority, case: Case) -> bool:
    """Papers come to the unit that holds the matter, or to the window that registered it."""
    return can_handle(authority, case) or case.registered_by_id == authority.user.pk


def may_do(authority: Authority, case: Case, code: str, dispatch: Dispatch | None) -> bool:
    """Whether the user's posts allow an act of `petitions.domain.workflow`.

    Args:
        code: code of the act.
        dispatch: the dispatch under way, whose sender decides an objection.
    """
    if code in ("transfer", "assign", "file"):
        return can_dispatch(authority, case)
    if code == "decide_objection":
        return dispatch is not None and can_decide_objection(authority, dispatch)
    if code == "extend":
        return can_approve_extension(authority, case)
    return can_handle(authority, case)


def acts_for(authority: Authority, case: Case, file: CaseFile, *, on: date) -> list[OwedAct]:
    """The acts this user may do on the matter now, in the order of the procedure, with their due days."""
    return [
        owed
        for owed in possible_acts(case, file, on=on)
        if may_do(authority, case, owed.act.code, file.live_dispatch)
    ]


def _office_acts(authority: Authority, case: Case) -> bool:
    if case.is_secret:
        return authority.is_office_head or case.registered_by_id == authority.user.pk
    return authority.is_office_staff
