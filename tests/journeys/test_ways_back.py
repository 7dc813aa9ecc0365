"""Ways back: an objection refused, another agreed to with its material, and a simple procedure that proves unsuitable."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from petitions.models import Case
from tests.factories.organizations import make_unit
from tests.journeys.desk import (
    choose_unit,
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
from tests.support.axe import violations

SENT = date(2026, 3, 3)  # a Tuesday
OBJECTED = SENT + timedelta(days=2)
DECIDED = SENT + timedelta(days=6)
FIFTEEN = timedelta(days=15)


@pytest.fixture
def desk(transactional_db):
    desk = make_desk()
    bureau = make_unit(
        "department",
        "县住房和城乡建设局",
        parent=desk["office"].parent,
        short_name="住建局",
        initials="zjj",
    )
    return {**desk, "bureau": bureau}


def sent(desk, title: str) -> Case:
    case = register_earlier(desk, title=title)
    send_to_town(desk, case)
    return case


def object_to(page: Page, case: Case, reason: str) -> None:
    """The township says that it is not its own, and whose it is."""
    open_act(page, case, "提出异议")
    page.fill("[name=reason]", reason)
    choose_unit(page, "suggested_unit", "zjj", "住建局")
    confirm(page, "提出异议")
    expect(page.locator(".page-head")).to_contain_text("异议")


def decide(page: Page, case: Case, *, agreed: bool, reason: str) -> None:
    """The office reads the objection on the page of the decision and decides."""
    page.goto("/cases/?view=objections")
    page.get_by_role("link", name=case.number).click()
    page.locator(".act-button", has_text="审核异议").click()
    expect(page.locator(".alert-warning")).to_contain_text("建议承办单位：")
    page.check(f"input[name=approve][value='{int(agreed)}']")
    page.fill("[name=reason]", reason)
    confirm(page, "审核异议")


@pytest.mark.timeout(120)
def test_one_objection_is_refused_and_another_brings_the_matter_back(desk, page):
    with on_day(SENT):
        kept, returned = sent(desk, "路灯不亮"), sent(desk, "楼道漏水")
    with on_day(OBJECTED):
        come_in(page, desk["officer"])
        object_to(page, kept, "路灯由住建局管养。")
        object_to(page, returned, "该楼系住建局直管公房。")
        page.goto("/cases/?view=todo")
        expect(page.locator("main")).not_to_contain_text(kept.number)
    assert running(kept)["C4"] == SENT + FIFTEEN, "objecting gains no time"
    with on_day(DECIDED):
        come_in(page, desk["clerk"])
        decide(page, kept, agreed=False, reason="该路段已移交镇里管养，请继续办理。")
        decide(page, returned, agreed=True, reason="经核实，属住建局直管公房。")
        assert running(kept) == {"C4": SENT + FIFTEEN}
        assert running(returned) == {"C1": DECIDED + FIFTEEN}
        sent_on(desk, page, returned)
        come_in(page, desk["officer"])
        goes_on(page, kept)
        handed_back(page, returned)


def sent_on(desk, page: Page, case: Case) -> None:
    """The unit the objection named stands in the field already."""
    open_act(page, case, "转送")
    expect(page.locator("#id_to_unit")).to_have_value(str(desk["bureau"].pk))
    confirm(page, "转送")
    expect(page.locator(".names")).to_contain_text("住建局")
    page.locator("#timeline li").first.wait_for()
    expect(page.locator("#timeline")).to_contain_text("异议审核结果：同意退回")


def goes_on(page: Page, case: Case) -> None:
    """The refused unit is told why, may not object again, and accepts."""
    page.goto("/notices/")
    expect(page.locator("main")).to_contain_text("异议")
    page.goto(f"/cases/{case.pk}/")
    page.locator("#timeline li").first.wait_for()
    expect(page.locator("#timeline")).to_contain_text("请继续办理")
    expect(page.locator(".act-button", has_text="提出异议")).to_have_count(0)
    open_act(page, case, "受理")
    page.fill("[name=body]", LETTER)
    page.select_option("[name=served_how]", "in_person")
    confirm(page, "受理")


def handed_back(page: Page, case: Case) -> None:
    """The unit whose objection was right has nothing left to do."""
    page.goto(f"/cases/{case.pk}/")
    expect(page.locator(".act-buttons")).to_have_count(0)


@pytest.mark.timeout(120)
def test_a_simple_procedure_falls_back_to_the_ordinary_one(desk, page):
    with on_day(SENT):
        case = sent(desk, "路灯不亮")
    accepted = SENT + timedelta(days=1)
    with on_day(accepted):
        come_in(page, desk["officer"])
        open_act(page, case, "简易受理")
        page.fill("[name=body]", LETTER)
        page.select_option("[name=served_how]", "electronic")
        confirm(page, "简易受理")
        expect(page.locator(".page-head")).to_contain_text("简易办理")
        sixty = running(case)["C8"]
        assert sixty >= accepted + timedelta(days=60)
        assert running(case) == {"S2": date(2026, 3, 18), "C8": sixty}
    with on_day(date(2026, 3, 16)):
        come_in(page, desk["officer"])
        open_act(page, case, "转为普通程序")
        assert violations(page) == []
        page.get_by_role("button", name="确认转为普通程序").click()
        expect(page.locator(".field-error")).to_have_count(1)
        page.fill("[name=reason]", "路灯权属有争议，需要会同供电部门核实。")
        confirm(page, "转为普通程序")
        expect(page.locator(".page-head")).not_to_contain_text("简易办理")
        expect(page.locator(".act-button", has_text="转为普通程序")).to_have_count(0)
        assert running(case) == {"C8": sixty}, (
            "counted from acceptance, as if nothing had been tried"
        )
    with on_day(date(2026, 4, 20)):
        come_in(page, desk["officer"])
        open_act(page, case, "出具处理意见")
        page.check("input[name=outcome][value=supported]")
        page.fill("[name=opinion]", SOUND)
        page.fill("[name=legal_basis]", "《城市道路管理条例》第二十三条")
        confirm(page, "出具处理意见")
    assert case.clocks.get(code="C8").on_time is True
