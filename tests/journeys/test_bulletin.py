"""The month in the browser: a clerk drafts, the head approves and publishes; the file, the dashboard."""

from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accountability.services.defaults import load_defaults
from core import jobs
from core.models import Mail, OwedEffect
from reporting.domain.periods import Month
from reporting.tasks import PREVIEW
from tests.factories.petitions import make_clock
from tests.journeys.desk import PASSWORD, log_in, log_out
from tests.reporting.conftest import build_county, run_owed
from tests.support.axe import violations


@pytest.fixture
def county(transactional_db):
    """Last month three matters, one of them told too late; this month one."""
    load_defaults(now=timezone.now())
    county = build_county()
    month = Month.of(timezone.localdate()).previous
    town = county.townships[0]
    for day in (2, 3, 4):
        case = county.case(
            place=town, responsible_unit=town, received_on=month.first_day.replace(day=day)
        )
        make_clock(
            case,
            "C4",
            month.first_day.replace(day=day + 15),
            unit=town,
            stopped_on=date(month.year, month.month, 18),
        )
    county.case(place=town, responsible_unit=town, received_on=month.next.first_day)
    for user, name in ((county.head, "head"), (county.clerk, "clerk")):
        user.username = name
        user.set_password(PASSWORD)
        user.save()
    return county


def sure(page) -> None:
    page.locator("#confirm-dialog button[value=yes]").click()


def no_wider_than_the_screen(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_from_the_draft_to_the_file(county, page):
    log_in(page, "clerk")
    page.get_by_role("link", name="信访通报").first.click()
    page.get_by_role("button", name="生成草稿").click()
    page.get_by_role("heading", name="下月要求").wait_for()
    assert violations(page) == []
    page.get_by_label("下月要求").fill("（一）压实责任。各单位**按期**告知。")
    page.get_by_role("button", name="逐页预览").click()
    expect(page.locator("#pages")).to_contain_text("正在生成预览")
    run_owed(PREVIEW)
    expect(page.locator(".page-list img").first).to_be_visible(timeout=60_000)
    assert page.get_by_label("下月要求").input_value().startswith("（一）压实责任。")
    assert violations(page) == []
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".paper")).to_contain_text("各单位按期告知。")
    expect(page.locator(".paper p strong", has_text="按期")).to_be_visible()

    address = page.url
    log_out(page)
    log_in(page, "head")
    page.goto(address)
    page.get_by_role("button", name="批准").click()
    sure(page)
    page.get_by_role("button", name="印发", exact=True).click()
    sure(page)
    expect(page.get_by_role("status").first).to_contain_text("正在排版")
    effect = OwedEffect.objects.get(kind="reporting.publish")
    assert jobs.run(effect.pk, now=timezone.now())
    expect(page.locator(".paper-number")).to_contain_text("1号")  # the page asks by itself
    waiting = page.locator(".delivery-states").get_by_role("link", name="待发送")
    expect(waiting).to_have_text(str(Mail.objects.count()))
    assert violations(page) == []

    url = page.get_by_role("link", name="打开 PDF").get_attribute("href")
    answer = page.request.get(url)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")
    page.get_by_role("link", name="核验").click()
    expect(page.get_by_text("文件与印发时一致")).to_be_visible()


def test_a_number_of_the_bulletin_opens_its_matters_and_a_score_its_reasons(county, page):
    log_in(page, "head")
    page.goto("/bulletins/")
    page.get_by_role("button", name="生成草稿").click()
    row = page.locator(".paper-table").first.locator("tr", has_text=str(county.townships[0]))
    row.get_by_role("link", name="3", exact=True).first.click()
    expect(page.locator(".drill-head")).to_contain_text("共 3 件")
    assert violations(page) == []
    page.go_back()
    row.get_by_role("link", name=str(county.townships[0])).click()
    expect(page.locator(".score-item").first).to_contain_text("条例第二十三条")
    assert violations(page) == []


def test_the_dashboard_on_a_phone(county, page):
    page.set_viewport_size({"width": 390, "height": 844})
    log_in(page, "head")
    page.goto("/dashboard/")
    assert no_wider_than_the_screen(page)
    assert violations(page) == []
    page.locator(".figure-box", has_text="信访总量").locator("a.value").click()
    expect(page.locator(".drill-head")).to_contain_text("共 1 件")
    assert no_wider_than_the_screen(page)
