"""A leader gets a case by decision, makes a plan, a step gets overdue and is told of, a visit, the end."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from accountability.models import LeaderCase
from accountability.services.leader_run import run_leader_cases
from organizations.enums import PostKind
from tests.accountability.leaders import conclude
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at
from tests.journeys.desk import come_in, make_desk, on_day, register_earlier, send_to_town

DAY = date(2026, 3, 2)  # Monday


@pytest.fixture
def desk(transactional_db):
    desk = make_desk()
    county = desk["office"].parent
    desk["leader"] = make_user_with_post(PostKind.COUNTY_LEADER, county, "周书记")
    desk["second"] = make_user_with_post(PostKind.DEPUTY, desk["town"], "吴镇长")
    return desk


def test_one_problem_one_leader_one_plan_until_the_end(page: Page, desk):
    with on_day(DAY):
        case = register_earlier(desk)
        send_to_town(desk, case)
        come_in(page, desk["head"])
        page.goto(f"/cases/{case.pk}/")
        page.get_by_role("link", name="列为难案、要案并包案").click()
        page.get_by_label("难案", exact=True).check()
        page.get_by_label("列为难案、要案的理由").fill("多个部门职责交叉，久拖未决")
        page.locator("#id_leader + .ts-wrapper .ts-control").click()
        page.keyboard.type("吴镇长")
        page.locator(".ts-dropdown .option", has_text="吴镇长").first.click()
        page.get_by_role("button", name="列为难案、要案并包案").click()
        expect(page.locator(".field-error").first).to_contain_text("请写明指定的理由")
        page.get_by_label("指定的理由").fill("熟悉情况")
        page.get_by_role("button", name="列为难案、要案并包案").click()
        expect(page.locator(".names")).to_contain_text("吴镇长")

    with on_day(DAY + timedelta(days=1)):
        come_in(page, desk["second"])
        page.goto("/leading/")
        page.get_by_role("link", name=case.number).click()
        page.get_by_role("link", name="制定方案").click()
        page.get_by_label("问题症结").fill("路灯产权不清")
        page.get_by_label("化解目标和措施").fill("明确管护单位，恢复照明")
        for row, text, back in ((0, "现场核实", 7), (1, "维修路灯", 20)):
            page.locator(f"#id_steps-{row}-text").fill(text)
            page.locator(f"#id_steps-{row}-unit-ts-control").click()
            page.locator(f"#id_steps-{row}-unit-ts-dropdown .option", has_text="柳河镇").click()
            due = DAY + timedelta(days=back)
            page.locator(f"#id_steps-{row}-due_on").fill(due.isoformat())
        page.get_by_role("button", name="保存").click()
        page.get_by_role("button", name="确认方案").click()
        expect(page.locator("main")).to_contain_text("执行中")
        page.get_by_role("link", name="登记走访约见").click()
        page.get_by_label("走访", exact=True).check()
        page.get_by_label("地点").fill("村口")
        page.get_by_label("参加的工作人员").fill("吴镇长、赵专干")
        page.get_by_label("听取的意见和诉求").fill("孩子晚上放学不安全")
        page.get_by_label("答复和承诺").fill("做好稳控")
        page.get_by_role("button", name="登记走访约见").click()
        expect(page.locator(".field-error").first).to_contain_text("稳控")
        page.get_by_label("答复和承诺").fill("二十日内恢复照明")
        page.get_by_role("button", name="登记走访约见").click()
        page.wait_for_url("**/leading/*/")
        expect(page.locator("main")).to_contain_text("孩子晚上放学不安全")

    late = DAY + timedelta(days=8)
    run_leader_cases(on=late, now=at(late, 9))
    with on_day(late, hour=10):
        come_in(page, desk["officer"])
        page.goto("/notices/")
        expect(page.locator("main")).to_contain_text("包案方案第1步已逾期")
        page.goto("/")
        expect(page.locator("main")).to_contain_text("现场核实")
        page.goto("/leading/overdue/")
        page.get_by_role("link", name=case.number).click()
        page.get_by_role("link", name="登记完成 1").click()
        page.get_by_label("完成情况").fill("产权属村集体")
        page.get_by_role("button", name="登记步骤完成").click()
        expect(page.locator("main")).to_contain_text("1 / 2")

    with on_day(DAY + timedelta(days=18)):
        come_in(page, desk["second"])
        page.goto(f"/leading/{LeaderCase.objects.get().pk}/")
        page.get_by_role("link", name="登记完成 2").click()
        page.get_by_label("完成情况").fill("路灯全部修复")
        page.get_by_role("button", name="登记步骤完成").click()
        page.get_by_role("link", name="了结包案").click()
        page.get_by_label("化解", exact=True).check()
        page.get_by_label("结果说明").fill("照明恢复，信访人认可")
        page.get_by_role("button", name="了结包案").click()
        expect(page.locator("main")).to_contain_text("第三十四条")
        conclude(case, on=DAY + timedelta(days=18))
        page.get_by_role("button", name="了结包案").click()
        expect(page.locator("#messages")).to_contain_text("包案已了结")
        expect(page.locator("main")).to_contain_text("照明恢复，信访人认可")
    assert LeaderCase.objects.get().outcome == "resolved"
