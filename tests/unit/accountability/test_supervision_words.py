"""Letters and groups of supervision."""

from datetime import date

import pytest

from accountability.domain.supervision_grounds import WORDS
from accountability.domain.supervision_groups import GroupRule, group_of
from accountability.domain.supervision_letters import (
    Subject,
    default_requirement,
    suggestion_body,
    supervision_body,
    supervision_table,
    supervision_title,
)

LAW = GroupRule(1, contents=("01",), routes=("1",))
FARM = GroupRule(2, contents=("09",))
OFTEN = GroupRule(3, min_repeats=3)
EMPTY = GroupRule(4)


@pytest.mark.parametrize(
    ("content", "route", "repeats", "expected"),
    [
        pytest.param("010300", "", 0, 1, id="seed000-law-political-legal-committee"),
        pytest.param("080300", "1", 0, 1, id="art31-judicial-route"),
        pytest.param("090300", "6", 0, 2, id="seed000-farming"),
        pytest.param("090300", "6", 5, 2, id="the-first-rule-wins"),
        pytest.param("080300", "6", 3, 3, id="seed000-came-again-and-again"),
        pytest.param("080300", "6", 2, None, id="nobody-leads"),
        pytest.param("", "", 0, None, id="no-class-no-group"),
    ],
)
def test_group(content, route, repeats, expected):
    found = group_of([EMPTY, LAW, FARM, OFTEN], content=content, route=route, repeats=repeats)
    assert (found.id if found else None) == expected


SUBJECT = Subject(
    "delay", "“办结”期限届满仍未履行。", "条例第三十四条", date(2026, 3, 1), date(2026, 3, 11),
    "N1", "路灯不亮", date(2026, 1, 5),
)  # fmt: skip


def body(subject=SUBJECT):
    return supervision_body(
        subject, requirement="立即办结\n报送计划", improvement="健全台账", due_on=date(2026, 3, 25),
        contact="王督查", phone="0530-1",
    )  # fmt: skip


def test_art40_the_letter_names_what_is_wrong_asks_and_advises():
    text = body()
    assert "“路灯不亮”信访事项（编号N1）存在办理信访事项拖延的情形" in text
    assert "（条例第三十四条、条例第四十条第一款）" in text
    for words in (
        "立即办结",
        "健全台账",
        "2026年3月25日前书面答复",
        "采纳情况",
        "联系电话：0530-1",
    ):
        assert words in text
    assert "。（" not in text


def test_art30_the_letter_about_a_report_names_no_title():
    from dataclasses import replace

    text = body(replace(SUBJECT, title=""))
    assert "路灯不亮" not in text
    assert "编号N1" in text


def test_days_are_counted_in_the_table():
    table = supervision_table(SUBJECT, "拖延")
    assert table["rows"] == [["N1", "2026-01-05", "拖延", "2026-03-01", 10]]


def test_the_units_work_as_a_whole_has_its_own_title():
    from dataclasses import replace

    whole = replace(SUBJECT, number="", title="", received_on=None)
    assert supervision_title(whole) != supervision_title(SUBJECT)
    assert "你单位信访工作存在" in body(whole)


@pytest.mark.parametrize("ground", sorted(WORDS))
def test_every_ground_has_a_requirement(ground):
    assert default_requirement(ground).endswith("。")


def test_a_liability_suggestion_says_who_did_what_in_one_sentence():
    words = suggestion_body(
        "liability", facts="两件逾期。", consequence="群众集体上访。", text="依规追责。", basis="依据",
        about="澄溪县柳溪镇（有关人员：林晓东）", due_on=date(2026, 12, 1), contact="李督查", phone="",
    )  # fmt: skip
    lines = words.splitlines()
    assert lines[1].startswith("澄溪县柳溪镇（有关人员：林晓东）在信访工作中存在推诿")
    assert not any(line.startswith("涉及") for line in lines)
