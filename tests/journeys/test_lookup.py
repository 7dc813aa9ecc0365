"""A petitioner looks up the own matter, reads a letter and evaluates, by keyboard and without an account."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from organizations.authority import authority_of
from petitions.models import Evaluation
from petitions.services import concluding, dispatching, handling
from petitions.services.drafts import PersonDraft
from tests.journeys.desk import make_desk, tab_to
from tests.journeys.test_intake import register_earlier
from tests.petitions.conftest import SOUND
from tests.support.axe import violations


@pytest.fixture
def case(transactional_db):
    """A matter answered today."""
    desk = make_desk()
    now = timezone.now()
    on = timezone.localdate(now)
    case = register_earlier(desk, people=(PersonDraft(name="张小明", phone="13800004321"),))
    clerk, officer = (authority_of(desk[name], on=on) for name in ("clerk", "officer"))
    dispatching.transfer_case(
        authority=clerk, case=case, to_unit=desk["town"], note="请依法处理", now=now
    )
    handling.accept_case(
        authority=officer,
        case=case,
        body="您反映的事项已由我镇受理，将在六十日内办结并书面答复。",
        accepted_on=on,
        served_how="in_person",
        now=now,
    )
    concluding.conclude_case(
        authority=officer,
        case=case,
        outcome="rejected",
        opinion=SOUND,
        legal_basis="《城市道路管理条例》第二十三条",
        issued_on=on,
        served_on=on,
        served_how="in_person",
        now=now,
    )
    return case


def test_look_up_read_and_evaluate(case, page):
    keys = page.keyboard
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"/cx/?m={case.lookup_code}")
    assert violations(page) == []
    tab_to(page, "proof")
    keys.type("0000")
    keys.press("Enter")
    expect(page.get_by_text("没有符合的信访事项")).to_be_visible()
    page.fill("[name=proof]", "4321")
    page.press("[name=proof]", "Enter")

    expect(page.locator(".progress-steps")).to_contain_text("信访处理意见书")
    expect(page.locator("body")).not_to_contain_text("张小明")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    letter = page.locator(".progress-steps form").last
    answer = page.request.post(
        letter.get_attribute("action"),
        form={
            field.get_attribute("name"): field.input_value()
            for field in letter.locator("input").all()
        },
        headers={"Referer": page.url},
    )
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")

    tab_to(page, "office_rating", most=16)
    keys.press("Space")
    tab_to(page, "unit_rating")
    keys.press("Space")
    page.get_by_role("button", name="提交评价").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("感谢您的评价")
    assert Evaluation.objects.filter(case=case).count() == 2
    assert violations(page) == []
