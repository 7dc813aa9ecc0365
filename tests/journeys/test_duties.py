"""An overdue case climbs to the county leader, who finds the notice, signs and gives an instruction."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accountability.models import Escalation, Instruction
from accountability.services.daily import run_escalation
from accountability.services.reminders import send_reminders
from tests.accountability.conftest import World
from tests.factories.petitions import at

PASSWORD = "a-long-enough-password"


@pytest.fixture
def county(transactional_db):
    """A case that has been overdue since long ago, lifted by one level on each working day."""
    world = World().add_leaders()
    today = timezone.localdate()
    for back in range(10, 0, -1):
        day = today - timedelta(days=back)
        send_reminders(on=day, now=at(day, 8))
        run_escalation(on=day, now=at(day, 9))
    world.leader.set_password(PASSWORD)
    world.leader.save()
    return world


def test_the_county_leader_signs_with_an_instruction(page: Page, county):
    county.case.refresh_from_db()
    assert county.case.escalation_level == 4
    page.goto("/login/")
    page.fill("input[name=username]", county.leader.username)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    expect(page.locator("#bell .badge")).to_have_text("1")
    page.locator("#bell a").click()
    page.get_by_role("button", name="查看").click()
    expect(page.locator("h1")).to_contain_text("县领导")
    expect(page.locator("main")).to_contain_text("镇党委书记")
    page.fill("textarea[name=text]", "三日内与信访人见面")
    page.evaluate(
        "id => { document.querySelector('select[name=to]').value = id }", str(county.officer.pk)
    )
    page.get_by_role("button", name="签阅").click()
    expect(page.locator("h1")).to_contain_text("待我签阅的升级事项")
    expect(page.locator("main")).to_contain_text("已阅")
    assert Escalation.objects.get(level=4).acknowledged_at
    assert Instruction.objects.get().to_user == county.officer
