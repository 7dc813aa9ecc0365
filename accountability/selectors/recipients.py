"""Who is reminded and who is asked, read once per run: all posts of a day in three queries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import takewhile

from accountability.domain.escalation import (
    OFFICE_REMINDED,
    UNIT_REMINDED,
    LeaderPost,
    county_leader,
    posts_asked,
)
from accountability.domain.level_rules import LEVEL_NAMES, TOP_LEVEL
from organizations.authority import authority_of
from organizations.enums import PostKind, UnitKind
from organizations.models import Term, Unit, User
from organizations.selectors import holders
from petitions.enums import DecisionStatus
from petitions.models import Case, Clock, Recusal

CHUNK = 5000


@dataclass(frozen=True)
class Person:
    """Somebody found for a case, in which capacity (Chinese) and through which post (None: none)."""

    user: User
    capacity: str
    post_id: int | None = None

    @property
    def title(self) -> str:
        """The capacity without how it was found, for use inside a sentence."""
        return re.sub("（[^（）]*）$", "", self.capacity)


class Posts:
    """Everybody in post on a day; `visible` keeps what each person may see among the cases of the run."""

    def __init__(self, *, on: date, case_ids: Iterable[int]) -> None:
        self.on = on
        self._case_ids = list(set(case_ids))
        self._seen: dict[int, frozenset[int]] = {}
        self._recused: frozenset[tuple[int, int]] | None = None
        self._held: dict[tuple[int, str], list[Term]] = defaultdict(list)
        self._leaders: list[LeaderPost] = []
        self._users: dict[int, User] = {}
        self._posts_held: set[tuple[int, int]] = set()
        self._by_post: dict[int, list[Person]] = defaultdict(list)
        terms = (
            Term.objects.held(on=on)
            .filter(user__is_active=True)
            .select_related("post__unit", "user")
            .prefetch_related("post__portfolio_units")
            .order_by("post__order", "pk")
        )
        for term in terms:
            self._held[term.post.unit_id, term.post.kind].append(term)
            self._users[term.user_id] = term.user
            self._posts_held.add((term.user_id, term.post.unit_id))
            self._by_post[term.post_id].append(_person(term))
            if term.post.kind == PostKind.COUNTY_LEADER:
                self._leaders.append(leader_post(term))
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

    def is_recused(self, user: User, case_id: int) -> bool:
        """True when it was decided that the person steps back from the case (条例第二十八条第三款); one query per run."""
        if self._recused is None:
            rows = Recusal.objects.filter(status=DecisionStatus.APPROVED).order_by()
            pairs: set[tuple[int, int]] = set()
            for start in range(0, len(self._case_ids), CHUNK):
                ids = self._case_ids[start : start + CHUNK]
                pairs.update(rows.filter(case_id__in=ids).values_list("user_id", "case_id"))
            self._recused = frozenset(pairs)
        return (user.pk, case_id) in self._recused

    def holding(self, post_id: int | None) -> list[Person]:
        """Who holds a post on the day."""
        return list(self._by_post.get(post_id or 0, ()))

    def is_office(self, unit_id: int) -> bool:
        """True for the petition office."""
        return self._units[unit_id][0] == UnitKind.PETITION_OFFICE

    def owing(self, clock: Clock) -> Person | None:
        """Who owes the act of a clock now, may see the case and was not recused; None when nobody does.

        The petition office's own duties fall to the first-contact officer while in post; a unit's to
        its petition officer, else its deputy, else its principal, else those of the unit above it.
        """
        unit_id = clock.owed_by_unit_id
        if unit_id is None:
            return None
        return self._first(self._owing(clock, unit_id), clock.case_id)

    def _owing(self, clock: Clock, unit_id: int) -> Iterator[Person]:
        officer = self._users.get(clock.case.first_contact_id)
        if self._units[unit_id][0] == UnitKind.COUNTY:
            # what the county government itself decides (a review) is worked on by the petition office
            unit_id = next((pk for pk in self._units if self.is_office(pk)), unit_id)
        if self.is_office(unit_id):
            if officer is not None and (officer.pk, unit_id) in self._posts_held:
                yield Person(officer, LEVEL_NAMES[0])
            yield from self._of_kinds(unit_id, OFFICE_REMINDED)
            return
        for at in self._upwards(unit_id):
            yield from self._of_kinds(at, UNIT_REMINDED)

    def asked(self, clock: Clock, level: int) -> Person | None:
        """Who is asked when the case of an overdue clock reaches `level` (1 to 4); None when vacant."""
        return next(self.candidates(clock, level), None)

    def candidates(self, clock: Clock, level: int) -> Iterator[Person]:
        """Everybody who could be asked at a level, may see the case and was not recused from it, the first choice first.

        When recusals leave nobody at the level, those of the next one stand in.
        """
        for person in self._in_turn(clock, level):
            if not self.is_recused(person.user, clock.case_id):
                yield person

    def stepped_back(self, clock: Clock, level: int) -> list[Person]:
        """Who would be asked first but was recused from the case (条例第二十八条第三款)."""
        recused = partial(self._is_out, case_id=clock.case_id)
        first = {
            person.user.pk: person for person in takewhile(recused, self._in_turn(clock, level))
        }
        return list(first.values())

    def _is_out(self, person: Person, *, case_id: int) -> bool:
        return self.is_recused(person.user, case_id)

    def _in_turn(self, clock: Clock, level: int) -> Iterator[Person]:
        """Those of a level who may see the case; those of the next level follow when every one of them is recused."""
        unit_id = clock.owed_by_unit_id
        if unit_id is None:
            return
        for at in range(level, TOP_LEVEL + 1):
            found = self._county_leaders if at == TOP_LEVEL else partial(self._asked, level=at)
            people = [p for p in found(clock, unit_id) if self.may_see(p.user, clock.case_id)]
            yield from people
            if not people or not all(self.is_recused(p.user, clock.case_id) for p in people):
                return

    def _asked(self, clock: Clock, unit_id: int, *, level: int) -> Iterator[Person]:
        is_office = self.is_office(unit_id)
        units = [unit_id] if is_office else list(self._upwards(unit_id))
        for at in units:
            people = list(self._of_kinds(at, posts_asked(level, is_office=is_office)))
            # Among several deputies the one who leads this case comes first.
            yield from sorted(people, key=lambda person: person.user.pk != clock.case.leader_id)

    def _county_leaders(self, clock: Clock, unit_id: int) -> Iterator[Person]:
        """The leader whose portfolio it is, and the next one after each who was recused."""
        content = clock.case.content_class
        code, left = content.code if content else "", list(self._leaders)
        while (found := county_leader(left, content_code=code, unit_id=unit_id)) is not None:
            post, why = found
            user = self._users[post.user_id]
            yield Person(user, f"{LEVEL_NAMES[TOP_LEVEL]}（{why}）", post.post_id)
            if not self.is_recused(user, clock.case_id):
                return
            left = [other for other in left if other.user_id != post.user_id]

    def officers(self, unit_id: int) -> list[User]:
        """The unit's petition officers; its deputy, then its principal when it has none."""
        kinds = OFFICE_REMINDED if self.is_office(unit_id) else UNIT_REMINDED
        for at in self._upwards(unit_id):
            for kind in kinds:
                held = self._held.get((at, kind))
                if held:
                    return [term.user for term in held]
        return []

    def of_level(self, unit_id: int, level: int) -> list[User]:
        """Who answers for a unit at a level: 0 and 1 its officers, 2 deputies, 3 principals, 4 the county leader."""
        if level <= 1:
            return self.officers(unit_id)
        if level >= TOP_LEVEL:
            found = county_leader(self._leaders, content_code="", unit_id=unit_id)
            return [self._users[found[0].user_id]] if found else []
        for at in self._upwards(unit_id):
            people = list(self._of_kinds(at, posts_asked(level, is_office=False)))
            if people:
                return [person.user for person in people]
        return []

    def overseeing(self) -> list[Person]:
        """Supervisors and the head of the petition office, who see to vacancies; each person once."""
        kinds = (PostKind.SUPERVISOR, PostKind.OFFICE_HEAD)
        offices = [pk for pk, (kind, _p) in self._units.items() if kind == UnitKind.PETITION_OFFICE]
        found: dict[int, Person] = {}
        for unit_id in offices:
            for person in self._of_kinds(unit_id, kinds):
                found.setdefault(person.user.pk, person)
        return list(found.values())

    def overseers(self) -> list[User]:
        """Those people's accounts."""
        return [person.user for person in self.overseeing()]

    def _of_kinds(self, unit_id: int, kinds: Iterable[str]) -> Iterator[Person]:
        for kind in kinds:
            for term in self._held.get((unit_id, kind), []):
                yield _person(term)

    def _upwards(self, unit_id: int) -> Iterator[int]:
        """The unit and those above it, below the county."""
        at: int | None = unit_id
        while at is not None and self._units[at][0] != UnitKind.COUNTY:
            yield at
            at = self._units[at][1]

    def _first(self, people: Iterator[Person], case_id: int) -> Person | None:
        free = (p for p in people if not self.is_recused(p.user, case_id))
        return next((person for person in free if self.may_see(person.user, case_id)), None)


def _person(term: Term) -> Person:
    return Person(term.user, f"{term.post.unit}{term.post.title}", term.post_id)


def leader_post(term: Term) -> LeaderPost:
    """A county leader's post as the rule of portfolios reads it; ``post__portfolio_units`` is prefetched."""
    return LeaderPost(
        user_id=term.user_id,
        order=term.post.order,
        post_id=term.post_id,
        portfolio=tuple(term.post.portfolio),
        unit_ids=frozenset(unit.pk for unit in term.post.portfolio_units.all()),
    )


def officers(unit: Unit, *, on: date) -> list[User]:
    """Those who take delivery for a unit: its petition officers, else its deputies, else its principals."""
    kinds = OFFICE_REMINDED if unit.kind == UnitKind.PETITION_OFFICE else UNIT_REMINDED
    terms = list(holders(unit.pk, kinds, on=on))
    for kind in kinds:
        found = [term.user for term in terms if term.post.kind == kind]
        if found:
            return list(dict.fromkeys(found))
    return []
