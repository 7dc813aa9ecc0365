"""A query in the browser: choose figures, open a number, keep it, share it; another opens it with his own numbers."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reporting.domain.indicators import INDICATORS
from reporting.domain.periods import Month
from reporting.models import SavedView
from tests.journeys.desk import come_in
from tests.reporting.conftest import build_county
from tests.support.axe import violations


@pytest.fixture
def county(transactional_db):
    """Last month three matters of one town and one of the other."""
    county = build_county()
    month = Month.of(timezone.localdate()).previous
    for number, town in enumerate([*county.townships[:1] * 3, county.townships[1]], start=1):
        county.case(
            place=town, responsible_unit=town, received_on=month.first_day.replace(day=number)
        )
    return county


def test_from_the_figures_to_a_shared_view(county, page):
    come_in(page, county.head)
    page.goto("/figures/query/")
    page.get_by_role("searchbox", name="查找指标").fill("按期办结")
    expect(page.locator(".query-figure:visible")).not_to_have_count(len(INDICATORS))
    page.get_by_role("checkbox", name="按期办结率").check()
    page.get_by_role("searchbox", name="查找指标").fill("")
    expect(page.get_by_role("checkbox", name="起数", exact=True)).to_be_checked()
    expect(page.get_by_label("起始日")).to_be_hidden()
    assert violations(page) == []
    page.get_by_role("button", name="查询", exact=True).click()
    expect(page.locator(".has-error, .alert").first).to_contain_text("承办单位")
    page.select_option("[name=by]", "owner")
    page.get_by_role("button", name="查询", exact=True).click()

    town = str(county.townships[0])
    row = page.locator(".query-table tbody tr", has_text=town)
    expect(row.get_by_role("link", name="3", exact=True)).to_be_visible()
    expect(page.locator(".query-notes")).to_contain_text("时限、进度指标不单独列示")
    assert violations(page) == []
    page.get_by_text("图中数据").click()
    expect(page.locator(".query-data")).to_contain_text(town)
    row.get_by_role("link", name="3", exact=True).click()
    expect(page.locator(".drill-head")).to_contain_text("共 3 件")
    page.go_back()

    with page.expect_download() as download:
        page.get_by_role("link", name="下载 Excel").click()
    assert download.value.suggested_filename.startswith("统计查询_")

    page.get_by_role("link", name="保存为视图").click()
    page.get_by_label("名称").fill("各乡镇上月")
    page.get_by_role("checkbox", name="单位领导").check()
    page.get_by_role("radio", name="发给本人和共享的角色").check()
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".has-error")).to_contain_text("请填写 2 至 28 之间的日子")
    expect(page.get_by_label("名称")).to_have_value("各乡镇上月")
    page.get_by_label("每月几日发送").fill("5")
    assert violations(page) == []
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".query-view")).to_contain_text("各乡镇上月")
    assert SavedView.objects.get().mail_day == 5

    come_in(page, county.principals[1])
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/figures/views/")
    assert violations(page) == []
    page.get_by_role("link", name="各乡镇上月").click()
    expect(page.locator(".query-view")).to_contain_text("按您的权限统计")
    expect(page.locator(".query-table tfoot td").first).to_have_text("1")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.goto("/figures/views/")
    page.get_by_role("button", name="退订邮件").click()
    expect(page.get_by_text("您已退订")).to_be_visible()
