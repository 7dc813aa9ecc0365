"""A small county with people who can log in, for the journeys of intake and handling."""

from __future__ import annotations

from playwright.sync_api import Page

from organizations.enums import PostKind, UnitKind
from organizations.models import Unit, User
from tests.factories.organizations import make_county, make_user_with_post

PASSWORD = "Right-horse-2026"


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


def log_in(page: Page, username: str) -> None:
    """Log in and wait for the first page."""
    page.goto("/login/")
    page.fill("#id_username", username)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.get_by_role("heading", name="工作台").wait_for()


def log_out(page: Page) -> None:
    """Leave, so that another may log in."""
    page.context.clear_cookies()


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
