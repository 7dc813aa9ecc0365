"""A repeat from the proposal to the printed case file, as the clerk at the window does it."""

import pytest
from playwright.sync_api import expect

from tests.journeys.desk import log_in, make_desk, register_earlier


@pytest.fixture
def desk(transactional_db):
    return make_desk()


def test_a_repeat_is_seen_linked_followed_and_printed(desk, page):
    first = register_earlier(desk)
    again = register_earlier(desk)
    log_in(page, "clerk")
    page.goto(f"/cases/{again.pk}/")
    proposal = page.locator(".proposal")
    expect(proposal).to_contain_text(first.number)
    expect(proposal).to_contain_text("诉求文本相同")
    proposal.get_by_text("核对后认定").click()
    proposal.get_by_role("button", name="认定为重复信访").click()
    expect(page.get_by_text("已认定为重复信访。")).to_be_visible()
    expect(page.locator(".chain-table tbody tr")).to_have_count(2)

    page.goto(f"/cases/{again.pk}/file/")
    files = []
    page.context.on("response", lambda answer: files.append(answer.headers.get("content-type")))
    with page.context.expect_page():
        page.get_by_role("button", name="打印卷宗（PDF）").click()
    page.wait_for_timeout(4000)
    assert "application/pdf" in files
