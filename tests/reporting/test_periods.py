"""Bulletins of every kind of period: built, ordered within their kind, scored by the mean of their months."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accountability.models import ScoreEntry, Talk
from core import jobs
from core.errors import Unlawful
from reporting.domain.figures import Tally
from reporting.domain.results import BulletinData
from reporting.domain.spans import Period
from reporting.models import Bulletin
from reporting.services.bulletins import build_bulletin
from tests.factories.petitions import at, make_clock
from tests.reporting.conftest import NOW, build_county, published

pytestmark = pytest.mark.django_db
SPAN = "2026-09-01_2026-10-20"


def build(county, code, now=NOW):
    return build_bulletin(
        period=Period.parse(code), now=now, authority=county.authority(county.clerk)
    )


class TestFreeSpan:
    def test_counts_its_days_and_has_no_scores(self, october):
        bulletin = build(october, SPAN)
        assert (bulletin.kind, bulletin.rule_set) == ("days", None)
        assert (bulletin.first_day, bulletin.last_day) == (date(2026, 9, 1), date(2026, 10, 20))
        row = bulletin.rows.get(unit=october.townships[0])
        assert (row.matters, row.points, row.score, row.rank_score) == (3, None, None, None)
        assert not bulletin.rows.filter(is_worst=True).exists()
        assert not ScoreEntry.objects.exists()
        assert "不计分" in str(bulletin.content)

    def test_a_day_after_the_span_is_not_counted_in_its_course(self, october):
        october.case(received_on=date(2026, 10, 25))
        data = BulletinData.from_json(build(october, SPAN).figures)
        assert data.figures.trend[-1].matters == data.figures.matters.now == 4

    def test_no_rules_are_needed(self, busy_county):
        assert build(busy_county, SPAN).rule_set is None

    def test_says_nothing_from_which_the_reports_of_a_day_could_be_told(self, october):
        def printed(code):
            bulletin = build(october, code)
            return str((bulletin.content, bulletin.figures))

        october.case(received_on=date(2026, 9, 2))
        before = printed(SPAN)
        for day in range(2, 9):
            secret = october.case(received_on=date(2026, 10, day))
            secret.purpose, secret.legal_class = "accusation", "report"
            secret.save(update_fields=["purpose", "legal_class"])
        assert printed(SPAN) == before
        assert "检举控告类事项7件" in printed("2026-10")

    def test_may_be_issued_after_a_later_one_and_beside_the_month(self, october):
        published(october)
        later = published(october, "2026-10-01_2026-10-31", at(date(2026, 11, 2)))
        earlier = published(october, SPAN, at(date(2026, 11, 3)))
        assert (later.serial, earlier.serial) == (2, 3)
        assert not Talk.objects.exists()

    def test_a_span_that_runs_is_refused(self, october):
        with pytest.raises(Unlawful, match="尚未结束"):
            build(october, "2026-10-01_2026-11-01")


class TestQuarter:
    QUARTER = "2026-Q3"

    def months(self, county, *codes):
        for code in codes:
            period = Period.parse(code)
            published(
                county,
                code,
                at(period.last_day.replace(day=28), 9).replace(
                    year=2026, month=period.last_day.month + 1
                ),
            )

    def test_names_the_months_that_are_missing(self, october):
        self.months(october, "2026-07")
        with pytest.raises(Unlawful, match="2026年8月、2026年9月的月通报尚未印发。2026年第三季度"):
            build(october, self.QUARTER)

    @pytest.mark.parametrize(
        ("there", "missing", "by"),
        [
            (("2026-08", "2026-09"), "2026年7月", "8月、9月"),  # the office began in August
            (
                ("2026-07", "2026-09"),
                "2026年8月",
                "7月、9月",
            ),  # skipped: it cannot be issued any more
        ],
    )
    def test_months_that_cannot_be_issued_any_more_are_left_out_and_named(
        self, october, there, missing, by
    ):
        town = october.townships[0]
        case = october.case(place=town, responsible_unit=town, received_on=date(2026, 9, 1))
        make_clock(case, "C4", date(2026, 9, 16), unit=town)
        self.months(october, *there)
        bulletin = build(october, self.QUARTER)
        scores = Bulletin.objects.get(period="2026-09").rows.get(unit=town).score
        assert bulletin.rows.get(unit=town).score == (100 + scores) / 2
        text = str(bulletin.content)
        assert f"为2个月已印发通报的平均数，{missing}未印发月通报，不计入平均" in text
        assert f"按{by}通报得分平均" in text

    def test_a_month_that_can_still_be_issued_is_waited_for(self, october):
        self.months(october, "2026-08")
        with pytest.raises(Unlawful, match="2026年9月的月通报尚未印发"):
            build(october, self.QUARTER)

    def test_without_any_month_there_is_no_score(self, october):
        published(october)
        with pytest.raises(Unlawful, match="情况通报"):
            build(october, self.QUARTER)

    def test_is_the_mean_of_its_months(self, october):
        town = october.townships[0]
        case = october.case(place=town, responsible_unit=town, received_on=date(2026, 8, 1))
        make_clock(case, "C4", date(2026, 8, 16), unit=town)
        self.months(october, "2026-07", "2026-08", "2026-09")
        bulletin = build(october, self.QUARTER)
        marks = {
            row.bulletin.period: row.score
            for row in town.bulletin_rows.filter(bulletin__kind="month").select_related("bulletin")
        }
        row = bulletin.rows.get(unit=town)
        assert row.score == (sum(marks.values()) / 3).quantize(Decimal("0.01"))
        assert row.points < 0
        assert row.is_worst
        entries = set(ScoreEntry.objects.values_list("period", flat=True))
        assert entries <= {"2026-07", "2026-08", "2026-09"}
        annexes = [annex["title"] for annex in bulletin.content["document"]["annexes"]]
        assert "各月考核得分" in annexes
        assert published(october, self.QUARTER).status == "published"
        assert not Talk.objects.filter(period=self.QUARTER).exists()

    def test_order_holds_within_a_kind(self, october):
        self.months(october, "2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09")
        published(october, "2026-Q3")
        published(october, "2026-10")
        with pytest.raises(Unlawful, match="之后期间"):
            published(october, "2026-Q2")

    def test_the_place_before_comes_from_the_quarter_before(self, october):
        self.months(october, "2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09")
        before = published(october, "2026-Q2")
        bulletin = published(october, "2026-Q3")
        ranks = dict(before.rows.values_list("unit_id", "rank_score"))
        assert dict(bulletin.rows.values_list("unit_id", "last_rank")) == ranks


def test_the_database_keeps_rules_with_scored_bulletins_only(october):
    bulletin = build(october, SPAN)
    bulletin.kind = "month"
    with pytest.raises(IntegrityError), transaction.atomic():
        bulletin.save()


class TestPages:
    @pytest.fixture
    def clerk(self, october, client):
        client.force_login(october.clerk)
        return client

    def test_a_free_span_is_asked_for_with_its_days(self, october, clerk):
        url = reverse("reporting:build")
        answer = clerk.post(url, {"period": "days", "first_day": "2026-09-01", "last_day": ""})
        assert answer.status_code == 422
        assert "自定期间须填写起始日和截止日" in answer.content.decode()
        assert 'value="2026-09-01"' in answer.content.decode()
        answer = clerk.post(
            url, {"period": "days", "first_day": "2026-09-10", "last_day": "2026-09-01"}
        )
        assert "截止日不能早于起始日" in answer.content.decode()
        answer = clerk.post(
            url, {"period": "days", "first_day": "2026-09-01", "last_day": "2026-09-30"}
        )
        assert answer.url == reverse("reporting:bulletin", args=["2026-09-01_2026-09-30"])

    def test_a_refusal_stands_beside_the_choice(self, october, clerk):
        answer = clerk.post(reverse("reporting:build"), {"period": "2026-Q3"})
        assert answer.status_code == 422
        assert "尚未印发" in answer.content.decode()
        assert not Bulletin.objects.exists()

    def test_the_pages_of_a_free_span_open(self, october, clerk):
        build(october, SPAN)
        unit = october.townships[0].pk
        for name, args in (("bulletins", []), ("bulletin", [SPAN]), ("unit", [SPAN, unit])):
            page = clerk.get(reverse(f"reporting:{name}", args=args))
            assert page.status_code == 200
            assert "None" not in page.content.decode()

    def test_the_unit_of_a_quarter_shows_its_months(self, october, clerk):
        TestQuarter().months(october, "2026-07", "2026-08", "2026-09")
        build(october, "2026-Q3")
        unit = october.townships[0].pk
        page = clerk.get(reverse("reporting:unit", args=["2026-Q3", unit])).content.decode()
        for month in ("2026-07", "2026-08", "2026-09"):
            assert reverse("reporting:unit", args=[month, unit]) in page


@pytest.mark.parametrize("rows", [2, 20])
def test_a_quarter_needs_as_many_queries_for_20_units_as_for_2(
    db, rule_set, rows, django_assert_max_num_queries
):
    county = build_county(townships=rows)
    TestQuarter().months(county, "2026-07", "2026-08", "2026-09")
    with django_assert_max_num_queries(69):
        build(county, "2026-Q3")


class TestFirstRecords:
    """The oldest matter is of September 2026: nothing is compared with what lies before."""

    def printed(self, county, code):
        county.case(place=county.townships[0], received_on=date(2026, 9, 14))
        bulletin = build(county, code)
        return str(bulletin.content), BulletinData.from_json(bulletin.figures).figures

    def test_a_month_is_compared_with_the_month_before_alone(self, october, own_records):
        text, figures = self.printed(october, "2026-10")
        assert figures.matters == Tally(4, 1, None)
        assert "起数环比由1升至4，人次环比由1升至11。" in text
        assert "2025年10月没有完整的登记数据，不作同比。" in text
        assert [point.month for point in figures.trend] == ["2026-09", "2026-10"]
        assert "近两个月信访走势" in text

    def test_a_span_shows_a_dash_where_nothing_can_be_compared(self, october, own_records):
        text, figures = self.printed(october, SPAN)
        assert figures.matters == Tally(5, None, None)
        assert "基数为零" not in text
        assert "登记信访事项5起、12人次。其中" in text

    def test_the_first_month_says_when_the_records_begin(self, october, own_records):
        text, _figures = self.printed(october, "2026-08-20_2026-09-30")
        assert "登记数据从2026年9月14日开始，此前没有数据。" in text

    @pytest.mark.parametrize("code", ["2026-08", "2026-08-01_2026-08-31"])
    def test_a_period_before_them_is_refused(self, october, own_records, code):
        with pytest.raises(Unlawful, match=r"从2026-09-14开始，.*没有数据，不能生成"):
            self.printed(october, code)

    @pytest.mark.parametrize(
        ("kind", "period"),
        [
            ("reporting.build", "2026-08"),
            ("reporting.build_annual", "2025"),
            ("reporting.build_analysis", "2026-09"),
        ],
    )
    def test_the_timetable_leaves_out_what_cannot_be_counted(
        self, october, own_records, kind, period
    ):
        october.case(place=october.townships[0], received_on=date(2026, 9, 14))
        effect, _new = jobs.owe(kind, key="county", period=period, now=NOW)
        assert jobs.run(effect.pk, now=NOW)
        effect.refresh_from_db()
        assert (effect.state, Bulletin.objects.count()) == ("done", 0)
