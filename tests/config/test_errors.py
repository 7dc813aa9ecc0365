"""An address that leads nowhere: a page for people, JSON for programs."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_program_reads_json(client):
    answer = client.get("/api/v1/cases/-1/accept/")
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


def test_a_person_reads_a_page(admin_client):
    answer = admin_client.get("/nowhere/")
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("text/html")
