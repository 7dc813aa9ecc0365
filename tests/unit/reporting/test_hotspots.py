"""Hot spots: the exact chance, the limit, and how often an unchanged county shows a false one."""

import math
import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.domain.hotspots import MINIMUM_NOW, RISK, Cell, search, tail, upper_limit

YEAR = (31, 30, 31, 30, 31, 31, 28, 31, 30, 31, 30, 31)
SHARE = 31 / (31 + 365)
counts = st.integers(min_value=0, max_value=60)


def find(*cells, days_before=YEAR):
    return search(cells, days=31, days_before=days_before)


@pytest.mark.parametrize(
    ("least", "total", "share", "chance"),
    [
        (0, 5, 0.5, 1.0),
        (6, 5, 0.5, 0.0),
        (5, 5, 0.5, 1 / 32),
        (1, 3, 0.5, 7 / 8),
        (2, 4, 0.25, 67 / 256),
    ],
)
def test_the_chance_is_the_binomial_one(least, total, share, chance):
    assert tail(least, total, share) == pytest.approx(chance)


@given(st.integers(0, 80), st.integers(0, 80), st.floats(0.02, 0.98))
def test_the_chance_agrees_with_the_plain_sum(least, total, share):
    plain = math.fsum(
        math.comb(total, i) * share**i * (1 - share) ** (total - i) for i in range(least, total + 1)
    )
    assert tail(least, total, share) == pytest.approx(plain, abs=1e-9)


@pytest.mark.parametrize("share", [0.0, 1.0, -0.5])
def test_a_share_that_is_no_chance_is_refused(share):
    with pytest.raises(ValueError, match="chance"):
        tail(1, 2, share)


@pytest.mark.parametrize(
    ("before", "limit"),
    # one cell looked at: risk five in a hundred
    [(0, 2), (12, 4), (36, 7), (120, 17)],
)
def test_limits_of_a_single_cell(before, limit):
    assert upper_limit(before, share=SHARE, risk=RISK) == limit


@given(counts, st.floats(0.0001, 0.2))
def test_the_limit_is_the_smallest_number_that_is_too_many(before, risk):
    limit = upper_limit(before, share=SHARE, risk=risk)
    assert tail(limit, limit + before, SHARE) <= risk
    assert limit == 1 or tail(limit - 1, limit - 1 + before, SHARE) > risk


@given(counts, st.floats(0.0001, 0.2))
def test_more_history_asks_for_more(before, risk):
    assert upper_limit(before, share=SHARE, risk=risk) <= upper_limit(
        before + 1, share=SHARE, risk=risk
    )


def test_a_clear_rise_is_found_with_what_was_expected_and_its_limit():
    found = find(Cell("rise", 9, (1,) * 12), Cell("as ever", 2, (2,) * 12))
    assert [spot.cell.key for spot in found.found] == ["rise"]
    spot = found.found[0]
    assert spot.expected == Decimal("1.0")
    assert MINIMUM_NOW <= spot.limit <= 9
    assert spot.chance <= RISK / found.looked_at
    assert found.looked_at == 2


def test_a_new_problem_has_no_history_to_be_measured_against_and_is_found():
    assert [s.cell.key for s in find(Cell("new", 5, (0,) * 12)).found] == ["new"]


def test_many_cells_ask_for_a_higher_limit():
    one = Cell("rise", 6, (1,) * 12)
    others = [Cell(number, 1, (1,) * 12) for number in range(300)]
    assert len(find(one).found) == 1
    assert find(one, *others).found == ()


def test_two_matters_are_no_hot_spot_and_rare_cells_are_not_looked_at():
    assert find(Cell("two", 2, (0,) * 12)).looked_at == 0
    assert find(Cell("two", 2, (0,) * 10 + (1, 1))).found == ()


def test_a_short_history_finds_nothing_and_says_so():
    found = find(Cell("rise", 50, (0,) * 5), days_before=YEAR[:5])
    assert (found.found, found.months, found.has_history) == ((), 5, False)
    assert find(Cell("rise", 50, (0,) * 6), days_before=YEAR[:6]).found


def test_a_cell_of_another_length_or_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="months"):
        find(Cell("short", 4, (1,) * 11))
    with pytest.raises(ValueError, match="negative"):
        Cell("no", -1, ())


@given(st.lists(st.tuples(counts, st.lists(counts, min_size=12, max_size=12)), max_size=12))
def test_each_hot_spot_is_at_or_above_its_limit_and_its_expectation(rows):
    found = find(*(Cell(at, now, tuple(history)) for at, (now, history) in enumerate(rows)))
    for spot in found.found:
        assert spot.cell.now >= spot.limit > float(spot.expected)
    keys = {spot.cell.key for spot in found.found}
    for at, (now, history) in enumerate(rows):
        # what is not named lies under its limit
        if at not in keys and now >= MINIMUM_NOW and now + sum(history) >= 4:
            risk = RISK / found.looked_at
            assert now < upper_limit(sum(history), share=SHARE, risk=risk)


def _poisson(rate, random_):
    """Knuth's method; the rates here are small."""
    bound, number, product = math.exp(-rate), 0, random_.random()
    while product > bound:
        number += 1
        product *= random_.random()
    return number


def false_alarms(months=1500, cells=120, *, seed=20261001):
    """Share of months with any hot spot in a county where nothing changes; rates from 0.1 to 8 a month."""
    random_ = random.Random(seed)
    rates = [0.1 * 80 ** (i / (cells - 1)) for i in range(cells)]
    alarms = 0
    for _month in range(months):
        drawn = [
            Cell(
                at,
                _poisson(rate, random_),
                tuple(_poisson(rate, random_) for _ in YEAR),
            )
            for at, rate in enumerate(rates)
        ]
        alarms += bool(search(drawn, days=31, days_before=(31,) * 12).found)
    return alarms / months


def test_an_unchanged_county_shows_a_false_hot_spot_in_at_most_five_months_of_a_hundred():
    """The rate printed in docs/guide/zh/analysis.md comes from `false_alarms(20_000)`."""
    assert 0 < false_alarms(months=300) <= RISK
