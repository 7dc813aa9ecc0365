"""Matters registered before 2022-05-01 keep the clocks of the 2005 text; local numbers have their span."""

from datetime import date, timedelta

import pytest

from organizations.models import CalendarDay, CalendarYear, Setting
from petitions.models import ClockRuleOverride
from petitions.services import dispatching, handling
from tests.factories.petitions import at
from tests.petitions.conftest import register

pytestmark = pytest.mark.django_db
OLD = date(2019, 7, 1)


def codes(case) -> dict[str, date]:
    return dict(case.clocks.running().values_list("code", "due_on"))


def send(county, case, day):
    dispatching.transfer_case(
        authority=county.who(county.clerk, on=day),
        case=case,
        to_unit=county.town,
        note="",
        now=at(day),
    )


def test_2005_knew_no_objection_period(county):
    case = register(county, now=at(OLD), received_on=OLD)
    send(county, case, OLD)
    assert set(codes(case)) == {"C4"}
    assert case.clocks.get(code="C4").article == "《信访条例》第二十一条第二款"


@pytest.mark.parametrize(
    ("day", "runs"),
    [(OLD, True), (date(2026, 3, 2), False)],
    ids=["old-art33-every", "new-art34-claims"],
)
def test_the_sixty_days_of_a_suggestion(county, day, runs):
    case = register(county, now=at(day), received_on=day, purpose="suggestion")
    send(county, case, day)
    handling.accept_case(
        authority=county.who(county.officer, on=day),
        case=case,
        body="已收到您的建议，正在研究。",
        accepted_on=day,
        served_how="post",
        now=at(day),
    )
    assert ("C8" in codes(case)) is runs


def test_a_local_number_applies_in_its_span(county):
    ClockRuleOverride.objects.create(
        code="C1",
        length=5,
        valid_from=date(2026, 3, 1),
        valid_to=date(2026, 3, 31),
        basis="县办〔2026〕3号",
    )
    inside, after = date(2026, 3, 3), date(2026, 4, 1)
    assert codes(register(county, now=at(inside), received_on=inside)) == {"C1": date(2026, 3, 9)}
    clock = register(county, now=at(after), received_on=after).clocks.get()
    assert clock.due_on == after + timedelta(days=15)
    assert "第二十二条" in clock.article


@pytest.mark.parametrize(("roll", "due"), [(True, 16), (False, 15)], ids=["roll-over", "raw-day"])
def test_the_roll_over_is_a_setting(county, roll, due):
    Setting.objects.create(code="clock.roll_over", value=roll, valid_from=date(2020, 1, 1))
    received = date(2026, 2, 28)  # the fifteenth day is Sunday 15 March
    clock = register(county, now=at(received), received_on=received).clocks.get()
    assert (clock.due_on, clock.raw_due_on) == (date(2026, 3, due), date(2026, 3, 15))


def test_a_year_without_a_plan_is_flagged(county):
    CalendarYear.objects.create(year=2026, source="国办发明电", loaded_at=at(date(2025, 11, 5)))
    CalendarDay.objects.create(day=date(2026, 10, 1), kind="holiday", name="国庆节")
    within, across = date(2026, 9, 16), date(2026, 12, 20)
    known = register(county, now=at(within), received_on=within).clocks.get()
    assert (known.due_on, known.is_provisional) == (date(2026, 10, 2), False)
    unknown = register(county, now=at(across), received_on=across).clocks.get()
    assert unknown.is_provisional
    assert any(step["code"] == "provisional" for step in unknown.explanation["steps"])
