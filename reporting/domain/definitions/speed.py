"""How limits were kept, what is open, how long it took."""

from __future__ import annotations

from collections.abc import Mapping

from core.domain.words import words as _

SPEED: tuple[Mapping[str, object], ...] = (
    {
        "code": "dispatch_due",
        "name": _("转送交办期限届满"),
        "unit": _("件"),
        "formula": _("登记后转送、交办的期限在当期届满的事项"),
        "source": "《信访工作条例》第二十二条",
        "by_unit": False,
    },
    {
        "code": "dispatch_missed",
        "name": _("未按期转送交办"),
        "unit": _("件"),
        "formula": _("登记后转送、交办的期限在当期届满而未按期转送、交办的事项"),
        "source": "《信访工作条例》第二十二条",
        "less_is_better": True,
        "by_unit": False,
    },
    {
        "code": "dispatch_rate",
        "name": _("及时转送交办率"),
        "unit": "%",
        "formula": _(
            "转送、交办期限在当期届满的事项中按期转送、交办的件数÷当期届满的件数；尚未到期的不计入分母"
        ),
        "source": "《信访工作条例》第二十二条",
        "kind": "rate",
        "hits": "dispatch_missed",
        "due": "dispatch_due",
        "counts_misses": True,
        "less_is_better": False,
        "by_unit": False,
    },
    {
        "code": "inform_due",
        "name": _("告知期限届满"),
        "unit": _("件"),
        "formula": _("告知（受理）期限在当期届满的事项，按承办单位统计"),
        "source": "《信访工作条例》第二十三条",
        "by_place": False,
    },
    {
        "code": "inform_missed",
        "name": _("未按期告知"),
        "unit": _("件"),
        "formula": _("告知（受理）期限在当期届满而未按期告知的事项"),
        "source": "《信访工作条例》第二十三条",
        "less_is_better": True,
        "by_place": False,
    },
    {
        "code": "timely_rate",
        "name": _("及时受理率"),
        "unit": "%",
        "formula": _(
            "告知（受理）期限在当期届满的事项中按期告知的件数÷当期届满的件数；尚未到期的不计入分母"
        ),
        "source": "《信访工作条例》第二十三条",
        "kind": "rate",
        "hits": "inform_missed",
        "due": "inform_due",
        "counts_misses": True,
        "less_is_better": False,
        "by_place": False,
    },
    {
        "code": "conclude_due",
        "name": _("办理期限届满"),
        "unit": _("件"),
        "formula": _("办理期限（含依法延长）在当期届满的事项，按承办单位统计"),
        "source": "《信访工作条例》第三十四条",
        "by_place": False,
    },
    {
        "code": "conclude_missed",
        "name": _("未按期办结"),
        "unit": _("件"),
        "formula": _("办理期限（含依法延长）在当期届满而未按期办结的事项"),
        "source": "《信访工作条例》第三十四条",
        "less_is_better": True,
        "by_place": False,
    },
    {
        "code": "concluded_rate",
        "name": _("按期办结率"),
        "unit": "%",
        "formula": _(
            "办理期限（含依法延长）在当期届满的事项中按期办结的件数÷当期届满的件数；尚未到期的不计入分母"
        ),
        "source": "《信访工作条例》第三十四条",
        "kind": "rate",
        "hits": "conclude_missed",
        "due": "conclude_due",
        "counts_misses": True,
        "less_is_better": False,
        "by_place": False,
    },
    {
        "code": "closed",
        "name": _("了结"),
        "unit": _("起"),
        "formula": _(
            "当期以办结、不予受理、不再受理、导入其他程序、调解和解、撤回、并案等方式了结的起数"
        ),
        "source": "《信访工作条例》第二十三条、第三十一条至第三十四条",
    },
    {
        "code": "concluded",
        "name": _("办结"),
        "unit": _("起"),
        "formula": _("当期出具处理意见或者答复的起数"),
        "source": "《信访工作条例》第三十一条、第三十二条",
    },
    {
        "code": "pending",
        "name": _("在办"),
        "unit": _("起"),
        "formula": _("期末尚未了结的起数；期初在办＋当期新收－当期了结＝期末在办"),
        "source": _("信访统计通行口径"),
    },
    {
        "code": "overdue",
        "name": _("超期在办"),
        "unit": _("起"),
        "formula": _("期末尚未了结、且有法定期限已过而未履行的起数"),
        "source": "《信访工作条例》第四十条",
        "less_is_better": True,
    },
    {
        "code": "backlog",
        "name": _("积案"),
        "unit": _("起"),
        "formula": _("期末尚未了结、收到已满六个月的起数"),
        "source": _("信访积案化解通行做法"),
        "less_is_better": True,
    },
    {
        "code": "mean_days",
        "name": _("平均办理天数"),
        "unit": _("天"),
        "formula": _("当期了结的事项从收到到了结的自然日数的平均数"),
        "source": _("信访统计通行口径；须与办理质量指标并看"),
        "kind": "mean",
        "less_is_better": True,
    },
    {
        "code": "median_days",
        "name": _("办理天数中位数"),
        "unit": _("天"),
        "formula": _("当期了结的事项从收到到了结的自然日数的中位数"),
        "source": _("信访统计通行口径；须与办理质量指标并看"),
        "kind": "median",
        "less_is_better": True,
    },
)
