"""待评价、已评价、超期未评价: on the page and in the list, counted from the service of the answer (条例第二十一条第二款)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from petitions.services.evaluating import RatingDraft, evaluate_publicly
from tests.factories.petitions import at
from tests.petitions.pages import client_of
from tests.petitions.steps import CONCLUDED, accepted, concluded

pytestmark = pytest.mark.django_db


def shown(county, day, state):
    with time_machine.travel(at(day), tick=False):
        text = (
            client_of(county.clerk)
            .get(reverse("petitions:case_list"), {"evaluation": state})
            .content.decode()
        )
    return "共 1 件" in text


@pytest.mark.parametrize(
    ("days", "state", "word"),
    [(0, "open", "待评价"), (30, "open", "待评价"), (31, "lapsed", "超期未评价")],
    ids=["art21-served-today", "art21-last-day", "art21-lapsed"],
)
def test_from_the_service_of_the_answer(county, days, state, word):
    case = concluded(county)
    accepted(county, title="另一件")
    day = CONCLUDED + timedelta(days=days)
    assert [name for name in ("open", "rated", "lapsed") if shown(county, day, name)] == [state]
    with time_machine.travel(at(day), tick=False):
        page = client_of(county.clerk).get(reverse("petitions:case_detail", args=[case.pk]))
    assert word in page.content.decode()


def test_rated_stays_rated(county):
    case = concluded(county)
    ratings = {"office": RatingDraft("good"), "unit": RatingDraft("fair")}
    evaluate_publicly(case=case, ratings=ratings, now=at(CONCLUDED, 15))
    day = CONCLUDED + timedelta(days=90)
    assert [name for name in ("open", "rated", "lapsed") if shown(county, day, name)] == ["rated"]
