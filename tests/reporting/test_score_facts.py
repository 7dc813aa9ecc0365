"""What the rules do not ask for is not read, and changes no line of a score."""

from datetime import date, timedelta

import pytest

from accountability.domain.default_rule_sets import DEFAULT_RULE_SETS
from accountability.domain.scoring import score_unit
from accountability.selectors.facts import unit_facts
from accountability.services.scoring import score_period
from petitions.models import Case, Document, Evaluation
from reporting.selectors.cases import county_cases
from tests.factories.petitions import at, make_clock
from tests.reporting.conftest import build_county

pytestmark = pytest.mark.django_db
OCTOBER = {"first_day": date(2026, 10, 1), "last_day": date(2026, 10, 31)}


@pytest.fixture
def october(db):
    """Two townships and a department: late limits of before and now, repeats, visits above the county, evaluations."""
    county = build_county()
    for number in range(36):
        town = county.townships[number % 2]
        case = county.case(
            place=town,
            responsible_unit=county.departments[0] if number % 3 == 0 else town,
            received_on=date(2026, 10, 1 + number % 28),
            form="visit" if number % 4 == 0 else "letter",
            level_visited="city" if number % 8 == 0 else "county",
            is_collective=number % 12 == 0,
            head_count=6 if number % 12 == 0 else 1,
        )
        before = county.case(
            place=town, responsible_unit=town, received_on=date(2026, 6, 1 + number % 28)
        )
        if number % 5 == 0:
            Case.objects.filter(pk=case.pk).update(repeat_of=before)
        late = date(2026, 8, 20) if number % 2 else None
        make_clock(before, "C8", date(2026, 8, 1), unit=town, stopped_on=late)
        make_clock(
            case, "C4", date(2026, 10, 30), unit=town, stopped_on=late and date(2026, 10, 31)
        )
        _evaluated(county, before, number)
    return county


def _evaluated(county, case, number):
    served = date(2026, 10, 5) - timedelta(days=30) + timedelta(days=number % 20)
    case.status, case.concluded_on, case.closed_on = "concluded", served, served
    case.save()
    Document.objects.create(
        case=case, kind="opinion", unit=county.townships[0], title="意见", body="意见", served_on=served,
        issued_on=served, issued_by=county.clerk, recorded_at=at(served), served_how="in_person",
    )  # fmt: skip
    if number % 3:
        Evaluation.objects.create(
            case=case, target="unit", rating="good" if number % 2 else "bad", reason="说明",
            source="public", at=at(served),
        )  # fmt: skip


@pytest.mark.parametrize("rules", DEFAULT_RULE_SETS, ids=lambda rules: rules.code)
def test_the_lines_are_those_of_all_the_facts(october, rules):
    sheets = score_period(rule_set=rules, cases=county_cases(), **OCTOBER)
    everything = unit_facts(cases=county_cases(), **OCTOBER)
    assert sheets == [score_unit(rule_set=rules, facts=facts) for facts in everything]
    assert sum(len(sheet.lines) for sheet in sheets) > 12
    kinds = {line.item for sheet in sheets for line in sheet.lines if line.points}
    assert len(kinds) > 2


def test_an_answer_of_before_or_after_the_window_is_no_first_answer_in_it(october):
    """The first answer decides; a later one inside the window opens no second time to evaluate."""
    case = Case.objects.filter(status="concluded").order_by("pk").first()
    early = date(2026, 8, 10)
    Document.objects.create(
        case=case, kind="reply", unit=october.townships[0], title="答复", body="答复", served_on=early,
        issued_on=early, issued_by=october.clerk, recorded_at=at(early), served_how="in_person",
    )  # fmt: skip
    facts = unit_facts(cases=county_cases(), metrics={"evaluated"}, **OCTOBER)
    counted = {event.case_number for unit in facts for rate in unit.rates for event in rate.misses}
    assert case.number not in counted
    assert all(rate.metric == "evaluated" for unit in facts for rate in unit.rates)
    assert not any(unit.events for unit in facts)
