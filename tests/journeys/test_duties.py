"""A deputy in charge is asked for the case: finds the notice, opens the case, signs without leaving the page."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accountability.services.escalations import escalate_cases
from accountability.services.reminders import send_reminders
from tests.accountability.conftest import World
from tests.factories.petitions import at

PASSWORD = "a-long-enough-password"


@pytest.fixture
def deputy(transactional_db):
    """A case that has been overdue since long ago, its deputy in charge asked on two working days."""
    world = World().add_leaders()
    today = timezone.localdate()
    for back in (8, 7, 6, 5, 4, 3, 2, 1):
        day = today - timedelta(days=back)
        send_reminders(on=day, now=at(day, 8))
        escalate_cases(on=day, now=at(day, 9))
    world.deputy.set_password(PASSWORD)
    world.deputy.save()
    return world.deputy


def test_deputy_signs_an_escalation(page: Page, deputy):
    page.goto("/login/")
    page.fill("input[name=username]", deputy.username)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    bell = page.locator("#bell .badge")
    expect(bell).to_have_text("1")
    page.locator("#bell a").click()
    page.get_by_role("button", name="查看").click()
    sign = page.get_by_role("button", name="签阅")
    sign.click()
    expect(sign).to_have_count(0)
    expect(page.locator("[id^=duty-]")).to_contain_text("已阅")
    page.goto("/notices/?unread")
    expect(page.locator("main")).to_contain_text("没有通知")
