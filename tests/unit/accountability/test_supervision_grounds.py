"""Grounds of supervision (条例第四十条): what the books show, never how many petitions there are."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.domain import supervision_grounds as grounds
from accountability.domain.supervision_facts import (
    Backdated,
    Facts,
    LateClock,
    LateCorrection,
    Limits,
    Overturned,
    Promise,
    ServiceConflict,
    TurnedAway,
    WrongRefusal,
)
from accountability.domain.supervision_grounds import proposals

ON = date(2026, 6, 30)
LIMITS = Limits()


def day(back):
    return ON - timedelta(days=back)


CLOCK = LateClock(1, 10, 5, "C8", "办结", "条例第三十四条", day(10))
REFUSAL = WrongRefusal(1, 10, day(5), "不予受理，属应受理未受理", "条例第四十四条第二项")
FIRST = TurnedAway(1, 10, "objection:1", "N1", day(100))
SECOND = TurnedAway(2, 10, "objection:2", "N2", day(5))
LOST = TurnedAway(2, 10, "dispute:7", "N2", day(4), is_dispute=True)
QUASHED = Overturned(1, 10, 3, "复查", "撤销", day(9), "条例第三十五条")
ENTERED = Backdated(1, 10, 8, "信访处理意见书", day(40), day(20), "办结", day(30))
CHANGED = LateCorrection(1, 10, 9, "信访处理意见书", day(3), "复查", day(8))
FAILED = ServiceConflict(1, 10, 9, "受理告知书", day(8), day(6))
PROMISE = Promise(1, 10, 4, day(1))

TABLE = [
    pytest.param({"clocks": [CLOCK]}, "delay", id="art40-delay-at-the-countys-number"),
    pytest.param({"clocks": [replace(CLOCK, due_on=day(9))]}, None, id="art40-one-day-less-is-none"),
    pytest.param({"clocks": [replace(CLOCK, code="C2")]}, "no_report", id="art22-art40-assigned-no-report"),
    pytest.param({"clocks": [replace(CLOCK, code="C4")]}, "acceptance", id="art23-art40-nobody-was-informed"),
    pytest.param({"clocks": [replace(CLOCK, code="C3")]}, "acceptance", id="art23-art40-direct-not-informed"),
    pytest.param({"refusals": [REFUSAL]}, "acceptance", id="art44-refused-though-competent"),
    pytest.param({"refusals": [replace(REFUSAL, on=day(181))]}, None, id="art44-too-long-ago"),
    pytest.param({"turned_away": [SECOND]}, None, id="art23-one-refused-objection-is-a-right-used"),
    pytest.param({"turned_away": [FIRST, SECOND]}, "shirking", id="art40-two-refused-objections"),
    pytest.param(
        {"turned_away": [FIRST, replace(SECOND, unit_id=11)]}, None, id="art40-two-units-one-each"
    ),
    pytest.param(
        {"turned_away": [replace(FIRST, on=day(186)), SECOND]}, None, id="art40-outside-the-window"
    ),
    pytest.param({"turned_away": [SECOND, LOST]}, "shirking", id="art24-art40-objection-then-dispute"),
    pytest.param(
        {"turned_away": [replace(FIRST, secret=True), SECOND]}, None,
        id="art30-a-report-is-never-named-beside-another-matter",
    ),
    pytest.param({"overturned": [QUASHED]}, "handling", id="art35-art40-overturned"),
    pytest.param({"backdated": [ENTERED]}, "falsehood", id="art40-written-down-after-the-limit"),
    pytest.param(
        {"backdated": [replace(ENTERED, entered_on=day(30))]}, None, id="art34-entered-on-the-last-day"
    ),
    pytest.param(
        {"backdated": [replace(ENTERED, stated_on=day(26), due_on=day(26))]}, None,
        id="art40-some-days-late-at-the-keyboard",
    ),
    pytest.param({"corrections": [CHANGED]}, "falsehood", id="art40-corrected-after-the-review-was-asked"),
    pytest.param(
        {"corrections": [replace(CHANGED, requested_on=day(2))]}, None, id="art32-corrected-before"
    ),
    pytest.param({"conflicts": [FAILED]}, "falsehood", id="art40-served-and-not-served"),
    pytest.param({"conflicts": [replace(FAILED, failed_on=day(9))]}, None, id="art35-failed-then-served"),
    pytest.param({"promises": [PROMISE]}, "unexecuted", id="art32-art40-opinion-not-carried-out"),
    pytest.param({"promises": [replace(PROMISE, due_on=ON)]}, None, id="art32-last-day-of-the-promise"),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "ground"), TABLE)
def test_ground(facts, ground):
    found = proposals(Facts(**facts), LIMITS, on=ON)
    assert [p.ground for p in found] == ([ground] if ground else [])
    for proposal in found:
        assert proposal.article.startswith("条例第")
        assert proposal.text


def test_art40_the_reason_says_the_limit_and_the_days():
    (found,) = proposals(Facts(clocks=[CLOCK]), LIMITS, on=ON)
    assert found.text == "“办结”期限2026-06-20届满，至2026-06-30逾期10天仍未履行"
    assert (found.key, found.clock_id) == ("clock:5", 5)


def test_art40_what_led_to_one_proposal_does_not_count_for_the_next():
    rows = [replace(SECOND, key=f"objection:{n}", on=day(9 - n)) for n in range(5)]
    found = proposals(Facts(turned_away=rows), LIMITS, on=ON)
    assert [p.key for p in found] == ["objection:1", "objection:3"]


def test_every_ground_has_the_words_of_the_article():
    used = {ground for _facts, ground in [p.values for p in TABLE] if ground}
    assert used <= grounds.WORDS.keys()


CLOCKS = st.builds(
    LateClock, case_id=st.integers(1, 50), unit_id=st.integers(1, 3), clock_id=st.integers(1, 10**6),
    code=st.sampled_from(["C2", "C3", "C8", "C11"]), name=st.just("办结"), article=st.just("条例第三十四条"),
    due_on=st.dates(day(60), ON + timedelta(days=60)),
)  # fmt: skip


@given(st.lists(CLOCKS, max_size=40), st.integers(1, 30))
def test_art40_volume_alone_is_never_a_ground(clocks, days):
    """However many matters a unit has: only those whose own limit is over are proposed, each by itself."""
    limits = replace(LIMITS, delay_days=days)
    found = proposals(Facts(clocks=clocks), limits, on=ON)
    late = [c for c in clocks if (ON - c.due_on).days >= days]
    assert sorted(p.key for p in found) == sorted(f"clock:{c.clock_id}" for c in late)
    alone = [p for c in clocks for p in proposals(Facts(clocks=[c]), limits, on=ON)]
    assert sorted(found, key=repr) == sorted(alone, key=repr)


@given(st.lists(CLOCKS, max_size=20), st.integers(0, 30))
def test_a_day_later_nothing_proposed_is_forgotten(clocks, later):
    keys = {p.key for p in proposals(Facts(clocks=clocks), LIMITS, on=ON)}
    then = {p.key for p in proposals(Facts(clocks=clocks), LIMITS, on=ON + timedelta(days=later))}
    assert keys <= then
