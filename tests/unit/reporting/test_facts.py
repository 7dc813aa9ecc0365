"""Addresses of measured figures."""

import pytest

from reporting.domain.drilldown import DrillError
from reporting.domain.facts import Fact
from reporting.domain.spans import Period

GOOD = {"fact": "skipped", "period": "2026-Q3", "place": "12", "class1": "080000", "form": "visit"}


def test_an_address_survives_the_round_trip():
    fact = Fact.from_query(GOOD)
    assert fact.to_query() == GOOD
    assert fact.key("place") == 12
    assert fact.period == Period.parse("2026-Q3")
    assert Fact.from_query({**GOOD, "place": "none"}).key("place") is None


@pytest.mark.parametrize(
    "change",
    [
        {"fact": "nobody"}, {"fact": ""}, {"period": "2026-13"}, {"period": ""}, {"place": "x"},
        {"place": "1" * 13}, {"class1": "'; drop"}, {"surname": "王"}, {"place": "-1"},
    ],
    ids=str,
)  # fmt: skip
def test_what_nobody_counts_is_refused_in_chinese(change):
    with pytest.raises(DrillError) as refusal:
        Fact.from_query({**GOOD, **change})
    assert any("一" <= letter <= "鿿" for letter in str(refusal.value))


@pytest.mark.parametrize(
    ("code", "part"),
    [
        ("matters", "matters"),
        ("per_10k", "matters"),
        ("timely_rate", "inform_missed"),
        ("participation", "evaluable"),
        ("median_days", "closed"),
    ],
)
def test_each_figure_opens_the_matters_that_make_it(code, part):
    assert Fact(code, Period.parse("2026-10")).part == part
