"""The month's analysis in the browser: a clerk counts and advises, the head approves and issues; a unit sees nothing."""

from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from core import jobs
from core.models import OwedEffect
from reporting.domain.periods import Month
from tests.journeys.desk import PASSWORD, log_in, log_out
from tests.reporting.conftest import build_county
from tests.support.axe import violations


@pytest.fixture
def county(transactional_db):
    """Five matters of one township last month, two the month before."""
    county = build_county()
    last = Month.of(timezone.localdate()).plus(-1)
    for month, number in ((last, 5), (last.plus(-1), 2)):
        for day in range(1, number + 1):
            county.case(
                received_on=date(month.year, month.month, day),
                place=county.townships[0],
                responsible_unit=county.townships[0],
            )
    for user, name in (
        (county.head, "head"),
        (county.clerk, "clerk"),
        (county.principals[0], "principal"),
    ):
        user.username = name
        user.set_password(PASSWORD)
        user.save()
    return county


def test_from_the_draft_to_the_issue(county, page):
    log_in(page, "clerk")
    page.goto("/analysis/papers/")
    page.get_by_role("button", name="生成草稿").click()
    expect(page.locator(".paper")).to_contain_text("全县共登记信访事项5起，环比由2升至5")
    expect(page.locator(".paper")).not_to_contain_text(
        "同比基数"
    )  # nothing is on record of last year
    assert violations(page) == []
    page.get_by_label("下步工作建议").fill("（一）抓紧维修。**逐村**排查路灯。")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".paper p strong", has_text="逐村")).to_be_visible()
    address = page.url
    log_out(page)

    log_in(page, "head")
    page.goto(address)
    page.get_by_role("button", name="批准").click()
    page.locator("#confirm-dialog button[value=yes]").click()
    page.get_by_role("button", name="印发", exact=True).click()
    page.locator("#confirm-dialog button[value=yes]").click()
    expect(page.get_by_role("status").first).to_contain_text("正在排版")
    effect = OwedEffect.objects.get(kind="reporting.publish_analysis")
    assert jobs.run(effect.pk, now=timezone.now())
    expect(page.locator(".paper-number")).to_contain_text("信析")
    page.get_by_role("link", name="核验").click()
    expect(page.get_by_text("文件与印发时一致")).to_be_visible()
    log_out(page)

    log_in(page, "principal")
    assert page.request.get(address).status == 404
