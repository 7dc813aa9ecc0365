"""The annual report (条例第四十一条): figures worked out by hand, its life, what must not be traceable."""

import json
from datetime import date, timedelta

import pytest
from django.conf import settings

from accountability.models import Notice
from core import jobs
from core.errors import Invalid, NotAllowed, StaleState, Unlawful
from core.models import AuditEntry, OwedEffect, TransitionLog
from core.pdf import render
from organizations.models import Setting
from petitions.models import Case, Dispatch
from reporting.domain.annual import AnnualFigures
from reporting.domain.measures import Comparison
from reporting.models import AnnualReport
from reporting.selectors.annual import annual_figures, counted_days
from reporting.selectors.cases import county_cases
from reporting.services import annual_publication as publication
from reporting.services import annual_reports as services
from reporting.services import paper_issue
from reporting.services.paper_files import verify_pdf
from reporting.tasks import owe_annual_draft
from tests.factories.petitions import at
from tests.reporting.annual_year import JANUARY, WORKED, add_report, play_year
from tests.reporting.conftest import build_county

pytestmark = pytest.mark.django_db
RUNNING = at(date(2025, 9, 10))


@pytest.fixture
def year(busy_county):
    return play_year(busy_county)


def paragraphs(report):
    blocks = report.content["document"]["blocks"]
    return "".join(block["text"] for block in blocks if block["type"] == "paragraph")


def table(report, name):
    blocks = report.content["document"]["blocks"]
    found = next(b for b in blocks if b["type"] == "table" and name in b["caption"])
    return [row["cells"] for row in found["rows"] if row["style"] != "group"]


def head_of(year, now=JANUARY):
    return year.county.authority(year.county.head, now.date())


class TestFigures:
    @pytest.mark.parametrize("name", WORKED)
    def test_sentences_say_what_was_worked_out(self, year, name):
        assert WORKED[name] in paragraphs(year.draft())

    def test_tables_say_the_same(self, year):
        report = year.draft()
        main = {row[0]: row[2:] for row in table(report, "主要指标")}
        assert main["起数"] == ["15", "3", "+400.0%"]
        assert main["来访人次"] == ["15", "0", "基数为零"]
        assert main["重复率"] == ["6.7%", "样本不足（0/3）", "—"]
        parts = {row[0]: row[1:] for row in table(report, "构成")}
        assert parts["来信"] == ["6", "40.0%", "3", "+100.0%", "6"]
        assert parts["县"] == ["15", "100.0%", "3", "+400.0%", "25"]
        assert parts["重复信访"] == ["1", "6.7%", "0", "基数为零", "1"]
        assert table(report, "被投诉") == [
            ["1", "甲", "6", "3", "+100.0%", "1", "0", "1", "—"],
            ["1", "丙", "5", "0", "基数为零", "0", "0", "0", "—"],
        ]
        sent = {row[0]: row[2] for row in table(report, "转送、交办、督办")}
        assert (sent["转送"], sent["交办"], sent["交办按期反馈率"]) == ("2", "1", "样本不足（1/1）")
        assert (sent["督办立项"], sent["督办未结"]) == ("1", "1")
        assert table(report, "三项建议")[0] == [
            "改进工作",
            "2",
            "0",
            "基数为零",
            "1",
            "0",
            "0",
            "1",
        ]

    def test_parts_of_each_split_add_up_to_the_whole(self, year):
        figures = AnnualFigures.from_json(year.draft().figures)
        for name, parts in figures.splits.items():
            assert sum(one.matters.now for one in parts) == figures.counts["matters"].now, name
            assert sum(one.persons.base for one in parts) == figures.counts["persons"].base, name
        assert sum(pair.now for _month, pair in figures.months) == figures.counts["matters"].now

    def test_an_organ_below_the_minimum_is_not_named(self, year):
        assert "乙" not in json.dumps(table(year.draft(), "被投诉"), ensure_ascii=False)
        Setting.objects.create(code="annual.organ_minimum", value=6, valid_from=date(2020, 1, 1))
        figures = AnnualFigures.from_json(year.draft().figures)
        assert [one.name for one in figures.organs] == ["甲"]

    def test_a_setting_cannot_go_below_the_minimum_cell(self, year):
        Setting.objects.create(code="annual.organ_minimum", value=1, valid_from=date(2020, 1, 1))
        assert AnnualFigures.from_json(year.draft().figures).organ_minimum == 5

    def test_a_year_without_matters_is_a_report_too(self, year):
        report = year.issued(2022)
        text = paragraphs(report)
        assert "2022年，全县没有登记信访事项。" in text
        assert "本年度没有提出改进工作、完善政策、追究责任的建议。" in text
        assert "本年度没有其他应当报告的事项。" in text

    def test_a_year_of_which_records_are_missing_is_compared_with_nothing(self, year, own_records):
        report = year.draft()
        text, whole = paragraphs(report), json.dumps(report.content, ensure_ascii=False)
        assert "同比" not in text
        assert "15起、25人次。其中，初次信访14起；重复信访1起，重复率6.7%。" in text
        assert "2024年1月1日至2024年12月31日没有完整的登记数据，不作同比；" in whole
        assert table(report, "主要指标")[0] == ["起数", "起", "15", "—", "—"]
        chart = next(b for b in report.content["document"]["blocks"] if b["type"] == "chart")
        assert chart["data"]["series"][1]["values"][:4] == [None, None, 1, 1]

    def test_the_first_year_of_the_records_says_when_they_begin(self, year, own_records):
        report = year.draft(2024)
        assert "登记数据从2024年3月4日开始，此前没有数据。" in json.dumps(
            report.content, ensure_ascii=False
        )
        chart = next(b for b in report.content["document"]["blocks"] if b["type"] == "chart")
        assert chart["data"]["categories"][0] == "3月"
        assert len(chart["data"]["series"]) == 1

    def test_a_year_before_the_first_record_is_refused(self, year, own_records):
        with pytest.raises(Unlawful, match="从2024-03-04开始，2023年没有数据"):
            year.draft(2023)

    def test_what_a_register_says_of_dispatches_is_not_denied(self, year):
        Dispatch.objects.all().delete()
        assert "本年度没有转送、交办的信访事项。" in paragraphs(year.draft())
        for number, call in enumerate(Case.objects.filter(form="call")):
            call.import_row, call.dispatched_at = f"row {number}", at(date(2025, 7, 8))
            call.save()
        assert (
            "从登记簿导入的事项有4件记有转送、交办日期，登记簿未区分转送和交办，不计入表中转送、交办的件数。"
        ) in paragraphs(year.draft())
        assert "从登记簿导入的事项没有告知（受理）期限的记录，不计算及时受理率。" in paragraphs(
            year.draft()
        )

    @pytest.mark.parametrize("count", [2, 20])
    def test_budget_is_the_same_for_few_and_many(self, db, count, django_assert_max_num_queries):
        county = build_county(townships=count)
        for number in range(count):
            county.case(received_on=date(2025, 3, 1 + number), responsible_unit=county.townships[0])
        with django_assert_max_num_queries(44):
            annual_figures(county_cases(), counted_days(2025, date(2026, 1, 5)))


