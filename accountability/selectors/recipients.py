"""Who is reminded and who is asked, read once per run: all posts of a day in three queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from accountability.domain.escalation import (
    LEVEL_NAMES,
    OFFICE_REMINDED,
    TOP_LEVEL,
    UNIT_REMINDED,
    LeaderPost,
    county_leader,
    posts_asked,
)
from organizations.authority import authority_of
from organizations.enums import PostKind, UnitKind
from organizations.models import Term, Unit, User
from petitions.models import Case, Clock

CHUNK = 5000


@dataclass(frozen=True)
class Person:
    """Somebody found for a case, and in which capacity (Chinese)."""

    user: User
    capacity: str


class Posts:
    """Everybody in post on a day; `visible` keeps what each person may see among the cases of the run."""

    def __init__(self, *, on: date, case_ids: Iterable[int]) -> None:
        self.on = on
        self._case_ids = list(set(case_ids))
        self._seen: dict[int, frozenset[int]] = {}
        self._held: dict[tuple[int, str], list[Term]] = defaultdict(list)
        self._leaders: list[LeaderPost] = []
        self._users: dict[int, User] = {}
        self._posts_held: set[tuple[int, int]] = set()
        terms = (
            Term.objects.held(on=on)
            .filter(user__is_active=True)
            .select_related("post", "user")
            .prefetch_related("post__portfolio_units")
            .order_by("post__order", "pk")
        )
        for term in terms:
            self._held[term.post.unit_id, term.post.kind].append(term)
            self._users[term.user_id] = term.user
            self._posts_held.add((term.user_id, term.post.unit_id))
            if term.post.kind == PostKind.COUNTY_LEADER:
                self._leaders.append(_leader(term))
        self._units = {
            pk: (kind, parent_id)
            for pk, kind, parent_id in Unit.objects.values_list("pk", "kind", "parent_id")
        }

    def may_see(self, user: User, case_id: int) -> bool:
        """The one rule of visibility, asked in bulk: two queries per person and run."""
        if user.pk not in self._seen:
            authority = authority_of(user, on=self.on)
            seen: set[int] = set()
            for start in range(0, len(self._case_ids), CHUNK):
                ids = self._case_ids[start : start + CHUNK]
                cases = Case.objects.visible_to(authority).filter(pk__in=ids)
                seen.update(cases.values_list("pk", flat=True))
            self._seen[user.pk] = frozenset(seen)
        return case_id in self._seen[user.pk]

    def is_office(self, unit_id: int) -> bool:
        """True for the petition office."""
        return self._units[unit_id][0] == UnitKind.PETITION_OFFICE

    def owing(self, clock: Clock) -> Person | None:
        """Who owes the act of a clock now and may see the case; None when nobody does.

        The petition office's own duties fall to the first-contact officer while in post; a unit's to
        its petition officer, else its deputy, else its principal, else those of the unit above it.
        """
        unit_id = clock.owed_by_unit_id
        if unit_id is None:
            return None
        return self._first(self._owing(clock, unit_id), clock.case_id)

    def _owing(self, clock: Clock, unit_id: int) -> Iterator[Person]:
        officer = self._users.get(clock.case.first_contact_id)
        if self.is_office(unit_id):
            if officer is not None and (officer.pk, unit_id) in self._posts_held:
                yield Person(officer, LEVEL_NAMES[0])
            yield from self._of_kinds(unit_id, OFFICE_REMINDED)
            return
        for at in self._upwards(unit_id):
            yield from self._of_kinds(at, UNIT_REMINDED)

    def asked(self, clock: Clock, level: int) -> Person | None:
        """Who is asked when the case of an overdue clock reaches `level` (1 to 4); None when vacant."""
        unit_id = clock.owed_by_unit_id
        if unit_id is None:
            return None
        if level == TOP_LEVEL:
            return self._first(self._county_leader(clock, unit_id), clock.case_id)
        return self._first(self._asked(clock, unit_id, level), clock.case_id)

    def _asked(self, clock: Clock, unit_id: int, level: int) -> Iterator[Person]:
        is_office = self.is_office(unit_id)
        units = [unit_id] if is_office else list(self._upwards(unit_id))
        for at in units:
            people = list(self._of_kinds(at, posts_asked(level, is_office=is_office)))
            # Among several deputies the one who leads this case comes first.
            yield from sorted(people, key=lambda person: person.user.pk != clock.case.leader_id)

    def _county_leader(self, clock: Clock, unit_id: int) -> Iterator[Person]:
        content = clock.case.content_class
        found = county_leader(
            self._leaders, content_code=content.code if content else "", unit_id=unit_id
        )
        if found is not None:
            post, why = found
            yield Person(self._users[post.user_id], f"{LEVEL_NAMES[TOP_LEVEL]}（{why}）")

    def officers(self, unit_id: int) -> list[User]:
        """The unit's petition officers; its deputy, then its principal when it has none."""
        kinds = OFFICE_REMINDED if self.is_office(unit_id) else UNIT_REMINDED
        for at in self._upwards(unit_id):
            for kind in kinds:
                held = self._held.get((at, kind))
                if held:
                    return [term.user for term in held]
        return []

    def overseers(self) -> list[User]:
        """Supervisors and the head of the petition office, who see to vacancies."""
        kinds = (PostKind.SUPERVISOR, PostKind.OFFICE_HEAD)
        offices = [pk for pk, (kind, _p) in self._units.items() if kind == UnitKind.PETITION_OFFICE]
        found = {
            term.user_id: term.user
            for unit_id in offices
            for kind in kinds
            for term in self._held.get((unit_id, kind), [])
        }
        return list(found.values())

    def _of_kinds(self, unit_id: int, kinds: Iterable[str]) -> Iterator[Person]:
        for kind in kinds:
            for term in self._held.get((unit_id, kind), []):
                yield Person(term.user, term.post.title)

    def _upwards(self, unit_id: int) -> Iterator[int]:
        """The unit and those above it, below the county."""
        at: int | None = unit_id
        while at is not None and self._units[at][0] != UnitKind.COUNTY:
            yield at
            at = self._units[at][1]

    def _first(self, people: Iterator[Person], case_id: int) -> Person | None:
        return next((person for person in people if self.may_see(person.user, case_id)), None)


def _leader(term: Term) -> LeaderPost:
    return LeaderPost(
        user_id=term.user_id,
        order=term.post.order,
        portfolio=tuple(term.post.portfolio),
        unit_ids=frozenset(unit.pk for unit in term.post.portfolio_units.all()),
    )
