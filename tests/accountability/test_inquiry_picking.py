"""Picking evidence: search first, then tick; what does not fit on the page is said."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accountability.selectors import inquiries as selectors
from accountability.selectors.inquiries import Days, clocks_for, log_of
from core import audit
from petitions.enums import LegalClass, Purpose
from tests.accountability.conftest import as_
from tests.accountability.inquiring import DAY, DUE, NOW, make_desk, take_clock
from tests.factories.petitions import at


@pytest.fixture
def desk(world):
    return make_desk(world)


@pytest.fixture
def head(desk, client):
    client.force_login(desk.head)
    return client


def step(desk, name):
    return reverse("accountability:inquiry_step", args=[desk.inquiry.pk, name])


def test_the_first_step_asks_for_a_number_without_complaining(desk, head):
    page = head.get(step(desk, "entries"))
    assert page.status_code == 200
    assert 'name="number"' in page.content.decode()
    assert 'name="entries"' not in page.content.decode()


def test_a_number_shows_the_log_in_chinese(desk, head):
    audit.record(desk.case, "case.import", actor=desk.clerk, at=NOW)
    page = head.get(step(desk, "entries"), {"number": desk.case.number})
    assert page.status_code == 200
    text = page.content.decode()
    assert "导入登记" in text
    assert "case.import" not in text
    entry = log_of(desk.inquiry, desk.case).rows[0]
    sent = head.post(f"{step(desk, 'entries')}?number={desk.case.number}", {"entries": [entry.pk]})
    assert sent.status_code == 302
    assert "导入登记" in desk.inquiry.evidence.get().text
    assert "case.import" not in desk.inquiry.evidence.get().text


@pytest.mark.parametrize("number", ["990000000000000000", "x"])
def test_an_unknown_number_is_said_beside_its_field(desk, head, number):
    page = head.get(step(desk, "entries"), {"number": number})
    assert "没有这个编号" in page.content.decode()


def test_a_report_against_the_unit_is_refused_there_already(desk, head):
    case = desk.add_case(purpose=Purpose.ACCUSATION, legal_class=LegalClass.REPORT)
    case.accused_units.add(desk.town)
    page = head.get(step(desk, "entries"), {"number": case.number}).content.decode()
    assert "不得作为证据" in page
    assert 'name="entries"' not in page


def test_nothing_ticked_is_refused(desk, head):
    audit.record(desk.case, "case.extend", actor=desk.clerk, at=NOW)
    answer = head.post(f"{step(desk, 'entries')}?number={desk.case.number}", {})
    assert answer.status_code == 422


def test_what_does_not_fit_is_said_and_found_by_its_day(desk, head, monkeypatch):
    monkeypatch.setattr(selectors, "CANDIDATES", 3)
    for n in range(5):
        desk.add_clock(desk.add_case(), "C8", DUE - timedelta(days=n))
        audit.record(desk.case, "case.extend", actor=desk.clerk, at=at(DAY - timedelta(days=n)))
    authority = as_(desk.head, DAY)
    offered = clocks_for(desk.inquiry, authority, on=DAY)
    assert (len(offered.rows), offered.total) == (3, 6)
    page = head.get(step(desk, "clocks")).content.decode()
    assert "共 6 条，这里只列出最近的 3 条" in page
    early = DUE - timedelta(days=3)
    late = head.get(step(desk, "clocks"), {"last": early.isoformat()}).content.decode()
    assert "共 2 条。" in late
    logged = log_of(desk.inquiry, desk.case, written=Days(DAY - timedelta(days=1), DAY))
    assert logged.total == 2
    assert log_of(desk.inquiry, desk.case).total == 5


def test_days_in_the_wrong_order_are_said(desk, head):
    page = head.get(step(desk, "clocks"), {"first": "2026-03-02", "last": "2026-03-01"})
    assert "结束日期不能早于开始日期" in page.content.decode()


def test_what_is_on_file_is_not_offered_again(desk, head):
    take_clock(desk)
    assert clocks_for(desk.inquiry, as_(desk.head, DAY), on=DAY).total == 0
    assert "没有可以提取的记录" in head.get(step(desk, "clocks")).content.decode()
