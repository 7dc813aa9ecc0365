"""A disputed deduction is struck, and the ranking changes before the bulletin is published."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accountability.services.defaults import load_defaults
from organizations.models import Setting
from reporting.domain.periods import Month
from reporting.services.bulletins import build_bulletin
from tests.factories.petitions import make_clock
from tests.journeys.desk import PASSWORD, log_in, log_out
from tests.journeys.test_bulletin import sure
from tests.reporting.conftest import build_county
from tests.support.axe import violations


@pytest.fixture
def county(transactional_db):
    """Both towns lost points last month; the second, which stands last, may still object."""
    now = timezone.now()
    load_defaults(now=now)
    county = build_county()
    Setting.objects.update(value=3)
    county.month = Month.of(timezone.localdate()).previous
    first, second = county.townships
    for town, days in ((first, (2, 3, 4)), (second, (2,))):
        for day in days:
            received = county.month.first_day.replace(day=day)
            case = county.case(place=town, responsible_unit=town, received_on=received)
            due = county.month.first_day.replace(day=day + 15)
            kept = due if day != 2 else None
            make_clock(case, "C4", due, unit=town, stopped_on=kept)
    clerk = county.authority(county.clerk, timezone.localdate(now))
    build_bulletin(period=county.month, now=now, authority=clerk)
    for name, user in (("head", county.head), ("principal", county.principals[1])):
        user.username = name
        user.set_password(PASSWORD)
        user.save()
    return county


def first_of_the_ranking(page, county):
    page.goto(f"/bulletins/{county.month.code}/")
    return page.locator(".paper-table").first.locator("tbody tr").first


def test_a_struck_deduction_changes_the_ranking_before_publication(county, page):
    last = str(county.townships[1])
    log_in(page, "principal")
    page.goto("/scores/")
    page.get_by_role("link", name=last).click()
    assert violations(page) == []
    page.get_by_role("link", name="提出异议").click()
    page.get_by_label("异议理由").fill("已于期限内书面告知，送达回证漏录。")
    page.get_by_role("button", name="提交异议").click()
    expect(page.locator("main")).to_contain_text("待决定")

    log_out(page)
    log_in(page, "head")
    expect(first_of_the_ranking(page, county)).to_contain_text(str(county.townships[0]))
    page.get_by_role("button", name="批准").click()
    sure(page)
    expect(page.locator("main")).to_contain_text("有1件扣分异议尚未决定")
    page.get_by_role("link", name="办理异议").click()
    page.get_by_role("link", name="异议1").click()
    assert violations(page) == []
    page.get_by_label("撤销扣分").check()
    page.get_by_label("决定理由").fill("送达回证已补录，确在期限内。")
    page.get_by_role("button", name="作出决定").click()
    sure(page)
    expect(page.locator("main")).to_contain_text("送达回证已补录")
    expect(first_of_the_ranking(page, county)).to_contain_text(last)
    expect(page.locator(".paper")).to_contain_text("考核计分异议办理情况")
