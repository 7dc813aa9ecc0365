"""Three rule sets as data. A county copies one, changes numbers, and has a second person approve it.

``duty`` is in force from the start. The other two wait for a signed decision; ``classic`` deducts for each
matter and each visit, as older assessment tables did, and says on its face what the policy in force says.
"""

from decimal import Decimal

from accountability.domain.score_terms import (
    Direction,
    EventKind,
    Formula,
    RateMetric,
    RuleItem,
    RuleSetData,
)

DUTY_NOTE = (
    "本办法考核单位履行职责的情况：按期告知、按期办结、按期反馈、群众满意、重复信访；到县级以上走访只有在此前"
    "承办单位违反职责的（逾期、应受理未受理等）才扣分，不以信访数量多少论成绩（条例第三十九条：以依规依法及时"
    "就地解决信访问题为导向）。"
)
CLASSIC_NOTE = (
    "政策提示：本办法按信访起数和越级走访批次扣分，属旧式做法。2014年中央办公厅、国务院办公厅关于创新群众工作方法"
    "解决信访突出问题的意见要求“不简单以信访数量多少为标准进行考评”，条例第三十九条以依规依法及时就地解决信访问题为"
    "导向，条例第六条、第二十条保障群众依法走访。默认停用；启用须由第二人批准并注明日期，不得据此拦阻群众。"
)
RATES_NOTE = (
    "比率制：及时受理、按期答复、满意、参评四项比率乘以分值，重复信访逐件扣分，满分40分，以月为周期。"
    "数据由系统自动生成。"
)


def _points(value: str) -> Decimal:
    return Decimal(value)


def _rate(
    code: str, name: str, metric: RateMetric, points: str, clause: str, min_n: int = 1
) -> RuleItem:
    return RuleItem(
        code=code,
        name=name,
        formula=Formula.RATE,
        points=_points(points),
        clause=clause,
        metric=metric.value,
        min_n=min_n,
    )


DUTY = RuleSetData(
    code="duty",
    version=1,
    name="履职导向考核办法",
    base=_points("100"),
    policy_note=DUTY_NOTE,
    items=(
        _rate("inform", "按期书面告知", RateMetric.INFORMED_ON_TIME, "20", "条例第二十三条"),
        _rate("conclude", "按期办结", RateMetric.CONCLUDED_ON_TIME, "35", "条例第三十四条"),
        _rate("feedback", "交办件按期反馈", RateMetric.FEEDBACK_ON_TIME, "10", "条例第二十二条第一款第三项"),
        _rate("satisfied", "群众满意", RateMetric.SATISFIED, "5", "国信发〔2022〕11号", min_n=3),
        RuleItem(
            code="carried", name="逾期未办结转", formula=Formula.PER_EVENT, points=_points("1"),
            cap=_points("10"), clause="条例第四十条第一款、第四十五条", metric=EventKind.CARRIED_OVERDUE.value,
            note="上期已经逾期、本期末仍未办的，每件扣1分",
        ),
        RuleItem(
            code="repeat", name="重复信访", formula=Formula.PER_EVENT, points=_points("1"),
            cap=_points("10"), clause="条例第三十九条", metric=EventKind.REPEAT.value,
            note="同一信访人就同一事项再次信访的，每件扣1分",
        ),
        RuleItem(
            code="above", name="失职引发到县级以上走访", formula=Formula.PER_EVENT, points=_points("2"),
            cap=_points("10"), clause="条例第四十四条、第四十五条", metric=EventKind.VISIT_ABOVE.value,
            only_after_breach=True, note="走访本身不扣分；此前承办单位有违反职责情形的，每批次扣2分",
        ),
    ),
)  # fmt: skip

_OLD = "县级信访工作目标管理考核办法（旧）"
CLASSIC = RuleSetData(
    code="classic",
    version=1,
    name="起数扣分考核办法",
    base=_points("100"),
    policy_note=CLASSIC_NOTE,
    items=(
        RuleItem(
            code="matter", name="信访起数", formula=Formula.PER_EVENT, points=_points("0.5"),
            cap=_points("30"), clause=_OLD, metric=EventKind.MATTER.value, note="每起扣0.5分",
        ),
        RuleItem(
            code="collective", name="来县集体访", formula=Formula.PER_EVENT, points=_points("1"),
            cap=_points("15"), clause=_OLD, metric=EventKind.COLLECTIVE.value, note="每批扣1分",
        ),
        RuleItem(
            code="above_city", name="到市走访", formula=Formula.PER_EVENT, points=_points("2"),
            cap=_points("10"), clause=_OLD, metric=EventKind.VISIT_ABOVE.value, levels=("city",),
            double_repeats=True, note="每批次扣2分，重复访加倍",
        ),
        RuleItem(
            code="above_province", name="到省走访", formula=Formula.PER_EVENT, points=_points("3"),
            cap=_points("15"), clause=_OLD, metric=EventKind.VISIT_ABOVE.value, levels=("province",),
            double_repeats=True, note="每批次扣3分，重复访加倍",
        ),
        RuleItem(
            code="above_national", name="进京走访", formula=Formula.PER_EVENT, points=_points("5"),
            cap=_points("20"), clause=_OLD, metric=EventKind.VISIT_ABOVE.value, levels=("national",),
            double_repeats=True, note="每批次扣5分，重复访加倍",
        ),
        RuleItem(
            code="conclude", name="按期办结率", formula=Formula.THRESHOLD, points=_points("10"),
            clause=_OLD, metric=RateMetric.CONCLUDED_ON_TIME.value, mark=_points("95"),
            direction=Direction.BELOW, note="低于95%扣10分",
        ),
    ),
)  # fmt: skip

RATES = RuleSetData(
    code="rates",
    version=1,
    name="比率制考核办法",
    base=_points("40"),
    policy_note=RATES_NOTE,
    items=(
        _rate("inform", "及时受理率", RateMetric.INFORMED_ON_TIME, "5", "条例第二十三条"),
        _rate("conclude", "按期答复率", RateMetric.CONCLUDED_ON_TIME, "10", "条例第三十四条"),
        RuleItem(
            code="repeat", name="重复信访治理", formula=Formula.PER_EVENT, points=_points("1"),
            cap=_points("10"), clause="条例第三十九条", metric=EventKind.REPEAT.value,
            note="重复信访每增加1件扣1分，以月为周期",
        ),
        _rate("satisfied", "参评群众满意率", RateMetric.SATISFIED, "10", "国信发〔2022〕11号"),
        _rate("evaluated", "群众参评率", RateMetric.EVALUATED, "5", "国信发〔2022〕11号"),
    ),
)  # fmt: skip

DEFAULT_RULE_SETS: tuple[RuleSetData, ...] = (DUTY, CLASSIC, RATES)
