"""The definitions: complete, consistent, without a verdict on volume."""

import pytest

from reporting.domain.indicators import AREAS, BY_CODE, IN_BULLETIN, INDICATORS, Area, Kind

WANTED = [
    "matters",
    "batches",
    "persons",
    "visit_persons",
    "collective",
    "collective_persons",
    "firsts",
    "repeats",
    "repeats_3",
    "skipped",
    "to_city",
    "to_province",
    "to_national",
    "per_10k",
    "timely_rate",
    "concluded_rate",
    "backlog",
    "overdue",
    "mean_days",
    "median_days",
    "first_rate",
    "repeat_rate",
    "participation",
    "office_satisfaction",
    "unit_satisfaction",
    "execution_rate",
    "reviews_asked",
    "reviews_upheld",
    "reviews_overturned",
    "leader_open",
    "leader_rate",
    "supervised",
    "supervision_open",
]


@pytest.mark.parametrize("code", WANTED)
def test_figure_is_defined(code):
    one = BY_CODE[code]
    assert one.name
    assert one.unit
    assert len(one.formula) > 5
    assert one.source


def test_codes_and_names_are_unique():
    assert len(BY_CODE) == len(INDICATORS)
    assert len({one.name for one in INDICATORS}) == len(INDICATORS)
    assert {one.area for one in INDICATORS} == set(AREAS)


@pytest.mark.parametrize(
    "one", [i for i in INDICATORS if i.kind == Kind.RATE], ids=lambda i: i.code
)
def test_parts_of_a_rate_are_figures_of_their_own(one):
    assert {one.hits, one.due} <= set(BY_CODE)
    assert one.unit == "%"
    assert "÷" in one.formula


@pytest.mark.parametrize(
    "one", [i for i in INDICATORS if i.area == Area.VOLUME], ids=lambda i: i.code
)
def test_volume_is_never_a_fault(one):
    """law of the product: what people bring is their right; only unanswered repetition is turned against a unit."""
    assert one.less_is_better is None or one.code in ("repeat_rate", "repeats_3")


def test_the_bulletin_prints_what_it_counts():
    assert [one.code for one in IN_BULLETIN][:3] == ["matters", "batches", "persons"]
