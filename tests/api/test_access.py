"""Who may call at all: tokens of one's own, Chinese refusals, no page for strangers."""

from __future__ import annotations

import pytest
from django.test import Client
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from core.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_a_stranger_is_told_to_log_in():
    answer = APIClient().get("/api/v1/cases/")
    assert answer.status_code == 401
    assert answer.json() == {
        "code": "not_authenticated",
        "detail": "请先登录，或者在请求头中带上令牌。",
    }


def test_a_token_is_made_and_revoked_in_a_session_and_ends_the_earlier_one(county):
    browser = Client()
    browser.force_login(county.clerk)
    first = browser.post("/api/v1/token/").json()["token"]
    second = browser.post("/api/v1/token/").json()["token"]
    assert first != second
    caller = APIClient()
    caller.credentials(HTTP_AUTHORIZATION=f"Token {first}")
    assert caller.get("/api/v1/units/").status_code == 401
    caller.credentials(HTTP_AUTHORIZATION=f"Token {second}")
    assert caller.get("/api/v1/units/").status_code == 200
    assert browser.delete("/api/v1/token/").status_code == 204
    assert caller.get("/api/v1/units/").status_code == 401
    verbs = AuditEntry.objects.filter(chain=f"user:{county.clerk.pk}").order_by("seq")
    assert [e.verb for e in verbs] == ["token.create", "token.create", "token.revoke"]


def test_a_token_cannot_make_a_token(county, api):
    assert api(county.clerk).post("/api/v1/token/").status_code in {401, 403}
    assert Token.objects.filter(user=county.clerk).count() == 1


def test_a_session_needs_its_form_token(county):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(county.clerk)
    assert browser.post("/api/v1/token/").status_code == 403
    assert not Token.objects.exists()


def test_an_account_that_ended_cannot_call(county, api):
    client = api(county.clerk)
    county.clerk.is_active = False
    county.clerk.save()
    assert client.get("/api/v1/units/").status_code == 401


def test_the_page_that_explains_the_interface_names_every_address(county):
    browser = Client()
    browser.force_login(county.clerk)
    page = browser.get("/api/v1/docs/")
    assert page.status_code == 200
    for address in ("/api/v1/cases/{id}/transfer/", "/api/v1/bulletins/{period}/pdf/"):
        assert address in page.content.decode()
    assert '<script src="http' not in page.content.decode()
