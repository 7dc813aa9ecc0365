"""A clerk imports a register and empties the queue of matters without a place."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from core import jobs
from core.models import OwedEffect
from petitions.models import Case, PlaceRule
from tests.journeys.desk import log_in, make_desk
from tests.support.axe import violations
from tests.support.registers import HEADERS, messages, xlsx


@pytest.fixture
def desk(transactional_db):
    return make_desk()


def work() -> None:
    """What a worker does when it is woken."""
    for effect in OwedEffect.objects.filter(state="owed"):
        jobs.run(effect.pk, now=timezone.now())


def test_from_the_file_to_an_empty_queue(desk, page, tmp_path):
    path = tmp_path / "留言登记簿.xlsx"
    rows = [*messages(3), [99, "U99", "坏行", "某日", "内容足够长的文字", 0]]
    rows[0][4] = f"{rows[0][4]}地点在F6区。"
    path.write_bytes(xlsx([HEADERS, *rows], title="某县留言登记簿").getvalue())
    log_in(page, "clerk")
    page.locator("#sidebar summary", has_text="登记簿").click()
    page.get_by_role("link", name="登记簿导入").first.click()
    page.fill("#id_source", "县长信箱")
    page.set_input_files("#id_file", path)
    page.get_by_role("button", name="上传并核对列名").click()
    expect(page.get_by_label("留言详情")).to_have_value("statement")
    assert violations(page) == []
    page.get_by_role("button", name="保存并试运行").click()
    expect(page.get_by_text("以下是试运行结果")).to_be_visible()
    expect(page.get_by_text("不是日期")).to_be_visible()
    assert violations(page) == []
    assert not Case.objects.exists()

    page.get_by_role("button", name="开始导入").click()
    expect(page.get_by_text("已排队")).to_be_visible()
    work()
    # the bar asks each second and lets the page show the result by itself
    expect(page.get_by_text("文件 4 行，已说明去向 4 行")).to_be_visible()
    assert Case.objects.count() == 3
    with page.expect_download() as download:
        page.locator("a[href*='rejected'][href*='csv']").click()
    assert "坏行" in download.value.path().read_text(encoding="utf-8-sig")

    page.get_by_role("link", name="处理属地待定").click()
    page.get_by_role("link", name="F6区").click()
    expect(page.get_by_text("共 1 件")).to_be_visible()
    assert violations(page) == []
    page.locator("input[name=case]").check()
    page.locator("#id_place-ts-control").click()
    page.keyboard.type("柳河")
    page.get_by_role("option", name="柳河镇").click()
    page.get_by_role("button", name="确定所选件的属地").click()
    expect(page.get_by_text("已确定 1 件的属地")).to_be_visible()
    assert Case.objects.placed_nowhere().count() == 2
    assert PlaceRule.objects.get().pattern == "F6区"

    page.goto("/places/rules/")
    page.fill("#id_text", "我家在F6区二组")
    expect(page.locator("#place-test")).to_contain_text("柳河镇")
    assert violations(page) == []
