"""What a user may do on a day, read from the posts held that day: one query, then plain values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models.expressions import Combinable

from organizations.enums import Competence, PostKind, UnitKind
from organizations.models import Term, User

UNIT_POSTS = (PostKind.PRINCIPAL, PostKind.DEPUTY, PostKind.PETITION_OFFICER)


@dataclass(frozen=True)
class HeldPost:
    """One post held on the day."""

    post_id: int
    kind: str
    title: str
    unit_id: int
    unit_name: str
    unit_kind: str
    unit_path: str
    competence: str
    portfolio: tuple[str, ...]


@dataclass(frozen=True)
class Authority:
    """A user together with the posts held on `on`; every permission asks this object.

    `marks` names what apps above want to know with each request (see `mark`).
    """

    user: User
    on: date
    posts: tuple[HeldPost, ...]
    marks: frozenset[str] = frozenset()

    def holds(self, *kinds: str, unit_kind: str = "") -> bool:
        """True when one of the posts is of these kinds (in a unit of that kind)."""
        return any(
            p.kind in kinds and (not unit_kind or p.unit_kind == unit_kind) for p in self.posts
        )

    @cached_property
    def is_office_staff(self) -> bool:
        """Works in the petition office (any post there except system administration)."""
        return any(
            p.unit_kind == UnitKind.PETITION_OFFICE and p.kind != PostKind.ADMINISTRATOR
            for p in self.posts
        )

    @cached_property
    def is_reception(self) -> bool:
        """Sits at the reception window of the petition office."""
        return self.holds(PostKind.RECEPTION, unit_kind=UnitKind.PETITION_OFFICE)

    @cached_property
    def is_supervisor(self) -> bool:
        """Supervises handling (督查)."""
        return self.holds(PostKind.SUPERVISOR)

    @cached_property
    def is_office_head(self) -> bool:
        """Head of the petition office (信访局局长)."""
        return self.holds(PostKind.OFFICE_HEAD)

    @cached_property
    def is_county_leader(self) -> bool:
        """A county leader."""
        return self.holds(PostKind.COUNTY_LEADER)

    @cached_property
    def is_administrator(self) -> bool:
        """Keeps accounts, units and calendars; sees no petition."""
        return self.user.is_superuser or self.holds(PostKind.ADMINISTRATOR)

    @cached_property
    def works_with_matters(self) -> bool:
        """Holds a post beside system administration: petitions may concern the user."""
        return any(p.kind != PostKind.ADMINISTRATOR for p in self.posts)

    @cached_property
    def sees_all_cases(self) -> bool:
        """May read every matter that is not secret."""
        return self.is_office_staff or self.is_supervisor or self.is_county_leader

    @cached_property
    def handling_units(self) -> tuple[HeldPost, ...]:
        """Posts that make the user act for a handling unit (township or department)."""
        return tuple(
            p
            for p in self.posts
            if p.kind in (*UNIT_POSTS, PostKind.RECEPTION)
            and p.unit_kind in (UnitKind.TOWNSHIP, UnitKind.DEPARTMENT, UnitKind.VILLAGE)
        )

    @cached_property
    def has_discipline(self) -> bool:
        """Belongs to the discipline organ, which receives reports (条例第三十条)."""
        return any(p.competence == Competence.DISCIPLINE for p in self.posts)

    @cached_property
    def unit_ids(self) -> frozenset[int]:
        """Units the user holds a post in, plus the unit of the account."""
        ids = {p.unit_id for p in self.posts}
        if self.user.unit_id:
            ids.add(self.user.unit_id)
        return frozenset(ids)

    @cached_property
    def own_and_upper_paths(self) -> frozenset[str]:
        """Paths of `unit_ids` and of every unit above them (a query when the account's unit has no post)."""
        paths = {p.unit_path for p in self.posts}
        if self.unit_ids - {p.unit_id for p in self.posts} and self.user.unit:
            paths.add(self.user.unit.path)
        return frozenset(
            path[: end + 1] for path in paths for end, sign in enumerate(path) if sign == "/"
        )

    def acts_for(self, unit_id: int | None, *kinds: str) -> bool:
        """True when the user holds a post (of these kinds, if given) in that unit."""
        return unit_id is not None and any(
            p.unit_id == unit_id and (not kinds or p.kind in kinds) for p in self.posts
        )

    @property
    def acting_unit_id(self) -> int | None:
        """The unit the user signs for: that of the first post, else the account's."""
        return self.posts[0].unit_id if self.posts else self.user.unit_id


Mark = Callable[[User], Combinable]
_MARKS: dict[str, Mark] = {}


def mark(name: str) -> Callable[[Mark], Mark]:
    """Register a condition about a user that is asked along with the posts, at no query of its own.

    Args:
        name: under which it stands in `Authority.marks`.

    Returns:
        The decorator of a function that gives the condition for a user, such as an ``Exists``.
    """

    def register(condition: Mark) -> Mark:
        _MARKS[name] = condition
        return condition

    return register


def authority_of(user: User, *, on: date) -> Authority:
    """Read the posts `user` holds on `on` (one query); an inactive account holds none."""
    if not user.is_authenticated or not user.is_active:
        return Authority(user=user, on=on, posts=())
    terms = (
        Term.objects.held(on=on)
        .filter(user=user)
        .select_related("post__unit")
        .order_by("post__order", "pk")
        .annotate(**{f"mark_{name}": condition(user) for name, condition in _MARKS.items()})
    )
    return Authority(
        user=user,
        on=on,
        posts=tuple(
            HeldPost(
                post_id=t.post_id,
                kind=t.post.kind,
                title=t.post.title,
                unit_id=t.post.unit_id,
                unit_name=str(t.post.unit),
                unit_kind=t.post.unit.kind,
                unit_path=t.post.unit.path,
                competence=t.post.unit.competence,
                portfolio=tuple(t.post.portfolio),
            )
            for t in terms
        ),
        marks=frozenset(name for name in _MARKS if any(getattr(t, f"mark_{name}") for t in terms)),
    )