class TestTimetable:
    def test_the_draft_of_the_year_before_is_owed_once_and_counted_by_the_system(self, year):
        assert owe_annual_draft(now=JANUARY)
        assert not owe_annual_draft(now=JANUARY + timedelta(hours=3))
        effect = OwedEffect.objects.get(kind="reporting.build_annual")
        assert jobs.run(effect.pk, now=JANUARY)
        report = AnnualReport.objects.get()
        assert (report.year, report.built_by) == (2025, None)
        assert Notice.objects.get(user=year.county.head).title.endswith("年度报告草稿已生成")

    def test_a_preview_of_the_running_year_is_completed_and_keeps_its_texts(self, year):
        report = year.draft(now=RUNNING)
        clerk = year.county.authority(year.county.clerk, RUNNING.date())
        services.edit_texts(
            report=report, texts={"other": "写好的。"}, authority=clerk, now=RUNNING
        )
        owe_annual_draft(now=JANUARY)
        jobs.run(OwedEffect.objects.get(kind="reporting.build_annual").pk, now=JANUARY)
        report.refresh_from_db()
        assert report.counted_until == date(2025, 12, 31)
        assert "写好的。" in paragraphs(report)

    def test_what_somebody_counted_for_the_whole_year_is_left_alone(self, year):
        report = year.draft()
        owe_annual_draft(now=JANUARY)
        jobs.run(OwedEffect.objects.get(kind="reporting.build_annual").pk, now=JANUARY)
        report.refresh_from_db()
        assert report.built_by == year.county.clerk


