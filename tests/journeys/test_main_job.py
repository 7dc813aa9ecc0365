"""The main job from end to end: a collective visit, its handling, a missed limit, the month and its e-mails."""

from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from accountability.models import Escalation, Reminder
from accountability.services.defaults import load_defaults
from core.models import Mail, OwedEffect
from organizations.enums import PostKind
from organizations.models import Setting
from petitions.models import Case
from tests.factories.organizations import make_population, make_user_with_post
from tests.journeys.desk import (
    choose_unit,
    confirm,
    log_in,
    log_out,
    make_desk,
    on_day,
    open_act,
    run_owed,
)

VISIT = date(2026, 3, 3)
SENT = VISIT + timedelta(days=1)
ACCEPTED = VISIT + timedelta(days=6)
OVERDUE = date(2026, 5, 15)  # the sixtieth day was 8 May
FIRST_OF_MONTH = date(2026, 6, 1)
STATEMENT = "柳河村一组八户的土地流转费两年没有发放，多次找村里没有答复，请县里督促解决。"


@pytest.fixture
def desk(transactional_db):
    """The county with a deputy in charge and its population; rules in force."""
    load_defaults(now=timezone.now())
    Setting.objects.create(code="score.objection_days", value=0, valid_from=date(2020, 1, 1))
    desk = make_desk()
    make_user_with_post(PostKind.DEPUTY, desk["town"], "钱副镇长", username="deputy")
    make_population(desk["town"], 20_000, year=2026)
    return desk


def leave(page: Page) -> None:
    """Close the page and log out, so that nothing asks with an old session when days pass."""
    page.wait_for_load_state("networkidle")
    page.goto("about:blank")
    log_out(page)


def register_visit(page: Page) -> Case:
    """Eight people at the window."""
    page.goto("/cases/new/")
    page.check("input[name=form][value=visit]", force=True)
    page.fill("[name=people-0-name]", "张小明")
    page.fill("[name=people-0-phone]", "13800000001")
    page.fill("[name=head_count]", "8")
    page.check("input[name=purpose][value=request]", force=True)
    page.fill("[name=statement]", STATEMENT)
    page.fill("[name=title]", "土地流转费两年未发")
    choose_unit(page, "place", "lhz", "柳河镇")
    page.keyboard.press("Control+Enter")
    page.get_by_role("heading", name="已登记").wait_for()
    return Case.objects.get()


def command(name: str, day: date) -> str:
    """A periodic job, as its command."""
    out = StringIO()
    call_command(name, "--on", day.isoformat(), stdout=out)
    return out.getvalue()


def sure(page: Page) -> None:
    """Yes in the dialog."""
    page.locator("#confirm-dialog button[value=yes]").click()


@pytest.mark.timeout(240)
def test_from_the_window_to_the_bulletin(desk, page):
    with on_day(VISIT):
        log_in(page, "clerk")
        case = register_visit(page)
        assert (case.head_count, case.is_collective) == (8, True)
        assert case.first_contact == desk["clerk"]
        leave(page)
    send(page, case)
    accept(page, case)
    climb(page, case)
    month(page, case)


def send(page: Page, case: Case) -> None:
    """The clerk sends it to the town."""
    with on_day(SENT):
        log_in(page, "clerk")
        open_act(page, case, "转送")
        choose_unit(page, "to_unit", "lhz", "柳河镇")
        confirm(page, "转送")
        leave(page)


def accept(page: Page, case: Case) -> None:
    """The town accepts; the sixty days begin."""
    with on_day(ACCEPTED):
        log_in(page, "officer")
        page.get_by_role("link", name="待我办理").first.click()
        page.get_by_role("link", name=case.number).click()
        open_act(page, case, "受理")
        page.select_option("[name=served_how]", "in_person")
        confirm(page, "受理")
        leave(page)
    clock = case.clocks.get(code="C8")
    assert clock.due_on == ACCEPTED + timedelta(days=60)


def climb(page: Page, case: Case) -> None:
    """Nobody acts: a reminder before the day, dunning and one level after it; each once."""
    due = case.clocks.get(code="C8").due_on
    with on_day(due - timedelta(days=1)):
        command("send_reminders", due - timedelta(days=1))
        command("send_reminders", due - timedelta(days=1))
        run_owed()
    assert Reminder.objects.filter(clock__case=case, clock__code="C8").count() == 1
    with on_day(OVERDUE):
        command("send_reminders", OVERDUE)
        command("escalate_cases", OVERDUE)
        command("escalate_cases", OVERDUE)
        run_owed()
        step = Escalation.objects.get(case=case)
        assert (step.from_level, step.level) == (0, 1)
        log_in(page, "officer")
        page.goto("/notices/")
        expect(page.locator("main")).to_contain_text(case.number)
        page.goto(f"/cases/{case.pk}/")
        expect(page.locator(".names")).to_contain_text("承办单位信访干部")
        expect(page.locator("main")).to_contain_text("逾期")
        leave(page)


def month(page: Page, case: Case) -> None:
    """A clerk builds May's bulletin, the head approves and publishes it; the township's leaders get one e-mail each."""
    with on_day(FIRST_OF_MONTH):
        log_in(page, "clerk")
        page.goto("/bulletins/")
        page.get_by_role("button", name="生成草稿").click()
        page.get_by_role("heading", name="下月要求").wait_for()
        address = page.url
        log_out(page)
        log_in(page, "head")
        page.goto(address)
        page.get_by_role("button", name="批准").click()
        sure(page)
        page.get_by_role("button", name="印发", exact=True).click()
        sure(page)
        expect(page.get_by_role("status").first).to_contain_text("正在排版")
        run_owed()
        expect(page.locator(".paper-number")).to_contain_text("1号")
        url = page.get_by_role("link", name="打开 PDF").get_attribute("href")
        assert page.request.get(url).body().startswith(b"%PDF-")
        check_mails(page)


def check_mails(page: Page) -> None:
    """Principal and deputy of the town, once; the outbox shows both."""
    sent = Mail.objects.filter(state="sent", key__startswith="bulletin")
    names = set(sent.values_list("to_name", flat=True))
    assert {"孙书记", "钱副镇长"} <= names
    assert sent.count() == len(names)
    files = list(Path(settings.OUTBOX_DIR).glob("*.eml"))
    assert len(files) >= sent.count()
    page.goto("/mails/")
    expect(page.locator("main")).to_contain_text("孙书记")
    assert OwedEffect.objects.filter(state="failed").count() == 0
