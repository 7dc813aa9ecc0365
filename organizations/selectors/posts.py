"""Who holds which post on a day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from core.domain.words import words as _
from organizations.enums import PostKind
from organizations.models import Term, User

# Who leads a matter in a unit, first found first: the deputy in charge, the principal, the head.
LEADING_KINDS = (PostKind.DEPUTY, PostKind.PRINCIPAL, PostKind.OFFICE_HEAD)


def holders(unit_id: int, kinds: Collection[str], *, on: date) -> QuerySet[Term]:
    """Terms of those who hold posts of these kinds in the unit on that day, in the order of posts."""
    return (
        Term.objects.held(on=on)
        .filter(post__unit_id=unit_id, post__kind__in=list(kinds), user__is_active=True)
        .select_related("post__unit", "user")
        .order_by("post__order", "pk")
    )


@dataclass(frozen=True)
class Leading:
    """A term whose holder would lead a matter, and by which rule (Chinese)."""

    term: Term
    why: str


def leading(
    unit_id: int | None, content_code: str, *, on: date, without: Collection[int] = ()
) -> Leading | None:
    """Who leads a matter in a unit by the division of duties (一岗双责), and why (one query).

    The deputy whose portfolio names the first-level class of `content_code`, else a deputy without a
    portfolio, else the principal, else the head of the office; None when nobody holds a post.

    Args:
        without: ids of people who may not lead it (accused, recused).
    """
    if unit_id is None:
        return None
    terms = [t for t in holders(unit_id, LEADING_KINDS, on=on) if t.user_id not in without]
    first_level = f"{content_code[:2]}0000" if content_code else ""
    named = [t for t in terms if first_level and first_level in t.post.portfolio]
    general = [t for t in terms if t.post.kind == PostKind.DEPUTY and not t.post.portfolio]
    by_kind = sorted(terms, key=lambda t: LEADING_KINDS.index(PostKind(t.post.kind)))
    others = [t for t in by_kind if t.post.kind != PostKind.DEPUTY]
    for candidates, why in (
        (named, _("按分管内容分类")),
        (general, _("分管领导，分管范围不限")),
        (others, _("本单位主要负责人")),
        (by_kind, _("本单位分管领导")),
    ):
        if candidates:
            return Leading(candidates[0], why)
    return None


def leader_for(unit_id: int | None, content_code: str, *, on: date) -> User | None:
    """The leader in charge of a matter in a unit, see `leading`; None when nobody holds a post."""
    found = leading(unit_id, content_code, on=on)
    return found.term.user if found else None
