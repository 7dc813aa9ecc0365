"""What may be written of a problem, which questions travel with it, and how tasks of a period add up."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.domain.problems import (
    TaskFact,
    flow,
    is_question,
    months_offered,
    names_somebody,
)

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("征地补偿款退票后没有专人跟踪", ""),
        ("2026年10月办结66件，登记率75.8%", ""),
        ("9月以来12345热线转来13起", ""),
        ("办理件 990101202640009265 超期", "信访件编号、证件号码"),
        ("身份证 34012319800101123X", "信访件编号、证件号码"),
        ("请联系13800000001核实", "电话号码"),
        ("张小明多次反映路灯不亮", "信访人姓名“张小明”"),
        ("请核实王某账户", ""),
        ("有人检举村干部", "检举控告和违纪线索"),
        ("群众举报属实", "检举控告和违纪线索"),
        ("公布举报电话", ""),
    ],
)
def test_a_person_or_a_single_matter_is_found(text, what):
    assert names_somebody(text, ["张小明", "王"]) == what


@pytest.mark.parametrize(
    ("query", "sound"),
    [
        ("", True),
        ("fact=matters&period=2026-10&place=12&class1=080000&repeat=0", True),
        ("fact=cause_due&period=2026-10-01_2026-10-31", True),
        ("fact=matters&next=//evil.example", False),
        ("javascript:alert(1)", False),
        ("fact=matters period=1", False),
        ("fact=" + "a" * 50, False),
        ("&".join(f"a{n}=1" for n in range(9)), False),
    ],
)
def test_only_a_list_of_figures_travels_along(query, sound):
    assert is_question(query) is sound


def test_the_month_that_is_over_comes_first_and_a_year_is_offered():
    offered = months_offered(date(2026, 1, 15))
    assert offered[0] == ("2025-12", "2025年12月")
    assert offered[1] == ("2026-01", "2026年1月")
    assert len(offered) == len(dict(offered)) == 13
    assert offered[-1][0] == "2025-01"


def test_a_worked_month():
    tasks = [
        TaskFact("甲镇", date(2026, 9, 5), date(2026, 10, 5), date(2026, 10, 9)),
        TaskFact("甲镇", date(2026, 9, 5), date(2026, 10, 5), None),
        TaskFact("乙镇", date(2026, 9, 5), date(2026, 10, 5), date(2026, 9, 30)),
        TaskFact("乙镇", date(2026, 10, 8), date(2026, 11, 8), date(2026, 11, 2)),
        TaskFact("甲镇", date(2026, 10, 8), date(2026, 11, 8), None),
        TaskFact("乙镇", date(2026, 11, 1), date(2026, 12, 1), None),
    ]
    found = flow(tasks, FIRST, LAST)
    assert (found.carried, found.given, found.closed, found.left, found.late) == (2, 2, 1, 3, 1)
    assert found.by_unit == (("甲镇", 2), ("乙镇", 1))


DAYS = st.integers(-60, 60).map(lambda n: FIRST + timedelta(days=n))
FACTS = st.builds(
    lambda unit, given_on, due, closed: TaskFact(
        unit,
        given_on,
        given_on + timedelta(days=due),
        None if closed is None else given_on + timedelta(days=closed),
    ),
    st.sampled_from("甲乙丙"),
    DAYS,
    st.integers(0, 40),
    st.none() | st.integers(0, 90),
)


@given(st.lists(FACTS, max_size=30))
def test_a_period_proves_itself_and_hands_on_what_is_left(tasks):
    month = flow(tasks, FIRST, LAST)
    assert month.carried + month.given - month.closed == month.left
    assert month.left == sum(number for _unit, number in month.by_unit)
    assert 0 <= month.late <= month.left
    after = flow(tasks, LAST + timedelta(days=1), LAST + timedelta(days=30))
    assert after.carried == month.left
