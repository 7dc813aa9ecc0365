"""Scores are exact, explained, bounded, and never better for a breach more."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.domain.default_rule_sets import CLASSIC, DEFAULT_RULE_SETS, DUTY, RATES
from accountability.domain.scoring import (
    Attribution,
    Breach,
    Direction,
    Event,
    EventKind,
    Evidence,
    Formula,
    Rate,
    RateMetric,
    RuleItem,
    RuleSetData,
    ScoringError,
    UnitFacts,
    score_unit,
)

DAY = date(2026, 3, 5)
BREACH = Breach(clock_id=9, on=date(2026, 2, 1), article="条例第三十四条", text="办结期限逾期3天")


def D(value):  # noqa: N802 - short name for tables
    return Decimal(value)


def event(kind=EventKind.REPEAT, number=1, **more):
    return Event(kind=kind, case_id=number, case_number=f"N{number:03}", on=DAY, **more)


def item(formula=Formula.PER_EVENT, metric="repeat", points="1", **more):
    return RuleItem(
        code="x", name="试验项", formula=formula, points=D(points), clause="条例第三十九条",
        metric=metric, **more,
    )  # fmt: skip


def sheet_of(rule_item, *, rates=(), events=(), evidence=(), base="100"):
    rules = RuleSetData(code="t", version=1, name="试验", base=D(base), items=(rule_item,))
    facts = UnitFacts(1, "青石镇", "township", tuple(rates), tuple(events), tuple(evidence))
    return score_unit(rule_set=rules, facts=facts)


SATISFIED = RateMetric.SATISFIED
RATE_ITEM = item(Formula.RATE, "satisfied", "10")
CASES = [
    pytest.param(RATE_ITEM, [Rate(SATISFIED, 3, 4)], [], "97.50", id="art39-rate-x-points"),
    pytest.param(RATE_ITEM, [Rate(SATISFIED, 4, 4)], [], "100.00", id="art39-rate-full"),
    pytest.param(RATE_ITEM, [Rate(SATISFIED, 0, 0)], [], "100.00", id="art39-nothing-due-no-loss"),
    pytest.param(
        replace(RATE_ITEM, min_n=5), [Rate(SATISFIED, 0, 4)], [], "100.00", id="art39-below-min-n"
    ),
    pytest.param(item(points="2"), [], [event(number=n) for n in (1, 2)], "96.00", id="per-event"),
    pytest.param(
        item(points="2", cap=D("3")), [], [event(number=n) for n in (1, 2)], "97.00", id="cap"
    ),
    pytest.param(
        item(points="2", double_repeats=True), [], [event(is_repeat=True)], "96.00", id="doubled"
    ),
    pytest.param(
        item(metric="visit_above", points="2", only_after_breach=True), [],
        [event(EventKind.VISIT_ABOVE)], "100.00", id="art6-visit-without-breach-costs-nothing",
    ),
    pytest.param(
        item(metric="visit_above", points="2", only_after_breach=True), [],
        [event(EventKind.VISIT_ABOVE, breach=BREACH)], "98.00", id="art45-visit-after-breach",
    ),
    pytest.param(
        item(metric="visit_above", points="5", levels=("national",)), [],
        [event(EventKind.VISIT_ABOVE, level="city")], "100.00", id="other-level-not-counted",
    ),
    pytest.param(
        item(Formula.PER_POINT, "satisfied", "1", mark=D("90")), [Rate(SATISFIED, 85, 100)], [],
        "95.00", id="per-point-below",
    ),
    pytest.param(
        item(Formula.PER_POINT, "satisfied", "1", mark=D("90")), [Rate(SATISFIED, 899, 1000)], [],
        "100.00", id="per-point-less-than-one",
    ),
    pytest.param(
        item(Formula.PER_POINT, "satisfied", "1", mark=D("90"), bonus_cap=D("3")),
        [Rate(SATISFIED, 10, 10)], [], "103.00", id="per-point-bonus-capped",
    ),
    pytest.param(
        item(Formula.PER_POINT, "evaluated", "1", mark=D("12"), direction=Direction.ABOVE, cap=D("8")),
        [Rate(RateMetric.EVALUATED, 50, 100)], [], "92.00", id="per-point-above-capped",
    ),
    pytest.param(
        item(Formula.THRESHOLD, "satisfied", "4", mark=D("85")), [Rate(SATISFIED, 84, 100)], [],
        "96.00", id="threshold-missed",
    ),
    pytest.param(
        item(Formula.THRESHOLD, "satisfied", "4", mark=D("85")), [Rate(SATISFIED, 85, 100)], [],
        "100.00", id="threshold-just-met",
    ),
    pytest.param(
        item(Formula.THRESHOLD, "repeat", "4", mark=D("1"), direction=Direction.ABOVE), [],
        [event(number=n) for n in (1, 2)], "96.00", id="threshold-of-events",
    ),
    pytest.param(
        item(points="60"), [], [event(number=n) for n in (1, 2)], "0.00", id="never-below-floor"
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rule_item", "rates", "events", "score"), CASES)
def test_formula(rule_item, rates, events, score):
    sheet = sheet_of(rule_item, rates=rates, events=events)

    assert sheet.score == D(score)
    assert sheet.base + sum(line.points for line in sheet.lines) == sheet.score
    assert all(line.clause and line.reason for line in sheet.lines)
    # who shows a line shows its points beside it
    assert not any(f"扣{-line.points.normalize():f}分" in line.reason for line in sheet.lines)


def test_loss_of_a_rate_is_shared_exactly_among_the_late_cases():
    misses = tuple(event(EventKind.LATE, n, text=f"逾期{n}天", clock_id=n) for n in (3, 1, 2))
    sheet = sheet_of(item(Formula.RATE, "satisfied", "10"), rates=[Rate(SATISFIED, 4, 7, misses)])

    assert [line.case_id for line in sheet.lines] == [1, 2, 3]
    assert sum(line.points for line in sheet.lines) == D("-4.29")
    assert sheet.lines[0].reason == "逾期1天；群众满意率57.14%（4/7），本项扣4.29分由3件分摊"


def test_visit_after_a_breach_names_the_breach_its_article_and_clock():
    rule = item(metric="visit_above", points="2", only_after_breach=True)
    line = sheet_of(rule, events=[event(EventKind.VISIT_ABOVE, breach=BREACH)]).lines[0]

    assert "此前办结期限逾期3天（条例第三十四条）" in line.reason
    assert line.clock_id == 9


def test_manual_item_needs_its_document_and_stays_within_its_limits():
    rule = item(Formula.MANUAL, "", "3", bonus_cap=D("1"))
    finding = Evidence("x", D("-5"), "未开展接访", "检查记录第3号", "李明")
    sheet = sheet_of(rule, evidence=[finding, replace(finding, points=D("4"))])

    assert [line.points for line in sheet.lines] == [D("-3.00"), D("1.00")]
    with pytest.raises(ScoringError, match="依据文件"):
        sheet_of(rule, evidence=[replace(finding, document="")])
    with pytest.raises(ScoringError, match="不是人工计分项"):
        sheet_of(item(), evidence=[finding])


@pytest.mark.parametrize("rules", DEFAULT_RULE_SETS, ids=lambda rules: rules.code)
def test_default_sets_survive_storage_and_carry_a_policy_note(rules):
    again = RuleSetData.from_json(
        code=rules.code, version=1, name=rules.name, base=rules.base,
        items=[i.to_json() for i in rules.items], policy_note=rules.policy_note,
    )  # fmt: skip
    assert again == rules
    assert rules.policy_note


def test_duty_set_can_be_lost_whole_and_rates_set_adds_up():
    assert sum(i.limit for i in DUTY.items) == DUTY.base
    assert sum(i.limit for i in RATES.items) == RATES.base == 40


def test_default_set_never_deducts_for_a_mere_visit_but_the_classic_one_does():
    facts = UnitFacts(1, "青石镇", "township", events=(event(EventKind.VISIT_ABOVE, level="city"),))

    assert score_unit(rule_set=DUTY, facts=facts).score == 100
    assert score_unit(rule_set=CLASSIC, facts=facts).score == 95


@pytest.mark.parametrize(
    ("level", "alone", "collective"), [("national", 85, 80), ("province", 90, 87), ("city", 95, 93)]
)
def test_classic_set_deducts_by_level_and_again_for_a_collective_visit(level, alone, collective):
    def score(*kinds):
        events = tuple(event(kind, level=level) for kind in kinds)
        return score_unit(
            rule_set=CLASSIC, facts=UnitFacts(1, "甲", "township", events=events)
        ).score

    assert score(EventKind.VISIT_ABOVE) == alone
    assert score(EventKind.VISIT_ABOVE, EventKind.COLLECTIVE_ABOVE) == collective


PLACE, RESPONSIBLE = Attribution.PLACE, Attribution.RESPONSIBLE


@pytest.mark.parametrize(
    ("group", "attribution", "by", "counts"),
    [
        pytest.param("township", "default", PLACE, True, id="township-by-place"),
        pytest.param("township", "default", RESPONSIBLE, False, id="township-not-as-responsible"),
        pytest.param(
            "township", "responsible", RESPONSIBLE, True, id="township-if-the-rule-says-so"
        ),
        pytest.param("department", "default", RESPONSIBLE, True, id="department-as-responsible"),
        pytest.param("other", "default", RESPONSIBLE, True, id="other-as-responsible"),
        pytest.param("department", "place", RESPONSIBLE, False, id="department-has-no-place"),
    ],
)
def test_a_happening_counts_for_the_unit_the_rule_says(group, attribution, by, counts):
    rules = RuleSetData("t", 1, "试验", D("100"), (item(attribution=attribution),))
    facts = UnitFacts(1, "甲", group, events=(event(by=(by,)),))
    assert score_unit(rule_set=rules, facts=facts).score == (99 if counts else 100)


def test_a_limit_counts_for_the_unit_that_owes_it_unless_the_rule_says_by_place():
    rates = (Rate(SATISFIED, 0, 1, by=RESPONSIBLE), Rate(SATISFIED, 1, 2, by=PLACE))
    for attribution, score in (("default", 90), ("responsible", 90), ("place", 95)):
        rule = item(Formula.RATE, "satisfied", "10", attribution=attribution)
        assert sheet_of(rule, rates=rates).score == score


def test_an_item_of_another_group_is_not_applied():
    rule = item(groups=("department", "other"))
    sheet = sheet_of(rule, events=[event()])
    assert (sheet.score, sheet.lines) == (100, ())


def test_each_line_of_an_item_has_a_key_of_its_own():
    same = [event(number=1), event(number=1), event(number=2)]
    assert [line.key for line in sheet_of(item(), events=same).lines] == [
        "N001/",
        "N001/#1",
        "N002/",
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"points": D("-1")}, "不能为负", id="negative"),
        pytest.param({"clause": ""}, "依据", id="no-clause"),
        pytest.param({"metric": "satisfied"}, "不适用", id="rate-metric-for-events"),
        pytest.param({"formula": "guess"}, "guess", id="unknown-formula"),
        pytest.param({"groups": ["village"]}, "适用单位", id="unknown-group"),
        pytest.param({"level_points": {"city": "1"}}, "分层级", id="levels-of-no-visit"),
    ],
)
def test_unusable_item_is_refused(change, message):
    with pytest.raises(ScoringError, match=message):
        RuleItem.from_json({**item().to_json(), **change})


# --- properties ---------------------------------------------------------------------------------
levels = st.sampled_from(["city", "province", "national"])
events_strategy = st.lists(
    st.builds(
        Event, kind=st.sampled_from(list(EventKind)), case_id=st.integers(1, 50),
        case_number=st.just("N"), on=st.dates(date(2026, 1, 1), date(2026, 1, 31)), level=levels,
        is_repeat=st.booleans(), breach=st.one_of(st.none(), st.just(BREACH)),
    ),
    max_size=25,
)  # fmt: skip


@st.composite
def facts_strategy(draw):
    rates = []
    for metric in RateMetric:
        due = draw(st.integers(0, 30))
        rates.append(Rate(metric, draw(st.integers(0, due)), due))
    return UnitFacts(1, "甲镇", "township", tuple(rates), tuple(draw(events_strategy)))


@pytest.mark.parametrize("rules", DEFAULT_RULE_SETS, ids=lambda rules: rules.code)
@given(facts=facts_strategy())
def test_score_stays_in_bounds_and_proves_itself(rules, facts):
    sheet = score_unit(rule_set=rules, facts=facts)

    assert rules.floor <= sheet.score <= rules.ceiling
    assert sheet.base + sum(line.points for line in sheet.lines) == sheet.score
    assert sheet == score_unit(rule_set=rules, facts=facts)


@pytest.mark.parametrize("rules", DEFAULT_RULE_SETS, ids=lambda rules: rules.code)
@given(facts=facts_strategy(), more=events_strategy, metric=st.sampled_from(list(RateMetric)))
def test_a_breach_more_never_raises_a_score(rules, facts, more, metric):
    worse_rates = tuple(replace(r, due=r.due + 1) if r.metric is metric else r for r in facts.rates)
    worse = replace(facts, rates=worse_rates, events=facts.events + tuple(more))

    before, after = (score_unit(rule_set=rules, facts=f).score for f in (facts, worse))
    assert after <= before


@pytest.mark.parametrize(
    ("done", "due", "spread", "score"),
    [(0, 1, 1, "80.00"), (0, 1, 5, "96.00"), (4, 5, 5, "96.00"), (3, 6, 5, "90.00"), (0, 0, 5, "100.00")],
    ids=["one-of-one", "one-of-one-spread", "as-many-as-spread", "more-than-spread", "nothing-due"],
)  # fmt: skip
def test_few_due_do_not_cost_the_whole_item(done, due, spread, score):
    rule = item(Formula.RATE, "informed_on_time", "20", spread_n=spread)
    sheet = sheet_of(rule, rates=[Rate(RateMetric.INFORMED_ON_TIME, done, due)])
    assert sheet.score == D(score)
    said = "按5件分摊" in sheet.lines[0].reason
    assert said is (spread > due > done)


@pytest.mark.parametrize(
    ("lost", "score"), [("99.99", "0.01"), ("100", "0"), ("100.01", "0"), ("100.5", "0")],
    ids=["just-above", "at-the-floor", "a-cent-below", "half-a-point-below"],
)  # fmt: skip
def test_no_score_falls_below_the_floor_by_any_amount(lost, score):
    rule = item(metric="repeat", points=lost)
    assert sheet_of(rule, events=[event()]).score == D(score)
