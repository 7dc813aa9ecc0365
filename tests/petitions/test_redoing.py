"""重新处理 on the order of a review: a new opinion by the set day, and the remedies open again."""

from datetime import timedelta

import pytest

from core.errors import Invalid, NotAllowed, Unlawful
from petitions.services import letters, redoing, serving
from tests.factories.petitions import at
from tests.petitions.conftest import SOUND
from tests.petitions.steps import CONCLUDED, ask, concluded, decide, running

pytestmark = pytest.mark.django_db
ASKED = CONCLUDED + timedelta(days=20)
REVIEWED = ASKED + timedelta(days=25)


def order(county):
    case = concluded(county)
    review = ask(county, case, "review", ASKED)
    due = REVIEWED + timedelta(days=30)
    decide(county, review, REVIEWED, outcome="redo", redo_due_on=due)
    return case


def again(county, case, day, **fields):
    values = {
        "outcome": "supported",
        "opinion": SOUND,
        "legal_basis": "《城市道路管理条例》第二十三条",
        "issued_on": day,
        "served_on": day,
        "served_how": "in_person",
    }
    return redoing.conclude_anew(
        authority=county.who(county.officer, on=day),
        case=case,
        now=at(day),
        **{**values, **fields},
    )


def test_the_new_opinion_ends_the_period_and_opens_the_remedies_again(county):
    case = order(county)
    day = REVIEWED + timedelta(days=20)
    again(county, case, day)
    assert case.clocks.get(code="R1").on_time is True
    assert set(running(case)) == {"C10"}
    case.refresh_from_db()
    assert (case.status, case.outcome, case.next_due_on) == ("concluded", "supported", None)
    second = ask(county, case, "review", day + timedelta(days=3))
    assert (second.round, second.in_time) == (2, True)
    with pytest.raises(Unlawful, match="尚有未作出意见"):
        ask(county, case, "recheck", day + timedelta(days=4))
    decide(county, second, day + timedelta(days=9))
    ask(county, case, "recheck", day + timedelta(days=12))


def test_the_first_reviews_are_not_asked_again(county):
    case = order(county)
    with pytest.raises(Unlawful, match="每一级只复查"):
        ask(county, case, "review", REVIEWED)


def test_no_re_review_before_the_new_opinion_was_reviewed(county):
    case = order(county)
    again(county, case, REVIEWED)
    with pytest.raises(Unlawful, match="尚未对最近一次处理意见"):
        ask(county, case, "recheck", REVIEWED + timedelta(days=1))


def test_late_is_kept_as_late(county):
    case = order(county)
    again(county, case, REVIEWED + timedelta(days=31))
    assert case.clocks.get(code="R1").on_time is False


def test_only_what_was_ordered_and_only_by_the_unit(county):
    case = concluded(county)
    with pytest.raises(Unlawful, match="没有责令重新处理"):
        again(county, case, REVIEWED)
    case = order(county)
    with pytest.raises(Invalid, match="没有实质内容"):
        again(county, case, REVIEWED, opinion="已收悉，谢谢您的支持。")
    with pytest.raises(NotAllowed):
        redoing.conclude_anew(
            authority=county.who(county.clerk, on=REVIEWED),
            case=case,
            outcome="supported",
            opinion=SOUND,
            legal_basis="条例",
            issued_on=REVIEWED,
            now=at(REVIEWED),
        )


def test_a_correction_of_a_served_opinion_begins_no_period_anew(county):
    case = concluded(county)
    opinion = case.documents.get(kind="opinion")
    started = case.clocks.get(code="C10").started_on
    day = CONCLUDED + timedelta(days=5)
    who = county.who(county.officer, on=day)
    paper = letters.correct_letter(
        authority=who,
        document=opinion,
        body=opinion.body + "\n更正：路段名称有误。",
        reason="路段名称有误",
        issued_on=day,
        now=at(day),
    )
    serving.record_service(
        authority=who,
        document=paper,
        draft=serving.ServiceDraft(method="post", on=day, server="赵专干", note="EMS 1001"),
        now=at(day),
    )
    assert case.clocks.get(code="C10").started_on == started
