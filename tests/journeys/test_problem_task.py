"""From the monthly analysis to a task and back: recorded, answered, returned, answered, closed, told by the bulletin."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from accountability.models import ProblemTask
from organizations.authority import authority_of
from organizations.models import Setting
from petitions.models import Case, Cause
from petitions.services.cause_list import load_causes
from reporting.domain.results import BulletinData
from reporting.domain.spans import Period
from reporting.services.bulletins import build_bulletin
from tests.factories.petitions import at, make_case, make_content_class
from tests.journeys.desk import choose_unit, come_in, make_desk, on_day
from tests.reporting.conftest import rule_set  # noqa: F401 - a fixture
from tests.support.axe import violations

RECORDED = date(2026, 11, 3)
CLOSED_ON = date(2026, 11, 25)
SHOWN = re.compile(r"/problem-tasks/\d+/$")


@pytest.fixture
def desk(transactional_db):
    """Three matters that the town answered in October, all because of the same cause."""
    desk = make_desk()
    load_causes()
    Setting.objects.create(code="score.objection_days", value=0, valid_from=date(2020, 1, 1))
    land = make_content_class("050200", "土地征收")
    for day in (12, 20, 26):
        make_case(
            office=desk["office"],
            clerk=desk["clerk"],
            place=desk["town"],
            responsible_unit=desk["town"],
            content_class=land,
            received_on=date(2026, 10, 2),
            status="concluded",
            concluded_on=date(2026, 10, day),
            closed_on=date(2026, 10, day),
            outcome="supported",
            cause=Cause.objects.get(code="0303"),
        )
    return desk


def step(page: Page, link: str, **fields: str) -> None:
    """Open a step of the task shown, fill it in and send it."""
    page.get_by_role("link", name=link, exact=True).click()
    for label, value in fields.items():
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name=link, exact=True).click()
    page.wait_for_url(SHOWN)


def open_task(page: Page, tab: str = "整改中") -> None:
    page.goto("/problem-tasks/")
    page.locator(".nav-tabs").get_by_role("link", name=tab, exact=True).click()
    page.get_by_role("link", name="承诺未兑现").click()
    page.wait_for_url(SHOWN)


@pytest.mark.usefixtures("rule_set")
def test_from_the_analysis_to_the_bulletin(page: Page, desk):
    with on_day(RECORDED):
        come_in(page, desk["clerk"])
        page.goto("/analysis/causes/?month=2026-10")
        assert not violations(page)
        row = page.get_by_role("row").filter(has_text="承诺未兑现").first
        expect(row.get_by_role("link", name="3")).to_be_visible()
        row.get_by_role("link", name="记录问题：承诺未兑现").click()
        expect(page.get_by_label("情况和分析")).to_have_value(re.compile("3件"))
        choose_unit(page, "unit", "lhz", "柳河镇")
        page.get_by_label("整改要求").fill("逐户核对承诺事项，建立兑现台账")
        page.get_by_role("button", name="交办").click()
        page.wait_for_url(SHOWN)
        expect(page.locator("main")).to_contain_text("孙书记")
        page.get_by_role("link", name="查看事项清单").click()
        expect(page.locator("main")).to_contain_text("共 3 件")

    with on_day(RECORDED + timedelta(days=10)):
        come_in(page, desk["officer"])
        open_task(page)
        step(page, "报整改结果", 整改情况="台账已经建立")
        come_in(page, desk["head"])
        open_task(page, "待审核")
        due = (RECORDED + timedelta(days=25)).isoformat()
        step(page, "退回继续整改", 退回理由="没有公示", 新的完成期限=due)
        expect(page.locator("main")).to_contain_text("没有公示")
        assert not violations(page)

    with on_day(RECORDED + timedelta(days=12)):
        come_in(page, desk["head"])
        page.goto("/analysis/problems/?month=2026-10")
        expect(page.locator("main")).to_contain_text("退回继续整改")
        assert not violations(page)

    with on_day(CLOSED_ON):
        come_in(page, desk["officer"])
        open_task(page)
        step(page, "报整改结果", 整改情况="台账已在村务公开栏公示")
        come_in(page, desk["head"])
        open_task(page, "待审核")
        step(page, "同意销号", 审核意见="属实")
        expect(page.locator("main")).to_contain_text("已销号")
    assert ProblemTask.objects.get().closed_on == CLOSED_ON

    with on_day(date(2026, 12, 2)):
        come_in(page, desk["head"])
        page.goto("/analysis/problems/?month=2026-11")
        expect(page.locator("main")).to_contain_text("以前月份结转的整改任务")
        expect(page.get_by_role("link", name="承诺未兑现")).to_be_visible()
    bulletin = build_bulletin(
        period=Period.parse("2026-11"),
        now=at(date(2026, 12, 2)),
        authority=authority_of(desk["clerk"], on=date(2026, 12, 2)),
    )
    told = BulletinData.from_json(bulletin.figures).duties.tasks
    assert (told.given, told.closed, told.left) == (1, 1, 0)
    assert Case.objects.count() == 3
