"""Two bad months lead to a talk with the deputy, a third one to a talk with the principal (条例第三十九条第三款)."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from accountability.models import Talk
from accountability.services.defaults import load_defaults
from tests.factories.petitions import at, make_clock
from tests.journeys.desk import come_in, on_day
from tests.reporting.conftest import build_county, published

TALK_DAY = date(2026, 10, 14)
REPORT_DAY = date(2026, 10, 20)


@pytest.fixture
def county(transactional_db):
    """One town tells two petitioners too late each month; August and September are published."""
    load_defaults(now=at(date(2026, 7, 1)))
    county = build_county()
    for month in (8, 9, 10):
        late_notices(county, month)
    published(county, "2026-08", now=at(date(2026, 9, 1), 6))
    assert not Talk.objects.exists(), "one month is no reason"
    published(county, "2026-09", now=at(date(2026, 10, 9), 6))
    return county


def late_notices(county, month):
    town = county.townships[0]
    for day in (2, 3):
        case = county.case(place=town, responsible_unit=town, received_on=date(2026, month, day))
        make_clock(
            case, "C4", date(2026, month, 15 + day), unit=town, stopped_on=date(2026, month, 25)
        )


def open_talk(page: Page, target: str) -> None:
    """Open the talk of the list that is with that kind of leader."""
    page.goto("/talks/")
    page.locator("tbody tr", has_text=target).get_by_role("link").first.click()


def arrange(page: Page, county) -> None:
    page.get_by_role("link", name="通知约谈").click()
    page.locator("#id_talker + .ts-wrapper .ts-control").click()
    page.locator(".ts-dropdown .option", has_text="县领导").first.click()
    page.get_by_label("日期").fill(TALK_DAY.isoformat())
    page.get_by_label("时间").fill("15:00")
    page.get_by_role("button", name="通知约谈").click()
    expect(
        page.locator(".field-error").first
    ).to_be_visible()  # no place yet; nothing typed is lost
    expect(page.get_by_label("时间")).to_have_value("15:00")
    page.get_by_label("地点").fill("县信访局会议室")
    page.get_by_role("button", name="通知约谈").click()
    expect(page.locator("main")).to_contain_text("未签阅")


def letter_opens(page: Page) -> None:
    url = page.get_by_role("link", name="打开 PDF").get_attribute("href")
    answer = page.request.get(url)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")


def hold(page: Page) -> None:
    page.get_by_role("link", name="登记谈话情况").click()
    page.get_by_label("谈话记录").fill("指出四件告知逾期；分管领导说明原因并承诺整改")
    page.get_by_label("整改事项1").fill("逐件补办书面告知")
    page.get_by_role("button", name="登记谈话情况").click()
    expect(page.locator(".field-error")).to_contain_text("完成期限")
    page.get_by_label("完成期限1").fill("2026-10-30")
    page.get_by_label("整改事项2").fill("明确专人每日核对到期提醒")
    page.get_by_label("完成期限2").fill("2026-10-25")
    page.get_by_role("button", name="登记谈话情况").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.get_by_role("link", name="办结")).to_have_count(0)


def report(page: Page, row: str, text: str) -> None:
    page.locator("tbody tr", has_text=row).get_by_role("link", name="报告").click()
    page.get_by_label("整改情况").fill(text)
    page.get_by_role("button", name="提交").click()
    expect(page.locator("tbody tr", has_text=row)).to_contain_text("已报告，待核查")


def check(page: Page, row: str, answer: str, note: str = "") -> None:
    page.locator("tbody tr", has_text=row).get_by_role("link", name="核查").click()
    page.get_by_label(answer).check()
    page.get_by_label("核查意见").fill(note)
    page.get_by_role("button", name="提交").click()
    after = "整改中" if note else "已落实"
    expect(page.locator("tbody tr", has_text=row)).to_contain_text(after)


def test_the_deputy_is_talked_to_and_after_a_third_month_the_principal(page: Page, county):
    with on_day(date(2026, 10, 9)):
        come_in(page, county.head)
        open_talk(page, "分管领导")
        expect(page.locator("main")).to_contain_text("连续 2 期")
        arrange(page, county)
        letter_opens(page)
        come_in(page, county.deputies[0])
        open_talk(page, "分管领导")
        letter_opens(page)
        page.get_by_role("button", name="已阅").click()
        expect(page.locator("main")).not_to_contain_text("未签阅")
    with on_day(TALK_DAY, hour=17):
        come_in(page, county.head)
        open_talk(page, "分管领导")
        hold(page)
    with on_day(REPORT_DAY):
        come_in(page, county.deputies[0])
        open_talk(page, "分管领导")
        report(page, "逐件补办", "已补办四件")
        report(page, "明确专人", "已明确专人")
        come_in(page, county.head)
        open_talk(page, "分管领导")
        check(page, "明确专人", "已落实")
        check(page, "逐件补办", "退回补充", "缺送达回证")
        expect(page.locator("main")).to_contain_text("缺送达回证")
        come_in(page, county.deputies[0])
        open_talk(page, "分管领导")
        report(page, "逐件补办", "附四份送达回证")
        come_in(page, county.head)
        open_talk(page, "分管领导")
        check(page, "逐件补办", "已落实")
        page.get_by_role("link", name="办结").click()
        page.get_by_label("说明").fill("整改到位")
        page.get_by_role("button", name="办结约谈").click()
        expect(page.locator(".field-error")).to_contain_text("应当由他人办结")
        page.get_by_label("由记录人本人办结的理由").fill("局内暂无其他督查人员")
        page.get_by_role("button", name="办结约谈").click()
        expect(page.locator("main")).to_contain_text("已办结")
        page.goto("about:blank")  # nothing on it asks once its session is over
    with on_day(date(2026, 11, 2)):
        come_in(page, county.head)
        published(county, "2026-10", now=at(date(2026, 11, 2), 6))
        open_talk(page, "主要领导")
        expect(page.locator("main")).to_contain_text("连续 3 期")
        expect(page.get_by_role("link", name="通知约谈")).to_be_visible()
    talks = Talk.objects.order_by("pk").values_list("target", "status", "consecutive")
    assert list(talks) == [("deputy", "closed", 2), ("principal", "proposed", 3)]
