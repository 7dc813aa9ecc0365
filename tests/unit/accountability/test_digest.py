"""The words of a digest, and which notices leave the house by which channel."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.domain.channels import Choice, default_choice, group_of, wants
from accountability.domain.digest import Line, sms_text, subject

NONE = Choice(by_mail=False, by_sms=False)
ALL = Choice(by_mail=True, by_sms=True)
LATE = Line("overdue", "9901012026000001", "办结", -5)
SOON = Line("soon", "9901012026000002", "书面告知", 3)
TODAY = Line("soon", "9901012026000003", "办结", 0)
NEW = Line("new", "9901012026000004", "批示")
SECRET = Line("overdue", "9901012026000005", "办结", -2, is_secret=True)


@pytest.mark.parametrize(
    ("kind", "choice", "is_read", "expected"),
    [
        pytest.param("overdue", NONE, True, ALL, id="art44-a-breach-always-arrives"),
        pytest.param("escalation", NONE, False, ALL, id="art40-an-escalation-always-arrives"),
        pytest.param("reminder", NONE, False, NONE, id="chosen-off"),
        pytest.param("reminder", ALL, False, ALL, id="chosen-on"),
        pytest.param("reminder", ALL, True, NONE, id="read-on-screen-already"),
        pytest.param("reminder", None, False, Choice(True, False), id="nothing-chosen"),
        pytest.param("instruction", None, False, ALL, id="an-instruction-by-default-both"),
        pytest.param("fall", None, False, NONE, id="a-fall-only-on-screen"),
        pytest.param("bulletin", ALL, False, NONE, id="the-bulletin-has-its-own-mail"),
    ],
)
def test_channels(kind, choice, is_read, expected):
    assert wants(kind, choice, is_read=is_read) == expected


def test_defaults_and_groups():
    assert default_choice("escalation") == ALL
    assert [group_of(kind) for kind in ("overdue", "escalation", "reminder", "task")] == [
        "overdue", "overdue", "soon", "new",
    ]  # fmt: skip


def test_one_text_message_groups_its_lines():
    assert sms_text("澄溪县", "王建国", [NEW, SOON, LATE, TODAY, SECRET]) == (
        "【澄溪县信访局】王建国：逾期2件（9901012026000001办结逾期5天，保密事项）；"
        "即将到期2件（9901012026000002书面告知还有3天，9901012026000003办结今日到期）；"
        "新增1件（9901012026000004批示）。请登录信访系统办理。"
    )


def test_art30_a_secret_matter_shows_nothing_but_itself():
    assert SECRET.number not in sms_text("澄溪县", "王建国", [SECRET])
    assert SECRET.words == "保密事项"


def test_a_long_message_is_cut_between_lines_and_keeps_the_counts():
    text = sms_text("澄溪县", "王建国", [LATE] * 30 + [SOON] * 40)
    assert len(text) <= 200
    assert "逾期30件（9901012026000001办结逾期5天" in text
    assert "等）；即将到期40件。请登录" in text


def test_subject():
    assert subject([LATE], "标题") == "标题"
    assert subject([LATE, SOON, NEW], "标题") == "3件事项需要办理（逾期1件、即将到期1件、新增1件）"


lines = st.builds(
    Line,
    group=st.sampled_from(["overdue", "soon", "new"]),
    number=st.sampled_from(["9901012026000001", "9901012026000002"]),
    what=st.sampled_from(["办结", "书面告知", "转送交办事项书面告知"]),
    days_left=st.one_of(st.none(), st.integers(-999, 30)),
    is_secret=st.booleans(),
)


@given(st.lists(lines, min_size=1, max_size=60))
def test_never_longer_than_three_parts_and_never_without_its_end(found):
    text = sms_text("澄溪县", "王建国", found)
    assert len(text) <= 200
    assert text.endswith("请登录信访系统办理。")
    if all(line.is_secret for line in found):
        assert "99010120260000" not in text
