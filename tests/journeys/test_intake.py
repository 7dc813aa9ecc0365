"""Registration as a clerk at the window does it: keyboard only, double clicks, a lost session, a closed page."""

import pytest
from playwright.sync_api import expect

from petitions.models import Case, Petitioner
from petitions.services.drafts import PersonDraft
from tests.journeys.desk import (
    STATEMENT,
    focused,
    log_in,
    log_in_again,
    lose_session,
    make_desk,
    register_earlier,
    tab_to,
)
from tests.support.axe import violations


@pytest.fixture
def desk(transactional_db):
    return make_desk()


def fill_shortly(page) -> None:
    page.goto("/cases/new/")
    page.fill("[name=people-0-name]", "张小明")
    page.fill("[name=statement]", STATEMENT)


def test_a_collective_visit_of_eight_by_keyboard_alone(desk, page):
    log_in(page, "clerk")
    page.goto("/cases/new/")
    keys = page.keyboard
    assert focused(page) == "form"
    keys.press("2")
    expect(page.locator("input[name=form][value=letter]")).to_be_checked()
    keys.press("1")
    expect(page.locator("input[name=form][value=visit]")).to_be_checked()
    tab_to(page, "people-0-name")
    for number in range(8):
        if number:
            keys.press("Alt+a")
        assert focused(page) == f"people-{number}-name"
        keys.type(f"村民{number}")
        keys.press("Enter")  # moves on, never submits
        assert focused(page) == f"people-{number}-phone"
        keys.type(f"1380000000{number}")
    expect(page.locator("[name=head_count]")).to_have_value("8")
    expect(page.locator("[data-collective]")).to_be_visible()
    expect(page.locator("[data-too-many]")).to_be_hidden()
    tab_to(page, "purpose")
    keys.press("4")
    keys.press("Tab")
    assert focused(page) == "statement"
    keys.type(STATEMENT)
    keys.press("Tab")
    assert focused(page) == "title"
    keys.press("Tab")
    keys.press("Tab")
    keys.type("lhz")  # the place by its pinyin initials
    page.locator(".ts-dropdown .option", has_text="柳河镇").wait_for()
    keys.press("Enter")
    keys.press("Control+Enter")
    page.get_by_role("heading", name="已登记").wait_for()
    case = Case.objects.get()
    assert (case.head_count, case.is_collective, case.place) == (8, True, desk["town"])
    assert case.participants.count() == 8
    roles = list(case.participants.order_by("order").values_list("role", flat=True))
    assert roles == ["main", *["representative"] * 4, *["member"] * 3]
    expect(page.locator("#case-number")).to_have_text(case.number)


def test_a_known_person_is_picked_and_the_earlier_matter_linked(desk, page):
    person = PersonDraft(name="欧阳春", phone="13812345678", address="柳河镇三组")
    earlier = register_earlier(desk, people=(person,))
    log_in(page, "clerk")
    page.goto("/cases/new/")
    page.locator("[name=people-0-name]").focus()
    page.keyboard.type("oyc")
    page.locator(".suggestion").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[name=people-0-name]")).to_have_value("欧阳春")
    expect(page.locator("[data-picked]").first).to_contain_text("138****5678")
    page.fill("[name=statement]", "路灯还是不亮，请求维修。")
    page.locator(f"input[name=repeat_of][value='{earlier.pk}']").wait_for()
    page.keyboard.press("Alt+1")
    page.keyboard.press("Control+Enter")
    page.get_by_role("heading", name="已登记").wait_for()
    case = Case.objects.exclude(pk=earlier.pk).get()
    assert case.repeat_of == earlier
    assert case.participants.get().petitioner == Petitioner.objects.get()
    assert case.title == "路灯还是不亮，请求维修"


