"""What may be published, and how far a plan has come."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.domain.leading import (
    StepDays,
    personal_data,
    progress,
)

DAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("已与张小明签订协议", ("张小明",)),
        ("电话13800000001已接通", ("13800000001",)),
        ("证件990101198001010014", ("990101198001010014",)),
        ("证件99010119800101001X", ("99010119800101001X",)),
        ("补偿款1380000元已到位", ()),
        ("补偿款到位", ()),
    ],
)
def test_pipl28_what_is_published_names_nobody(text, found):
    assert personal_data(text, private=["张小明", "", "甲"]) == found


def test_progress_counts_what_was_done_by_the_day():
    steps = [
        StepDays(date(2026, 3, 1), date(2026, 3, 2)),  # done, late
        StepDays(date(2026, 3, 1), date(2026, 4, 2)),  # done only after the day
        StepDays(DAY),  # due that day: not overdue yet
        StepDays(date(2026, 4, 30)),
    ]
    found = progress(steps, on=DAY)
    assert (found.total, found.due, found.done, found.overdue) == (4, 3, 1, 1)
    assert progress([], on=DAY).total == 0


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(st.lists(st.builds(StepDays, days, st.none() | days)), days)
def test_the_counts_fit_together(steps, on):
    found = progress(steps, on=on)
    assert found.overdue <= found.due <= found.total == len(steps)
    assert found.done + found.overdue <= found.total
