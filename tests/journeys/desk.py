"""A small county with people who can log in, for the journeys of intake and handling."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any
from weakref import WeakSet

import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from core import jobs
from organizations.authority import authority_of
from organizations.enums import PostKind, UnitKind
from organizations.models import Unit, User
from petitions.models import Case
from petitions.services.dispatching import transfer_case
from petitions.services.registration import register_case
from tests.factories.organizations import make_county, make_user_with_post
from tests.journeys.traffic import TRAFFIC
from tests.petitions.conftest import draft

PASSWORD = "Right-horse-2026"
STATEMENT = "村口到学校的路灯三个月不亮，孩子晚上放学不安全，请尽快维修。"


def make_desk() -> dict[str, User | Unit]:
    """A clerk and the head of the office, an officer and the principal of 柳河镇."""
    units = make_county()
    office, town = units[UnitKind.PETITION_OFFICE][0], units[UnitKind.TOWNSHIP][0]
    Unit.objects.filter(pk=town.pk).update(
        name="柳河镇人民政府", short_name="柳河镇", initials="lhz"
    )
    town.refresh_from_db()
    people = {
        "clerk": make_user_with_post(PostKind.RECEPTION, office, "李接访", username="clerk"),
        "head": make_user_with_post(PostKind.OFFICE_HEAD, office, "王局长", username="head"),
        "officer": make_user_with_post(
            PostKind.PETITION_OFFICER, town, "赵专干", username="officer"
        ),
        "principal": make_user_with_post(PostKind.PRINCIPAL, town, "孙书记", username="principal"),
    }
    for user in people.values():
        user.set_password(PASSWORD)
        user.save()
    return {**people, "town": town, "office": office}


def register_earlier(desk: dict, **fields: Any) -> Case:
    """A matter the clerk registered today, by service."""
    now = timezone.now()
    on = timezone.localdate(now)
    return register_case(
        authority=authority_of(desk["clerk"], on=on),
        draft=draft(received_on=on, statement=STATEMENT, **fields),
        now=now,
    ).case


def send_to_town(desk: dict, case: Case) -> None:
    """The clerk sends it to the town today, by service."""
    now = timezone.now()
    transfer_case(
        authority=authority_of(desk["clerk"], on=timezone.localdate(now)),
        case=case,
        to_unit=desk["town"],
        note="",
        now=now,
    )


#: Pages whose session was taken away on purpose, or ended with a day of the story: their parts may be answered with 401.
LOST: WeakSet[Page] = WeakSet()


def log_in(page: Page, username: str) -> None:
    """Log in and wait for the first page."""
    page.goto("/login/")
    page.fill("#id_username", username)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.get_by_role("heading", name="工作台").wait_for()


def log_out(page: Page) -> None:
    """Leave, so that another may log in; nothing on the page before asks with a session that is gone."""
    LOST.add(page)  # a part of the page that asks between two days finds the session over
    page.wait_for_load_state()  # what was sent last has been answered
    page.goto("about:blank")
    TRAFFIC.wait_until_quiet()  # a late answer to an ended session would take the next one's cookie away
    page.context.clear_cookies()


def lose_session(page: Page) -> None:
    """The session ends while the page stays open; what the page asks for by itself from now on is answered with 401."""
    LOST.add(page)
    page.context.clear_cookies(name="sessionid")


def come_in(page: Page, user: User) -> None:
    """A session without the log-in page, for journeys in which many people take turns over many days."""
    log_out(page)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    name = settings.SESSION_COOKIE_NAME
    value = client.cookies[name].value
    page.context.add_cookies([{"name": name, "value": value, "domain": "localhost", "path": "/"}])


@contextmanager
def on_day(day: date, hour: int = 9) -> Iterator[None]:
    """The clock of the whole product stands on that day and goes on from there."""
    with time_machine.travel(datetime.combine(day, time(hour), timezone.get_current_timezone())):
        yield


def run_owed() -> None:
    """What a worker does: carry out every effect that is due, also those it brings about."""
    for _round in range(5):
        due = jobs.sweep(now=timezone.now())
        if not due:
            return
        for effect in due:
            jobs.run(effect, now=timezone.now())


def open_act(page: Page, case: Case, name: str) -> None:
    """Open the page of an act from the matter's own page."""
    page.goto(f"/cases/{case.pk}/")
    button = page.locator(".act-button, .act-changes a").filter(has_text=name).first
    if not button.is_visible():
        page.locator(".acts-rare summary").click()
    button.click()
    page.get_by_role("heading", name=name, exact=True).wait_for()


def confirm(page: Page, name: str) -> None:
    """Do it."""
    page.get_by_role("button", name=f"确认{name}").click()
    expect(page.locator("#messages")).to_contain_text(f"已办理“{name}”")


def choose_unit(page: Page, field: str, typed: str, label: str) -> None:
    """Pick a unit in a search field by what a clerk types."""
    page.locator(f"#id_{field}-ts-control").click()
    page.keyboard.type(typed)
    page.locator(".ts-dropdown .option", has_text=label).first.click()


def log_in_again(page: Page, username: str) -> None:
    """In the dialog that a lost session opens."""
    frame = page.frame_locator("#login-dialog iframe")
    frame.locator("#id_username").fill(username)
    frame.locator("#id_password").fill(PASSWORD)
    frame.locator("button[type=submit]").first.click()


def focused(page: Page) -> str:
    """Name of the field the keyboard stands in."""
    return page.evaluate("document.activeElement.name || document.activeElement.id")


def tab_to(page: Page, name: str, *, most: int = 12) -> None:
    """Press Tab until the named field has the focus; fails when it is not near."""
    for _ in range(most):
        if focused(page) == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} is not within {most} tabs; at {focused(page)}")
