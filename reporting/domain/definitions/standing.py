"""What stands open on the day a board is read; no period, so that nothing of it can be queried."""

from __future__ import annotations

from collections.abc import Mapping

from core.domain.words import words as _

OWN = _(
    "看板选定单位的，乡镇（街道）按属地、县直部门按责任单位统计；单位和承办人自己的看板按承办（责任单位）统计"
)

STANDING: tuple[Mapping[str, object], ...] = (
    {
        "code": "open_now",
        "name": _("现在在办"),
        "unit": _("起"),
        "formula": _("看板当日尚未了结的起数；%(own)s") % {"own": OWN},
        "source": _("信访统计通行口径"),
    },
    {
        "code": "overdue_now",
        "name": _("现已超期"),
        "unit": _("起"),
        "formula": _("看板当日尚未了结、最近一个法定期限在当日以前已经届满的起数；%(own)s")
        % {"own": OWN},
        "source": "《信访工作条例》第四十条",
        "less_is_better": True,
    },
    {
        "code": "due_soon",
        "name": _("七天内到期"),
        "unit": _("起"),
        "formula": _(
            "看板当日尚未了结、最近一个法定期限在当日起七天内（含当日）届满的起数；%(own)s"
        )
        % {"own": OWN},
        "source": "《信访工作条例》第二十二条、第二十三条、第三十四条",
    },
)
