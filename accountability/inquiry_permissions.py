"""Who inquires into liability, who decides, who reads result sheets."""

from __future__ import annotations

from django.db.models import Exists

from accountability.models import Inquiry, InquiryPerson
from accountability.selectors.result_sheets import SHEET_POSTS
from organizations.authority import Authority, mark
from organizations.enums import Competence, PostKind, UnitKind
from organizations.models import User
from organizations.selectors.units import line_of


def can_inquire(authority: Authority) -> bool:
    """The office's head, its supervisors and county leaders inquire into liability."""
    return (
        authority.is_county_leader
        or authority.is_office_head
        or authority.holds(PostKind.SUPERVISOR, unit_kind=UnitKind.PETITION_OFFICE)
    )


@mark("told_of_inquiry")
def _told(user: User) -> Exists:
    return Exists(InquiryPerson.objects.filter(user=user.pk, inquiry__told_at__isnull=False))


def can_have_inquiries(authority: Authority) -> bool:
    """Whoever inquires, belongs to an organ that decides, or was told of an inquiry about oneself."""
    decides = any(
        post.competence in (Competence.DISCIPLINE, Competence.PERSONNEL) for post in authority.posts
    )
    return can_inquire(authority) or decides or "told_of_inquiry" in authority.marks


def stands_back(authority: Authority, inquiry: Inquiry) -> bool:
    """True for whoever is named in an inquiry or belongs to the unit it is about, or to its successor (条例第二十八条第三款)."""
    return (
        any(unit.path in authority.own_and_upper_paths for unit in line_of(inquiry.unit))
        or inquiry.people.filter(user=authority.user).exists()
    )


def can_work_inquiry(authority: Authority, inquiry: Inquiry) -> bool:
    """Whoever inquires and need not stand back."""
    return can_inquire(authority) and not stands_back(authority, inquiry)


def can_decide_inquiry(authority: Authority, inquiry: Inquiry) -> bool:
    """The organ it was submitted to; the office's head records what that organ decided. Never about oneself."""
    decides = authority.is_office_head or authority.acts_for(inquiry.competent_id)
    return decides and not stands_back(authority, inquiry)


def can_read_result_sheets(authority: Authority) -> bool:
    """County leaders, the office's head, and the organization department (组织部门), which only reads."""
    return (
        authority.is_county_leader
        or authority.is_office_head
        or any(post.competence == Competence.PERSONNEL for post in authority.posts)
    )


def can_have_result_sheet(authority: Authority) -> bool:
    """Whoever holds a leader's post has a sheet and may read it."""
    return authority.holds(*SHEET_POSTS)
