"""Supervision (督办) from what a clock shows to the close: letter, answer, returned once, accepted (条例第四十条)."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from accountability.models import Supervision, SupervisionStatus
from accountability.services.supervision_run import run_supervision
from tests.accountability.supervising import TODAY, Desk
from tests.factories.petitions import at
from tests.journeys.desk import come_in, on_day


@pytest.fixture
def desk(transactional_db):
    return Desk()


def open_item(page: Page, tab: str = "在督") -> None:
    """Open the one item of a tab of the list."""
    page.goto("/supervision/")
    page.locator(".nav-tabs").get_by_role("link", name=tab).click()
    page.locator("tbody tr").get_by_role("link").last.click()


def letter_opens(page: Page) -> None:
    url = page.get_by_role("link", name="打开 PDF").get_attribute("href")
    answer = page.request.get(url)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")


def answer(page: Page, text: str) -> None:
    page.get_by_role("link", name="答复督办").click()
    expect(page.locator("main")).to_contain_text("请立即履行上述职责")  # what the letter asked
    page.get_by_label("佐证说明").fill("送达回证")
    page.get_by_role("button", name="提交答复").click()
    expect(page.locator(".field-error")).to_be_visible()
    expect(page.get_by_label("佐证说明")).to_have_value("送达回证")
    page.get_by_label("整改、办理情况").fill(text)
    page.get_by_role("button", name="提交答复").click()
    expect(page.locator("main")).to_contain_text("待审核")


def test_from_an_overdue_clock_to_the_close(page: Page, desk):
    run_supervision(on=TODAY, now=at(TODAY, 7))
    with on_day(TODAY):
        come_in(page, desk.officer)
        page.goto("/supervision/")
        expect(page.locator("main")).to_contain_text("这里没有督办件")  # only proposed so far
        come_in(page, desk.supervisor)
        open_item(page, "提议")
        page.get_by_role("link", name="立项督办").click()
        page.get_by_label("督办要求").fill("")
        page.get_by_role("button", name="出具督办函").click()
        expect(page.locator(".field-error")).to_be_visible()
        page.get_by_label("督办要求").fill("请立即履行上述职责，说明逾期原因。")
        page.get_by_role("button", name="出具督办函").click()
        expect(page.locator("main")).to_contain_text("1号")
        letter_opens(page)

    with on_day(TODAY + timedelta(days=1)):
        come_in(page, desk.officer)
        open_item(page)
        letter_opens(page)
        answer(page, "正在办理。")
        come_in(page, desk.supervisor)
        open_item(page)
        page.get_by_role("link", name="退回重报").click()
        page.get_by_label("退回理由").fill("没有说明逾期原因，也没有答复信访人")
        page.get_by_role("button", name="退回重报").click()
        expect(page.locator("main")).to_contain_text("没有说明逾期原因")

    with on_day(TODAY + timedelta(days=2)):
        come_in(page, desk.officer)
        open_item(page)
        answer(page, "经办人病假未交接；已于今日书面答复信访人。")
        come_in(page, desk.supervisor)
        open_item(page)
        page.get_by_role("link", name="认可办结").click()
        page.get_by_label("办结意见").fill("情况属实")
        page.get_by_role("button", name="认可办结").click()
        # the duty itself is still open: no item is closed over it
        expect(page.locator(".alert-danger, .field-error").first).to_be_visible()
        desk.finish_clock()
        page.get_by_role("button", name="认可办结").click()
        page.wait_for_url(re.compile(r"/supervision/\d+/$"))  # the form itself holds these words
        expect(page.locator("main")).to_contain_text("情况属实")
        open_item(page, "已办结")
        expect(page.locator(".work-list").first.locator("> li")).to_have_count(2)
    assert Supervision.objects.get().status == SupervisionStatus.CLOSED
