"""Places: ties, groups, tiers, worst places, changes."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.domain.ranking import (
    NO_POPULATION,
    NOT_A_TOWNSHIP,
    Contender,
    change_of_rank,
    consecutive,
    per_10k,
    rank,
    standings,
    worst,
)

figures = st.dictionaries(st.integers(1, 60), st.integers(0, 12), max_size=45)


def township(pk, matters=0, residents=10_000, score="100", points="0", group="township"):
    return Contender(pk, group, matters, residents, Decimal(score), Decimal(points))


@pytest.mark.parametrize(
    ("values", "highest_first", "expected"),
    [
        ({}, True, {}),
        ({1: 5}, True, {1: 1}),
        ({1: 5, 2: 9, 3: 1}, True, {2: 1, 1: 2, 3: 3}),
        ({1: 5, 2: 9, 3: 1}, False, {3: 1, 1: 2, 2: 3}),
        ({1: 7, 2: 7, 3: 3}, True, {1: 1, 2: 1, 3: 3}),
        ({1: 9, 2: 7, 3: 7, 4: 7, 5: 0}, True, {1: 1, 2: 2, 3: 2, 4: 2, 5: 5}),
        ({1: 0, 2: 0, 3: 0}, True, {1: 1, 2: 1, 3: 1}),
        ({1: 4, 2: 0, 3: 0}, True, {1: 1, 2: 2, 3: 2}),
    ],
    ids=[
        "none",
        "one",
        "most first",
        "fewest first",
        "tie on top",
        "tie of three",
        "all zero",
        "zero last",
    ],
)
def test_competition_ranking(values, highest_first, expected):
    assert {
        key: place.rank for key, place in rank(values, highest_first=highest_first).items()
    } == expected


def test_a_tie_is_said():
    places = rank({1: 7, 2: 7, 3: 3})
    assert (places[1].text, places[3].text) == ("1（并列）", "3")
    assert places[1].tied_with == 1


@given(figures, st.booleans())
def test_a_place_is_one_more_than_the_number_of_better_units(values, highest_first):
    for key, place in rank(values, highest_first=highest_first).items():
        better = [
            v for v in values.values() if (v > values[key]) == highest_first and v != values[key]
        ]
        assert place.rank == len(better) + 1
        assert place.tied_with == list(values.values()).count(values[key]) - 1


@given(figures)
def test_places_do_not_depend_on_the_order_of_units(values):
    assert rank(values) == rank(dict(reversed(values.items())))


@given(st.lists(st.integers(), unique=True, max_size=40))
def test_without_ties_places_are_a_permutation(values):
    places = rank(dict(enumerate(values)))
    assert sorted(p.rank for p in places.values()) == list(range(1, len(values) + 1))


@pytest.mark.parametrize(
    ("matters", "residents", "expected"),
    [
        (3, 30_000, Decimal("1.00")),
        (1, 30_000, Decimal("0.33")),
        (1, 80_000, Decimal("0.13")),
        (0, 5_000, Decimal("0.00")),
        (2, None, None),
        (2, 0, None),
    ],
)
def test_per_ten_thousand_residents(matters, residents, expected):
    assert per_10k(matters, residents) == expected


def test_two_tiers_rank_differently_and_groups_apart():
    found = standings(
        [
            township(1, matters=10, residents=100_000),
            township(2, matters=6, residents=20_000),
            township(3, matters=2, residents=None),
            Contender(9, "department", 50, None, Decimal(90), by_population=False),
        ]
    )
    assert [found[pk].by_matters.rank for pk in (1, 2, 3)] == [1, 2, 3]
    assert [found[pk].by_population.rank for pk in (1, 2, 3)] == [2, 1, None]
    assert found[3].by_population.reason == NO_POPULATION
    assert found[9].by_matters.rank == 1
    assert found[9].by_population.reason == NOT_A_TOWNSHIP
    assert found[9].per_10k is None


def test_the_second_tier_compares_the_exact_ratio():
    found = standings([township(1, 1, 30_000), township(2, 1, 30_001), township(3, 2, 60_000)])
    assert found[1].per_10k == found[2].per_10k == Decimal("0.33")
    assert [found[pk].by_population.rank for pk in (1, 2, 3)] == [1, 3, 1]


def test_a_department_without_population_figure_has_no_second_tier_even_with_residents():
    one = Contender(1, "department", 1, 50_000, Decimal(100), by_population=False)
    assert standings([one])[1].by_population.rank is None


class TestWorst:
    def test_last_two_by_score(self):
        units = [township(pk, score=str(100 - pk), points=str(-pk)) for pk in range(1, 6)]
        assert [(w.unit_id, w.place) for w in worst(units)] == [(5, 1), (4, 2)]

    def test_all_that_share_the_last_listed_place_are_listed_and_told(self):
        units = [township(1), *(township(pk, score="95", points="-5") for pk in (2, 3, 4))]
        listed = worst(units)
        assert [w.unit_id for w in listed] == [2, 3, 4]
        assert "与另外2个单位并列" in listed[0].reason

    def test_a_tie_below_the_last_listed_place_lists_nobody_more(self):
        units = [
            township(1, score="90", points="-10"),
            township(2, score="90", points="-10"),
            township(3, score="95", points="-5"),
        ]
        assert [w.unit_id for w in worst(units)] == [1, 2]

    def test_many_matters_without_a_deduction_are_no_fault(self):
        assert worst([township(1, matters=99), township(2, matters=0)]) == []

    def test_groups_are_not_mixed(self):
        with pytest.raises(ValueError, match="groups"):
            worst([township(1), township(2, group="department")])

    def test_a_place_that_too_many_share_lists_nobody(self):
        units = [township(pk, score="99", points="-1") for pk in range(1, 6)]
        assert worst(units) == []
        units.append(township(9, score="90", points="-10"))
        assert [w.unit_id for w in worst(units)] == [9]

    @given(st.dictionaries(st.integers(1, 50), st.integers(-30, 0), max_size=30), st.integers(1, 4))
    def test_nobody_left_out_has_a_lower_score_than_one_listed(self, points, count):
        units = [township(pk, score=str(100 + p), points=str(p)) for pk, p in points.items()]
        listed = {w.unit_id for w in worst(units, count=count)}
        assert len(listed) <= 2 * count
        for pk in listed:
            assert points[pk] < 0
            assert len([p for p in points.values() if p < points[pk]]) < count
            assert all(other in listed for other, p in points.items() if p < points[pk])


@pytest.mark.parametrize(
    ("now", "last", "steps", "text"),
    [
        (3, 5, 2, "↑2"),
        (5, 3, -2, "↓2"),
        (4, 4, 0, "持平"),
        (4, None, None, "—"),
        (None, 4, None, "—"),
    ],
)
def test_change_against_last_month(now, last, steps, text):
    change = change_of_rank(now, last)
    assert (change.steps, change.text) == (steps, text)


@given(st.permutations(range(1, 21)), st.permutations(range(1, 21)))
def test_changes_of_all_units_add_up_to_nothing(now, last):
    assert sum(change_of_rank(a, b).steps for a, b in zip(now, last, strict=True)) == 0


@pytest.mark.parametrize(
    ("listed", "expected"),
    [([], 0), ([False, True], 0), ([True], 1), ([True, True, False, True], 2), ([True] * 3, 3)],
)
def test_consecutive_bulletins(listed, expected):
    assert consecutive(listed) == expected
