"""What the organizations app adds to the navigation and the head of pages."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.http import authority_of
from core.navigation import BASICS, SYSTEM, WORK, Banner, Entry, add, add_banner, address
from organizations.models import CalendarYear
from organizations.permissions import can_read, can_write

WARN_FROM_MONTH = 11


add(
    Entry(gettext_lazy("工作台"), "home", "home", WORK, order=0),
    Entry(
        gettext_lazy("机构"),
        "unit-list",
        "sitemap",
        BASICS,
        order=10,
        allowed=can_read,
        hint=gettext_lazy("机构、职务、任期与人口"),
        featured=can_write,
    ),
    Entry(
        gettext_lazy("人员账号"),
        "staff-list",
        "users",
        BASICS,
        order=20,
        allowed=can_read,
        hint=gettext_lazy("建立账号、重置密码、停用"),
        featured=can_write,
    ),
    Entry(
        gettext_lazy("岗位缺口"),
        "vacancy-list",
        "user-exclamation",
        BASICS,
        order=30,
        allowed=can_read,
    ),
    Entry(
        gettext_lazy("人口"), "population-list", "users-group", BASICS, order=40, allowed=can_read
    ),
    Entry(
        gettext_lazy("工作日历"),
        "calendar",
        "calendar",
        SYSTEM,
        order=10,
        hint=gettext_lazy("放假、调休与未公布的年度"),
        featured=can_write,
    ),
    Entry(gettext_lazy("参数"), "setting-list", "adjustments", SYSTEM, order=20, allowed=can_read),
)


@add_banner
def next_year_without_plan(request: HttpRequest) -> Banner | None:
    """From November on administrators see that next year's holiday plan is not loaded (one query)."""
    today = timezone.localdate()
    if today.month < WARN_FROM_MONTH or not can_write(authority_of(request)):
        return None
    year = today.year + 1
    url = address("calendar")
    if not url or CalendarYear.objects.filter(year=year).exists():
        return None
    text = _("%(year)s 年放假安排尚未载入，跨年的期限按周末推算并标为“暂定”。") % {"year": year}
    return Banner(text=text, url=f"{url}?year={year}", link=_("载入工作日历"))
