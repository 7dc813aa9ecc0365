"""The petitioner's evaluation: open once the answer was served, for a set time, of both sides apart."""

from datetime import date, timedelta

import pytest

from core.errors import Duplicate, Invalid, NotAllowed, Unlawful
from petitions.domain.evaluation import EvaluationState, state
from petitions.services import evaluating
from petitions.services.evaluating import RatingDraft
from tests.factories.petitions import at
from tests.petitions.steps import CONCLUDED, concluded

SERVED = date(2026, 4, 1)
BOTH = {"office": RatingDraft("good"), "unit": RatingDraft("bad", "只换了一盏")}


@pytest.mark.parametrize(
    ("served", "days_later", "rated", "expected"),
    [
        (None, 0, False, "closed"),
        (SERVED, -1, False, "closed"),
        (SERVED, 0, False, "open"),
        (SERVED, 30, False, "open"),
        (SERVED, 31, False, "lapsed"),
        (SERVED, 99, True, "rated"),
    ],
    ids=["unserved", "before", "day-of-service", "last-day", "after", "rated"],
)
def test_standing(served, days_later, rated, expected):
    on = SERVED + timedelta(days=days_later)
    assert state(served_on=served, on=on, days=30, rated=rated) == EvaluationState(expected)


@pytest.mark.django_db
class TestEvaluating:
    def test_the_petitioner_rates_office_and_unit_apart(self, county):
        case = concluded(county)
        evaluating.evaluate_publicly(case=case, ratings=BOTH, now=at(CONCLUDED))
        assert dict(case.evaluations.values_list("target", "rating")) == {
            "office": "good",
            "unit": "bad",
        }
        with pytest.raises(Duplicate):
            evaluating.evaluate_publicly(case=case, ratings=BOTH, now=at(CONCLUDED))

    @pytest.mark.parametrize(
        ("ratings", "field"),
        [
            ({"office": RatingDraft("good")}, "ratings"),
            ({**BOTH, "unit": RatingDraft("great")}, "unit_rating"),
            ({**BOTH, "unit": RatingDraft("bad")}, "unit_reason"),
        ],
        ids=["one-side", "unknown", "bad-why"],
    )
    def test_what_it_needs(self, county, ratings, field):
        with pytest.raises(Invalid) as refused:
            evaluating.evaluate_publicly(case=concluded(county), ratings=ratings, now=at(CONCLUDED))
        assert refused.value.field == field

    def test_not_before_service_nor_after_the_window(self, county):
        unserved = concluded(county, served_on=None, served_how="")
        with pytest.raises(Unlawful):
            evaluating.evaluate_publicly(case=unserved, ratings=BOTH, now=at(CONCLUDED))
        late = CONCLUDED + timedelta(days=31)
        with pytest.raises(Unlawful):
            evaluating.evaluate_publicly(case=concluded(county), ratings=BOTH, now=at(late))

    def test_the_rated_unit_never_enters_its_own_rating(self, county):
        with pytest.raises(NotAllowed):
            evaluating.record_evaluation(
                authority=county.who(county.officer, on=CONCLUDED),
                case=concluded(county),
                ratings=BOTH,
                source="phone",
                source_note="4月1日回访",
                now=at(CONCLUDED),
            )
