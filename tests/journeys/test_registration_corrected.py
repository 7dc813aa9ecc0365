"""A registration written down wrongly is put right in the browser; what it said before stays to be read."""

import pytest
from playwright.sync_api import expect

from petitions.models import RegistrationCorrection
from tests.journeys.desk import confirm, log_in, make_desk, open_act, register_earlier
from tests.support.axe import violations


@pytest.fixture
def desk(transactional_db):
    return make_desk()


def test_the_clerk_puts_a_title_right(desk, page):
    case = register_earlier(desk)
    log_in(page, "clerk")
    open_act(page, case, "更正登记")
    assert page.input_value("[name=title]") == case.title
    assert violations(page) == []
    page.fill("[name=title]", "村口路灯损坏三个月")
    page.eval_on_selector("[name=reason]", "field => field.required = false")
    page.get_by_role("button", name="确认更正登记").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    expect(page.locator("[name=title]")).to_have_value("村口路灯损坏三个月")  # refused, and kept
    assert not RegistrationCorrection.objects.exists()
    page.fill("[name=reason]", "与来信原件核对")
    confirm(page, "更正登记")
    expect(page.locator("h1")).to_contain_text("村口路灯损坏三个月")
    timeline = page.locator("#timeline")
    expect(timeline).to_contain_text("与来信原件核对")
    expect(timeline).to_contain_text(case.title)
