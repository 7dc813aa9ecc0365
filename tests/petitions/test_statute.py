"""Clauses of 条例 articles 17 to 37 that no other test proves by themselves: days to the day, letters, third remedies."""

from datetime import timedelta

import pytest

from core.errors import Unlawful
from petitions.enums import Form
from petitions.services import handling, merging, recording
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, register
from tests.petitions.steps import (
    ACCEPTED,
    CONCLUDED,
    SENT,
    accept,
    accepted,
    ask,
    conclude,
    concluded,
    decide,
    running,
    transfer,
)

pytestmark = pytest.mark.django_db
ASKED = CONCLUDED + timedelta(days=20)
REVIEWED = ASKED + timedelta(days=25)
ASKED_AGAIN = REVIEWED + timedelta(days=10)
FINAL = ASKED_AGAIN + timedelta(days=28)
TO_THE_DAY = pytest.mark.parametrize(
    ("late", "on_time"), [(0, True), (1, False)], ids=["last-day", "day-after"]
)


@pytest.mark.parametrize("form", Form.values, ids=lambda form: f"art17-{form}")
def test_art17_each_form_is_registered_and_begins_the_fifteen_days(county, form):
    case = register(county, form=form)
    assert (case.form, case.status) == (form, "registered")
    assert running(case) == {"C1": DAY + timedelta(days=15)}


def test_art19_3_what_is_in_hand_below_is_not_taken_again_above(county):
    first = accepted(county)
    before = running(first)
    again = register(county, title="再次反映同一事项", received_on=CONCLUDED, now=at(CONCLUDED))
    merging.link_repeat(
        authority=county.who(county.clerk, on=CONCLUDED),
        case=again,
        earlier=first,
        reason="同人同事",
        now=at(CONCLUDED),
    )
    ground = "该事项正由柳河镇办理，依照条例第十九条第三款不予受理"
    handling.refuse_case(
        authority=county.who(county.clerk, on=CONCLUDED),
        case=again,
        ground=ground,
        body="请等候办理结果。",
        refused_on=CONCLUDED,
        served_how="in_person",
        now=at(CONCLUDED),
    )
    again.refresh_from_db()
    assert (again.status, again.repeat_of, running(again)) == ("not_accepted", first, {})
    letter = again.documents.get(kind="non_acceptance")
    assert ground in letter.body
    assert letter.served_on == CONCLUDED
    assert running(first) == before, "the matter in hand goes on"


@TO_THE_DAY
def test_art22_sent_on_within_fifteen_days(county, late, on_time):
    case = register(county)
    transfer(county, case, day=DAY + timedelta(days=15 + late))
    assert case.clocks.get(code="C1").on_time is on_time


@TO_THE_DAY
def test_art23_the_petitioner_is_told_within_fifteen_days_of_the_transfer(county, late, on_time):
    case = register(county)
    transfer(county, case)
    day = SENT + timedelta(days=15 + late)
    accept(county, case, day=day)
    assert case.clocks.get(code="C4").on_time is on_time
    assert case.documents.get(kind="acceptance").served_on == day


@pytest.mark.parametrize(
    ("outcome", "more"),
    [
        ("supported", {"promise": "更换路灯", "promise_due_on": CONCLUDED + timedelta(days=20)}),
        ("explained", {}),
        ("rejected", {}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_art32_supported_explained_or_not_supported(county, outcome, more):
    case = accepted(county)
    letter = conclude(county, case, outcome=outcome, **more)
    case.refresh_from_db()
    assert case.outcome == outcome
    assert "《城市道路管理条例》第二十三条" in letter.body
    assert hasattr(case, "execution") is bool(more), "what was granted has to be carried out"


@pytest.mark.parametrize("kind", ["mediation", "settlement"])
def test_art33_mediation_and_settlement_are_put_in_writing(county, kind):
    case = accepted(county)
    recording.settle_case(
        authority=county.who(county.officer, on=CONCLUDED),
        case=case,
        kind=kind,
        parties="张小明、柳河镇供电所",
        terms="供电所十日内修复路灯。",
        agreed_on=CONCLUDED,
        now=at(CONCLUDED),
    )
    paper = case.documents.get(kind="agreement")
    assert "供电所十日内修复路灯。" in paper.body
    assert case.agreements.get().kind == kind


@TO_THE_DAY
def test_art34_sixty_days_from_acceptance(county, late, on_time):
    case = accepted(county)
    clock = case.clocks.get(code="C8")
    assert clock.raw_due_on == ACCEPTED + timedelta(days=60)
    conclude(county, case, day=clock.due_on + timedelta(days=late))
    clock.refresh_from_db()
    assert clock.on_time is on_time


@TO_THE_DAY
def test_art35_the_reviewing_organ_has_thirty_days(county, late, on_time):
    case = concluded(county)
    review = ask(county, case, "review", ASKED)
    clock = case.clocks.get(code="C11")
    assert clock.raw_due_on == ASKED + timedelta(days=30)
    decide(county, review, clock.due_on + timedelta(days=late))
    clock.refresh_from_db()
    assert clock.on_time is on_time


@TO_THE_DAY
def test_art36_thirty_days_to_ask_again_and_thirty_to_decide(county, late, on_time):
    case = concluded(county)
    decide(county, ask(county, case, "review", ASKED), REVIEWED)
    right = case.clocks.get(code="C12")
    assert right.raw_due_on == REVIEWED + timedelta(days=30)
    asked = right.due_on + timedelta(days=late)
    recheck = ask(county, case, "recheck", asked)
    assert recheck.in_time is on_time
    duty = case.clocks.get(code="C13")
    assert duty.raw_due_on == asked + timedelta(days=30)
    decide(county, recheck, duty.due_on + timedelta(days=late))
    duty.refresh_from_db()
    assert duty.on_time is on_time


def test_art36_3_after_the_re_review_there_is_no_third_remedy(county):
    case = concluded(county)
    decide(county, ask(county, case, "review", ASKED), REVIEWED)
    decide(county, ask(county, case, "recheck", ASKED_AGAIN), FINAL)
    for level in ("review", "recheck"):
        with pytest.raises(Unlawful, match="每一级只"):
            ask(county, case, level, FINAL)
    again = register(county, title="仍以同一事实和理由提出", received_on=FINAL, now=at(FINAL))
    handling.refuse_case(
        authority=county.who(county.clerk, on=FINAL),
        case=again,
        ground="已经复核，依照条例第三十六条第三款不再受理",
        body="有关疏导帮扶工作由柳河镇继续进行。",
        refused_on=FINAL,
        served_how="in_person",
        now=at(FINAL),
        no_longer=True,
    )
    again.refresh_from_db()
    assert (again.status, again.closed_on, running(again)) == ("no_longer_accepted", FINAL, {})
    letter = again.documents.get(kind="non_acceptance")
    assert "不再受理" in letter.title
    assert "第三十六条第三款" in letter.body


@pytest.mark.parametrize("kind", ["aid", "persuasion"], ids=["art37-aid", "art37-persuasion"])
def test_art37_care_is_recorded_while_the_matter_runs_and_stops_no_clock(county, kind):
    case = accepted(county)
    before = running(case)
    note = recording.add_note(
        authority=county.who(county.officer, on=ACCEPTED),
        case=case,
        kind=kind,
        on=ACCEPTED,
        text="协助申请临时救助。",
        now=at(ACCEPTED),
    )
    assert list(case.notes.values_list("pk", "kind")) == [(note.pk, kind)]
    assert running(case) == before
