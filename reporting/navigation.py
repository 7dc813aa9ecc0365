"""What the reporting app adds to the navigation."""

from django.utils.translation import gettext_lazy as _

from core.navigation import FIGURES, Entry, add
from reporting.permissions import can_see_bulletins, can_see_dashboard

add(
    Entry(
        _("统计看板"),
        "reporting:dashboard",
        "layout-dashboard",
        FIGURES,
        order=10,
        allowed=can_see_dashboard,
        hint=_("当月总量、排名、超期与走势"),
    ),
    Entry(
        _("月通报"),
        "reporting:bulletins",
        "report-analytics",
        FIGURES,
        order=20,
        allowed=can_see_bulletins,
        hint=_("排名通报与计分说明"),
    ),
)
