"""Facts come from the right unit, the right days, and never from a report; entries keep every line."""

from datetime import date
from decimal import Decimal

import pytest

from accountability.domain.scoring import EventKind, RateMetric
from accountability.models import RuleSet, ScoreEntry
from accountability.selectors.facts import unit_facts
from accountability.services.defaults import load_defaults
from accountability.services.rule_sets import rule_set_in_force
from accountability.services.scoring import score_period, write_entries
from organizations.enums import UnitKind
from petitions.enums import CaseStatus, Form, LevelVisited, Purpose
from petitions.models import Case
from tests.factories.organizations import make_unit
from tests.factories.petitions import at

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


def facts_of(unit, **more):
    span = {"first_day": FIRST, "last_day": LAST, **more}
    return next(f for f in unit_facts(cases=Case.objects.all(), **span) if f.unit_id == unit.pk)


def kinds(unit):
    return [event.kind for event in facts_of(unit).events]


@pytest.fixture
def rules(db):
    load_defaults(now=at(FIRST))
    return rule_set_in_force(on=FIRST)


def score(rules, unit):
    sheets = score_period(rule_set=rules, cases=Case.objects.all(), first_day=FIRST, last_day=LAST)
    return next(sheet for sheet in sheets if sheet.unit_id == unit.pk)


def test_art34_late_and_open_clocks_of_the_month_are_misses_that_name_their_case(world):
    world.add_clock(world.add_case(), due_on=date(2026, 3, 10), stopped_on=date(2026, 3, 9))
    world.add_clock(world.add_case(), due_on=date(2026, 3, 10), stopped_on=date(2026, 3, 12))
    world.add_clock(world.add_case(), due_on=date(2026, 3, 31), stopped_on=date(2026, 4, 2))
    world.add_clock(world.add_case(), due_on=date(2026, 4, 1))
    cancelled = {"stopped_on": date(2026, 3, 2), "cancelled": True}
    world.add_clock(world.add_case(), due_on=date(2026, 3, 10), **cancelled)

    rate = facts_of(world.town).rate(RateMetric.CONCLUDED_ON_TIME)
    assert (rate.done, rate.due) == (1, 4)
    assert [miss.text.partition("到期，")[2] for miss in rate.misses] == [
        "逾期2天完成（条例第三十四条）",
        "截至2026-03-31未完成（条例第三十四条）",
        "截至2026-03-31未完成（条例第三十四条）",
    ]
    assert facts_of(world.other_town).rates == ()


def test_art40_overdue_since_before_the_month_is_carried_over_once(world):
    world.clock.due_on = date(2026, 2, 27)
    world.clock.save()
    assert kinds(world.town) == [EventKind.CARRIED_OVERDUE]
    assert "截至2026-03-31未完成" in facts_of(world.town).events[0].text
    assert facts_of(world.town).rate(RateMetric.CONCLUDED_ON_TIME).due == 0


def test_art23_the_right_to_object_is_nobodys_arrears(world):
    world.clock.code, world.clock.due_on = "C5", date(2026, 2, 27)
    world.clock.save()
    assert kinds(world.town) == []


def test_a_village_matter_counts_for_its_town_and_for_the_department_in_charge(world):
    village = make_unit(UnitKind.VILLAGE, parent=world.town)
    world.add_case(received_on=date(2026, 3, 5), place=village, responsible_unit=world.department)
    assert kinds(world.town) == kinds(world.department) == [EventKind.MATTER]
    assert kinds(world.other_town) == []


def test_art30_reports_are_never_counted(world):
    case = world.add_case(
        received_on=date(2026, 3, 5), place=world.town, purpose=Purpose.ACCUSATION
    )
    world.add_clock(case)
    world.case.delete()
    facts = facts_of(world.town)
    assert (facts.events, facts.rates) == ((), ())


def visit(world, *, on=date(2026, 3, 20), level=LevelVisited.PROVINCE, repeat_of=None):
    return world.add_case(
        received_on=on, form=Form.VISIT, level_visited=level, place=world.town, repeat_of=repeat_of,
        status=CaseStatus.REGISTERED,
    )  # fmt: skip


def above(world):
    return [e for e in facts_of(world.town).events if e.kind is EventKind.VISIT_ABOVE]


def test_art6_first_visit_above_the_county_carries_no_breach_and_costs_nothing(world, rules):
    visit(world)
    assert [e.breach for e in above(world)] == [None]
    line = next(line for line in score(rules, world.town).lines if line.item == "above")
    assert line.points == 0
    assert "不扣分（条例第六条" in line.reason


