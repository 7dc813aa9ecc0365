"""Figures of a closed month follow when a registration is put right (ADR 0031)."""

from datetime import date

import pytest

from petitions.models import Case
from petitions.services.correcting.act import correct_registration
from reporting.selectors.closed_months import ledger
from reporting.services.closed_months import close_months
from tests.factories.petitions import at
from tests.reporting.conftest import NOW
from tests.reporting.test_closed_months import OCTOBER, both_ways, proven

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 10)


@pytest.fixture
def matter(county) -> Case:
    """A letter about the first township, received in October, its month added up."""
    case = county.case(place=county.townships[0], received_on=date(2026, 10, 12))
    close_months(now=NOW)
    return case


def correct(county, case, **changes):
    correct_registration(
        authority=county.authority(county.head, on=TODAY),
        case=case,
        changes=changes,
        reason="与来信原件核对",
        now=at(TODAY),
    )


def test_the_place(county, matter):
    counted, found = both_ways()
    assert counted == found
    correct(county, matter, place=county.townships[1].pk)
    assert ledger().reopened == {OCTOBER}
    again, read = both_ways()
    assert again == read
    assert again != counted, "the other township has it now"
    close_months(now=NOW)
    assert proven() == []
    assert both_ways()[1] == again


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ({"received_on": date(2026, 9, 30)}, 0),
        ({"purpose": "accusation"}, 0),
        ({"form": "visit", "head_count": 7}, 1),
    ],
    ids=["day of receipt", "a report is in no figure (art. 30)", "collective visit"],
)
def test_day_class_and_head_count(county, matter, changes, left):
    assert both_ways()[1].matters.now == 1
    correct(county, matter, **changes)
    counted, read = both_ways()
    assert counted == read
    assert read.matters.now == left
    close_months(now=NOW)
    assert proven() == []
