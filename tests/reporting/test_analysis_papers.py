"""The monthly analysis as a paper (ADR 0037): its figures are those of the lists, its life, its readers, its secrets."""

import io
import json
from datetime import date, timedelta

import docx
import openpyxl
import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse
from pypdf import PdfReader
from rest_framework.authtoken.models import Token

from accountability.models import AnalysisProblem, Notice, ProblemTask
from core import jobs
from core.errors import NotAllowed, Unlawful
from core.models import AuditEntry, OwedEffect
from core.pdf import render
from petitions.models import Case, ContentClass
from reporting.domain.analysis_figures import AnalysisFigures
from reporting.domain.periods import Month
from reporting.models import AnalysisReport
from reporting.selectors.analysis_figures import analysis_figures
from reporting.selectors.cases import county_cases
from reporting.services import analysis_publication as publication
from reporting.services import analysis_reports as services
from reporting.services.closed_months import close_months
from reporting.services.paper_files import verify_pdf
from reporting.tasks import owe_monthly_analysis
from tests.factories.petitions import at
from tests.reporting.conftest import NOW, build_county

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
LIST = reverse("reporting:analysis_papers")
DECEMBER = at(date(2026, 12, 3), 9)


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def history(busy_county):
    """A matter a month in each town for a year; in October seven in the first, three of them one chain, one answered."""
    county, building = busy_county, ContentClass.objects.get(code="080300")
    one, two = county.townships
    for month in OCTOBER.previous.trailing(12):
        for town in (one, two):
            county.case(
                place=town, responsible_unit=town, content_class=building,
                received_on=date(month.year, month.month, 9),
            )  # fmt: skip
    chain = None
    for day in range(1, 11):
        repeated = chain if day in (9, 10) else None
        chain = county.case(
            place=one, responsible_unit=one, content_class=building, repeat_of=repeated,
            received_on=date(2026, 10, day), closed_on=date(2026, 10, 20) if day == 1 else None,
        )  # fmt: skip
    return county


def people(county, now=NOW):
    return county.authority(county.clerk, now.date()), county.authority(county.head, now.date())


def draft(county, month=OCTOBER, now=NOW):
    return services.build_analysis(month=month, now=now, authority=people(county, now)[0])


def issued(county, month=OCTOBER, now=NOW):
    report, head = draft(county, month, now), people(county, now)[1]
    services.approve_analysis(report=report, authority=head, now=now)
    publication.sign_analysis(report=report, authority=head, now=now)
    return publication.finish_analysis(report_id=report.pk, now=now)


def text_of(report):
    blocks = report.content["document"]["blocks"]
    return "".join(b.get("lead", "") + b["text"] for b in blocks if b["type"] == "paragraph")


def table(report, name):
    blocks = report.content["document"]["blocks"]
    found = next(b for b in blocks if b["type"] == "table" and name in b["caption"])
    return [row["cells"] for row in found["rows"] if row["style"] != "group"]


def problem(county, month, title, *, closed_on=None, due_on=date(2026, 11, 20)):
    by = {"by": county.head, "at": NOW}
    found = AnalysisProblem.objects.create(
        month=month, kind="cause", title=title, text="同类问题多。", **by
    )
    more = {}
    if closed_on is not None:
        more = {"status": "closed", "closed_on": closed_on, "closed_at": at(closed_on)}
    return ProblemTask.objects.create(
        problem=found, unit=county.townships[0], responsible=county.principals[0], text="整改。",
        due_on=due_on, given_by=county.head, given_at=NOW, given_on=date(2026, 10, 8), **more,
    )  # fmt: skip