class TestSecrecy:
    """条例第三十条第三款: nothing in the report tells 甲 that somebody reported it."""

    def test_no_figure_moves_when_a_report_comes_in(self, year):
        before = year.draft()
        figures, content = before.figures, before.content["document"]["blocks"]
        add_report(year)
        after = year.draft()
        assert after.figures == figures
        assert after.content["document"]["blocks"] == content

    def test_the_paper_holds_no_number_title_or_organ_of_it(self, year):
        secret = add_report(year)
        report = year.issued()
        printed = json.dumps([report.content, report.figures], ensure_ascii=False)
        for word in (secret.number, secret.title, "县纪委监委"):
            assert word not in printed

    def test_five_and_more_are_a_number_of_the_whole_county(self, year):
        for _number in range(5):
            year.county.case(
                received_on=date(2025, 8, 1), purpose="accusation",
                responsible_unit=year.county.departments[0],
            )  # fmt: skip
        assert "另收到检举控告类事项5件" in paragraphs(year.draft())


class TestRunningYear:
    def test_it_counts_until_yesterday_beside_the_same_days(self, year):
        report = year.draft(now=at(date(2025, 4, 5)))
        figures = AnnualFigures.from_json(report.figures)
        assert report.title == "2025年全县信访情况年度报告（截至2025年4月4日）"
        # letters of January to April, visits of February and March; letters of March and of 4 April 2024
        assert figures.counts["matters"] == Comparison(6, 2)

    def test_it_cannot_be_approved_before_the_year_is_over(self, year):
        report = year.draft(now=RUNNING)
        with pytest.raises(Unlawful, match="2025年尚未结束，年度报告只能预览"):
            services.approve_annual_report(
                report=report, authority=head_of(year, RUNNING), now=RUNNING
            )
        assert AnnualReport.objects.get().status == "draft"

    def test_a_draft_of_the_running_year_is_counted_anew_first(self, year):
        report = year.draft(now=RUNNING)
        with pytest.raises(Unlawful, match="只统计到2025-09-09，请重新统计全年数据"):
            services.approve_annual_report(report=report, authority=head_of(year), now=JANUARY)
        year.draft()
        services.approve_annual_report(report=report, authority=head_of(year), now=JANUARY)

    @pytest.mark.parametrize(
        ("asked", "now", "message"),
        [
            (2026, at(date(2026, 1, 1)), "还没有一整天可以统计"),
            (2027, JANUARY, "没有可以统计的数据"),
            (1999, JANUARY, "没有可以统计的数据"),
        ],
    )
    def test_years_that_cannot_be_counted(self, year, asked, now, message):
        with pytest.raises(Unlawful, match=message):
            year.draft(asked, now)


