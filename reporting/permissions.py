"""Who may make, sign and read bulletins and dashboards."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.errors import NotAllowed
from organizations.authority import Authority
from organizations.enums import PostKind, UnitKind
from reporting.models import Bulletin, BulletinStatus

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


def can_see_bulletins(authority: Authority) -> bool:
    """Published bulletins go to every unit; anyone who holds a post in one may read them."""
    return can_see_county(authority) or bool(authority.handling_units)


def can_see_bulletin(authority: Authority, bulletin: Bulletin) -> bool:
    """A draft is seen by its makers and county leaders; a published one by every unit."""
    if bulletin.status == BulletinStatus.PUBLISHED:
        return can_see_bulletins(authority)
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
