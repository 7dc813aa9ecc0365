"""The small county of the petitions tests, asked over the API."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from organizations.models import User
from tests.petitions.conftest import content, county, registered  # noqa: F401 - fixtures of the tests in this folder


@pytest.fixture
def api() -> Callable[[User], APIClient]:
    """A client that calls with the user's token."""

    def client(user: User) -> APIClient:
        token, _created = Token.objects.get_or_create(user=user)
        found = APIClient()
        found.credentials(HTTP_AUTHORIZATION=f"Token {token.key}")
        return found

    return client
