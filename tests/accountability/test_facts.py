"""Satisfaction from the evaluations, attribution by place or unit, and what counts as a breach before a visit."""

from datetime import date, timedelta

import pytest

from accountability.domain.scoring import Attribution, EventKind, RateMetric
from accountability.services.defaults import load_defaults
from accountability.services.rule_sets import rule_set_in_force
from accountability.services.scoring import score_period
from organizations.models import Setting
from petitions.enums import CaseStatus, DispatchStatus, Form, LevelVisited, ObjectionStatus
from petitions.models import (
    Case,
    CompetenceDispute,
    Dispatch,
    Document,
    Evaluation,
    Execution,
    Objection,
)
from tests.accountability.test_scoring import FIRST, LAST, facts_of
from tests.factories.petitions import at

ENDS = timedelta(days=30)


def answered(world, *, ends, rating="", unit=None, place=None):
    """A concluded matter whose time to evaluate ends that day."""
    day = ends - ENDS
    case = world.add_case(
        received_on=day, closed_on=day, status=CaseStatus.CONCLUDED,
        responsible_unit=unit or world.town, place=place,
    )  # fmt: skip
    Document.objects.create(
        case=case, kind="opinion", unit=world.town, title="意见", body="处理意见", served_on=day,
        issued_on=day, issued_by=world.officer, recorded_at=at(day), served_how="in_person",
    )  # fmt: skip
    if rating:
        for target in ("unit", "office"):
            Evaluation.objects.create(
                case=case, target=target, rating=rating if target == "unit" else "good",
                reason="推诿" if rating == "bad" else "", source="public", at=at(day),
            )  # fmt: skip
    return case


def share(unit, metric, by=Attribution.RESPONSIBLE):
    rate = facts_of(unit).rate(metric, by)
    return (rate.done, rate.due)


# --- evaluation ------------------------------------------------------------------------------------
def test_art21_satisfaction_and_participation_of_what_could_be_evaluated_until_this_month(world):
    for rating in ("good", "fair", "bad", ""):
        answered(world, ends=date(2026, 3, 10), rating=rating)
    answered(world, ends=date(2026, 4, 1), rating="bad")  # may still be evaluated
    answered(world, ends=date(2026, 2, 28), rating="bad")  # counted last month
    assert share(world.town, RateMetric.EVALUATED) == (3, 4)
    assert share(world.town, RateMetric.SATISFIED) == (2, 3)
    assert share(world.town, RateMetric.FULLY_SATISFIED) == (1, 3)
    texts = [miss.text for miss in facts_of(world.town).rate(RateMetric.FULLY_SATISFIED).misses]
    assert [text.partition("届满，")[2] for text in texts] == ["评价为“基本满意”", "评价为“不满意”"]


def test_the_first_and_the_last_day_of_the_month_count(world):
    answered(world, ends=FIRST)
    answered(world, ends=LAST)
    assert share(world.town, RateMetric.EVALUATED) == (0, 2)


def test_the_county_sets_how_long_one_may_evaluate(world):
    answered(world, ends=date(2026, 3, 25))
    assert share(world.town, RateMetric.EVALUATED) == (0, 1)
    Setting.objects.create(code="evaluation_days", value=60, valid_from=date(2026, 1, 1))
    assert share(world.town, RateMetric.EVALUATED) == (0, 0)


def test_an_answer_that_was_not_served_is_not_evaluated(world):
    answered(world, ends=date(2026, 3, 10))
    Document.objects.update(served_on=None, served_how="")
    assert share(world.town, RateMetric.EVALUATED) == (0, 0)


def test_evaluations_count_for_the_unit_that_answered_or_for_the_place(world):
    answered(
        world, ends=date(2026, 3, 10), rating="good", unit=world.department, place=world.other_town
    )
    assert share(world.department, RateMetric.SATISFIED) == (1, 1)
    assert share(world.other_town, RateMetric.SATISFIED) == (0, 0)
    assert share(world.other_town, RateMetric.SATISFIED, Attribution.PLACE) == (1, 1)


# --- attribution -----------------------------------------------------------------------------------
def test_a_matter_is_noted_by_place_and_by_responsible_unit(world):
    world.add_case(received_on=FIRST, place=world.other_town, responsible_unit=world.town)
    by = {
        unit: [e.by for e in facts_of(unit).events if e.kind is EventKind.MATTER]
        for unit in (world.town, world.other_town)
    }
    assert by[world.town] == [(Attribution.RESPONSIBLE,)]
    assert by[world.other_town] == [(Attribution.PLACE,)]


