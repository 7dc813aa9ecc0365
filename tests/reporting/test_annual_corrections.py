"""Corrections of an issued annual report: recounted, chosen, approved by another person, numbered, frozen, told upward."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from rest_framework.authtoken.models import Token

from accountability.models import Notice
from core.errors import NotAllowed, Unlawful
from core.models import Mail, OwedEffect
from reporting.domain.annual import AnnualFigures
from reporting.domain.annual_corrections import annual_figures_of
from reporting.models import Correction
from reporting.selectors.annual import county_leaders
from reporting.services.annual_document import document_number
from reporting.services.correction_publication import finish_correction
from reporting.services.corrections import approve_correction, edit_correction, make_correction
from tests.factories.petitions import at
from tests.reporting.annual_year import add_report, play_year

pytestmark = pytest.mark.django_db
LATER = at(date(2026, 2, 2))


@pytest.fixture(autouse=True)
def _february():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def year(busy_county):
    return play_year(busy_county)


@pytest.fixture
def late(year):
    """The report of 2025 was issued; a letter of 甲 of November 2025 is registered afterwards."""
    report = year.issued()
    year.county.case(received_on=date(2025, 11, 3), responsible_unit=year.county.townships[0])
    return year, report


def make(year, report, reason="补登2025年11月来信一件"):
    authority = year.county.authority(year.county.clerk)
    return make_correction(paper=report, reason=reason, authority=authority, now=LATER)


def publish(year, correction):
    head = year.county.authority(year.county.head)
    approve_correction(correction=correction, authority=head, now=LATER)
    return finish_correction(correction_id=correction.pk, now=LATER)


def found_in(correction):
    return {
        (one["table"], one["row"], one["column"]): (one["old"], one["new"])
        for one in correction.changes
    }


class TestRecount:
    def test_every_printed_figure_that_moved_old_and_new(self, late):
        year, report = late
        found = found_in(make(year, report))
        assert found["主要指标", "起数", "本年度"] == ("15", "16")
        assert found["信访事项构成", "来信", "起数"] == ("6", "7")
        assert found["涉及领域（一级分类）", "未分类", "起数"] == ("4", "5")
        assert found["被投诉较多的机关、单位", "甲", "起数"] == ("6", "7")
        assert ("被投诉较多的机关、单位", "丙", "起数") not in found

    def test_nothing_moved_nothing_found(self, year):
        assert make(year, year.issued()).changes == []

    def test_a_report_moves_no_figure(self, year):
        report = year.issued()
        add_report(year)
        assert make(year, report).changes == []

    def test_what_became_of_a_suggestion_afterwards_is_no_error(self, year):
        report = year.issued()
        columns = {one.column for one in figures(report) if one.table == "三项建议"}
        assert columns == {"提出", "上年度", "同比"}

    def test_each_figure_stands_once(self, year):
        report = year.issued()
        data = AnnualFigures.from_json(report.figures)
        tables = ("主要指标", "信访事项构成", "内容分类（二级）", "转送、交办、督办")
        assert {one.table for one in figures(report)} >= set(tables)
        rows = {one.row for one in figures(report) if one.table == "内容分类（二级）"}
        assert len(rows) == len(data.splits["class2"])

    def test_a_second_correction_goes_on_from_the_first(self, late):
        year, report = late
        publish(year, make(year, report))
        assert make(year, report, reason="再次核对").changes == []
        year.county.case(received_on=date(2025, 12, 3))
        found = found_in(make(year, report, reason="再次核对"))
        assert found["主要指标", "起数", "本年度"] == ("16", "17")


def figures(report):
    return annual_figures_of(AnnualFigures.from_json(report.figures)).values()


class TestIssue:
    def test_numbered_with_the_reports_frozen_and_told_to_the_leaders_without_mail(self, late):
        year, report = late
        mails = Mail.objects.count()
        before = report.pdf_sha256
        correction = publish(year, make(year, report))
        report.refresh_from_db()
        assert (report.pdf_sha256, correction.number, correction.serial) == (before, 1, 2)
        text = str(correction.content)
        assert "信报〔2026〕2号" in text
        assert "关于《" in correction.content["title"]
        assert correction.content["approver"] == year.county.head.name
        assert "原报告其他内容不变" in text
        assert "通报" not in text
        assert "涉及信访事项编号" not in text
        assert len(correction.pdf_sha256) == 64
        assert Mail.objects.count() == mails
        assert OwedEffect.objects.filter(kind="reporting.correct").count() == 1
        told = Notice.objects.filter(title__contains="的更正（").values_list("user", flat=True)
        assert told
        assert set(told) == {leader.pk for leader in county_leaders(LATER.date())}

    def test_who_drafted_or_changed_it_does_not_approve_it(self, late):
        year, report = late
        county = year.county
        head = county.authority(county.head)
        mine = make_correction(paper=report, reason="误", authority=head, now=LATER)
        with pytest.raises(Unlawful, match="另一人"):
            publish(year, mine)
        theirs = make(year, report)
        keys = [one["key"] for one in theirs.changes][:1]
        edit_correction(
            correction=theirs, reason="误", keys=keys, texts=[], authority=head, now=LATER
        )
        with pytest.raises(Unlawful, match="另一人"):
            publish(year, theirs)

    def test_a_draft_is_not_corrected_and_a_unit_corrects_nothing(self, year):
        draft = year.draft()
        with pytest.raises(Unlawful, match="已印发"):
            make(year, draft)
        unit = year.county.authority(year.county.principals[0])
        with pytest.raises(NotAllowed):
            make_correction(paper=draft, reason="误", authority=unit, now=LATER)


class TestPages:
    def open(self, client, user, name, *args, status=200):
        client.force_login(user)
        answer = client.get(reverse(f"reporting:{name}", args=[2025, *args]))
        assert answer.status_code == status
        return answer

    def test_from_the_report_to_the_printed_correction(self, late, client):
        year, _report = late
        county = year.county
        page = self.open(client, county.clerk, "annual_report").content.decode()
        assert reverse("reporting:annual_corrections", args=[2025]) in page
        client.force_login(county.clerk)
        url = reverse("reporting:annual_correction_make", args=[2025])
        assert client.post(url, {"reason": " "}).status_code == 422
        client.post(url, {"reason": "补登来信"})
        correction = Correction.objects.get()
        page = self.open(client, county.clerk, "annual_correction", correction.pk)
        assert "主要指标" in page.content.decode()
        keys = [one["key"] for one in correction.changes][:2]
        edit = reverse("reporting:annual_correction_edit", args=[2025, correction.pk])
        client.post(edit, {"reason": "补登来信", "keys": keys, "texts": "六起 => 七起"})
        client.force_login(county.head)
        client.post(reverse("reporting:annual_correction_approve", args=[2025, correction.pk]))
        finish_correction(correction_id=correction.pk, now=LATER)
        for name in ("annual_report", "annual_verify"):
            assert "更正第1号" in self.open(client, county.head, name).content.decode()
        shown = self.open(client, county.head, "annual_correction", correction.pk)
        assert "信报〔2026〕2号" in shown.content.decode()
        file = self.open(client, county.head, "annual_correction_pdf", correction.pk)
        assert file["Content-Type"] == "application/pdf"
        self.open(client, county.principals[0], "annual_corrections", status=404)

    def test_a_correction_of_a_bulletin_is_not_found_under_a_report(self, late, client):
        year, report = late
        correction = make(year, report)
        client.force_login(year.county.head)
        assert client.get(f"/bulletins/2025-11/corrections/{correction.pk}/").status_code == 404

    def test_the_api_gives_it_beside_the_figures_as_issued(self, late, client):
        year, report = late
        token = Token.objects.create(user=year.county.head)
        address = "/api/v1/annual-reports/2025/"
        ask = {"headers": {"Authorization": f"Token {token.key}"}}
        make(year, report)
        assert client.get(address, **ask).json()["corrections"] == []
        publish(year, make(year, report))
        found = client.get(address, **ask).json()
        assert found["figures"]["counts"]["matters"] == {"now": 15, "base": 3}
        (one,) = found["corrections"]
        assert (one["number"], one["document_number"]) == (1, document_number(year=2026, serial=2))
        main = {"table": "主要指标", "row": "起数", "column": "本年度", "old": "15", "new": "16"}
        assert {**main, "cases": []} in one["changes"]

    @pytest.mark.parametrize("more", [2, 20])
    def test_pages_cost_the_same_queries(self, late, more, client, django_assert_max_num_queries):
        year, report = late
        for number in range(more):
            correction = make(year, report, reason=f"第{number}次核对")
            if number < more - 1:
                year.county.case(received_on=date(2025, 11, 4))
        client.force_login(year.county.head)
        for name, args in (
            ("annual_corrections", (2025,)),
            ("annual_correction", (2025, correction.pk)),
        ):
            with django_assert_max_num_queries(7):
                assert client.get(reverse(f"reporting:{name}", args=args)).status_code == 200
