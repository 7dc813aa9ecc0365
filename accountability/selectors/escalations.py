"""What waits at whose level: steps with their clocks, who was asked below, and by when a step should be signed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils import timezone

from accountability.models import Escalation, Instruction
from accountability.querysets import EscalationQuerySet
from accountability.selectors.recipients import Person, Posts
from organizations.authority import Authority
from organizations.domain.calendar import WorkCalendar
from organizations.selectors import setting, work_calendar
from petitions.domain.duties import binds

READ_DAYS = "escalation.read_days"
READ_DEFAULT = 2
RELATED = ("case", "clock__owed_by_unit", "recipient")


@dataclass(frozen=True)
class StepLine:
    """A step on a page.

    Attributes:
        step: the row.
        days: calendar days its clock is overdue today; 0 once the duty is done.
        sign_by: the day by which it should be signed.
        is_late: that day has passed and it is not signed.
        below: steps of the levels below that still count, lowest first.
        instructions: what the person asked has ordered.
    """

    step: Escalation
    days: int
    sign_by: date
    is_late: bool
    below: list[Escalation] = field(default_factory=list)
    instructions: list[Instruction] = field(default_factory=list)


@dataclass(frozen=True)
class SigningRule:
    """Within how many working days a step is to be signed."""

    calendar: WorkCalendar
    days: int
    on: date

    def sign_by(self, step: Escalation) -> date:
        """The last day for signing a step."""
        asked_on = timezone.localdate(step.fired_at)
        return self.calendar.add_working_days(asked_on, self.days).on

    @property
    def late_before(self) -> datetime:
        """Steps asked before this moment and not signed are late."""
        first = self.calendar.add_working_days(self.on, -self.days).on
        return timezone.make_aware(datetime.combine(first, time()))


def signing_rule(*, on: date) -> SigningRule:
    """The county's rule of signing on a day (three queries)."""
    return SigningRule(work_calendar(), setting(READ_DAYS, on=on, default=READ_DEFAULT), on)


def asked_of(authority: Authority) -> EscalationQuerySet:
    """Steps that count and wait for, or were signed by, this user."""
    mine = Escalation.objects.active().filter(recipient=authority.user)
    return mine.of_visible_cases(authority)


def lines(
    steps: Sequence[Escalation], rule: SigningRule, *, with_instructions: bool = False
) -> list[StepLine]:
    """Steps as the pages show them (one query for the levels below, one for instructions)."""
    below: dict[int, list[Escalation]] = defaultdict(list)
    rows = Escalation.objects.active().filter(case__in={step.case_id for step in steps})
    for row in rows.select_related("recipient").order_by("level", "pk"):
        below[row.case_id].append(row)
    orders: dict[int, list[Instruction]] = defaultdict(list)
    if with_instructions:
        found = Instruction.objects.filter(escalation__in=steps).select_related("to_user")
        for order in found.order_by("due_on", "pk"):
            orders[order.escalation_id].append(order)
    return [_line(step, rule, below[step.case_id], orders[step.pk]) for step in steps]


def _line(
    step: Escalation, rule: SigningRule, rows: Iterable[Escalation], orders: list[Instruction]
) -> StepLine:
    binding = binds(step.clock.code, case_is_open=step.case.is_open)
    running = binding and step.clock.status == "open"
    sign_by = rule.sign_by(step)
    return StepLine(
        step=step,
        days=max(0, (rule.on - step.clock.due_on).days) if running else 0,
        sign_by=sign_by,
        is_late=step.acknowledged_at is None and sign_by < rule.on,
        below=[row for row in rows if row.level < step.level],
        instructions=orders,
    )


def addressees(step: Escalation, authority: Authority) -> list[Person]:
    """Whom the person asked may charge: those asked below, the unit's people, the office's supervisors and head.

    Each person once; only those who may see the case.
    """
    posts = Posts(on=authority.on, case_ids=[step.case_id])
    found: dict[int, Person] = {}
    for level in (1, 2, 3):
        for person in posts.candidates(step.clock, level):
            found.setdefault(person.user.pk, person)
    for person in posts.overseeing():
        if posts.may_see(person.user, step.case_id):
            found.setdefault(person.user.pk, person)
    found.pop(authority.user.pk, None)
    return list(found.values())