class TestFigures:
    def test_sentences_say_what_was_put_in(self, history):
        text, town = text_of(draft(history)), str(history.townships[0])
        for words in (
            "2026年10月，全县共登记信访事项10起，环比由2升至10",
            "初次信访8起",
            "（一）城乡建设。当月10起，比上月增加8起",
            f"增量主要来自{town}10起（增加9起）",
            f"责任单位主要是{town}10起",
            f"超过警戒线的热点2处：{town}城乡建设类8起，按历史应有1.0起",
            "误报的概率每月不超过5%",
            "当月收到第三次以上重复信访1起，涉及1件原事项，最多的已累计3次",
            "当月办结1起，已登记成因0起",
        ):
            assert words in text, words

    def test_the_first_month_of_the_records_has_nothing_to_be_compared_with(
        self, history, own_records
    ):
        with pytest.raises(Unlawful, match="从2025-10-09开始，2025年9月没有数据"):
            draft(history, Month(2025, 10))
        assert "2025年11月" in text_of(draft(history, Month(2025, 11)))

    def test_last_year_is_left_out_where_its_month_is_not_on_record(self, history, own_records):
        alone = draft(history, Month(2026, 9))
        text = text_of(alone)
        assert not any(word in text for word in ("同比", "上年", "基数为零"))
        assert list(table(alone, "构成和变化")[0]) == ["信访事项", "2", "2", "持平", "—", "—"]
        assert "系统没有2025年9月的登记，不作同比" in str(alone.content)
        assert "同比由2升至10" in text_of(draft(history))

    def test_figures_survive_json(self, history):
        problem(history, "2026-10", "一个问题")
        figures = services.count_analysis(month=OCTOBER, now=NOW)
        assert AnalysisFigures.from_json(json.loads(json.dumps(figures.to_json()))) == figures

    def test_closed_months_give_the_same_figures(self, history):
        counted = analysis_figures(county_cases(), OCTOBER, on=NOW.date())
        close_months(now=NOW)
        kept = analysis_figures(county_cases(), OCTOBER, on=NOW.date(), is_county=True)
        assert kept == counted

    def test_every_number_opens_as_many_matters(self, history, client):
        draft(history)
        client.force_login(history.head)
        page = client.get(reverse("reporting:analysis_paper", args=["2026-10"]))
        checked = 0
        blocks = [
            *page.context["blocks"],
            *(b for a in page.context["annexes"] for b in a["blocks"]),
        ]
        for block in blocks:
            for row in block["rows"] if block["type"] == "table" else ():
                for cell in row["cells"]:
                    if "fact=" in cell["url"] and cell["text"].isdigit():
                        assert str(client.get(cell["url"]).context["count"]) == cell["text"]
                        checked += 1
        assert checked > 30

    def test_a_month_without_matters_is_an_analysis_too(self, county):
        text = text_of(issued(county))
        for words in ("全县没有登记信访事项", "不判定热点", "不作成因分析", "没有遗留的整改任务"):
            assert words in text, words

    @pytest.mark.parametrize("towns", [2, 20])
    def test_budget_is_the_same_for_few_and_many(self, db, towns, django_assert_num_queries):
        county = build_county(townships=towns)
        for town in county.townships:
            first = None
            for day in (1, 2, 3):
                first = county.case(
                    place=town, responsible_unit=town, repeat_of=first,
                    received_on=date(2026, 10, day), closed_on=date(2026, 10, 20),
                )  # fmt: skip
        close_months(now=NOW)
        with django_assert_num_queries(29):
            analysis_figures(county_cases(), OCTOBER, on=NOW.date(), is_county=True)


class TestSecrecy:
    """条例第三十条第三款, and nobody is named."""

    def test_no_figure_moves_when_a_report_comes_in(self, history):
        before = draft(history)
        before.refresh_from_db()
        for _i in range(7):
            history.case(
                place=history.townships[1], responsible_unit=history.departments[0],
                purpose="accusation", content_class=ContentClass.objects.get(code="080300"),
                closed_on=date(2026, 10, 20),
            )  # fmt: skip
        after = draft(history)
        after.refresh_from_db()
        assert after.figures == before.figures
        assert after.content["document"]["blocks"] == before.content["document"]["blocks"]

    def test_no_number_no_title_no_petitioner(self, history):
        report = issued(history)
        printed = json.dumps([report.content, report.figures], ensure_ascii=False)
        for case in Case.objects.all():
            assert case.number not in printed
            assert f"“{case.title}”" not in printed

    def test_a_unit_sees_neither_draft_nor_issued_analysis(self, history, client):
        issued(history)
        client.force_login(history.principals[0])
        for name in ("", "_pdf", "_word", "_excel", "_verify"):
            address = reverse(f"reporting:analysis_paper{name}", args=["2026-10"])
            assert client.get(address).status_code == 404
        assert client.get(LIST).status_code == 403
        client.force_login(history.leader)
        assert client.get(reverse("reporting:analysis_paper", args=["2026-10"])).status_code == 200


