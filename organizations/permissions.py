"""Who reads and who keeps units, accounts, posts, calendars and settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.errors import NotAllowed

if TYPE_CHECKING:
    from organizations.authority import Authority


def can_read(authority: Authority) -> bool:
    """Office staff, supervisors, county leaders and administrators read the organization pages."""
    return authority.sees_all_cases or authority.is_administrator


def can_write(authority: Authority) -> bool:
    """Only administrators keep them."""
    return authority.is_administrator


def require_writer(authority: Authority) -> None:
    """Refuse everybody but an administrator.

    Raises:
        NotAllowed: the actor is no administrator.
    """
    if not can_write(authority):
        raise NotAllowed(_("只有系统管理员可以维护机构、人员、日历和参数。"))
