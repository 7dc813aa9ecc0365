"""Wording of the invitation to a talk."""

from datetime import date, datetime

import pytest

from accountability.domain.talk_letters import Invitation, body, source_words
from accountability.domain.talks import TalkRule, propose

AT = datetime(2026, 11, 25, 15, 0)


def letter(**change):
    given = {
        "unit": "柳河镇人民政府", "source": "联席会议纪要", "reason": "两件逾期。", "at": AT,
        "place": "三楼会议室", "talker": "王局长", "contact": "李督查",
    }  # fmt: skip
    return body(Invitation(**{**given, **change})).splitlines()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            {"period": "2026-03", "consecutive": 2, "basis": ""},
            "2026年3月信访工作通报（连续2期列入）",
        ),
        (
            {"period": "", "consecutive": 0, "basis": "联席会议纪要〔2026〕3号"},
            "联席会议纪要〔2026〕3号",
        ),
        (
            {"period": "", "consecutive": 0, "basis": "县信访工作联席会议第3次会议"},
            "县信访工作联席会议第3次会议决定",
        ),
        (
            {"period": "", "consecutive": 0, "basis": "县委常委会会议纪要"},
            "县委常委会会议纪要",
        ),
    ],
)
def test_what_it_rests_on(given, words):
    assert source_words(**given) == words


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("两件逾期。", "一、约谈事由：两件逾期。"),
        ("2026-03-01前未告知；", "一、约谈事由：2026-03-01前未告知。"),
        (
            propose([("2026-09", [7]), ("2026-10", [7])], TalkRule())[0].reason,
            "一、约谈事由：截至2026年10月连续2期月通报列本组末2位。",
        ),
    ],
)
def test_the_reason_is_a_clause_of_the_letter(reason, words):
    assert letter(reason=reason)[1] == words


def test_when_and_where_with_the_day_of_the_week():
    lines = letter()
    assert lines[2] == "二、时间：2026年11月25日（星期三）15:00。"
    assert AT.date() == date(2026, 11, 25)
    assert lines[3:5] == ["三、地点：三楼会议室。", "四、谈话人：王局长。"]


def test_a_new_day_voids_the_former_letter_and_the_telephone_is_named_when_known():
    assert not [line for line in letter() if "作废" in line or "联系电话" in line]
    lines = letter(replaces="云信约〔2026〕1号", phone="0871-1")
    assert lines[-3:] == ["云信约〔2026〕1号同时作废。", "联系人：李督查", "联系电话：0871-1"]
