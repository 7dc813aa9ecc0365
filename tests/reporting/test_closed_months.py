"""Closed months say what the matters say, before and after the job, whatever happens to the matters."""

import io
from datetime import date
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from petitions.models import Case, Clock
from reporting.domain.periods import Month, Span
from reporting.domain.spans import Period
from reporting.models import ClosedMonth, LimitCell, MonthTouch, PlaceCell, ReceivedCell, UnitFlow
from reporting.selectors import county as county_module
from reporting.selectors.cases import county_cases
from reporting.selectors.closed_months import ledger
from reporting.selectors.county import county_figures
from reporting.selectors.figures import month_figures
from reporting.selectors.month_checks import differences, stock_differences
from reporting.selectors.place_counts import place_counts
from reporting.services.closed_months import close_months
from tests.factories.petitions import make_clock
from tests.reporting.conftest import MONTH, NOW
from tests.reporting.rollup_edits import World

OCTOBER = Month.parse(MONTH)
FIRST, LAST = date(2026, 7, 10), date(2026, 11, 5)
pytestmark = pytest.mark.django_db


def both_ways(period=OCTOBER):
    """The figures counted from the matters, and as the bulletin gets them."""
    span = Span.whole(period)
    return month_figures(county_cases(), span), county_figures(span)


def placed_both_ways():
    """Thirteen months by place and class for the monthly analysis: counted from the matters, and as it reads them."""
    months = OCTOBER.trailing(13)
    counted = place_counts(county_cases(), months)
    return counted.matters, place_counts(county_cases(), months, is_county=True).matters


def proven():
    """No month waits, and each says what a fresh count says."""
    assert ledger().reopened == frozenset()
    rows = list(ClosedMonth.objects.all())
    return [line for row in rows for line in (*differences(row), *stock_differences(row))]


@pytest.fixture
def no_counting(monkeypatch):
    """Fail where the bulletin counts matters instead of reading what is kept."""

    def refuse(*args, **kwargs):
        raise AssertionError("counted from the matters")

    for name in ("count", "cube_of", "flows_of", "limits_of", "by_day"):
        monkeypatch.setattr(county_module, name, refuse)


@pytest.fixture
def kept(october):
    """October 2026 added up."""
    close_months(now=NOW)
    return october


def test_without_closed_months_the_matters_are_counted(october):
    counted, found = both_ways()
    assert counted == found
    assert found.matters.now == 4


def test_the_months_that_are_over_are_kept_and_the_running_one_is_not(october):
    october.case(received_on=date(2026, 7, 31))
    october.case(received_on=date(2026, 11, 1))
    assert [one.code for one in close_months(now=NOW)] == ["2026-07", "2026-08", "2026-09", MONTH]
    assert close_months(now=NOW) == []
    assert proven() == []


def test_a_kept_month_is_read_without_counting(kept, no_counting):
    counted, found = both_ways()
    assert counted == found
    assert (found.matters.now, found.balance.pending) == (4, 3)
    assert [point.matters for point in found.trend][-2:] == [0, 4]


def test_a_county_without_matters_has_nothing_to_keep(county):
    assert close_months(now=NOW) == []
    assert both_ways()[0] == both_ways()[1]


def test_reading_does_not_ask_more_for_a_longer_history(kept, django_assert_num_queries):
    with django_assert_num_queries(9):
        county_figures(Span.whole(OCTOBER))
    kept.case(received_on=date(2024, 1, 15), closed_on=date(2024, 3, 1), place=kept.village)
    close_months(now=NOW)
    assert ClosedMonth.objects.count() == 34
    with django_assert_num_queries(9):
        county_figures(Span.whole(OCTOBER))
    counted, found = both_ways()
    assert counted == found
    assert proven() == []


def test_a_late_registration_reopens_its_month_at_once(kept):
    kept.case(place=kept.townships[1], received_on=date(2026, 10, 30))
    assert ledger().reopened == {OCTOBER}
    counted, found = both_ways()
    assert counted == found
    assert found.matters.now == 5
    assert [one.code for one in close_months(now=NOW)] == [MONTH]
    assert not MonthTouch.objects.exists()
    assert proven() == []


def test_what_happens_in_the_running_month_reopens_nothing(kept):
    new = kept.case(received_on=date(2026, 11, 2), place=kept.townships[0])
    make_clock(new, "C4", date(2026, 11, 17), unit=kept.townships[0])
    old = Case.objects.filter(closed_on__isnull=True, received_on__lt=date(2026, 11, 1)).first()
    Case.objects.filter(pk=old.pk).update(
        status="withdrawn", closed_on=date(2026, 11, 2), title="撤回"
    )
    Clock.objects.filter(case=old).update(status="met", stopped_on=date(2026, 11, 2), on_time=False)
    assert not MonthTouch.objects.exists()
    assert both_ways()[0] == both_ways()[1]


def test_a_report_reopens_nothing_and_a_matter_that_becomes_one_does(kept):
    report = kept.case(purpose="accusation", place=kept.townships[0])
    Case.objects.filter(pk=report.pk).update(head_count=7)
    assert not MonthTouch.objects.exists()
    Case.objects.filter(pk=report.pk).update(legal_class="claim", purpose="request")
    assert ledger().reopened == {OCTOBER}
    assert both_ways()[1].persons.now == 18


