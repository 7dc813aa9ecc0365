"""An inquiry into liability: opened, told, read and answered, decided by the competent organ, seen on the person's result sheet."""

from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accountability.models import Inquiry
from organizations.enums import Competence, PostKind, UnitKind
from organizations.models import Unit
from tests.factories.organizations import make_unit, make_user_with_post
from tests.factories.petitions import make_case, make_clock
from tests.journeys.desk import choose_unit, come_in, make_desk, on_day
from tests.support.axe import violations

DUE = date(2026, 3, 11)
OPENED = date(2026, 3, 20)
DECIDED = date(2026, 3, 27)


@pytest.fixture
def desk(transactional_db):
    """A matter whose limit the town missed, and the organ of discipline."""
    desk = make_desk()
    case = make_case(
        office=desk["office"],
        clerk=desk["clerk"],
        responsible_unit=desk["town"],
        received_on=date(2026, 1, 10),
        status="accepted",
    )
    make_clock(case, "C8", DUE, unit=desk["town"], name="办结", article="条例第三十四条")
    county = Unit.objects.get(kind=UnitKind.COUNTY)
    organ = make_unit(
        UnitKind.DEPARTMENT, "县纪委监委", parent=county, competence=Competence.DISCIPLINE
    )
    desk["inspector"] = make_user_with_post(PostKind.PRINCIPAL, organ, "纪委书记")
    return desk


def act(page: Page, link: str, button: str, **texts: str) -> None:
    """Open an act of the inquiry shown, fill in what it asks in words, and do it."""
    page.get_by_role("link", name=link, exact=True).first.click()
    for label, text in texts.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name=button, exact=True).click()
    page.locator("#messages .alert, #messages .toast").first.wait_for()


def open_it(page: Page, *, ended: str = "") -> None:
    page.goto(f"/inquiries/{ended}")
    page.get_by_role("link", name=Inquiry.objects.get().number).click()
    page.get_by_role("heading", name="证据").wait_for()


def test_from_the_act_to_the_result_sheet(page: Page, desk):
    main = page.locator("main")
    with on_day(OPENED):
        come_in(page, desk["head"])
        page.goto("/inquiries/new/")
        choose_unit(page, "unit", "lhz", "柳河镇")
        page.get_by_label("情形").select_option("45.1")
        page.get_by_label("行为发生日期").fill(DUE.isoformat())
        page.get_by_label("事实", exact=True).fill("办结期限届满未出具处理意见")
        page.get_by_label("造成的后果").fill("信访人多次往返")
        page.get_by_role("button", name="提出", exact=True).click()
        page.get_by_role("link", name="提取期限记录").click()
        page.get_by_role("checkbox").first.check()
        page.get_by_role("button", name="提取期限记录").click()
        expect(main).to_contain_text("至2026-03-20仍未完成")
        page.get_by_role("link", name="列明责任人员").click()
        choose_unit(page, "term", "孙书记", "孙书记")
        page.get_by_label("主要领导责任").check()
        page.get_by_label("本职工作").check()
        page.get_by_role("button", name="列明责任人员").click()
        expect(main).to_contain_text("孙书记")
        act(page, "告知本人", "告知本人，听取陈述申辩")
        expect(main).to_contain_text("尚未确认阅看最近一次告知")
        assert not violations(page)

        come_in(page, desk["principal"])
        open_it(page)
        expect(main).to_contain_text("至2026-03-20仍未完成")
        page.get_by_role("button", name="确认已阅").click()
        expect(main).to_contain_text("2026-03-20 09:")
        act(page, "陈述申辩", "陈述申辩", 陈述申辩="承办人离岗，已安排补办")
        expect(main).to_contain_text("承办人离岗，已安排补办")
        assert not violations(page)

        come_in(page, desk["head"])
        open_it(page)
        page.get_by_role("link", name="移送有权机关").click()
        choose_unit(page, "competent", "纪委", "县纪委监委")
        page.get_by_role("button", name="移送有权机关").click()
        expect(main).to_contain_text("已移送有权机关")

    with on_day(DECIDED):
        come_in(page, desk["inspector"])
        open_it(page)
        page.get_by_role("link", name="登记处理决定").click()
        page.get_by_label("处理", exact=True).select_option("admonition")
        page.get_by_label("处理决定", exact=True).fill("予以诫勉")
        page.get_by_label("决定文号").fill("溪纪〔2026〕3号")
        page.get_by_role("button", name="登记处理决定").click()
        expect(main).to_contain_text("已作出处理")

        come_in(page, desk["principal"])
        open_it(page, ended="?all")
        expect(main).to_contain_text("予以诫勉")
        page.get_by_role("button", name="确认已阅").click()
        expect(main).to_contain_text("2026-03-27 09:")
        page.goto("/result-sheets/own/?year=2026")
        expect(main).to_contain_text("溪纪〔2026〕3号")
        expect(main).to_contain_text("诫勉")
        assert not violations(page)
    read = Inquiry.objects.get().people.get().read_at
    assert timezone.localdate(read) == DECIDED
