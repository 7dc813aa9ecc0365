"""Who may make, sign and read bulletins and dashboards."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.errors import NotAllowed
from organizations.authority import Authority
from organizations.enums import PostKind, UnitKind
from reporting.models import Bulletin, BulletinStatus, SavedView

UNIT_LEADERS = (PostKind.PRINCIPAL, PostKind.DEPUTY)


def can_draft(authority: Authority) -> bool:
    """Staff of the petition office prepare the bulletin."""
    return authority.is_office_staff


def can_sign(authority: Authority) -> bool:
    """The head of the petition office approves and publishes."""
    return authority.is_office_head


def can_see_county(authority: Authority) -> bool:
    """County leaders, supervisors and the petition office see the county's figures."""
    return authority.sees_all_cases


def can_try_rules(authority: Authority) -> bool:
    """Those who see the county's figures may see what other rules would have given."""
    return can_see_county(authority)


def can_see_analysis(authority: Authority) -> bool:
    """The monthly analysis is the petition office's work for the county's leaders (月分析)."""
    return can_see_county(authority)


def led_units(authority: Authority) -> tuple[int, ...]:
    """Townships and departments whose leader the user is."""
    return tuple(
        dict.fromkeys(
            post.unit_id
            for post in authority.posts
            if post.kind in UNIT_LEADERS
            and post.unit_kind in (UnitKind.TOWNSHIP, UnitKind.DEPARTMENT)
        )
    )


def can_see_dashboard(authority: Authority) -> bool:
    """Those who see the county's figures, and leaders of a unit for its own."""
    return can_see_county(authority) or bool(led_units(authority))


LEADER, OFFICE, UNIT, HANDLER, CLERK = "leader", "office", "unit", "handler", "clerk"


def board_parts(authority: Authority) -> tuple[str, ...]:
    """The boards a user has, the most telling first: one for each part the posts give."""
    found = (
        (LEADER, authority.is_county_leader),
        (OFFICE, authority.is_office_head or authority.is_supervisor),
        (UNIT, bool(led_units(authority))),
        (HANDLER, authority.holds(PostKind.PETITION_OFFICER)),
        (CLERK, authority.is_office_staff and not authority.is_office_head),
    )
    return tuple(part for part, has in found if has)


def can_see_board(authority: Authority) -> bool:
    """Everybody who handles matters or leads those who do."""
    return bool(board_parts(authority))


def can_see_bulletins(authority: Authority) -> bool:
    """Published bulletins go to every unit; anyone who holds a post in one may read them."""
    return can_see_county(authority) or bool(authority.handling_units)


def can_see_bulletin(authority: Authority, bulletin: Bulletin) -> bool:
    """A draft is seen by its makers and county leaders; a published one by every unit."""
    if bulletin.status == BulletinStatus.PUBLISHED:
        return can_see_bulletins(authority)
    return can_see_county(authority)


def can_see_annual_reports(authority: Authority) -> bool:
    """Drafts and issued reports are for those who make them and those they go to, never for a unit (ADR 0033)."""
    return can_see_county(authority)


def require(allowed: bool) -> None:
    """Raise NotAllowed unless `allowed`."""
    if not allowed:
        raise NotAllowed(_("您没有办理这一事项的权限。"))


def can_see_explanation(authority: Authority, unit_id: int) -> bool:
    """Every line behind a unit's score: for the unit itself and for those who see the county."""
    return can_see_county(authority) or any(
        post.unit_id == unit_id for post in authority.handling_units
    )


def can_query(authority: Authority) -> bool:
    """Everybody whom petitions may concern asks for figures, over the matters that person may see."""
    return authority.works_with_matters


def can_keep_view(authority: Authority, view: SavedView) -> bool:
    """Only its owner renames, shares, schedules and deletes a saved view."""
    return can_query(authority) and view.owner_id == authority.user.pk


def can_mail_roles(authority: Authority) -> bool:
    """Those who see the county's figures may have a view sent to other people."""
    return can_query(authority) and can_see_county(authority)