def test_art45_visit_after_a_missed_clock_of_this_unit_names_the_breach(world, rules):
    between = world.add_case(received_on=date(2026, 2, 1), repeat_of=world.case, place=world.town)
    visit(world, repeat_of=between)  # the clock of the first case ran out on 11 March
    breach = above(world)[0].breach
    assert breach.clock_id == world.clock.pk
    line = next(line for line in score(rules, world.town).lines if line.item == "above")
    assert (line.points, line.clock_id) == (Decimal("-2.00"), world.clock.pk)
    assert "逾期未完成（条例第三十四条）" in line.reason


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"stopped_on": date(2026, 3, 11), "status": "met", "on_time": True}, id="met"),
        pytest.param({"due_on": date(2026, 3, 25)}, id="missed-only-after-the-visit"),
        pytest.param({"code": "C5"}, id="a-right-not-a-duty"),
    ],
)
def test_art39_no_breach_before_the_visit(world, change):
    type(world.clock).objects.filter(pk=world.clock.pk).update(**change)
    visit(world, repeat_of=world.case)
    assert [e.breach for e in above(world)] == [None]


def test_art39_a_breach_of_another_unit_is_not_this_units(world):
    world.clock.owed_by_unit = world.other_town
    world.clock.save()
    visit(world, repeat_of=world.case)
    assert [e.breach for e in above(world)] == [None]


def test_entries_keep_every_line_and_are_replaced_whole(world, rules):
    visit(world, repeat_of=world.case)
    sheet = score(rules, world.town)
    for _ in range(2):
        write_entries(period="2026-03", rule_set=rules, sheets=[sheet])
    entries = ScoreEntry.objects.filter(unit=world.town, period="2026-03")
    assert entries.count() == len(sheet.lines)
    assert sheet.base + sum(entry.points for entry in entries) == sheet.score
    assert all(entry.clause and entry.reason for entry in entries)
    assert set(entries.exclude(case=None).values_list("case", flat=True)) == {
        world.case.pk, Case.objects.latest("pk").pk,
    }  # fmt: skip


@pytest.mark.parametrize("count", [2, 20])
def test_budget_of_the_facts_is_twelve_queries_and_one_per_step_of_a_chain(
    world, count, django_assert_num_queries
):
    for _ in range(count):
        visit(world, repeat_of=world.add_case())
    with django_assert_num_queries(13):
        facts_of(world.town)


def test_defaults_are_loaded_once_and_never_overwrite(db):
    assert load_defaults(now=at(FIRST), dry_run=True)
    assert not RuleSet.objects.exists()
    load_defaults(now=at(FIRST))
    RuleSet.objects.filter(code="duty").update(name="本县办法")
    assert load_defaults(now=at(FIRST)) == []
    assert rule_set_in_force(on=date(2019, 3, 1)).name == "本县办法"
    assert set(RuleSet.objects.approved().values_list("code", flat=True)) == {"duty"}


def repeats(unit):
    return [e for e in facts_of(unit).events if e.kind is EventKind.REPEAT_AFTER_BREACH]


def again(world, **more):
    fields = {
        "received_on": date(2026, 3, 20),
        "repeat_of": world.case,
        "place": world.town,
        **more,
    }
    return world.add_case(status=CaseStatus.REGISTERED, **fields)


def test_art39_a_repeat_after_a_timely_answer_costs_nobody_anything(world, rules):
    type(world.clock).objects.filter(pk=world.clock.pk).update(
        stopped_on=date(2026, 3, 11), status="met", on_time=True
    )
    before = score(rules, world.town).score
    again(world)
    assert repeats(world.town) == []
    assert score(rules, world.town).score == before


def test_art39_a_repeat_before_the_answer_was_due_costs_nothing(world):
    again(world, received_on=date(2026, 3, 10))  # the limit ends on the 11th
    assert repeats(world.town) == []


def test_art45_a_repeat_is_charged_to_the_unit_that_left_the_duty_undone(world, rules):
    """Whoever handles it now and wherever it lies: the township of the place is not charged for another unit."""
    again(world, place=world.other_town, responsible_unit=world.department)
    assert repeats(world.other_town) == repeats(world.department) == []
    (event,) = repeats(world.town)
    assert event.breach.clock_id == world.clock.pk
    line = next(line for line in score(rules, world.town).lines if line.item == "repeat")
    assert (line.points, line.clock_id) == (Decimal("-1.00"), world.clock.pk)
    assert "逾期未完成（条例第三十四条）" in line.reason


def test_art30_a_report_in_the_chain_is_no_breach(world):
    Case.objects.filter(pk=world.case.pk).update(legal_class="report", purpose=Purpose.ACCUSATION)
    again(world)
    visit(world, repeat_of=world.case)
    assert repeats(world.town) == []
    assert [e.breach for e in above(world)] == [None]
