"""What a monitor sees, without logging in."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone

from core.models import OwedEffect

pytestmark = pytest.mark.django_db


def owe(minutes_ago: int, state: str = "owed") -> OwedEffect:
    due = timezone.now() - timedelta(minutes=minutes_ago)
    return OwedEffect.objects.create(
        kind="test", key=str(minutes_ago), state=state, due_at=due, created_at=due
    )


def test_the_site_answers_without_a_log_in(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get(reverse("health"))
    assert (response.status_code, response.json()) == (200, {"database": "ok"})


def test_an_unreachable_database_is_503(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise DatabaseError("connection refused: password=secret")

    monkeypatch.setattr(connection, "cursor", refuse)
    response = client.get(reverse("health"))
    assert response.status_code == 503
    assert "secret" not in response.content.decode()


@pytest.mark.parametrize(
    ("minutes_ago", "state", "status", "counts"),
    [
        (14, "owed", 200, {"late": 0, "failed": 0}),
        (16, "owed", 503, {"late": 1, "failed": 0}),
        (1, "failed", 503, {"late": 0, "failed": 1}),
    ],
)
def test_late_or_failed_work_is_reported(client, minutes_ago, state, status, counts):
    owe(minutes_ago, state)
    response = client.get(reverse("health_jobs"))
    assert (response.status_code, response.json()) == (status, counts)


def test_it_only_reads(client):
    assert client.post(reverse("health")).status_code in {403, 405}
