"""Terms of office: when two overlap, which posts one person holds alone, which a unit must fill."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

# Posts with one holder at a time; the others (window, petition officers …) are shared.
SOLE_KINDS = frozenset({"principal", "deputy", "county_leader", "office_head"})

# Who must exist: 一岗双责 asks for the two leaders, the daily work for the officer.
REQUIRED = {
    "township": ("principal", "deputy", "petition_officer"),
    "department": ("principal", "deputy", "petition_officer"),
    "petition_office": ("office_head", "reception", "supervisor"),
    "county": ("county_leader",),
}


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included; `last` None means for an open time."""

    first: date
    last: date | None = None

    def overlaps(self, other: "Span") -> bool:
        """True when a day belongs to both."""
        starts_before_end = other.last is None or self.first <= other.last
        ends_after_start = self.last is None or self.last >= other.first
        return starts_before_end and ends_after_start


def conflicts(
    kind: str, wanted: Span, held: Iterable[tuple[int, Span]], *, user_id: int
) -> list[int]:
    """Holders who stand in the way of a new term.

    Args:
        kind: kind of the post.
        wanted: the new term.
        held: (user id, term) of the terms the post has.
        user_id: who is to be appointed.

    Returns:
        User ids: the person's own overlapping term, and for a post with one holder anybody's.
    """
    return [
        holder
        for holder, span in held
        if span.overlaps(wanted) and (holder == user_id or kind in SOLE_KINDS)
    ]


def missing_roles(unit_kind: str, held_kinds: Collection[str]) -> tuple[str, ...]:
    """Kinds of post a unit of that kind must have filled and has not."""
    return tuple(kind for kind in REQUIRED.get(unit_kind, ()) if kind not in held_kinds)
