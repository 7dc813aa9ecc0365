"""Spreading reception days over a month (条例第十八条第二款)."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from accountability.domain.reception import MonthDuty, spread

DAYS = [date(2026, 3, n) for n in (2, 3, 4, 5, 6, 9, 10, 11, 12, 13)]


def test_leaders_are_spread_at_even_distances_in_order_of_rank():
    assert [(s.leader_id, s.on.day) for s in spread([7, 8], DAYS, {})] == [(7, 2), (8, 9)]


def test_who_has_a_day_gets_none():
    assert [s.leader_id for s in spread([1, 2, 3], DAYS, {}, already={2})] == [1, 3]


def test_a_taken_day_is_avoided_while_others_are_free():
    (slot,) = spread([1], DAYS, {DAYS[0]: 1})
    assert slot.on == DAYS[1]


def test_no_working_day_no_slot():
    assert spread([1, 2], [], {}) == []


@given(
    st.integers(1, 60), st.integers(1, 23), st.dictionaries(st.integers(0, 22), st.integers(0, 3))
)
def test_each_leader_once_and_the_days_carry_as_even_a_load_as_can_be(leaders, count, loads):
    days = [date(2026, 3, n + 1) for n in range(count)]
    taken = {days[i]: n for i, n in loads.items() if i < count}
    slots = spread(list(range(leaders)), days, taken)
    assert sorted(s.leader_id for s in slots) == list(range(leaders))
    added = {day: sum(s.on == day for s in slots) for day in days}
    total = {day: taken.get(day, 0) + added[day] for day in days}
    lowest = min(total.values())
    assert all(total[day] <= lowest + 1 for day in days if added[day])


def test_a_month_is_missed_when_it_is_over_and_nothing_was_held():
    cases = {
        (0, True, True): True,
        (1, True, True): False,
        (0, False, True): False,
        (0, True, False): False,
    }
    for (held, in_post, is_over), missed in cases.items():
        assert MonthDuty(3, held, 0, in_post, is_over).missed is missed
