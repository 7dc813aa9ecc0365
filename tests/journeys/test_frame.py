"""The frame of every page as people use it: keyboard, phone, lost session, drafts, accessibility."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from organizations.enums import PostKind, UnitKind
from organizations.models import Unit
from tests.factories.organizations import make_county, make_user_with_post
from tests.journeys.desk import log_out, lose_session
from tests.support.axe import violations

PASSWORD = "Right-horse-2026"


@pytest.fixture
def admin(transactional_db):
    """An administrator of a small county."""
    units = make_county()
    user = make_user_with_post(
        PostKind.ADMINISTRATOR, units[UnitKind.PETITION_OFFICE][0], "王管理", username="admin"
    )
    user.set_password(PASSWORD)
    user.save()
    return user


def log_in(page, username="admin") -> None:
    """By keyboard alone: the name has the focus, Tab, password, Enter."""
    page.goto("/login/")
    page.locator("#id_username:focus").wait_for()
    page.keyboard.type(username)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="工作台").wait_for()


def _fill_unit(page, code="990101901") -> None:
    page.goto(reverse("unit-create"))
    page.fill("#id_code", code)
    page.fill("#id_name", "县林业局")
    page.fill("#id_short_name", "林业局")
    page.select_option("#id_kind", "department")
    page.fill("#id_valid_from", "2026-01-01")


def test_a_form_sent_after_the_session_ended_is_saved_after_logging_in_again(admin, page, context):
    log_in(page)
    _fill_unit(page)
    lose_session(page)
    page.click("main button[type=submit]")
    frame = page.frame_locator("#login-dialog iframe")
    frame.locator("#id_username").fill("admin")
    frame.locator("#id_password").fill(PASSWORD)
    frame.locator("button[type=submit]").first.click()
    page.wait_for_url("**/units/")
    assert Unit.objects.get(code="990101901").name == "县林业局"


def test_another_users_log_in_does_not_send_what_the_first_typed(admin, page, context):
    get_user_model().objects.create_user("second", password=PASSWORD, name="别人")
    log_in(page)
    _fill_unit(page)
    lose_session(page)
    page.click("main button[type=submit]")
    frame = page.frame_locator("#login-dialog iframe")
    frame.locator("#id_username").fill("second")
    frame.locator("#id_password").fill(PASSWORD)
    frame.locator("button[type=submit]").first.click()
    page.get_by_text("现在登录的是另一个账号").wait_for()
    assert not Unit.objects.filter(code="990101901").exists()
    assert page.input_value("#id_name") == "县林业局"


def test_a_double_click_sends_once(admin, page):
    log_in(page)
    _fill_unit(page)
    page.dblclick("main button[type=submit]")
    page.wait_for_url("**/units/")
    assert Unit.objects.filter(name="县林业局").count() == 1


def test_on_a_phone_the_navigation_opens_and_nothing_overflows(admin, page):
    log_in(page)
    page.set_viewport_size({"width": 390, "height": 844})
    for name in ("home", "unit-list", "staff-list", "calendar", "setting-list", "unit-create"):
        page.goto(reverse(name))
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, name
    page.click(".topbar-toggle")
    page.locator("#sidebar summary", has_text="系统").click()
    page.click("#sidebar a[href='/calendar/']")
    page.get_by_role("heading", name="年工作日历").wait_for()


def test_a_confirmation_can_be_declined_with_the_keyboard(admin, page):
    log_in(page)
    page.goto(reverse("staff-list"))
    page.get_by_role("button", name="重置密码").first.click()
    page.locator("#confirm-dialog[open]").wait_for()
    page.keyboard.press("Escape")
    page.locator("#confirm-dialog[open]").wait_for(state="detached")
    assert page.url.endswith(reverse("staff-list"))
    admin.refresh_from_db()
    assert admin.check_password(PASSWORD)


@pytest.mark.parametrize("width", [1440, 390])
def test_pages_are_accessible(admin, page, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/login/")
    found = {"login": violations(page)}
    log_in(page)
    unit = Unit.objects.townships().first()
    names = ("home", "unit-list", "unit-create", "staff-list", "population-list", "calendar")
    urls = [reverse(name) for name in (*names, "setting-list", "password_change", "vacancy-list")]
    for url in (*urls, reverse("unit-detail", args=[unit.pk])):
        page.goto(url)
        found[url] = violations(page)
    assert {url: lines for url, lines in found.items() if lines} == {}


@pytest.fixture
def clerk(transactional_db):
    """A clerk at the reception window."""
    units = make_county()
    office = units[UnitKind.PETITION_OFFICE][0]
    user = make_user_with_post(PostKind.RECEPTION, office, "李接待", username="clerk")
    user.set_password(PASSWORD)
    user.save()
    return user


def _kept(page) -> list[str]:
    keys = page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft:'))")
    return [page.evaluate(f"localStorage.getItem('{key}')") for key in keys]


def _wait_for_draft(page) -> str:
    # The page writes it a moment after the last key; its policy forbids waiting by an expression.
    for _attempt in range(50):
        page.wait_for_timeout(200)
        kept = _kept(page)
        if kept:
            return kept[0]
    pytest.fail("no draft was kept")


def test_what_was_typed_is_offered_again_and_gone_after_log_out(clerk, page):
    log_in(page, "clerk")
    page.goto(reverse("petitions:intake"))
    page.fill("[name=title]", "路灯不亮")
    page.fill("[name$=id_number] >> nth=0", "990101199001011234")
    kept = _wait_for_draft(page)
    assert "路灯不亮" in kept
    assert "990101199001011234" not in kept
    page.goto(reverse("home"))
    page.goto(reverse("petitions:intake"))
    assert page.input_value("[name=title]") == ""
    page.get_by_role("button", name="恢复").click()
    assert page.input_value("[name=title]") == "路灯不亮"
    page.get_by_role("button", name="我的账号").click()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/login/**")
    assert _kept(page) == []


def test_a_draft_is_deleted_when_somebody_else_logs_in(clerk, page, context):
    make_user_with_post(
        PostKind.RECEPTION, clerk.unit or clerk.terms.get().post.unit, "别人", username="second"
    )
    other = get_user_model().objects.get(username="second")
    other.set_password(PASSWORD)
    other.save()
    log_in(page, "clerk")
    page.goto(reverse("petitions:intake"))
    page.fill("[name=title]", "路灯不亮")
    _wait_for_draft(page)
    log_out(page)
    log_in(page, "second")
    assert _kept(page) == []
