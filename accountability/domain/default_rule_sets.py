"""Three rule sets as data. A county copies one, changes numbers, and has a second person approve it.

``duty`` is in force from the start. The other two wait for a signed decision; ``classic`` deducts for each
matter and each visit, as older assessment tables did (进京15、到省10、到市5，集体访另扣5、3、2), and says on its face what
the policy in force says; `rates` are the five shares of a current table.
"""

from decimal import Decimal

from accountability.domain.rule_items import Direction, Formula, RuleItem, RuleSetData
from accountability.domain.score_terms import EventKind, RateMetric
from accountability.domain.volume import VOLUME_NOTE

DUTY_NOTE = (
    "本办法考核单位履行职责的情况：按期告知、按期办结、按期反馈、群众满意；重复信访、到县级以上走访只有在此前承办单位"
    "违反职责的（逾期、应受理未受理、支持意见未执行）才扣分，不以信访数量多少论成绩（条例第三十九条：以依规依法及时就地"
    "解决信访问题为导向）。"
)
RATES_NOTE = (
    "比率制：及时受理、按期答复、满意、参评四项比率乘以分值，重复信访逐件扣分，满分40分，以月为周期。"
    "重复信访不论承办单位有无过失都扣分，启用前请对照履职导向考核办法试算。满意率中“满意”“基本满意”都计为满意，只计评价期在本期届满的事项，不足3件的不计分。数据由系统自动生成。"
)


def _points(value: str) -> Decimal:
    return Decimal(value)


def _levels(national: str, province: str, city: str) -> tuple[tuple[str, Decimal], ...]:
    by_level = {"national": national, "province": province, "city": city}
    return tuple((level, Decimal(points)) for level, points in by_level.items())


def _rate(
    code: str,
    name: str,
    metric: RateMetric,
    points: str,
    clause: str,
    *,
    min_n: int = 1,
    spread_n: int = 1,
) -> RuleItem:
    return RuleItem(
        code=code,
        name=name,
        formula=Formula.RATE,
        points=_points(points),
        clause=clause,
        metric=metric.value,
        min_n=min_n,
        spread_n=spread_n,
    )


DUTY = RuleSetData(
    code="duty",
    version=1,
    name="履职导向考核办法",
    base=_points("100"),
    policy_note=DUTY_NOTE,
    items=(
        _rate("inform", "按期书面告知", RateMetric.INFORMED_ON_TIME, "20", "条例第二十三条", spread_n=5),
        _rate("conclude", "按期办结", RateMetric.CONCLUDED_ON_TIME, "35", "条例第三十四条", spread_n=5),
        _rate("feedback", "交办件按期反馈", RateMetric.FEEDBACK_ON_TIME, "10", "条例第二十二条第一款第三项", spread_n=5),
        _rate("satisfied", "群众满意", RateMetric.SATISFIED, "5", "国信发〔2022〕11号", min_n=3),
        RuleItem(
            code="carried", name="逾期未办结转", formula=Formula.PER_EVENT, points=_points("1"),
            cap=_points("10"), clause="条例第四十条第一款、第四十五条", metric=EventKind.CARRIED_OVERDUE.value,
            note="上期已经逾期、本期末仍未办的，每件扣1分",
        ),
        RuleItem(
            code="repeat", name="失职引发重复信访", formula=Formula.PER_EVENT, points=_points("1"),
            cap=_points("10"), clause="条例第三十九条、第四十五条", metric=EventKind.REPEAT_AFTER_BREACH.value,
            note="重复信访本身不扣分；上次办理逾期、应受理未受理或者支持意见未执行的，每件扣当时的承办单位1分",
        ),
        RuleItem(
            code="above", name="失职引发到县级以上走访", formula=Formula.PER_EVENT, points=_points("2"),
            cap=_points("10"), clause="条例第四十二条、第四十四条、第四十五条", metric=EventKind.VISIT_ABOVE.value,
            only_after_breach=True, note="走访本身不扣分；此前承办单位逾期、应受理未受理或者支持意见未执行的，每批次扣2分",
        ),
    ),
)  # fmt: skip

_OLD = "县级信访工作目标管理考核办法（旧）"
CLASSIC = RuleSetData(
    code="classic",
    version=1,
    name="起数扣分考核办法",
    base=_points("100"),
    policy_note=VOLUME_NOTE,
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
            code="above", name="到县级以上走访", formula=Formula.PER_EVENT, points=_points("5"),
            clause=_OLD, metric=EventKind.VISIT_ABOVE.value, double_repeats=True,
            level_points=_levels("15", "10", "5"), note="按问题属地，每批次扣分，重复访加倍",
        ),
        RuleItem(
            code="collective_above", name="到县级以上集体访", formula=Formula.PER_EVENT,
            points=_points("2"), clause=_OLD, metric=EventKind.COLLECTIVE_ABOVE.value,
            level_points=_levels("5", "3", "2"), note="是集体访的，在上一项之外另扣",
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
        _rate("satisfied", "参评群众满意率", RateMetric.SATISFIED, "10", "国信发〔2022〕11号", min_n=3),
        _rate("evaluated", "群众参评率", RateMetric.EVALUATED, "5", "国信发〔2022〕11号", min_n=3),
    ),
)  # fmt: skip

DEFAULT_RULE_SETS: tuple[RuleSetData, ...] = (DUTY, CLASSIC, RATES)