def test_a_limit_is_noted_by_place_too(world):
    Case.objects.filter(pk=world.case.pk).update(place=world.other_town)
    assert share(world.town, RateMetric.CONCLUDED_ON_TIME) == (0, 1)
    assert share(world.other_town, RateMetric.CONCLUDED_ON_TIME) == (0, 0)
    assert share(world.other_town, RateMetric.CONCLUDED_ON_TIME, Attribution.PLACE) == (0, 1)


# --- breaches before a visit -----------------------------------------------------------------------
@pytest.fixture
def rules(db):
    load_defaults(now=at(FIRST))
    return rule_set_in_force(on=FIRST)


def breach_text(world, rules):
    """What the duty rules say about the one visit to the province; "" when it costs nothing."""
    sheets = score_period(rule_set=rules, cases=Case.objects.all(), first_day=FIRST, last_day=LAST)
    sheet = next(s for s in sheets if s.unit_id == world.town.pk)
    line = next(line for line in sheet.lines if line.item == "above")
    return line.reason if line.points else ""


def visit(world, earlier, **fields):
    return world.add_case(
        received_on=date(2026, 3, 20), form=Form.VISIT, level_visited=LevelVisited.PROVINCE,
        place=world.town, repeat_of=earlier, status=CaseStatus.REGISTERED, **fields,
    )  # fmt: skip


def refused(world):
    world.clock.delete()
    return world.add_case(
        received_on=date(2026, 2, 1), closed_on=date(2026, 2, 10), status=CaseStatus.NOT_ACCEPTED
    )


def test_art19_a_refused_acceptance_alone_is_no_breach(world, rules):
    visit(world, refused(world))
    assert breach_text(world, rules) == ""


def test_art44_refused_and_later_accepted_by_the_same_unit(world, rules):
    case = visit(world, refused(world))
    Case.objects.filter(pk=case.pk).update(
        status=CaseStatus.ACCEPTED, accepted_on=date(2026, 3, 25), responsible_unit=world.town
    )
    text = breach_text(world, rules)
    assert "2026-02-10不予受理，后于2026-03-25由该单位受理同一事项" in text
    assert "条例第四十四条第二项" in text


def test_art23_refused_although_its_objection_had_been_refused(world, rules):
    earlier = refused(world)
    dispatch = Dispatch.objects.create(
        case=earlier, kind="transfer", from_unit=world.office, to_unit=world.town, sent_by=world.clerk,
        sent_at=at(earlier.received_on), received_on=earlier.received_on,
        status=DispatchStatus.ACCEPTED,
    )  # fmt: skip
    Objection.objects.create(
        dispatch=dispatch, reason="不属于", raised_by=world.officer, raised_at=at(earlier.received_on),
        status=ObjectionStatus.REFUSED, decided_by=world.clerk, decided_at=at(date(2026, 2, 5)),
        decision_reason="属于",
    )  # fmt: skip
    visit(world, earlier)
    assert "此前2026-02-05异议审核已认定属该单位职责" in breach_text(world, rules)


def test_art24_refused_although_a_dispute_had_been_decided(world, rules):
    earlier = refused(world)
    CompetenceDispute.objects.create(
        case=earlier, reason="职责不清", raised_by=world.officer, raised_at=at(date(2026, 2, 2)),
        status="approved", decider="superior", decided_unit=world.town,
        decided_by=world.clerk, decided_at=at(date(2026, 2, 6)), decision="由该镇受理",
    )  # fmt: skip
    visit(world, earlier)
    assert "此前2026-02-06受理争议已决定由该单位受理" in breach_text(world, rules)


@pytest.mark.parametrize(
    ("due_on", "done_on", "is_breach"),
    [
        pytest.param(date(2026, 3, 1), None, True, id="art42-never-done"),
        pytest.param(date(2026, 3, 1), date(2026, 3, 5), True, id="art42-done-late"),
        pytest.param(date(2026, 3, 1), date(2026, 3, 1), False, id="art32-done-in-time"),
        pytest.param(date(2026, 3, 20), None, False, id="art32-not-due-before-the-visit"),
    ],
)
def test_a_supporting_opinion_that_was_not_carried_out(world, rules, due_on, done_on, is_breach):
    world.clock.delete()
    Execution.objects.create(
        case=world.case, promise="修复道路", due_on=due_on, done_on=done_on,
        result="已修复" if done_on else "", by=world.officer, recorded_at=at(due_on),
    )  # fmt: skip
    visit(world, world.case)
    assert ("条例第三十二条第二款、第四十二条第四项" in breach_text(world, rules)) == is_breach