def test_a_change_far_back_moves_the_stock_of_each_later_month(kept):
    """Readers are right before the job, and only the touched months are counted again."""
    old = kept.case(received_on=date(2026, 5, 4), place=kept.townships[0])
    close_months(now=NOW)
    Case.objects.filter(pk=old.pk).update(place=kept.townships[1])
    assert {one.code for one in ledger().reopened} == {"2026-05"}
    counted, found = both_ways()
    assert counted == found
    rows = {row.unit_id: row.balance.opening for row in found.units}
    assert (rows[kept.townships[0].pk], rows[kept.townships[1].pk]) == (0, 1)
    assert [one.code for one in close_months(now=NOW)] == ["2026-05"]
    assert proven() == []
    assert both_ways()[0] == both_ways()[1]


@pytest.mark.parametrize(
    "code", ["2026-Q3", "2026-H1", "2025", "2026-09-01_2026-10-31", "2026-09-02_2026-10-31"]
)
def test_longer_periods_are_added_up_from_their_months(kept, code):
    """Also while one of the months is re-opened; free days, compared with as many days before, are counted."""
    town, agency = kept.townships[0], kept.departments[0]
    for day in ("2025-02-03", "2025-09-09", "2026-03-05", "2026-07-07", "2026-09-09"):
        case = kept.case(
            received_on=date.fromisoformat(day), closed_on=date(2026, 10, 20), place=town
        )
        for due in (date(2026, 7, 20), date(2026, 9, 20)):
            if due > case.received_on:
                make_clock(case, "C4", due, unit=agency, stopped_on=date(2026, 10, 1))
    close_months(now=NOW)
    period = Period.parse(code)
    counted, found = both_ways(period)
    assert counted == found
    assert found.matters.now >= 1
    Case.objects.filter(received_on=date(2026, 3, 5)).update(place=kept.townships[1])
    Case.objects.filter(received_on=date(2026, 9, 9)).update(head_count=5)
    assert {one.code for one in ledger().reopened} == {"2026-03", "2026-09", "2026-10"}
    counted, found = both_ways(period)
    assert counted == found
    whole = "_" not in code
    assert (county_module._plan(Span.whole(period)) is not None) == whole


def test_so_many_reopened_months_are_counted_in_one_go(kept):
    for year in (2023, 2024, 2025):
        kept.case(received_on=date(year, 3, 4), closed_on=date(year, 12, 20))
    close_months(now=NOW)
    ClosedMonth.objects.update(is_open=True)
    assert county_module._plan(Span.whole(OCTOBER)) is None
    assert both_ways()[0] == both_ways()[1]


def lives(county, pick, *, turns, acts=1):
    """Some matters and closed months; then some acts and the job, turn by turn.

    Few acts a turn: what one act leaves unsaid must not be hidden by what another re-opens.
    """
    world = World(county, pick, first=FIRST, last=LAST)
    for _ in range(6):
        world.registers()
    close_months(now=NOW)
    for turn in range(turns):
        done = [world.anything() for _ in range(acts)]
        for month in (OCTOBER, OCTOBER.previous):
            counted, found = both_ways(month)
            assert counted == found, f"{month.code}, turn {turn}, before the job: {done}"
        counted, found = placed_both_ways()
        assert counted == found, f"by place, turn {turn}, before the job: {done}"
        close_months(now=NOW)
        assert proven() == [], f"turn {turn}: {done}"
    for counted, found in (both_ways(), placed_both_ways()):
        assert counted == found
    assert county_module._plan(Span.whole(OCTOBER)) is not None


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(pick=st.randoms(use_true_random=False), turns=st.integers(1, 5))
def test_closed_months_equal_the_matters_whatever_happens(busy_county, pick, turns):
    with transaction.atomic():
        lives(busy_county, pick, turns=turns)
        transaction.set_rollback(True)


@pytest.mark.parametrize(("seed", "turns", "acts"), [(1, 25, 1), (2, 25, 1), (3, 6, 8)])
def test_long_lives(busy_county, seed, turns, acts):
    lives(busy_county, Random(seed), turns=turns, acts=acts)


def test_the_check_names_what_differs_and_fails(kept):
    out = io.StringIO()
    call_command("check_rollups", stdout=out)
    assert out.getvalue() == "1 months checked, all equal to the matters\n"
    ReceivedCell.objects.filter(form="visit").update(matters=7)
    PlaceCell.objects.filter(form="visit").update(matters=7)
    LimitCell.objects.update(due=9)
    UnitFlow.objects.filter(side="place").update(opening=2, pending=2, received=0, closed=0)
    lines = io.StringIO()
    with pytest.raises(CommandError, match=r"1 months checked, \d+ differences"):
        call_command("check_rollups", MONTH, stdout=out, stderr=lines)
    for what in (
        "received (",
        "placed (",
        "flow (",
        "limits (",
        "open at the end",
        "open at the beginning",
    ):
        assert f"2026-10: {what}" in lines.getvalue()


def test_the_check_waits_for_what_is_reopened(kept):
    kept.case(place=kept.townships[1])
    out = io.StringIO()
    call_command("check_rollups", stdout=out)
    assert "0 months checked" in out.getvalue()
    assert "1 re-opened" in out.getvalue()


@pytest.mark.parametrize("code", ["2026-13", "2026-09"])
def test_a_month_that_is_not_kept_cannot_be_checked(kept, code):
    with pytest.raises(CommandError):
        call_command("check_rollups", code)
