"""What may be chosen in the forms of leaders' cases: leaders, owners of steps, matters of the same kind."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from accountability.models import LeaderCase
from accountability.selectors.leader_rule import LEADING, unsuitable
from organizations.authority import Authority
from organizations.models import User
from petitions.models import Case
from petitions.selectors import choices
from petitions.selectors.choices import Choice

SAME_KIND = 30


def leaders(case: Case, *, on: date) -> list[User]:
    """Who may be named as leader of a matter; who is accused or had to step back is left out."""
    without = unsuitable(case, on=on)
    return [user for user in choices.staff(on=on, kinds=LEADING) if user.pk not in without]


def owner_units(leader_case: LeaderCase) -> set[int]:
    """Units that have a part in the matter and may own a step: they see it already (three queries)."""
    case = leader_case.case
    found = {case.responsible_unit_id, case.receiving_unit_id}
    if leader_case.post:
        found.add(leader_case.post.unit_id)
    found.update(case.co_handlings.values_list("unit_id", flat=True))
    found.update(case.dispatches.values_list("to_unit_id", flat=True))
    return found


def unit_choices(units: set[int], *, on: date) -> list[Choice]:
    """These units, as far as they exist on a day (one query)."""
    return [choice for choice in choices.unit_choices(on=on) if choice.id in units]


def owner_people(units: set[int], leader_case: LeaderCase, *, on: date) -> list[User]:
    """Staff of these units, the leader first (one query)."""
    people = choices.staff(on=on).filter(terms__post__unit__in=units).distinct()
    others = [user for user in people if user.pk != leader_case.leader_id]
    return [leader_case.leader, *others]


def same_kind(leader_case: LeaderCase, authority: Authority) -> QuerySet[Case]:
    """Open matters of the same class and place, or the repeats, that the reader may see and are not linked yet."""
    case = leader_case.case
    alike = Q(repeat_of=case) | Q(pk=case.repeat_of_id)
    if case.content_class_id:
        alike |= Q(content_class=case.content_class_id, place=case.place_id)
    linked = leader_case.related.values("case_id")
    return (
        Case.objects.visible_to(authority)
        .filter(alike, legal_class=case.legal_class)
        .exclude(pk=case.pk)
        .exclude(pk__in=linked)
        .order_by("-received_on", "-pk")[:SAME_KIND]
    )


def by_number(number: str, authority: Authority) -> Case | None:
    """The matter of that number, if the reader may see it."""
    return Case.objects.visible_to(authority).filter(number=number.strip()).first()
