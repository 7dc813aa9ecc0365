"""What holds for every unit: a timely case never costs points, order never matters."""

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.domain.default_rule_sets import DEFAULT_RULE_SETS, DUTY
from accountability.domain.scoring import Event, EventKind, RateMetric, score_unit
from tests.unit.accountability.test_scoring import facts_strategy

TIMELY = (
    RateMetric.INFORMED_ON_TIME,
    RateMetric.CONCLUDED_ON_TIME,
    RateMetric.FEEDBACK_ON_TIME,
)
DAY = date(2026, 1, 20)


@given(
    facts=facts_strategy(),
    kept=st.sets(st.sampled_from(TIMELY)),
    above=st.booleans(),
    repeat=st.booleans(),
)
def test_art39_a_timely_handled_case_never_lowers_a_duty_score(facts, kept, above, repeat):
    """Not even when the petitioner comes again, or goes above the county, although every duty was done."""
    rates = tuple(
        replace(r, done=r.done + 1, due=r.due + 1) if r.metric in kept else r for r in facts.rates
    )
    case = Event(EventKind.MATTER, 999, "N999", DAY)
    visit = replace(case, kind=EventKind.VISIT_ABOVE, level="national", is_repeat=repeat)
    again = replace(case, kind=EventKind.REPEAT, is_repeat=True)
    more = [case, *([visit] if above else []), *([again] if repeat else [])]
    better = replace(facts, rates=rates, events=(*facts.events, *more))

    assert (
        score_unit(rule_set=DUTY, facts=better).score
        >= score_unit(rule_set=DUTY, facts=facts).score
    )


@pytest.mark.parametrize("rules", DEFAULT_RULE_SETS, ids=lambda rules: rules.code)
@given(facts=facts_strategy(), seed=st.integers(0, 99))
def test_the_order_of_what_happened_never_changes_a_score(rules, facts, seed):
    events, rates = list(facts.events), list(facts.rates)
    random.Random(seed).shuffle(events)
    random.Random(seed).shuffle(rates)
    shuffled = replace(facts, events=tuple(events), rates=tuple(rates))
    assert (
        score_unit(rule_set=rules, facts=shuffled).score
        == score_unit(rule_set=rules, facts=facts).score
    )


@given(facts=facts_strategy(), count=st.integers(0, 30))
def test_art6_mere_numbers_never_cost_a_duty_score(facts, count):
    """However many people come, and however far they go, without a breach before it."""
    more = tuple(
        Event(kind, n, f"M{n}", DAY, level="province")
        for n in range(count)
        for kind in (EventKind.MATTER, EventKind.COLLECTIVE, EventKind.COLLECTIVE_ABOVE, EventKind.VISIT_ABOVE,
                     EventKind.REPEAT)
    )  # fmt: skip
    crowded = replace(facts, events=facts.events + more)
    assert (
        score_unit(rule_set=DUTY, facts=crowded).score
        == score_unit(rule_set=DUTY, facts=facts).score
    )
