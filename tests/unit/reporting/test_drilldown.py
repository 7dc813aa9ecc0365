"""The address behind a number: closed keys, checked values, nothing lost on the way."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.domain.drilldown import CHOICES, Drill, DrillError

days = st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1))
flags = st.none() | st.booleans()
numbers = st.none() | st.integers(1, 10**11)
spans = st.tuples(
    st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.dates(date(1990, 1, 1), date(2100, 1, 1))
)


@given(
    received_from=days,
    closed_to=days,
    overdue_on=days,
    span=spans,
    hit=flags,
    clock=st.sampled_from(CHOICES["clock"]),
    owes=numbers,
    unit=numbers,
    form=st.none() | st.sampled_from(CHOICES["form"]),
    level=st.none() | st.sampled_from(CHOICES["level"]),
    content=st.sampled_from([None, "none", "080000"]),
    collective=flags,
    repeat=flags,
)
def test_an_address_leads_back_to_the_question(span, **conditions):
    drill = Drill(due_from=min(span), due_to=max(span), **conditions)
    assert Drill.from_query(drill.to_query()) == drill


@pytest.mark.parametrize(
    "query",
    [
        {"case__participants__petitioner__phone": "138"},
        {"unit__code": "1"},
        {"unit": "0"},
        {"unit": "-3"},
        {"unit": "1 or 1=1"},
        {"unit": "9" * 20},
        {"received_from": "2026-02-30"},
        {"received_from": "昨天"},
        {"form": "pigeon"},
        {"level": "moon"},
        {"repeat": "yes"},
        {"content": "08"},
        {"content": "０８００００"},
        {"hit": "1"},
        {"owes": "3"},
        {"due_from": "2026-01-01"},
        {"received_from": "2026-10-31", "received_to": "2026-10-01"},
        {"due_from": "2026-10-31", "due_to": "2026-10-01"},
    ],
    ids="&".join,
)
def test_anything_else_is_refused(query):
    with pytest.raises(DrillError):
        Drill.from_query(query)


def test_empty_values_and_known_other_keys_are_left_alone():
    drill = Drill.from_query({"unit": "", "after": "15", "form": "visit"}, ignore=("after",))
    assert drill == Drill(form="visit")
