"""A matter from the window to its opinion, as the people of two units see it in their browsers."""

import pytest
from playwright.sync_api import expect

from petitions.models import Case
from tests.journeys.desk import (
    choose_unit,
    confirm,
    log_in,
    log_out,
    make_desk,
    open_act,
    register_earlier,
)
from tests.petitions.conftest import SOUND
from tests.support.axe import violations


@pytest.fixture
def desk(transactional_db):
    return make_desk()


def look_at_letter(page) -> None:
    """The draft opens beside the form, which keeps what is typed and may still be sent."""
    files = []
    page.context.on("response", lambda answer: files.append(answer.headers.get("content-type")))
    kept = page.input_value("[name=body]")
    with page.context.expect_page():
        page.get_by_role("button", name="预览文书").click()
    expect(page.get_by_role("button", name="预览文书")).to_be_enabled()
    page.wait_for_timeout(500)
    assert "application/pdf" in files
    assert page.input_value("[name=body]") == kept


def test_transfer_accept_and_conclude(desk, page):
    case = register_earlier(desk)
    log_in(page, "clerk")
    open_act(page, case, "转送")
    choose_unit(page, "to_unit", "lhz", "柳河镇")
    confirm(page, "转送")
    expect(page.locator(".names")).to_contain_text("柳河镇")
    expect(page.locator(".names")).to_contain_text("李接访")

    log_out(page)
    log_in(page, "officer")
    page.get_by_role("link", name="待我办理").first.click()
    page.get_by_role("link", name=case.number).click()
    open_act(page, case, "受理")
    assert "决定予以受理" in page.input_value("[name=body]")
    page.select_option("[name=served_how]", "in_person")
    look_at_letter(page)
    assert case.documents.filter(kind="acceptance").count() == 0, "only looked at"
    confirm(page, "受理")
    expect(page.locator("#timeline")).to_contain_text("信访事项受理告知书")

    open_act(page, case, "出具处理意见")
    page.check("input[name=outcome][value=supported]")
    page.fill("[name=opinion]", SOUND)
    page.fill("[name=legal_basis]", "《城市道路管理条例》第二十三条")
    page.fill("[name=served_on]", page.input_value("[name=issued_on]"))
    page.select_option("[name=served_how]", "in_person")
    confirm(page, "出具处理意见")
    case.refresh_from_db()
    assert case.status == "concluded"
    expect(page.locator(".page-head")).to_contain_text("已办结")


def test_choosing_several_for_a_transfer(desk, page):
    cases = [register_earlier(desk, title=f"事项{n}") for n in range(3)]
    log_in(page, "clerk")
    page.goto("/cases/")
    expect(page.locator("[data-needs-pick]")).to_be_disabled()
    page.check("[data-pick-all]")
    page.locator("[data-needs-pick]").click()
    choose_unit(page, "to_unit", "柳河", "柳河镇")
    page.get_by_role("button", name="预览").click()
    page.get_by_role("button", name="确认转送 3 件").click()
    page.get_by_text("3 件中成功 3 件").wait_for()
    assert Case.objects.filter(status="dispatched").count() == len(cases)


def test_filters_and_export(desk, page):
    register_earlier(desk)
    register_earlier(desk, form="visit", title="来访的")
    log_in(page, "clerk")
    page.goto("/cases/")
    page.fill("[name=q]", "来访的")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/?q=*")
    expect(page.locator(".case-table tbody tr")).to_have_count(1)
    assert "form=" not in page.url, "empty conditions stay out of the address"
    with page.expect_download() as download:
        page.get_by_role("button", name="导出").click()
        page.locator("#confirm-dialog button[value=yes]").click()
    assert download.value.suggested_filename.endswith(".csv")


@pytest.mark.parametrize("width", [1440, 390])
def test_pages_are_accessible_and_fit(desk, page, width):
    case = register_earlier(desk)
    log_in(page, "clerk")
    page.set_viewport_size({"width": width, "height": 900})
    for address in (
        "/",
        "/cases/",
        "/cases/?view=todo",
        f"/cases/{case.pk}/",
        f"/cases/{case.pk}/acts/assign/",
        f"/cases/{case.pk}/registered/",
    ):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
