"""A report against a township (检举控告) in the browser: nothing anywhere tells the township that it exists."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from accountability.services.defaults import load_defaults
from organizations.enums import Competence, PostKind, UnitKind
from petitions.models import Case
from petitions.services.drafts import PersonDraft
from tests.factories.organizations import make_unit, make_user_with_post
from tests.journeys.desk import (
    choose_unit,
    come_in,
    confirm,
    make_desk,
    on_day,
    open_act,
    register_earlier,
    run_owed,
    send_to_town,
)
from tests.support.axe import violations

DAY = date(2026, 3, 3)
SENT = DAY + timedelta(days=1)
LATE = date(2026, 6, 1)
PERSON = PersonDraft(name="欧阳春", phone="13812345678")
WORDS = "举报柳河镇在危房改造资金发放中弄虚作假，请求调查。"
#: Where a township's people look; {ordinary} is a matter they handle, of the same petitioner.
PAGES = (
    "/",
    "/cases/panel/",
    "/cases/",
    "/cases/?view=todo",
    "/cases/?view=objections",
    "/cases/?overdue=on",
    "/cases/?q=欧阳春",
    "/cases/?q=13812345678",
    "/cases/?q=危房改造",
    "/cases/{ordinary}/",
    "/cases/{ordinary}/timeline/",
    "/cases/{ordinary}/reminders/",
    "/letters/",
    "/notices/",
    "/notices/panel/",
    "/escalations/",
    "/bulletins/",
    "/dashboard/?month=2026-03",
    "/api/v1/cases/",
    "/api/v1/cases/?q=欧阳春",
    "/api/v1/figures/2026-03/",
)
#: Of one matter; to the township each answers as for a number that was never given.
OF_A_MATTER = (
    "/cases/{pk}/",
    "/cases/{pk}/timeline/",
    "/cases/{pk}/reminders/",
    "/cases/{pk}/slip/",
    "/cases/{pk}/registered/",
    "/cases/{pk}/acts/transfer/",
    "/cases/{pk}/acts/accept/",
    "/cases/{pk}/letters/1/",
    "/cases/{pk}/attachments/1/",
    "/api/v1/cases/{pk}/",
)
NOBODY = 99_999


@pytest.fixture
def desk(transactional_db):
    """The desk with the discipline organ, and rules in force."""
    with on_day(DAY - timedelta(days=30)):
        load_defaults(now=timezone.now())
    desk = make_desk()
    discipline = make_unit(
        UnitKind.DEPARTMENT,
        "县纪委监委",
        parent=desk["office"].parent,
        competence=Competence.DISCIPLINE,
        initials="xjwjw",
    )
    inspector = make_user_with_post(
        PostKind.PETITION_OFFICER, discipline, "吴纪检", username="inspector"
    )
    return {**desk, "inspector": inspector}


def scrubbed(text: str) -> str:
    """A page without the tokens that differ each time it is asked for."""
    return re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', "", text)


def what_is_seen(page: Page, people: list, ordinary: Case) -> dict[str, str]:
    """Every page of those people."""
    found = {}
    for person in people:
        come_in(page, person)
        for address in PAGES:
            answer = page.request.get(address.format(ordinary=ordinary.pk))
            found[f"{person} {address}"] = f"{answer.status} {scrubbed(answer.text())}"
    return found


def exported(page: Page) -> str:
    page.goto("/cases/")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出").click()
        page.locator("#confirm-dialog button[value=yes]").click()
    return download.value.path().read_text(encoding="utf-8")


def differences(before: dict[str, str], after: dict[str, str]) -> Iterator[str]:
    for key, text in after.items():
        if text != before[key]:
            old, new = before[key].splitlines(), text.splitlines()
            yield f"{key}: {[line for line in new if line not in old][:5]}"


@pytest.mark.timeout(180)
def test_the_township_never_learns_of_a_report_against_it(desk, page):
    town = [desk["officer"], desk["principal"]]
    with on_day(DAY):
        ordinary = register_earlier(desk, people=(PERSON,))
        send_to_town(desk, ordinary)
        before = what_is_seen(page, town, ordinary)
        report = registered(desk, page)
        assert list(differences(before, what_is_seen(page, town, ordinary))) == []
    with on_day(SENT):
        sent(desk, page, report)
    with on_day(LATE):
        guessed(desk, page, report)
        watched(desk, page, report)


def registered(desk, page) -> Case:
    """The clerk takes it at the window and marks whom it is about."""
    come_in(page, desk["clerk"])
    page.goto("/cases/new/")
    page.fill("[name=people-0-name]", PERSON.name)
    page.fill("[name=people-0-phone]", PERSON.phone)
    page.check("input[name=purpose][value=accusation]", force=True)
    choose_unit(page, "accused_units", "lhz", "柳河镇")
    page.keyboard.press("Escape")
    page.fill("[name=statement]", WORDS)
    assert violations(page) == []
    page.keyboard.press("Control+Enter")
    page.get_by_role("heading", name="已登记").wait_for()
    return Case.objects.get(legal_class="report")


def sent(desk, page, report: Case) -> None:
    """Only organs with power over it are offered; it goes to one of them."""
    come_in(page, desk["clerk"])
    open_act(page, report, "转送")
    offered = page.locator("#id_to_unit option").all_inner_texts()
    assert [text for text in offered if text.strip()] == ["县纪委监委"]
    choose_unit(page, "to_unit", "xjw", "县纪委监委")
    confirm(page, "转送")
    come_in(page, desk["inspector"])
    page.goto("/cases/?view=todo")
    expect(page.locator("main")).to_contain_text(report.number)
    page.get_by_role("link", name=report.number).click()
    expect(page.locator("main")).to_contain_text("柳河镇")


def guessed(desk, page, report: Case) -> None:
    """Its addresses answer as those of a matter that never was, word for word."""
    for person in (desk["officer"], desk["principal"]):
        come_in(page, person)
        for address in OF_A_MATTER:
            real = page.request.get(address.format(pk=report.pk))
            unreal = page.request.get(address.format(pk=NOBODY))
            assert (real.status, unreal.status) == (404, 404), address
            assert plain(real.text(), report.pk) == plain(unreal.text(), NOBODY), address


def plain(text: str, pk: int) -> str:
    """An error page without the address asked for and its tokens."""
    return scrubbed(text).replace(f"/{pk}/", "/#/")


def watched(desk, page, report: Case) -> None:
    """Long overdue: reminders, escalation and figures run, and the township hears of its own matter alone."""
    for command in ("send_reminders", "escalate_cases"):
        call_command(command, "--on", LATE.isoformat())
    run_owed()
    secret = (report.number, report.title, "保密")
    for person in (desk["officer"], desk["principal"]):
        seen = what_is_seen(page, [person], Case.objects.exclude(pk=report.pk).get())
        told = [f"{word} {key}" for key, text in seen.items() for word in secret if word in text]
        assert told == []
        assert not any(word in exported(page) for word in secret)
    come_in(page, desk["head"])
    page.goto("/cases/?q=危房改造")
    expect(page.locator("main")).to_contain_text(report.number)