class TestTasks:
    def test_a_later_month_shows_what_became_of_earlier_problems(self, history):
        problem(history, "2026-09", "补偿款慢", closed_on=date(2026, 10, 30))
        problem(history, "2026-09", "答复不清", due_on=date(2026, 10, 25))
        problem(history, "2026-10", "告知偏慢")
        report = draft(history)
        text = text_of(report)
        assert (
            "任务2项，截至2026年11月1日已销号1项，已报结果待审核0项，整改中1项（其中超过期限1项）"
            in text
        )
        assert "本月分析提出问题1个，交办整改任务1项" in text
        carried = table(report, "以前月份整改任务")
        assert [row[0] for row in carried] == ["答复不清", "补偿款慢"]
        assert carried[0][-1].endswith("已超期限")
        assert carried[1][-1] == "已销号（2026-10-30）"
        with time_machine.travel(DECEMBER, tick=False):
            later = draft(history, NOVEMBER, DECEMBER)
        assert [row[0] for row in table(later, "以前月份整改任务")] == ["答复不清", "告知偏慢"]


class TestLife:
    def test_words_stay_when_it_is_counted_anew(self, history):
        report, (clerk, head) = draft(history), people(history)
        services.edit_texts(
            report=report, texts={"advice": "（一）抓源头。逐件复核。", "hot": "**已核实**。"},
            authority=clerk, now=NOW,
        )  # fmt: skip
        history.case(place=history.townships[1])
        again = draft(history)
        assert again.texts == {"advice": "（一）抓源头。逐件复核。", "hot": "**已核实**。"}
        assert "信访事项11起" in text_of(again)
        assert "逐件复核。" in text_of(again)
        services.approve_analysis(report=again, authority=head, now=NOW)
        with pytest.raises(Unlawful):
            draft(history)

    def test_two_people_stand_behind_it(self, history):
        report, (_clerk, head) = draft(history), people(history)
        with pytest.raises(NotAllowed):
            services.approve_analysis(report=report, authority=people(history)[0], now=NOW)
        services.build_analysis(month=OCTOBER, now=NOW, authority=head)
        with pytest.raises(Unlawful, match="两人审核"):
            services.approve_analysis(report=report, authority=head, now=NOW)

    def test_frozen_with_number_text_and_digest(self, history):
        report = issued(history)
        assert (report.status, report.serial, verify_pdf(report)) == ("published", 1, "")
        assert publication.number_of(report).endswith("信析〔2026〕1号")
        assert Notice.objects.filter(user=history.leader, title__contains="信访形势分析").exists()
        before = (report.figures, report.content)
        Case.objects.update(head_count=9)
        with pytest.raises(Unlawful):
            draft(history)
        again = publication.finish_analysis(report_id=report.pk, now=NOW + timedelta(days=1))
        assert (again.figures, again.content) == before
        verbs = set(AuditEntry.objects.values_list("verb", flat=True))
        assert {"analysis.build", "analysis.approve", "analysis.sign", "analysis.publish"} <= verbs

    def test_sent_back_with_a_reason(self, history):
        report, (_clerk, head) = draft(history), people(history)
        services.approve_analysis(report=report, authority=head, now=NOW)
        services.send_back_analysis(report=report, reason="补充建议", authority=head, now=NOW)
        assert AnalysisReport.objects.get().status == "draft"

    def test_the_draft_is_owed_once_and_left_alone_when_somebody_counted_it(self, history):
        assert owe_monthly_analysis(now=NOW)
        assert not owe_monthly_analysis(now=NOW + timedelta(hours=3))
        effect = OwedEffect.objects.get(kind="reporting.build_analysis")
        assert jobs.run(effect.pk, now=NOW)
        report = AnalysisReport.objects.get()
        assert (report.month, report.built_by) == ("2026-10", None)
        assert Notice.objects.get(user=history.head).title == "2026年10月信访形势分析草稿已生成"

    def test_a_month_that_is_not_over_is_refused(self, history):
        with pytest.raises(Unlawful, match="尚未结束"):
            draft(history, NOVEMBER)


