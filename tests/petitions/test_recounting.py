"""A holiday plan published after the fact: due dates move, the mark "provisional" goes, history stays."""

from datetime import date

from core.models import AuditEntry
from organizations.services.calendar import import_calendar, read_calendar
from petitions.domain import deadlines
from petitions.services.recounting import recount
from tests.factories.petitions import at
from tests.petitions.conftest import register

RECEIVED = date(2026, 12, 20)  # the fifteenth day is Monday 4 January 2027
PUBLISHED = at(date(2026, 12, 28))
NEW_YEAR = [
    (1, ["2027-01-01", "放假", "元旦"]),
    (2, ["2027-01-04", "放假", "元旦"]),
    (3, ["2027-01-05", "放假", "元旦"]),
]


def _publish(rows=NEW_YEAR) -> None:
    import_calendar(authority=None, plan=read_calendar(rows), source="国办通知", now=PUBLISHED)


def test_a_published_plan_moves_the_due_date_and_lifts_the_mark(county):
    case = register(county, now=at(RECEIVED), received_on=RECEIVED)
    clock = case.clocks.get()
    assert (clock.due_on, clock.is_provisional) == (date(2027, 1, 4), True)

    _publish()

    clock.refresh_from_db()
    case.refresh_from_db()
    assert (clock.due_on, clock.is_provisional) == (date(2027, 1, 6), False)
    assert clock.raw_due_on == date(2027, 1, 4)
    assert case.next_due_on == date(2027, 1, 6)
    assert deadlines.reproduce(clock.explanation) == clock.due_on
    entry = AuditEntry.objects.get(chain=f"case:{case.pk}", verb="clock.recount")
    assert (entry.data["old"], entry.data["new"]) == ("2027-01-04", "2027-01-06")


def test_only_the_mark_goes_when_the_day_stays(county):
    clock = register(county, now=at(RECEIVED), received_on=RECEIVED).clocks.get()
    _publish(NEW_YEAR[:1])
    clock.refresh_from_db()
    assert (clock.due_on, clock.is_provisional) == (date(2027, 1, 4), False)
    assert not AuditEntry.objects.filter(verb="clock.recount").exists()


def test_a_stopped_clock_keeps_its_date(county):
    clock = register(county, now=at(RECEIVED), received_on=RECEIVED).clocks.get()
    clock.status, clock.stopped_on, clock.on_time = "met", date(2026, 12, 22), True
    clock.save()
    _publish()
    clock.refresh_from_db()
    assert (clock.due_on, clock.is_provisional) == (date(2027, 1, 4), True)


def test_counting_again_changes_nothing(county):
    register(county, now=at(RECEIVED), received_on=RECEIVED)
    _publish()
    assert recount(years=[2027], now=PUBLISHED) == 0
    assert recount(years=[], now=PUBLISHED) == 0


def test_cost_does_not_grow_with_the_clocks_that_stay(county, django_assert_max_num_queries):
    _publish()
    for _ in range(5):
        register(county, now=at(RECEIVED), received_on=RECEIVED)
    with django_assert_max_num_queries(7):
        recount(years=[2027], now=PUBLISHED)
