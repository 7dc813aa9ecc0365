"""The sections about duties in a built bulletin: thresholds, last time's problems, talks, supervision, numbers in the annex."""

from datetime import date

import pytest

from accountability.models import ScoreEntry, Talk, TalkUndertaking
from organizations.enums import UnitKind
from organizations.models import Setting
from petitions.models import Case, Clock, Document, Evaluation
from reporting.domain.results import BulletinData
from reporting.domain.spans import Period
from reporting.selectors.cases import county_cases
from reporting.selectors.deductions import deductions_of
from reporting.selectors.duties import duties_of
from reporting.services.bulletins import build_bulletin
from tests.factories.organizations import make_unit
from tests.factories.petitions import at, make_clock
from tests.reporting.conftest import MONTH, NOW, build_county, published

pytestmark = pytest.mark.django_db
OCTOBER = Period.parse(MONTH)


def build(county, now=NOW, code=MONTH):
    bulletin = build_bulletin(
        period=Period.parse(code), now=now, authority=county.authority(county.clerk)
    )
    return bulletin, BulletinData.from_json(bulletin.figures)


def text_of(bulletin):
    return "".join(
        block.get("lead", "") + block.get("text", "")
        for block in bulletin.content["document"]["blocks"]
    )


def test_last_times_problems_are_followed_matter_by_matter(october):
    town = october.townships[0]
    late = [october.case(place=town, received_on=date(2026, 9, day)) for day in (1, 2)]
    for case in late:
        make_clock(case, "C4", date(2026, 9, 16), unit=town)
    published(october, "2026-09", at(date(2026, 10, 1)))
    Clock.objects.filter(case=late[0]).update(
        stopped_on=date(2026, 10, 9), on_time=False, status="met"
    )
    bulletin, data = build(october)
    (carried,) = data.duties.carried
    assert (carried.listed, carried.settled, carried.still) == (2, 1, ((str(town), 1),))
    assert "所列问题逐件核对，截至月末：超期未告知事项2件，已整改1件，仍有1件未整改" in text_of(
        bulletin
    )
    assert {len(problem.keys) for problem in data.duties.problems} == {3}  # two new ones


def test_thresholds_are_the_countys_and_grow_with_the_period(october):
    Setting.objects.create(code="bulletin.threshold", value=3, valid_from=date(2026, 1, 1))
    bulletin, data = build(october)
    assert data.duties.thresholds == (3, 10)
    assert "3起以上的有1个乡镇（街道）：" in text_of(bulletin)
    assert duties_of(county_cases(), Period.parse("2026-Q3")).thresholds == (9, 30)
    assert duties_of(county_cases(), Period.parse("2026-10-01_2026-10-05")).thresholds == (3, 10)


def test_third_petitions_of_a_chain_are_told_by_place_and_by_responsible_unit(october):
    town, office = october.townships[0], october.departments[0]
    station = make_unit(UnitKind.VILLAGE, "所", parent=office)
    first = october.case(place=town, received_on=date(2026, 8, 1))
    second = october.case(place=town, received_on=date(2026, 9, 1), repeat_of=first)
    third = october.case(
        place=october.village,
        responsible_unit=station,
        received_on=date(2026, 10, 5),
        repeat_of=second,
    )
    fourth = october.case(place=town, received_on=date(2026, 10, 6), repeat_of=first)
    other = october.case(place=town, received_on=date(2026, 9, 2))
    october.case(place=town, received_on=date(2026, 10, 7), repeat_of=other)  # only the second
    secret = october.case(place=town, received_on=date(2026, 10, 8), repeat_of=fourth)
    Case.objects.filter(pk=secret.pk).update(legal_class="report", purpose="accusation")
    bulletin, data = build(october)
    assert (data.duty_of(town.pk).often, data.duty_of(office.pk).often) == (2, 1)
    assert third.repeat_of == second
    text = text_of(bulletin)
    assert f"乡镇（街道）重复信访3起，较多的是{town}3起，其中已是三次以上的有{town}2起；" in text
    assert f"县直部门重复信访1起，其中已是三次以上的有{office}1起，初次办理" in text


def test_talks_and_undertakings_of_the_period(october):
    town = october.townships[0]
    held = Talk.objects.create(
        unit=town, source="meeting", basis="联席会议第3次会议", target="deputy", reason="超期",
        status="held", proposed_at=NOW, held_on=date(2026, 10, 12), minutes="记录",
    )  # fmt: skip
    Talk.objects.create(
        unit=town, source="meeting", basis="联席会议第2次会议", target="deputy", reason="超期",
        status="held", proposed_at=NOW, held_on=date(2026, 9, 30), minutes="记录",
    )  # fmt: skip
    for day in (20, 31):
        TalkUndertaking.objects.create(talk=held, text="整改", due_on=date(2026, 10, day))
    bulletin, _data = build(october)
    text = text_of(bulletin)
    assert f"开展谈话1次：{town}分管领导（10月12日）" in text
    assert f"到期的整改事项2项，经核查已落实0项，未落实2项（{town}2项）" in text


def test_evaluations_are_counted_for_the_unit_that_answered(october):
    town = october.townships[0]
    for rating in ("good", "bad", ""):
        case = october.case(
            place=town,
            responsible_unit=town,
            received_on=date(2026, 8, 1),
            status="concluded",
            concluded_on=date(2026, 9, 10),
            closed_on=date(2026, 9, 10),
        )
        Document.objects.create(
            case=case, kind="opinion", unit=town, title="处理意见书", body="处理意见", issued_by=october.clerk,
            issued_on=date(2026, 9, 10), served_on=date(2026, 9, 10), served_how="hand", recorded_at=NOW,
        )  # fmt: skip
        if rating:
            Evaluation.objects.create(
                case=case, target="unit", rating=rating, reason="慢", source="public", at=NOW
            )
    _bulletin, data = build(october)
    duty = data.duty_of(town.pk)
    assert (duty.evaluable, duty.evaluated, duty.rated, duty.satisfied) == (3, 2, 2, 1)


class TestAnnex:
    def test_each_deduction_names_its_matters_by_number(self, october):
        bulletin, data = build(october)
        titles = [annex["title"] for annex in bulletin.content["document"]["annexes"]]
        assert titles == ["统计口径说明", "考核扣分事项编号"]
        printed = str(bulletin.content["document"]["annexes"])
        entries = ScoreEntry.objects.filter(period=MONTH, points__lt=0).select_related("case")
        assert entries
        for entry in entries:
            assert entry.case.number in printed
        assert sum(len(one.numbers) for one in data.duties.deductions) >= len(
            {entry.case_id for entry in entries}
        )

    def test_a_matter_that_became_a_report_has_no_number_there(self, october):
        build(october)
        entry = ScoreEntry.objects.filter(period=MONTH, points__lt=0).first()
        Case.objects.filter(pk=entry.case_id).update(legal_class="report", purpose="accusation")
        numbers = [number for one in deductions_of(OCTOBER) for number in one.numbers]
        assert numbers
        assert entry.case.number not in numbers

    def test_no_name_of_a_petitioner_is_printed(self, october):
        bulletin, _data = build(october)
        assert "申请人" not in str(bulletin.content["document"]["annexes"])


@pytest.mark.parametrize("rows", [2, 20])
def test_duties_need_as_many_queries_for_20_units_as_for_2(
    db, rule_set, rows, django_assert_max_num_queries
):
    county = build_county(townships=rows)
    for town in county.townships:
        make_clock(county.case(place=town), "C4", date(2026, 10, 16), unit=town)
    build(county)
    with django_assert_max_num_queries(31):
        duties_of(county_cases(), OCTOBER)
