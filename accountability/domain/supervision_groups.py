"""Which department leads the supervision of a matter: rules as data, the first one that fits in their order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GroupRule:
    """One rule. ``contents``: leading digits of content classes; ``routes``: of 条例第三十一条; ``min_repeats``: times the
    matter came again. An empty condition fits every matter, but a rule without any condition fits none.
    """

    id: int
    contents: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    min_repeats: int = 0

    def fits(self, *, content: str, route: str, repeats: int) -> bool:
        """True when one of the classes or routes is the matter's, and it came again often enough."""
        if not (self.contents or self.routes or self.min_repeats):
            return False
        kind = not (self.contents or self.routes)
        kind |= any(content.startswith(prefix) for prefix in self.contents if content)
        kind |= route in self.routes
        return kind and repeats >= self.min_repeats


def group_of(
    rules: Iterable[GroupRule], *, content: str, route: str, repeats: int
) -> GroupRule | None:
    """The first rule that fits; None when no department leads."""
    return next((r for r in rules if r.fits(content=content, route=route, repeats=repeats)), None)
