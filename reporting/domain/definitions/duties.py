"""Duties of officials: objections, returned matters, leaders' cases, supervision."""

from __future__ import annotations

from collections.abc import Mapping

LEADING = "《信访工作条例》第十八条第二款（领导包案）"
SUPERVISION = "《信访工作条例》第四十条"

DUTIES: tuple[Mapping[str, object], ...] = (
    {
        "code": "objections",
        "name": "提出异议",
        "unit": "件",
        "formula": "当期由承办单位对转送、交办提出异议的件数",
        "source": "《信访工作条例》第二十三条第三款",
    },
    {
        "code": "objections_refused",
        "name": "异议未获同意",
        "unit": "件",
        "formula": "当期提出、经审核不同意退回的异议件数",
        "source": "《信访工作条例》第二十三条第三款、第四十条第二项",
        "less_is_better": True,
    },
    {
        "code": "leader_opened",
        "name": "新增包案",
        "unit": "件",
        "formula": "当期确定由县领导、单位领导包案的事项，不含已撤销的",
        "source": LEADING,
    },
    {
        "code": "leader_closed",
        "name": "包案了结",
        "unit": "件",
        "formula": "当期了结的领导包案事项",
        "source": LEADING,
    },
    {
        "code": "leader_resolved",
        "name": "包案化解",
        "unit": "件",
        "formula": "当期了结的领导包案事项中结果为化解的件数",
        "source": LEADING,
        "less_is_better": False,
    },
    {
        "code": "leader_rate",
        "name": "包案化解率",
        "unit": "%",
        "formula": "化解的件数÷当期了结的领导包案件数",
        "source": LEADING,
        "kind": "rate",
        "hits": "leader_resolved",
        "due": "leader_closed",
        "less_is_better": False,
    },
    {
        "code": "leader_open",
        "name": "包案在办",
        "unit": "件",
        "formula": "期末尚未了结的领导包案事项",
        "source": LEADING,
    },
    {
        "code": "supervised",
        "name": "督办立项",
        "unit": "件",
        "formula": "当期决定督办的事项",
        "source": SUPERVISION,
        "less_is_better": True,
    },
    {
        "code": "supervision_closed",
        "name": "督办办结",
        "unit": "件",
        "formula": "当期审核办结的督办事项",
        "source": SUPERVISION,
    },
    {
        "code": "supervision_open",
        "name": "督办未结",
        "unit": "件",
        "formula": "期末尚未办结的督办事项",
        "source": SUPERVISION,
        "less_is_better": True,
    },
)