class TestPagesAndFiles:
    def test_from_the_list_to_the_issue(self, history, client):
        def do(user, name, data=None):
            client.force_login(user)
            address = reverse(f"reporting:analysis_paper_{name}", args=["2026-10"])
            return client.post(address, data or {}, follow=True).content.decode()

        client.force_login(history.clerk)
        page = client.post(
            reverse("reporting:analysis_paper_build"), {"month": "2026-10"}, follow=True
        )
        assert "已生成2026年10月信访形势分析草稿。" in page.content.decode()
        assert "专项排查。" in do(history.clerk, "texts", {"edition": 1, "advice": "专项排查。"})
        assert "已批准" in do(history.head, "approve")
        assert "正在排版" in do(history.head, "sign")
        jobs.run(OwedEffect.objects.get(kind=publication.EFFECT).pk, now=NOW)
        assert "信析〔2026〕1号" in client.get(LIST).content.decode()
        checked = client.get(reverse("reporting:analysis_paper_verify", args=["2026-10"]))
        assert "文件与印发时一致" in checked.content.decode()

    def test_a_month_that_cannot_be_is_said_beside_the_field(self, history, client):
        client.force_login(history.clerk)
        page = client.post(reverse("reporting:analysis_paper_build"), {"month": "2027-10"})
        assert page.status_code == 422
        for month in ("2026-13", "x", "2026-Q3"):
            assert client.get(f"{LIST}{month}/").status_code == 404

    @pytest.mark.parametrize("towns", [2, 20])
    def test_pages_cost_the_same_queries(self, db, towns, client, django_assert_num_queries):
        county = build_county(townships=towns)
        for town in county.townships:
            county.case(received_on=date(2026, 10, 3), place=town, responsible_unit=town)
        draft(county)
        client.force_login(county.head)
        for name in ("", "_excel", "_word"):
            address = reverse(f"reporting:analysis_paper{name}", args=["2026-10"])
            with django_assert_num_queries(4):
                assert client.get(address).status_code == 200
        with django_assert_num_queries(4):
            client.get(LIST)

    def test_word_and_excel_say_the_same(self, history, client):
        issued(history)
        client.force_login(history.head)

        def file(name):
            address = reverse(f"reporting:analysis_paper_{name}", args=["2026-10"])
            return io.BytesIO(client.get(address).content)

        words = "".join(line.text for line in docx.Document(file("word")).paragraphs)
        assert "全县共登记信访事项10起" in words
        book = openpyxl.load_workbook(file("excel"))
        assert {"封面", "表1", "口径"} <= set(book.sheetnames)
        rows = [[cell.value for cell in row] for row in book["表1"].iter_rows()]
        assert ["信访事项", 10, 2] in [row[:3] for row in rows]

    @pytest.mark.usefixtures("typeset")
    def test_the_printed_file(self, history, client):
        report = issued(history)
        client.force_login(history.leader)
        content = client.get(reverse("reporting:analysis_paper_pdf", args=["2026-10"])).content
        reader = PdfReader(io.BytesIO(content))
        text = "".join(page.extract_text() for page in reader.pages).replace("\n", "")
        assert "全县共登记信访事项10起" in text
        assert "签发人：局长" in text.replace(" ", "")
        assert reader.metadata.title == "2026年10月信访形势分析"
        assert render(report.content["document"]).sha256 == report.pdf_sha256

    def test_interface_and_command(self, history, client):
        def call(user, address):
            token, _created = Token.objects.get_or_create(user=user)
            return client.get(address, headers={"Authorization": f"Token {token.key}"})

        out = io.StringIO()
        call_command("build_analysis", "--dry-run", stdout=out)
        assert "10 matters, 2 hot spots, nothing written" in out.getvalue()
        assert not AnalysisReport.objects.exists()
        names = ("--user", history.head.username, "--drafter", history.clerk.username)
        call_command("build_analysis", "--month", "2026-10", "--publish", *names, stdout=out)
        assert "issued as no. 1 of 2026" in out.getvalue()
        one = call(history.leader, "/api/v1/analysis-reports/2026-10/").json()
        assert one["figures"]["total"]["now"] == 10
        listed = call(history.head, "/api/v1/analysis-reports/").json()["results"]
        assert [(row["month"], row["status"]) for row in listed] == [("2026-10", "published")]
        unit = history.principals[0]
        assert call(unit, "/api/v1/analysis-reports/").json()["results"] == []
        assert call(unit, "/api/v1/analysis-reports/2026-10/pdf/").status_code == 404
        for month in ("2026-13", "2026-11"):
            with pytest.raises(CommandError):
                call_command("build_analysis", "--month", month)