def test_rows_come_and_go_without_losing_the_others(desk, page):
    log_in(page, "clerk")
    page.goto("/cases/new/")
    for number in range(3):
        if number:
            page.click("[data-add-row]")
        page.fill(f"[name=people-{number}-name]", f"甲{number}")
    page.locator("[data-remove-row]").nth(1).click()
    page.fill("[name=statement]", STATEMENT)
    page.fill("[name=head_count]", "2")
    page.keyboard.press("Control+Enter")
    page.get_by_role("heading", name="已登记").wait_for()
    names = Case.objects.get().participants.values_list("petitioner__name", flat=True)
    assert set(names) == {"甲0", "甲2"}


def test_a_wrong_identity_number_is_said_at_once(desk, page):
    log_in(page, "clerk")
    page.goto("/cases/new/")
    page.fill("[name=people-0-id_number]", "110105194912310021")
    page.keyboard.press("Tab")
    page.get_by_text("校验位不符").wait_for()


def test_a_double_click_makes_one_case(desk, page):
    log_in(page, "clerk")
    fill_shortly(page)
    page.dblclick("#save")
    page.get_by_role("heading", name="已登记").wait_for()
    assert Case.objects.count() == 1
    page.go_back()
    expect(page.locator("[name=statement]")).to_have_value(STATEMENT)
    page.click("#save")
    page.get_by_text("没有重复登记").wait_for()
    assert Case.objects.count() == 1


def test_going_back_and_typing_another_matter_makes_another_case(desk, page):
    log_in(page, "clerk")
    fill_shortly(page)
    page.click("#save")
    page.get_by_role("heading", name="已登记").wait_for()
    page.go_back()
    expect(page.locator("[name=statement]")).to_have_value(STATEMENT)
    page.fill("[name=people-0-name]", "李四")
    page.click("#save")
    page.get_by_text("再次保存").wait_for()
    page.click("#save")
    page.get_by_role("heading", name="已登记").wait_for()
    assert Case.objects.count() == 2


def test_a_refused_form_keeps_what_was_typed(desk, page):
    log_in(page, "clerk")
    fill_shortly(page)
    page.fill("[name=people-0-id_number]", "123")
    page.keyboard.press("Control+Enter")
    page.get_by_text("尚未保存").wait_for()
    assert page.input_value("[name=statement]") == STATEMENT
    assert page.input_value("[name=people-0-id_number]") == "123"
    assert not Case.objects.exists()
    page.fill("[name=people-0-id_number]", "")
    page.keyboard.press("Control+Enter")
    page.get_by_role("heading", name="已登记").wait_for()
    assert Case.objects.count() == 1


def test_a_lost_session_keeps_the_form_and_saves_it_after_logging_in(desk, page, context):
    log_in(page, "clerk")
    fill_shortly(page)
    page.locator("[name=title][placeholder]:not([placeholder=''])").wait_for()  # asked while typing
    page.wait_for_load_state("networkidle")
    lose_session(page)
    page.keyboard.press("Control+Enter")
    log_in_again(page, "clerk")
    page.get_by_role("heading", name="已登记").wait_for()
    assert Case.objects.get().statement == STATEMENT


def test_a_closed_page_is_offered_again_with_all_its_rows(desk, page, context):
    log_in(page, "clerk")
    fill_shortly(page)
    page.click("[data-add-row]")
    page.fill("[name=people-1-name]", "李四")
    page.wait_for_timeout(700)
    page.close()
    again = context.new_page()
    again.goto("/cases/new/")
    again.get_by_role("button", name="恢复").click()
    assert again.input_value("[name=statement]") == STATEMENT
    assert again.input_value("[name=people-1-name]") == "李四"
    again.keyboard.press("Control+Enter")
    again.click("#save")
    again.get_by_role("heading", name="已登记").wait_for()
    assert Case.objects.get().participants.count() == 2


@pytest.mark.parametrize("width", [1440, 390])
def test_the_page_is_accessible_and_fits(desk, page, width):
    log_in(page, "clerk")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/cases/new/")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
