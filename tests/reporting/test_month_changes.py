"""Each single change that moves a figure re-opens the months it moves, and those alone."""

from datetime import date

import pytest

from petitions.models import Case, Clock, ContentClass
from reporting.domain.periods import Month
from reporting.models import MonthTouch
from reporting.selectors.closed_months import ledger
from reporting.services.closed_months import close_months
from tests.factories.petitions import make_clock
from tests.reporting.conftest import NOW
from tests.reporting.test_closed_months import both_ways, proven

AUG, SEP, OCT = "2026-08", "2026-09", "2026-10"
pytestmark = pytest.mark.django_db


@pytest.fixture
def world(busy_county):
    """An open matter of August with a late and a kept limit; one closed in October with a missed and a cancelled one."""
    c = busy_county
    town, agency = c.townships[0], c.departments[0]
    c.a = c.case(received_on=date(2026, 8, 5), place=town, responsible_unit=town, form="visit")
    c.late = make_clock(c.a, "C4", date(2026, 8, 20), unit=town)
    c.kept = make_clock(c.a, "C8", date(2026, 9, 12), unit=town, stopped_on=date(2026, 9, 10))
    c.b = c.case(
        received_on=date(2026, 9, 10), closed_on=date(2026, 10, 15), place=town,
        responsible_unit=agency,
    )  # fmt: skip
    c.missed = make_clock(c.b, "C8", date(2026, 9, 20), unit=agency, stopped_on=date(2026, 10, 2))
    c.cancelled = make_clock(
        c.b, "C3", date(2026, 9, 15), unit=agency, stopped_on=date(2026, 9, 12), cancelled=True
    )
    close_months(now=NOW)
    return c


def case_a(**values):
    return lambda c: Case.objects.filter(pk=c.a.pk).update(**values)


def case_b(**values):
    return lambda c: Case.objects.filter(pk=c.b.pk).update(**values)


def limit(name, **values):
    return lambda c: Clock.objects.filter(pk=getattr(c, name).pk).update(**values)


def to_other_town(c):
    Case.objects.filter(pk=c.b.pk).update(place=c.townships[1])


def to_other_unit(c):
    Case.objects.filter(pk=c.b.pk).update(responsible_unit=c.townships[1])


def gets_a_class(c):
    Case.objects.filter(pk=c.a.pk).update(content_class=ContentClass.objects.first())


def repeats(c):
    Case.objects.filter(pk=c.b.pk).update(repeat_of=c.a)


def owed_by_another(c):
    Clock.objects.filter(pk=c.missed.pk).update(owed_by_unit=c.townships[1])


def moved_to_the_other_matter(c):
    Clock.objects.filter(pk=c.missed.pk).update(case=c.a)


CHANGES = [
    (case_a(form="letter"), {AUG}),
    (case_a(level_visited="city"), {AUG}),
    (case_a(is_collective=True), {AUG}),
    (case_a(head_count=4), {AUG}),
    (gets_a_class, {AUG}),
    (repeats, {SEP}),
    (to_other_town, {SEP, OCT}),
    (to_other_unit, {SEP, OCT}),
    (case_b(place=None), {SEP, OCT}),
    (case_a(received_on=date(2026, 10, 1)), {AUG, SEP, OCT}),
    (case_a(received_on=date(2026, 7, 1)), {"2026-07", AUG}),
    (case_b(closed_on=date(2026, 9, 30), concluded_on=date(2026, 9, 30)), {SEP, OCT}),
    (case_b(closed_on=None, concluded_on=None, status="registered"), {OCT}),
    (case_a(closed_on=date(2026, 9, 2), status="withdrawn"), {SEP, OCT}),
    (case_a(closed_on=date(2026, 11, 1), status="withdrawn"), set()),
    (case_a(legal_class="report", purpose="accusation"), {AUG, SEP, OCT}),
    (case_a(title="改题", is_urgent=True), set()),
    (limit("late", due_on=date(2026, 9, 3)), {AUG, SEP, OCT}),
    (limit("late", status="met", stopped_on=date(2026, 11, 1), on_time=False), set()),
    (limit("late", status="met", stopped_on=date(2026, 9, 1), on_time=False), {SEP, OCT}),
    (limit("late", status="met", stopped_on=date(2026, 11, 1), on_time=True), {AUG}),
    (limit("late", status="cancelled", stopped_on=date(2026, 11, 1)), {AUG}),
    (limit("late", code="C8"), {AUG, SEP, OCT}),
    (limit("late", code="C5"), {AUG, SEP, OCT}),
    (limit("kept", on_time=False), {SEP}),
    (limit("kept", stopped_on=date(2026, 10, 5)), {SEP, OCT}),
    (limit("missed", on_time=True), {SEP}),
    (owed_by_another, {SEP, OCT}),
    (moved_to_the_other_matter, {SEP, OCT}),
    (limit("cancelled", status="met", on_time=True), {SEP}),
    (lambda c: c.kept.delete(), {SEP}),
    (lambda c: c.late.delete(), {AUG, SEP, OCT}),
    (lambda c: make_clock(c.a, "C9", date(2026, 8, 9), unit=c.townships[1]), {AUG, SEP, OCT}),
    (lambda c: make_clock(c.a, "C5", date(2026, 8, 9), unit=c.townships[1]), set()),
    (lambda c: (c.b.clocks.all().delete(), c.b.delete()), {SEP, OCT}),
]


@pytest.mark.parametrize("number", range(len(CHANGES)))
def test_each_change_reopens_what_it_moves(world, number):
    change, months = CHANGES[number]
    change(world)
    assert {one.code for one in ledger().reopened} == months
    for code in (AUG, SEP, OCT):
        counted, found = both_ways(Month.parse(code))
        assert counted == found, code
    close_months(now=NOW)
    assert proven() == []
    assert not MonthTouch.objects.exists()