class TestLife:
    def test_from_the_draft_to_the_frozen_paper(self, year):
        report = year.draft()
        clerk = year.county.authority(year.county.clerk, JANUARY.date())
        services.edit_texts(
            report=report,
            texts={"other": "（一）专项治理。**集中**化解积案。"},
            authority=clerk,
            now=JANUARY,
        )
        head = head_of(year)
        services.approve_annual_report(report=report, authority=head, now=JANUARY)
        publication.sign_annual_report(report=report, authority=head, now=JANUARY)
        publication.sign_annual_report(report=report, authority=head, now=JANUARY)
        effect = OwedEffect.objects.get(kind=publication.EFFECT)
        assert jobs.run(effect.pk, now=JANUARY)
        report.refresh_from_db()
        document = report.content["document"]
        assert report.status == "published"
        assert document["number"].endswith("信报〔2026〕1号")
        assert document["approver"] == year.county.head.name
        assert document["addressee"] == f"县委、县政府，{settings.UPPER_OFFICE_NAME}："
        assert (document["draft"], document["issued_on"]) == ("", "2026-01-05")
        assert "化解积案" in paragraphs(report)
        assert verify_pdf(report) == ""
        verbs = AuditEntry.objects.filter(chain=f"annualreport:{report.pk}").order_by("seq")
        assert [entry.verb for entry in verbs] == [
            "annual.build", "annual.edit", "annual.approve", "annual.sign", "annual.publish",
        ]  # fmt: skip
        assert TransitionLog.objects.filter(verb__startswith="annual.").count() == 2
        assert Notice.objects.get(user=year.county.leader).title.endswith("年度报告已印发")

    def test_counting_anew_keeps_what_was_written(self, year):
        report = year.draft()
        clerk = year.county.authority(year.county.clerk, JANUARY.date())
        services.edit_texts(
            report=report, texts={"fields": "土地类较多。"}, authority=clerk, now=JANUARY
        )
        year.county.case(received_on=date(2025, 12, 1))
        again = year.draft()
        assert "共登记信访事项16起" in paragraphs(again)
        assert "土地类较多。" in paragraphs(again)

    def test_whoever_counted_or_wrote_does_not_approve(self, year):
        report = year.draft(by=year.county.head)
        with pytest.raises(Unlawful, match="两人审核"):
            services.approve_annual_report(report=report, authority=head_of(year), now=JANUARY)
        report = year.draft()
        services.edit_texts(
            report=report, texts={"other": "无。"}, authority=head_of(year), now=JANUARY
        )
        with pytest.raises(Unlawful, match="两人审核"):
            services.approve_annual_report(report=report, authority=head_of(year), now=JANUARY)

    def test_who_may_do_what(self, year):
        county = year.county
        for user in (county.principals[0], county.leader):
            other = county.authority(user, JANUARY.date())
            with pytest.raises(NotAllowed):
                services.build_annual_report(year=2025, now=JANUARY, authority=other)
        report = year.draft()
        clerk = county.authority(county.clerk, JANUARY.date())
        with pytest.raises(NotAllowed):
            services.approve_annual_report(report=report, authority=clerk, now=JANUARY)
        with pytest.raises(NotAllowed):
            publication.sign_annual_report(report=report, authority=clerk, now=JANUARY)

    def test_two_editors_do_not_overwrite_each_other(self, year):
        report = year.draft()
        clerk = year.county.authority(year.county.clerk, JANUARY.date())
        services.edit_texts(report=report, texts={"other": "甲文。"}, authority=clerk, now=JANUARY)
        with pytest.raises(StaleState, match="保存了另一份文字"):
            services.edit_texts(
                report=report, texts={"other": "乙文。"}, authority=clerk, now=JANUARY, edition=1
            )

    @pytest.mark.parametrize(
        ("texts", "message"),
        [({"else": "文"}, "没有这一部分"), ({"other": "字" * 4001}, "不能超过")],
    )
    def test_texts_that_cannot_be_kept(self, year, texts, message):
        clerk = year.county.authority(year.county.clerk, JANUARY.date())
        with pytest.raises(Invalid, match=message):
            services.edit_texts(report=year.draft(), texts=texts, authority=clerk, now=JANUARY)

    def test_sent_back_with_a_reason_until_it_is_signed(self, year):
        report, head = year.draft(), head_of(year)
        services.approve_annual_report(report=report, authority=head, now=JANUARY)
        with pytest.raises(Unlawful, match="已批准，不能重新统计"):
            year.draft()
        with pytest.raises(Invalid):
            services.send_back_annual_report(report=report, reason=" ", authority=head, now=JANUARY)
        services.send_back_annual_report(
            report=report, reason="数字有误", authority=head, now=JANUARY
        )
        assert year.draft().status == "draft"
        services.approve_annual_report(report=report, authority=head, now=JANUARY)
        publication.sign_annual_report(report=report, authority=head, now=JANUARY)
        with pytest.raises(Unlawful, match="已经签发"):
            services.send_back_annual_report(
                report=report, reason="改", authority=head, now=JANUARY
            )

    def test_a_draft_is_not_printed_as_issued(self, year):
        report = year.draft()
        with pytest.raises(Unlawful, match="尚未批准"):
            publication.sign_annual_report(report=report, authority=head_of(year), now=JANUARY)
        with pytest.raises(Unlawful, match="尚未签发"):
            publication.finish_annual_report(report_id=report.pk, now=JANUARY)

    def test_two_workers_at_once_issue_it_once(self, year, monkeypatch):
        report, head = year.draft(), head_of(year)
        services.approve_annual_report(report=report, authority=head, now=JANUARY)
        publication.sign_annual_report(report=report, authority=head, now=JANUARY)
        store = paper_issue.store_file

        def meanwhile(*args):
            monkeypatch.setattr(paper_issue, "store_file", store)
            publication.finish_annual_report(report_id=report.pk, now=JANUARY)
            return store(*args)

        monkeypatch.setattr(paper_issue, "store_file", meanwhile)
        done = publication.finish_annual_report(report_id=report.pk, now=JANUARY)
        assert done.status == "published"
        assert TransitionLog.objects.filter(verb="annual.publish").count() == 1

    def test_the_numbers_of_a_year_have_no_gap(self, year):
        assert [year.issued(2024).serial, year.issued(2025).serial] == [1, 2]

    @pytest.mark.usefixtures("typeset")
    def test_printed_again_from_the_snapshot_after_later_changes_it_is_the_same_file(self, year):
        report = year.issued()
        year.county.case(received_on=date(2025, 12, 1))
        Case.objects.filter(legal_class="claim").update(content_class=None)
        report.refresh_from_db()
        again = render(report.content["document"])
        assert again.sha256 == report.pdf_sha256
        stored = settings.MEDIA_ROOT / str(report.pdf)
        assert stored.read_bytes() == again.content
