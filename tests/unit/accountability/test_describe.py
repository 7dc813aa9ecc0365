"""Rules say in plain Chinese how they count, with every number in it."""

from decimal import Decimal

import pytest

from accountability.domain.default_rule_sets import DEFAULT_RULE_SETS
from accountability.domain.describe import describe, describe_item
from accountability.domain.rule_items import Direction, Formula, RuleItem
from accountability.domain.score_words import plain


def item(formula, metric="", **more):
    return RuleItem(
        code="x", name="试验项", formula=formula, points=Decimal("2.50"), clause="条例第三十九条",
        metric=metric, **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        pytest.param(
            item(Formula.RATE, "satisfied", min_n=3),
            "群众满意率乘以2.5分为本项得分，全部按期（满意）不扣分；本期应计不足3件的不计分。",
            id="rate",
        ),
        pytest.param(
            item(Formula.PER_EVENT, "repeat"), "重复信访每发生1件（批次）扣2.5分，扣分不设上限。", id="events"
        ),
        pytest.param(
            item(
                Formula.PER_EVENT, "visit_above", cap=Decimal(10), levels=("city", "province"),
                only_after_breach=True,
            ),
            "到市、到省走访每发生1件（批次）扣2.5分，最多扣10分；只计此前承办单位违反职责的，走访本身不扣分。",
            id="visits-after-breach",
        ),
        pytest.param(
            item(Formula.PER_POINT, "evaluated", mark=Decimal(12), direction=Direction.ABOVE,
                 cap=Decimal(8), bonus_cap=Decimal(8)),
            "群众参评率以12%为基准，每高于1个百分点扣2.5分，最多扣8分，反之同样加分，最多加8分。",
            id="percentage-points",
        ),
        pytest.param(
            item(Formula.THRESHOLD, "concluded_on_time", mark=Decimal(85)),
            "按期办结率低于85%的，扣2.5分。", id="threshold",
        ),
        pytest.param(
            item(Formula.THRESHOLD, "repeat", mark=Decimal(3), direction=Direction.ABOVE),
            "重复信访高于3件的，扣2.5分。", id="threshold-of-events",
        ),
        pytest.param(
            item(Formula.PER_EVENT, "visit_above",
                 level_points=(("city", Decimal(5)), ("national", Decimal(15)))),
            "每发生1批次扣分：进京走访15分、到市走访5分，扣分不设上限。", id="points-by-level",
        ),
        pytest.param(
            item(Formula.PER_EVENT, "repeat", attribution="place", groups=("township",)),
            "重复信访每发生1件（批次）扣2.5分，扣分不设上限；按问题属地计入单位；只适用于乡镇（街道）。",
            id="attribution-and-group",
        ),
        pytest.param(
            item(Formula.MANUAL, bonus_cap=Decimal(1)),
            "凭书面依据由专人认定，最多扣2.5分，最多加1分。", id="manual",
        ),
    ],
)  # fmt: skip
def test_sentence(rule, sentence):
    assert describe_item(rule) == sentence


@pytest.mark.parametrize("rules", DEFAULT_RULE_SETS, ids=lambda rules: rules.code)
def test_every_item_of_the_default_sets_names_its_points(rules):
    for rule, sentence in describe(rules):
        assert f"{plain(rule.points)}分" in sentence
