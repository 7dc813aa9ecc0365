"""Ids that no record can have, sent by a broken page or a hand-made request, are left out and never an error."""

import pytest

from petitions.models import Case
from petitions.views.common import ids_of
from tests.petitions.pages import client_of, sheet

pytestmark = pytest.mark.django_db
ODD = ["²", "٣", "9" * 30, "-1", "", "a"]


@pytest.mark.parametrize("odd", ODD)
def test_only_ids_are_read(odd):
    assert ids_of(["7", odd, None]) == [7]


@pytest.mark.parametrize("odd", ODD)
def test_a_batch_leaves_them_out(county, odd):
    answer = client_of(county.clerk).post("/cases/transfer/", {"case": odd})
    assert answer.status_code == 302


@pytest.mark.parametrize("name", ["repeat_of", "people-0-petitioner_id"])
def test_the_registration_page_refuses_them(county, name):
    client = client_of(county.clerk)
    for odd in ("²", "9" * 30):
        assert client.post("/cases/new/", sheet(**{name: odd})).status_code == 422
    assert not Case.objects.exists()


def test_a_number_of_rows_that_is_none_is_one_row(county):
    data = {**sheet(), "people-TOTAL_FORMS": "²", "action": "rows"}
    assert client_of(county.clerk).post("/cases/new/", data).status_code == 200


def test_probable_earlier_matters_leave_them_out(county):
    client = client_of(county.clerk)
    assert client.post("/cases/new/earlier/", {"repeat_of": "²"}).status_code == 200
