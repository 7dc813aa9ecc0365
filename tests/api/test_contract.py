"""What the interface answers to generated requests, measured against its own description: no failure, no other shape."""

from __future__ import annotations

from pathlib import Path

import pytest
import schemathesis
import time_machine
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from rest_framework.authtoken.models import Token
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
)

from config.wsgi import application
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, register

schema = schemathesis.openapi.from_path(Path(__file__).resolve().parents[2] / "docs/openapi.yaml")
schema.app = application
OPERATIONS = {found.ok().label: found.ok() for found in schema.get_all_operations()}
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]
EXAMPLES = 6


@pytest.fixture
def token(county):
    """The key of the office's head, who may see the most; one matter stands."""
    register(county)
    return Token.objects.create(user=county.head).key


@pytest.fixture
def _one_connection():
    """A request over WSGI ends by closing connections; the test's own must stay, as in Django's test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.usefixtures("_one_connection")
@pytest.mark.parametrize("label", OPERATIONS)
def test_an_answer_is_what_the_description_says(label, token):
    @given(case=OPERATIONS[label].as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case):
        case.call_and_validate(headers={"Authorization": f"Token {token}"}, checks=CHECKS)

    with time_machine.travel(at(DAY), tick=False):
        ask()
