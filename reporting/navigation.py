"""What the reporting app adds to the navigation."""

from django.utils.translation import gettext_lazy as _

from core.navigation import FIGURES, WORK, Entry, add
from reporting.permissions import (
    can_query,
    can_see_analysis,
    can_see_board,
    can_see_bulletins,
    can_see_dashboard,
    can_try_rules,
)

add(
    Entry(
        _("我的看板"),
        "reporting:board",
        "dashboard",
        WORK,
        order=2,
        allowed=can_see_board,
        hint=_("先办什么、哪里有问题、办得怎么样"),
    ),
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
        _("信访通报"),
        "reporting:bulletins",
        "report-analytics",
        FIGURES,
        order=20,
        allowed=can_see_bulletins,
        hint=_("排名通报与计分说明"),
    ),
    Entry(
        _("统计查询"),
        "reporting:query",
        "table",
        FIGURES,
        order=25,
        allowed=can_query,
        hint=_("任选指标、维度和期间，出表、出图、导出"),
    ),
    Entry(
        _("统计视图"),
        "reporting:saved_views",
        "star",
        FIGURES,
        order=26,
        allowed=can_query,
    ),
    Entry(
        _("考核试算"),
        "reporting:what_if",
        "adjustments",
        FIGURES,
        order=30,
        allowed=can_try_rules,
        hint=_("换一种办法或者分值，名次会怎样"),
    ),
    Entry(
        _("月分析"),
        "reporting:analysis",
        "chart-dots",
        FIGURES,
        order=22,
        allowed=can_see_analysis,
        hint=_("什么上升了、哪里集中、哪一步慢"),
    ),
)
