"""A claim through all three levels: opinion, review, re-review, termination; each service starts the next clock."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from petitions.models import Case
from tests.journeys.desk import (
    come_in,
    confirm,
    make_desk,
    on_day,
    open_act,
    register_earlier,
    send_to_town,
)
from tests.petitions.conftest import SOUND
from tests.petitions.steps import LETTER, running

RECEIVED = date(2026, 3, 2)
ACCEPTED = date(2026, 3, 9)
ISSUED = date(2026, 4, 8)
SERVED = date(2026, 4, 13)
ASKED = date(2026, 5, 6)
REVIEWED = date(2026, 5, 27)
REVIEW_SERVED = date(2026, 6, 1)
ASKED_AGAIN = date(2026, 6, 29)
HEARD = (date(2026, 7, 6), date(2026, 7, 10))
RECHECKED = date(2026, 7, 27)
ENDED = date(2026, 8, 3)
THIRTY = timedelta(days=30)


@pytest.fixture
def desk(transactional_db):
    return make_desk()


@pytest.fixture
def case(desk) -> Case:
    """Registered at the office and sent to the town on the same day."""
    with on_day(RECEIVED):
        case = register_earlier(desk)
        send_to_town(desk, case)
    return case


def clock(page: Page, name: str, words: str) -> None:
    """The case page shows that clock with these words."""
    line = page.locator(".clock", has=page.get_by_text(name, exact=True)).first
    expect(line).to_contain_text(words)


def serve(page: Page, case: Case, title: str) -> None:
    """Proof of service by post, today."""
    open_act(page, case, "登记送达")
    expect(page.locator("#id_document")).to_contain_text(title)
    page.select_option("[name=method]", "post")
    page.fill("[name=receiver]", "张小明")
    page.fill("[name=place]", "柳河镇三组")
    page.fill("[name=note]", "邮件号码 EX123456789CN")
    confirm(page, "登记送达")


@pytest.mark.timeout(180)
def test_a_claim_through_three_levels(desk, case, page):
    handled(desk, case, page)
    reviewed(desk, case, page)
    rechecked(desk, case, page)
    terminated(desk, case, page)


def handled(desk, case, page) -> None:
    """The town accepts and issues its opinion; the paper goes by post and is proven five days later."""
    with on_day(ACCEPTED):
        come_in(page, desk["officer"])
        open_act(page, case, "受理")
        page.fill("[name=body]", LETTER)
        page.select_option("[name=served_how]", "in_person")
        confirm(page, "受理")
        clock(page, "办结", (ACCEPTED + timedelta(days=60)).isoformat())
    with on_day(ISSUED):
        come_in(page, desk["officer"])
        open_act(page, case, "出具处理意见")
        page.check("input[name=outcome][value=rejected]")
        page.fill("[name=opinion]", SOUND)
        page.fill("[name=legal_basis]", "《城市道路管理条例》第二十三条")
        confirm(page, "出具处理意见")
        assert "C10" not in running(case), "an opinion nobody received starts no period"
    with on_day(SERVED):
        come_in(page, desk["officer"])
        serve(page, case, "信访处理意见书")
        clock(page, "申请复查", (SERVED + THIRTY).isoformat())


def reviewed(desk, case, page) -> None:
    """The petitioner asks on the twenty-third day; the county decides within thirty."""
    with on_day(ASKED):
        come_in(page, desk["clerk"])
        open_act(page, case, "登记复查请求")
        page.fill("[name=grounds]", "对认定的事实不服。")
        confirm(page, "登记复查请求")
        clock(page, "复查", (ASKED + THIRTY).isoformat())
    with on_day(REVIEWED):
        come_in(page, desk["clerk"])
        decide(page, case, "作出复查意见")
        assert running(case) == {}
    with on_day(REVIEW_SERVED):
        come_in(page, desk["clerk"])
        serve(page, case, "信访事项复查意见书")
        clock(page, "申请复核", (REVIEW_SERVED + THIRTY).isoformat())


def rechecked(desk, case, page) -> None:
    """The re-review is heard; the days of the hearing are not counted (条例第三十六条第二款)."""
    with on_day(ASKED_AGAIN):
        come_in(page, desk["clerk"])
        open_act(page, case, "登记复核请求")
        page.fill("[name=organ_name]", "临江市人民政府")
        page.fill("[name=grounds]", "复查意见没有回应路灯的权属。")
        confirm(page, "登记复核请求")
        clock(page, "复核", (ASKED_AGAIN + THIRTY).isoformat())
    with on_day(HEARD[1]):
        come_in(page, desk["clerk"])
        open_act(page, case, "举行听证")
        page.fill("[name=starts_on]", HEARD[0].isoformat())
        page.fill("[name=place]", "市信访局听证室")
        page.fill("[name=members]", "听证员三人，记录员一人")
        confirm(page, "举行听证")
        open_act(page, case, "结束听证")
        page.fill("[name=record]", "双方到场，陈述、质询完毕。")
        confirm(page, "结束听证")
    assert running(case)["C13"] > ASKED_AGAIN + THIRTY
    with on_day(RECHECKED):
        come_in(page, desk["clerk"])
        decide(page, case, "作出复核意见")
        open_act(page, case, "登记送达")
        page.get_by_role("link", name="返回").click()
        expect(page.locator(".act-button", has_text="三级终结")).to_have_count(0)
        serve(page, case, "信访事项复核意见书")


def decide(page: Page, case: Case, name: str) -> None:
    """Upheld, in words that answer the matter."""
    open_act(page, case, name)
    expect(page.locator("#id_redo_due_on")).to_be_hidden()
    page.check("input[name=outcome][value=redo]")
    expect(page.locator("#id_redo_due_on")).to_be_visible()
    page.check("input[name=outcome][value=upheld]")
    page.fill("[name=opinion]", SOUND)
    page.fill("[name=legal_basis]", "《信访工作条例》第三十五条")
    confirm(page, name)


def terminated(desk, case, page) -> None:
    """The end is told to the petitioner, and the care that stays owed is written down."""
    with on_day(ENDED):
        come_in(page, desk["clerk"])
        open_act(page, case, "三级终结")
        page.fill("[name=plan]", "由柳河镇联系疏导，民政部门核查是否符合救助条件。")
        confirm(page, "三级终结")
        expect(page.locator(".papers")).to_contain_text("信访事项终结告知书")
        expect(page.locator(".page-head")).to_contain_text("已终结")
        expect(page.locator(".act-button", has_text="登记复核请求")).to_have_count(0)
        page.locator("#timeline .timeline, #timeline ol, #timeline ul").first.wait_for()
        expect(page.locator("#timeline")).to_contain_text("三级终结")
    case.refresh_from_db()
    assert case.terminated_on == ENDED
    assert list(case.clocks.filter(on_time=False)) == []
