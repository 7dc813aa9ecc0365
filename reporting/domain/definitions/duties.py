"""Duties of officials: objections, returned matters, leaders' cases, causes on record, supervision."""

from __future__ import annotations

from collections.abc import Mapping

from core.domain.words import words as _

LEADING = _("《信访工作条例》第十八条第二款（领导包案）")
CAUSES = _("《信访工作条例》第十四条第四项（分析研判信访形势）；月分析制度")
SUPERVISION = "《信访工作条例》第四十条"
SENDING = "《信访工作条例》第二十二条、第四十一条第二项"
FEEDBACK = "《信访工作条例》第二十二条第三项"

DUTIES: tuple[Mapping[str, object], ...] = (
    {
        "code": "transferred",
        "name": _("转送"),
        "unit": _("件"),
        "formula": _("当期由信访部门转送有权处理的机关、单位的事项，同一事项转送多次的计一件"),
        "source": SENDING,
    },
    {
        "code": "assigned",
        "name": _("交办"),
        "unit": _("件"),
        "formula": _("当期由信访部门交办并指定办理期限的事项，同一事项交办多次的计一件"),
        "source": SENDING,
    },
    {
        "code": "feedback_due",
        "name": _("交办反馈期限届满"),
        "unit": _("件"),
        "formula": _("指定的反馈期限在当期届满的交办事项"),
        "source": FEEDBACK,
        "by_place": False,
    },
    {
        "code": "feedback_missed",
        "name": _("交办未按期反馈"),
        "unit": _("件"),
        "formula": _("指定的反馈期限在当期届满、未按期反馈结果和提交办结报告的交办事项"),
        "source": FEEDBACK,
        "less_is_better": True,
        "by_place": False,
    },
    {
        "code": "feedback_rate",
        "name": _("交办按期反馈率"),
        "unit": "%",
        "formula": _(
            "反馈期限在当期届满的交办事项中按期反馈的件数÷当期届满的件数；尚未到期的不计入分母"
        ),
        "source": FEEDBACK,
        "kind": "rate",
        "hits": "feedback_missed",
        "due": "feedback_due",
        "counts_misses": True,
        "less_is_better": False,
        "by_place": False,
    },
    {
        "code": "objections",
        "name": _("提出异议"),
        "unit": _("件"),
        "formula": _("当期由承办单位对转送、交办提出异议的件数"),
        "source": "《信访工作条例》第二十三条第三款",
    },
    {
        "code": "objections_refused",
        "name": _("异议未获同意"),
        "unit": _("件"),
        "formula": _("当期提出、经审核不同意退回的异议件数"),
        "source": "《信访工作条例》第二十三条第三款、第四十条第二项",
        "less_is_better": True,
    },
    {
        "code": "leader_opened",
        "name": _("新增包案"),
        "unit": _("件"),
        "formula": _("当期确定由县领导、单位领导包案的事项，不含已撤销的"),
        "source": LEADING,
    },
    {
        "code": "leader_closed",
        "name": _("包案了结"),
        "unit": _("件"),
        "formula": _("当期了结的领导包案事项"),
        "source": LEADING,
    },
    {
        "code": "leader_resolved",
        "name": _("包案化解"),
        "unit": _("件"),
        "formula": _("当期了结的领导包案事项中结果为化解的件数"),
        "source": LEADING,
        "less_is_better": False,
    },
    {
        "code": "leader_rate",
        "name": _("包案化解率"),
        "unit": "%",
        "formula": _("化解的件数÷当期了结的领导包案件数"),
        "source": LEADING,
        "kind": "rate",
        "hits": "leader_resolved",
        "due": "leader_closed",
        "less_is_better": False,
    },
    {
        "code": "leader_open",
        "name": _("包案在办"),
        "unit": _("件"),
        "formula": _("期末尚未了结的领导包案事项"),
        "source": LEADING,
    },
    {
        "code": "cause_due",
        "name": _("应登记成因"),
        "unit": _("件"),
        "formula": _("当期办结、调解和解的事项；导入其他程序、存、撤回、并案的不登记成因"),
        "source": CAUSES,
    },
    {
        "code": "caused",
        "name": _("已登记成因"),
        "unit": _("件"),
        "formula": _("当期办结、调解和解的事项中已经登记成因的件数；每件只登记一个主要成因"),
        "source": CAUSES,
        "less_is_better": False,
    },
    {
        "code": "cause_rate",
        "name": _("成因登记率"),
        "unit": "%",
        "formula": _("已登记成因的件数÷当期办结、调解和解的件数"),
        "source": CAUSES,
        "kind": "rate",
        "hits": "caused",
        "due": "cause_due",
        "less_is_better": False,
    },
    {
        "code": "supervised",
        "name": _("督办立项"),
        "unit": _("件"),
        "formula": _("当期决定督办的事项"),
        "source": SUPERVISION,
        "less_is_better": True,
    },
    {
        "code": "supervision_closed",
        "name": _("督办办结"),
        "unit": _("件"),
        "formula": _("当期审核办结的督办事项"),
        "source": SUPERVISION,
    },
    {
        "code": "supervision_open",
        "name": _("督办未结"),
        "unit": _("件"),
        "formula": _("期末尚未办结的督办事项"),
        "source": SUPERVISION,
        "less_is_better": True,
    },
)
