"""Objections to a deduction: in time, decided by another, the sum right, the ranking moved before publication."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accountability.models import (
    Notice,
    RuleSet,
    ScoreEntry,
    ScoreObjection,
    ScorePeriod,
)
from accountability.services.score_objections import (
    decide_score_objection,
    raise_score_objection,
    withdraw_score_objection,
)
from core.errors import Duplicate, Invalid, NotAllowed, StaleState, Unlawful
from organizations.enums import PostKind
from organizations.models import Setting
from petitions.enums import LegalClass, Purpose
from petitions.models import Case
from petitions.services.drafts import Upload
from reporting.domain.periods import Month
from reporting.models import Bulletin, BulletinStatus
from reporting.services.bulletins import approve_bulletin, build_bulletin
from reporting.services.publication import finish_publication, sign_bulletin
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at, make_clock
from tests.reporting.conftest import MONTH, NOW

LAST_DAY = date(2026, 11, 4)  # three working days after Sunday 1 November
LATER = at(LAST_DAY + timedelta(days=1))


@pytest.fixture
def drafted(october):
    """Both towns lose points; the second stands last. The draft waits for objections."""
    c = october
    Setting.objects.update(value=3)
    rules = RuleSet.objects.get()
    rules.items = [{**item, "spread_n": 1} for item in rules.items]  # one matter weighs in full
    rules.save(update_fields=["items"])
    town = c.townships[1]
    case = c.case(place=town, responsible_unit=town, received_on=date(2026, 10, 3))
    make_clock(case, "C4", date(2026, 10, 18), unit=town)
    c.supervisor = make_user_with_post(PostKind.SUPERVISOR, c.office, "督查员")
    c.bulletin = build_bulletin(period=Month.parse(MONTH), now=NOW, authority=c.authority(c.clerk))
    return c


def line(county, town=1):
    return ScoreEntry.objects.filter(unit=county.townships[town], points__lt=0).earliest("pk")


def object_to(county, *, town=1, user=None, entry=None, text="期限计算有误", now=NOW, uploads=()):
    return raise_score_objection(
        authority=county.authority(user or county.principals[town], now.date()),
        entry=entry or line(county, town), text=text, uploads=uploads, now=now,
    )  # fmt: skip


def decide(
    county, objection, outcome="struck", *, user=None, points=None, reason="延期手续齐全", now=NOW
):
    return decide_score_objection(
        authority=county.authority(user or county.head, now.date()), objection=objection,
        outcome=outcome, new_points=points, reason=reason, now=now,
    )  # fmt: skip


def places(county):
    rows = Bulletin.objects.get().rows.filter(group="township")
    found = {row.unit_id: (row.score, row.rank_score) for row in rows}
    return [found[town.pk] for town in county.townships]


def sums(county):
    """Score of each town as its lines add up."""
    return [
        100 + sum(ScoreEntry.objects.filter(unit=town).values_list("points", flat=True))
        for town in county.townships
    ]


def publish(county, now=LATER):
    head = county.authority(county.head, now.date())
    bulletin = Bulletin.objects.get()
    approve_bulletin(bulletin=bulletin, authority=head, now=now)
    sign_bulletin(bulletin=bulletin, authority=head, now=now)
    return finish_publication(bulletin_id=bulletin.pk, now=now)


# --- the decision moves the ranking ----------------------------------------------------------------
def test_a_struck_deduction_moves_the_ranking_before_publication(drafted):
    assert places(drafted) == [(Decimal("86.67"), 1), (Decimal("80.00"), 2)]
    decide(drafted, object_to(drafted))
    assert places(drafted) == [(Decimal("86.67"), 2), (Decimal("100.00"), 1)]
    assert sums(drafted) == [Decimal("86.67"), Decimal("100.00")]
    lines = ScoreEntry.objects.filter(unit=drafted.townships[1], item="inform").order_by("pk")
    assert [(e.points, e.corrects) for e in lines] == [(-20, False), (20, True)]
    assert "异议1：撤销扣分，理由：延期手续齐全" in lines[1].reason


def test_a_smaller_deduction_is_corrected_by_the_difference(drafted):
    decide(drafted, object_to(drafted), "changed", points=Decimal("5.5"))
    assert sums(drafted)[1] == Decimal("94.50")
    assert places(drafted)[1] == (Decimal("94.50"), 1)


def test_an_upheld_deduction_stays(drafted):
    decide(drafted, object_to(drafted), "upheld")
    assert places(drafted) == [(Decimal("86.67"), 1), (Decimal("80.00"), 2)]


def test_the_decision_survives_a_new_count_and_falls_with_its_line(drafted):
    entry = line(drafted)
    decide(drafted, object_to(drafted, entry=entry))
    build_bulletin(
        period=Month.parse(MONTH),
        now=NOW + timedelta(hours=1),
        authority=drafted.authority(drafted.clerk),
    )
    assert places(drafted)[1] == (Decimal("100.00"), 1)
    assert sums(drafted)[1] == 100
    entry.clock.stopped_on, entry.clock.status, entry.clock.on_time = (
        date(2026, 10, 18),
        "met",
        True,
    )
    entry.clock.save()
    build_bulletin(
        period=Month.parse(MONTH),
        now=NOW + timedelta(hours=2),
        authority=drafted.authority(drafted.clerk),
    )
    assert sums(drafted)[1] == 100
    assert not ScoreEntry.objects.filter(unit=drafted.townships[1], corrects=True).exists()


def test_the_annex_shows_the_outcome_and_neither_matters_nor_names_nor_reasons(drafted):
    decide(drafted, object_to(drafted, text="信访人张三的件已按期告知"))
    bulletin = publish(drafted)
    annex = bulletin.content["document"]["annexes"][-1]
    number = line(drafted).case.number
    town = str(drafted.townships[1])
    assert annex["blocks"][0]["rows"][0]["cells"] == [
        "1",
        town,
        "按期书面告知",
        "20",
        "撤销扣分",
        "0",
    ]
    assert number not in str(annex)
    assert "张三" not in str(bulletin.content)
    assert "延期手续" not in str(annex)
    assert "共收到扣分异议1件" in str(bulletin.content)


@pytest.mark.parametrize("outcome", ["upheld", "withdrawn"])
def test_the_annex_shows_also_what_changed_nothing(drafted, outcome):
    objection = object_to(drafted)
    assert Bulletin.objects.get().figures["objections"][0]["outcome"] == "待决定"
    if outcome == "upheld":
        decide(drafted, objection, outcome)
    else:
        principal = drafted.authority(drafted.principals[1])
        withdraw_score_objection(authority=principal, objection=objection, reason="已核实", now=NOW)
    note = Bulletin.objects.get().figures["objections"][0]
    assert (note["outcome"], note["after"]) == (objection.get_status_display(), "20")


def test_art30_an_objection_reads_the_same_when_its_matter_became_a_report(drafted):
    """A number missing in one row would tell the unit that this matter is secret now."""
    decide(drafted, object_to(drafted), "upheld")
    before = Bulletin.objects.get().figures["objections"][0]
    Case.objects.filter(pk=line(drafted).case_id).update(
        purpose=Purpose.ACCUSATION, legal_class=LegalClass.REPORT
    )
    build_bulletin(
        period=Month.parse(MONTH),
        now=NOW + timedelta(hours=1),
        authority=drafted.authority(drafted.clerk),
    )
    assert Bulletin.objects.get().figures["objections"][0] == before
    assert before["case_number"] == ""


# --- publication waits -----------------------------------------------------------------------------
def test_a_bulletin_waits_for_the_days_to_object_and_for_every_decision(drafted):
    with pytest.raises(Unlawful, match="2026-11-04（含当日）前对扣分提出异议"):
        publish(drafted, now=at(LAST_DAY))
    objection = object_to(drafted, now=at(LAST_DAY))
    with pytest.raises(Unlawful, match="有1件扣分异议尚未决定（异议1）"):
        publish(drafted)
    decide(drafted, objection, "upheld", now=LATER)
    assert publish(drafted).status == BulletinStatus.PUBLISHED
    assert ScorePeriod.objects.get().frozen_at == LATER


def test_after_publication_nothing_is_objected_to_or_decided(drafted):
    publish(drafted)
    with pytest.raises(Unlawful, match="已经印发"):
        object_to(drafted, now=LATER)


def test_a_county_may_do_without(october):
    c = october
    build_bulletin(period=Month.parse(MONTH), now=NOW, authority=october.authority(october.clerk))
    assert ScorePeriod.objects.get().closes_on is None
    with pytest.raises(Unlawful, match="期限已过"):
        object_to(c, town=0)
    assert publish(c, now=NOW).status == BulletinStatus.PUBLISHED


def test_a_new_deduction_after_a_new_count_opens_the_days_again(drafted):
    town = drafted.townships[0]
    build_bulletin(period=Month.parse(MONTH), now=LATER, authority=drafted.authority(drafted.clerk))
    assert ScorePeriod.objects.get().closes_on == LAST_DAY
    late = drafted.case(place=town, responsible_unit=town, received_on=date(2026, 10, 4))
    make_clock(late, "C8", date(2026, 10, 19), unit=town)
    Notice.objects.all().delete()
    build_bulletin(period=Month.parse(MONTH), now=LATER, authority=drafted.authority(drafted.clerk))
    assert ScorePeriod.objects.get().closes_on == date(2026, 11, 10)
    assert {n.user for n in Notice.objects.filter(title__contains="考核计分")} == {
        drafted.principals[0], drafted.deputies[0],
    }  # fmt: skip


# --- who, when, what -------------------------------------------------------------------------------
def test_only_who_speaks_for_the_unit_objects_and_only_once(drafted):
    for user in (drafted.principals[0], drafted.clerk, drafted.head, drafted.leader):
        with pytest.raises(NotAllowed):
            object_to(drafted, user=user)
    object_to(drafted, user=drafted.deputies[1])
    with pytest.raises(Duplicate):
        object_to(drafted)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "长" * 4001}, "text"),
        ({"uploads": [Upload("a.exe", "", SimpleUploadedFile("a.exe", b"x"))]}, "evidence"),
    ],
    ids=["no-reason", "too-long", "a-program"],
)
def test_an_objection_has_a_reason_and_harmless_files(drafted, more, field):
    with pytest.raises(Invalid) as refused:
        object_to(drafted, **more)
    assert refused.value.field == field


def test_only_a_deduction_is_objected_to(drafted):
    free = ScoreEntry.objects.filter(unit=drafted.townships[1], points=0).first()
    with pytest.raises(Unlawful, match="只能对扣分"):
        object_to(drafted, entry=free)


def test_the_last_day_counts_and_the_next_does_not(drafted):
    object_to(drafted, now=at(LAST_DAY, 23))
    with pytest.raises(Unlawful, match="期限已过"):
        object_to(drafted, town=0, now=LATER)


def test_an_objection_taken_back_may_be_raised_again_in_time(drafted):
    objection = object_to(drafted)
    withdraw = partial(withdraw_score_objection, objection=objection, reason="已核实", now=NOW)
    with pytest.raises(NotAllowed):
        withdraw(authority=drafted.authority(drafted.principals[0]))
    withdraw(authority=drafted.authority(drafted.principals[1]))
    assert object_to(drafted).number == 2
    with pytest.raises(StaleState):
        decide(drafted, objection)


@pytest.mark.parametrize(
    "points", [None, Decimal(20), Decimal(-1)], ids=["none", "as-before", "bonus"]
)
def test_a_decision_never_costs_more(drafted, points):
    with pytest.raises(Invalid, match="须少于原扣的20"):
        decide(drafted, object_to(drafted), "changed", points=points)


def test_who_had_the_draft_counted_leaves_the_decision_to_another(drafted):
    objection = object_to(drafted)
    head = drafted.authority(drafted.head)
    build_bulletin(period=Month.parse(MONTH), now=NOW + timedelta(hours=1), authority=head)
    with pytest.raises(NotAllowed, match="督查员"):
        decide(drafted, objection)
    decide(drafted, objection, user=drafted.supervisor)


def test_with_nobody_else_the_head_decides(drafted):
    objection = object_to(drafted)
    drafted.supervisor.terms.all().delete()
    head = drafted.authority(drafted.head)
    build_bulletin(period=Month.parse(MONTH), now=NOW + timedelta(hours=1), authority=head)
    assert decide(drafted, objection).status == "struck"


def test_decided_once_by_the_office_with_a_reason(drafted):
    objection = object_to(drafted)
    for user in (drafted.clerk, drafted.leader, drafted.principals[1]):
        with pytest.raises(NotAllowed):
            decide(drafted, objection, user=user)
    with pytest.raises(Invalid, match="理由"):
        decide(drafted, objection, reason=" ")
    with pytest.raises(Invalid, match="处理结果"):
        decide(drafted, objection, "perhaps")
    stale = ScoreObjection.objects.get()
    decide(drafted, objection, "upheld")
    with pytest.raises(StaleState):
        decide(drafted, stale)


# --- notices both ways -----------------------------------------------------------------------------
def test_units_are_told_of_their_deductions_the_office_of_objections_and_the_unit_of_the_decision(
    drafted,
):
    def told(words):
        return {notice.user for notice in Notice.objects.filter(title__contains=words)}

    assert told("可在2026-11-04（含当日）前提出异议") == {*drafted.principals, *drafted.deputies}
    objection = object_to(drafted)
    assert told("提出异议，待决定") == {drafted.head, drafted.supervisor}
    decide(drafted, objection)
    assert told("扣分异议1的决定：撤销扣分") == {drafted.principals[1], drafted.deputies[1]}
