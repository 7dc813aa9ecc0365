"""The year in the browser: a clerk counts and writes, the head approves and issues, the file, its correction; a unit sees nothing."""

from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from core import jobs
from core.models import OwedEffect
from reporting.tasks import PREVIEW
from tests.journeys.desk import PASSWORD, log_in, log_out
from tests.reporting.conftest import build_county, run_owed
from tests.support.axe import violations


@pytest.fixture
def county(transactional_db):
    """Last year six letters of one township, the year before three."""
    county = build_county()
    year = timezone.localdate().year - 1
    for when, months in ((year, range(1, 7)), (year - 1, range(1, 4))):
        for month in months:
            county.case(received_on=date(when, month, 4), responsible_unit=county.townships[0])
    for user, name in (
        (county.head, "head"),
        (county.clerk, "clerk"),
        (county.principals[0], "principal"),
    ):
        user.username = name
        user.set_password(PASSWORD)
        user.save()
    return county


def sure(page) -> None:
    page.locator("#confirm-dialog button[value=yes]").click()


def test_from_the_draft_to_the_file(county, page):
    year = timezone.localdate().year - 1
    log_in(page, "clerk")
    page.goto("/annual-reports/")
    page.get_by_role("button", name="生成草稿").click()
    expect(page.locator(".paper")).to_contain_text("共登记信访事项6起、6人次，起数同比由3升至6")
    assert violations(page) == []
    page.get_by_label("六、其他应当报告的事项").fill("（一）专项治理。全年**集中**化解积案。")
    page.get_by_role("button", name="逐页预览").click()
    expect(page.locator("#pages")).to_contain_text("正在生成预览")
    run_owed(PREVIEW)
    expect(page.locator(".page-list img").first).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".paper p strong", has_text="集中")).to_be_visible()
    address = page.url

    named = page.locator(".paper-table", has_text="被投诉较多的机关、单位")
    named.get_by_role("link", name="6", exact=True).click()
    expect(page.locator(".drill-head")).to_contain_text("共 6 件")
    log_out(page)

    log_in(page, "head")
    page.goto(address)
    page.get_by_role("button", name="批准").click()
    sure(page)
    page.get_by_role("button", name="印发", exact=True).click()
    sure(page)
    expect(page.get_by_role("status").first).to_contain_text("正在排版")
    effect = OwedEffect.objects.get(kind="reporting.publish_annual")
    assert jobs.run(effect.pk, now=timezone.now())
    expect(page.locator(".paper-number")).to_contain_text("1号")  # the page asks by itself
    assert violations(page) == []
    url = page.get_by_role("link", name="打开 PDF").get_attribute("href")
    answer = page.request.get(url)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")
    page.get_by_role("link", name="核验").click()
    expect(page.get_by_text("文件与印发时一致")).to_be_visible()
    log_out(page)

    county.case(received_on=date(year, 7, 4), responsible_unit=county.townships[0])
    log_in(page, "clerk")
    page.goto(address)
    page.get_by_role("link", name="更正", exact=True).click()
    page.get_by_label("更正原因").fill("补登来信一件")
    page.get_by_role("button", name="重新比对").click()
    row = page.locator("tr", has_text="起数").filter(has_text="本年度").first
    expect(row).to_contain_text("7")
    correction = page.url
    log_out(page)

    log_in(page, "head")
    page.goto(correction)
    page.get_by_role("button", name="批准并印发").click()
    sure(page)
    expect(page.get_by_text("更正已批准")).to_be_visible()
    effect = OwedEffect.objects.get(kind="reporting.correct")
    assert jobs.run(effect.pk, now=timezone.now())
    page.goto(address)
    expect(page.locator(".alert", has_text="更正第1号")).to_be_visible()
    log_out(page)

    log_in(page, "principal")
    assert page.get_by_role("link", name="年度报告").count() == 0
    assert page.request.get(f"/annual-reports/{year}/").status == 404
