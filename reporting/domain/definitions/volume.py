"""How many, from where, about what: counts of matters as they were received.

Volume says what people need, never that a unit did wrong (条例第四条; no figure here carries a direction).
"""

from __future__ import annotations

from collections.abc import Mapping

from core.domain.words import words as _

PRACTICE = _("信访统计通行口径")
VISITS = _("来访按批、按人次分别统计（信访统计通行口径）")

VOLUME: tuple[Mapping[str, object], ...] = (
    {
        "code": "matters",
        "name": _("起数"),
        "unit": _("起"),
        "formula": _(
            "当期收到并登记的信访事项件数，来信、来电、网上信访每件计一起，来访每批计一起；"
            "检举控告类事项按规定单独办理，不计入各项统计"
        ),
        "source": "《信访工作条例》第十七条、第二十二条、第三十条",
    },
    {
        "code": "persons",
        "name": _("人次"),
        "unit": _("人次"),
        "formula": _("来访按到访人数累计，来信、来电、网上信访按署名人数累计（未注明的计一人）"),
        "source": PRACTICE,
    },
    {
        "code": "batches",
        "name": _("批次"),
        "unit": _("批次"),
        "formula": _("当期来访的批数"),
        "source": VISITS,
    },
    {
        "code": "visit_persons",
        "name": _("来访人次"),
        "unit": _("人次"),
        "formula": _("当期来访的到访人数累计"),
        "source": VISITS,
    },
    {
        "code": "collective",
        "name": _("集体访"),
        "unit": _("批次"),
        "formula": _("登记为集体访的来访批数（信访人数达到集体访起点人数）"),
        "source": _("《信访工作条例》第二十条第三款；起点人数为可设参数，默认五人"),
    },
    {
        "code": "collective_persons",
        "name": _("集体访人次"),
        "unit": _("人次"),
        "formula": _("登记为集体访的来访到访人数累计"),
        "source": "《信访工作条例》第二十条第三款",
    },
    {
        "code": "firsts",
        "name": _("初次信访"),
        "unit": _("起"),
        "formula": _("当期收到、没有同人同事在先事项的起数"),
        "source": _("重复信访认定通行口径（同人同事）"),
    },
    {
        "code": "repeats",
        "name": _("重复信访"),
        "unit": _("起"),
        "formula": _("当期收到并认定与在先事项同人同事的起数"),
        "source": _("重复信访认定通行口径（同人同事）"),
    },
    {
        "code": "repeat_rate",
        "name": _("重复率"),
        "unit": "%",
        "formula": _("当期登记为重复信访的起数÷当期起数；同人同事为重复"),
        "source": PRACTICE,
        "kind": "rate",
        "hits": "repeats",
        "due": "matters",
        "less_is_better": True,
    },
    {
        "code": "repeats_3",
        "name": _("三次以上重复信访"),
        "unit": _("起"),
        "formula": _("当期收到、同人同事已有两起以上在先事项的起数"),
        "source": PRACTICE,
        "less_is_better": True,
    },
    {
        "code": "skipped",
        "name": _("越级走访"),
        "unit": _("批次"),
        "formula": _(
            "到有权处理机关的本级和上一级以外的更高级别机关走访的批数；只计走访，"
            "来信、来电、网上信访不存在越级。有权处理机关按责任单位的级别确定，须由市、省提供数据的以登记为准"
        ),
        "source": "《信访工作条例》第二十条第一款",
    },
    {
        "code": "skipped_persons",
        "name": _("越级走访人次"),
        "unit": _("人次"),
        "formula": _("越级走访的到访人数累计"),
        "source": "《信访工作条例》第二十条第一款",
    },
    {
        "code": "to_city",
        "name": _("到市走访"),
        "unit": _("批次"),
        "formula": _("到市级机关走访的批数"),
        "source": VISITS,
    },
    {
        "code": "to_province",
        "name": _("赴省走访"),
        "unit": _("批次"),
        "formula": _("到省级机关走访的批数"),
        "source": VISITS,
    },
    {
        "code": "to_national",
        "name": _("进京走访"),
        "unit": _("批次"),
        "formula": _("到国家机关走访的批数"),
        "source": VISITS,
    },
    {
        "code": "per_10k",
        "name": _("每万人起数"),
        "unit": _("起/万人"),
        "formula": _(
            "起数÷常住人口（万人），人口取当年数，当年数未录入的取此前最近一年数，"
            "此前没有的取此后最近一年数"
        ),
        "source": _("各县月通报通行做法（占人口比例）"),
        "kind": "per_10k",
    },
    {
        "code": "from_superior",
        "name": _("上级转来"),
        "unit": _("起"),
        "formula": _("当期收到的上级机关转送、交办事项"),
        "source": "《信访工作条例》第二十二条",
    },
    {
        "code": "anonymous",
        "name": _("匿名"),
        "unit": _("起"),
        "formula": _("当期收到、未署名的事项；只作数量统计，不追查身份"),
        "source": PRACTICE,
    },
    {
        "code": "urgent",
        "name": _("重大紧急"),
        "unit": _("起"),
        "formula": _("当期收到并认定为重大、紧急的信访事项"),
        "source": "《信访工作条例》第二十五条",
    },
)
