"""The table of acts: what each state allows, and that it agrees with the stored states and rules."""

import pytest

from petitions.domain import deadlines
from petitions.domain.duties import RIGHTS, is_duty
from petitions.domain.workflow import ACTS, OPEN, lawful_acts, why_unlawful
from petitions.enums import OPEN_STATUSES, CaseStatus

ALLOWED = {
    "registered": "transfer assign report_up file dispute decide_dispute inform accept accept_simple refuse"
    " no_longer_accept refer claims note reply urgent urgent_receipt recuse decide_recusal merge split link_repeat"
    " withdraw serve correct_registration",
    "dispatched": "object dispute decide_dispute inform accept accept_simple refuse no_longer_accept refer claims"
    " note reply urgent urgent_receipt recuse decide_recusal merge link_repeat withdraw serve correct_registration",
    "objected": "decide_objection urgent urgent_receipt recuse decide_recusal link_repeat withdraw serve"
    " correct_registration",
    "accepted": "inform refer fall_back claims note co_handle move_co_handling answer_request announce_hearing hold_hearing close_hearing"
    " settle extend reply conclude urgent urgent_receipt recuse decide_recusal merge link_repeat withdraw serve"
    " correct_registration",
    "concluded": "note announce_hearing hold_hearing close_hearing urgent urgent_receipt serve cause correct_cause execute request_review decide_review"
    " request_recheck decide_recheck redo dismiss_review terminate correct_registration evaluate",
    "settled": "note urgent urgent_receipt serve cause correct_cause correct_registration",
    **dict.fromkeys(
        ("not_accepted", "no_longer_accepted", "routed", "filed", "withdrawn", "merged"),
        "urgent urgent_receipt serve correct_registration",
    ),
}


@pytest.mark.parametrize("status", ALLOWED)
def test_lawful_acts(status):
    assert [act.code for act in lawful_acts(status)] == ALLOWED[status].split()


def test_the_table_speaks_of_the_stored_states():
    named = {s for act in ACTS.values() for s in act.sources}
    named |= {act.target for act in ACTS.values() if act.target}
    assert named <= set(CaseStatus.values)
    assert set(ALLOWED) == set(CaseStatus.values)
    assert set(OPEN_STATUSES) == OPEN


@pytest.mark.parametrize("code", ACTS)
def test_each_act_names_its_article_and_known_clocks(code):
    act = ACTS[code]
    assert act.article.startswith("条例第")
    assert set(act.clocks) <= {c.value for c in deadlines.ClockCode}


def test_a_refusal_says_what_the_matter_is_now():
    assert why_unlawful("conclude", "registered", "已登记") == (
        "该事项目前为“已登记”，不能办理“出具处理意见”"
    )
    assert why_unlawful("conclude", "accepted", "办理中") == ""


@pytest.mark.parametrize("code", sorted(RIGHTS), ids=["art35-ask", "art36-ask", "art23-object"])
def test_a_right_that_lapses_is_no_breach(code):
    assert not is_duty(code)
    assert is_duty("C8")
