"""Helpers of the page tests: a logged-in client on a fixed day, and matters at each step."""

from __future__ import annotations

from datetime import date

from django.test import Client

from organizations.models import User
from petitions.models import Case
from petitions.services import dispatching, handling, pending_uploads
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, County

LETTER = "您反映的事项已由我镇受理，将在六十日内办结并书面答复。"


def client_of(user: User) -> Client:
    """A browser in which the user is logged in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def transferred(county: County, case: Case, *, day: date = DAY, to=None) -> Case:
    """Sent on to the town (or another unit)."""
    dispatching.transfer_case(
        authority=county.who(county.clerk, on=day),
        case=case,
        to_unit=to or county.town,
        note="请依法处理",
        now=at(day),
    )
    return case


def accepted(county: County, case: Case, *, day: date = DAY) -> Case:
    """Sent on and accepted by the town."""
    transferred(county, case, day=day)
    return handling.accept_case(
        authority=county.who(county.officer, on=day),
        case=case,
        body=LETTER,
        accepted_on=day,
        served_how="in_person",
        now=at(day),
    )


def sheet(*people: dict, **fields) -> dict:
    """A filled-in page; people are dicts of the columns of a row."""
    rows = people or ({"name": "张小明", "phone": "13800000001"},)
    data = {
        "key": pending_uploads.new_key(),
        "action": "save",
        "form": "visit",
        "level_visited": "county",
        "received_on": DAY.isoformat(),
        "head_count": "1",
        "purpose": "request",
        "statement": "尊敬的领导：您好！村口到学校的路灯三个月不亮，孩子晚上放学不安全。请尽快维修。",
        "people-TOTAL_FORMS": str(len(rows)),
        "people-INITIAL_FORMS": "0",
    }
    for index, row in enumerate(rows):
        for name, value in {"role": "main", **row}.items():
            data[f"people-{index}-{name}"] = value
    return {**data, **fields}
