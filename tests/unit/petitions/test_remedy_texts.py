"""Wording of the papers after acceptance; where the legal basis of an opinion stands (条例第三十二、三十四至三十七条)."""

from datetime import date

import pytest

from petitions.domain import remedy_texts
from tests.unit.petitions.test_letter_texts import FACTS

DAY = date(2026, 3, 9)
ORGAN = "柳河镇人民政府"


@pytest.mark.parametrize(
    ("opinion", "expected"),
    [
        ("同意。\n您如不服，可以请求复查。", "同意。\n依据：《条例》\n您如不服，可以请求复查。"),
        (
            f"同意。\n联系人：赵\n{ORGAN}\n2026年3月9日",
            f"同意。\n依据：《条例》\n联系人：赵\n{ORGAN}\n2026年3月9日",
        ),
        ("同意。", "同意。\n依据：《条例》"),
        (f"{ORGAN}\n", f"依据：《条例》\n{ORGAN}"),
    ],
    ids=["before-remedy", "before-signature", "at-the-end", "nothing-else"],
)
def test_art32_place_of_the_basis(opinion, expected):
    assert remedy_texts.with_basis(opinion, "《条例》", organ=ORGAN) == expected


@pytest.mark.parametrize(
    ("opinion", "added"),
    [("经查属实，予以支持。", 1), ("经查属实。\n您如不服，可以请求复查。", 0)],
    ids=["left-out", "said-already"],
)
def test_art35_an_opinion_says_once_where_to_ask_for_a_review(opinion, added):
    text = remedy_texts.with_basis(opinion, "《条例》", organ=ORGAN, superior="云河县人民政府")
    assert text.count("三十日内向云河县人民政府请求复查") == added
    assert text.count("如不服") == 1
    assert text.index("依据：") < text.index("如不服")


def decided(opinion="原处理意见认定事实清楚。", *, level="复查", result="维持", redo=None):
    decision = remedy_texts.Decision(level, result, level == "复核", redo, "云河县人民政府")
    return remedy_texts.decided(opinion, "《条例》", decision, organ=ORGAN)


def test_art35_a_review_says_its_result_and_where_to_ask_for_a_re_review():
    lines = decided(f"原处理意见认定事实清楚。\n{ORGAN}\n2026年3月9日").splitlines()
    assert lines[1:3] == ["复查结果：维持。", "依据：《条例》"]
    assert "三十日内向云河县人民政府的上一级机关、单位请求复核" in lines[3]
    assert lines[-1] == "2026年3月9日"
    assert decided("维持。\n您如不服，可以请求复核。").count("如不服") == 1


def test_art36_a_re_review_says_that_it_is_the_last_unless_it_orders_a_new_handling():
    final = decided(level="复核")
    assert "复核结果：维持。" in final
    assert "不再受理（条例第三十六条第三款）" in final
    assert "如不服" not in final
    redo = decided(level="复核", result="责令重新处理", redo=DAY)
    assert "责令重新处理，限于2026年3月9日前重新作出处理意见。" in redo
    assert "不再受理" not in redo


def test_art34_extension_says_why_by_whom_and_until_when():
    text = remedy_texts.extension(
        FACTS, reason="须作鉴定。", days=30, due_on=date(2026, 6, 6), approved_on=DAY
    )
    for word in (
        FACTS.title,
        "因须作鉴定，情况复杂",
        "本单位负责人于2026年3月9日批准",
        "延长30日",
        "2026年6月6日",
    ):
        assert word in text


def test_art35_dismissal_names_request_and_reason():
    text = remedy_texts.dismissal(FACTS, level="复查", requested_on=DAY, reason="逾期。")
    assert "2026年3月9日" in text
    assert "复查请求" in text
    assert "依据和理由：逾期。" in text


def test_art36_37_termination_keeps_the_care():
    text = remedy_texts.termination(FACTS, plan="落实帮扶")
    assert "不再受理" in text
    assert "后续工作安排（条例第三十七条第三款）：落实帮扶" in text
