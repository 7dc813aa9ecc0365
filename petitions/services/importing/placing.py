"""The queue 属地待定 and the rules that keep it short: placing many at once, rules, applying them again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, jobs
from core.errors import Invalid, NotAllowed
from organizations.authority import Authority
from organizations.models import Unit
from petitions import permissions
from petitions.domain.places import (
    PlaceMatch,
    PlaceMatcher,
    PlaceRuleError,
    check_pattern,
    normal_text,
)
from petitions.models import Case, PlaceRule
from petitions.querysets import CaseQuerySet
from petitions.services.importing.lookups import load_matcher, place_of
from petitions.services.responsibility import change_place

EFFECT_APPLY = "places.apply"
#: Matters one request places at most; what is left a worker does.
AT_ONCE = 200


@dataclass(frozen=True)
class Placed:
    """How many matters were placed, and how many of those chosen had been placed by somebody else meanwhile."""

    count: int
    skipped: int


@transaction.atomic
def place_cases(
    *,
    authority: Authority,
    case_ids: Sequence[int],
    place: Unit,
    reason: str,
    now: datetime,
    pattern: str = "",
) -> Placed:
    """Set the place of the chosen matters that still have none; each keeps its own history and audit row.

    `pattern` also makes a rule for matters to come: a text with these words belongs to the same place.

    Raises:
        NotAllowed: not the petition office.
        Invalid: nothing chosen, too many, no reason, or a pattern that cannot be used.
    """
    _need_placer(authority)
    if not case_ids:
        raise Invalid(_("请先勾选信访件。"), field="case")
    if len(case_ids) > AT_ONCE:
        raise Invalid(_("一次最多处理 %(count)s 件。") % {"count": AT_ONCE}, field="case")
    cases = list(_waiting(authority).filter(pk__in=case_ids).order_by("pk"))
    for case in cases:
        change_place(authority=authority, case=case, place=place, reason=reason, now=now)
    if pattern:
        save_rule(
            authority=authority,
            pattern=pattern,
            is_regex=False,
            unit=place,
            priority=0,
            source="",
            now=now,
        )
    return Placed(len(cases), len(set(case_ids)) - len(cases))


@transaction.atomic
def save_rule(
    *,
    authority: Authority,
    pattern: str,
    is_regex: bool,
    unit: Unit,
    priority: int,
    source: str,
    now: datetime,
    rule: PlaceRule | None = None,
    is_active: bool = True,
) -> PlaceRule:
    """Add or change one rule; nothing already placed moves.

    Raises:
        NotAllowed: not the petition office.
        Invalid: the pattern cannot be used, or the source has it already (field ``pattern``).
    """
    _need_placer(authority)
    try:
        pattern = check_pattern(pattern, is_regex=is_regex)
    except PlaceRuleError as problem:
        raise Invalid(str(problem), field="pattern") from None
    rule = rule or PlaceRule()
    rule.pattern, rule.is_regex, rule.unit = pattern, is_regex, unit
    rule.priority, rule.source, rule.is_active = priority, source.strip(), is_active
    try:
        with transaction.atomic():
            rule.save()
    except IntegrityError:
        raise Invalid(_("该来源已有相同的匹配文字。"), field="pattern") from None
    audit.record(
        rule,
        "place_rule.save",
        actor=authority.user,
        at=now,
        pattern=pattern,
        is_regex=is_regex,
        unit=unit.code,
        priority=priority,
        source=rule.source,
        active=is_active,
    )
    return rule


def apply_rules(*, authority: Authority, now: datetime) -> Placed:
    """Read the waiting matters again with the rules as they are now; what exceeds one request a worker goes on with.

    Returns the matters placed at once; `skipped` is 1 when a worker was asked to go on.
    """
    _need_placer(authority)
    placed = _apply(authority, now, limit=AT_ONCE)
    more = placed == AT_ONCE
    if more:
        jobs.owe(EFFECT_APPLY, key=authority.user.pk, period=now.isoformat(), now=now)
    return Placed(placed, int(more))


def apply_all(*, authority: Authority, now: datetime) -> int:
    """Apply the rules to the whole queue, some hundred matters a transaction; returns how many were placed."""
    _need_placer(authority)
    total = 0
    while placed := _apply(authority, now, limit=AT_ONCE):
        total += placed
    return total


def current_matcher(*, now: datetime, source: str = "") -> PlaceMatcher:
    """The rules in force for texts of a source (two queries)."""
    on = timezone.localdate(now)
    return load_matcher(
        source=source, units=list(Unit.objects.active(on=on).select_related("parent"))
    )


def match_text(matcher: PlaceMatcher, *, title: str, statement: str) -> PlaceMatch | None:
    """The place a matter's words name."""
    return matcher.match([("主题", normal_text(title)), ("内容", normal_text(statement))])


def _apply(authority: Authority, now: datetime, *, limit: int) -> int:
    matcher = current_matcher(now=now)
    found: dict[int, PlaceMatch] = {}
    texts = _waiting(authority).order_by("-pk").values_list("pk", "title", "statement")
    for pk, title, statement in texts.iterator(chunk_size=500):
        match = match_text(matcher, title=title, statement=statement)
        if match is not None:
            found[pk] = match
            if len(found) == limit:
                break
    units = Unit.objects.in_bulk({match.unit_id for match in found.values()})
    with transaction.atomic():
        for case in _waiting(authority).filter(pk__in=list(found)).order_by("pk"):
            match = found[case.pk]
            change_place(
                authority=authority,
                case=case,
                place=place_of(units[match.unit_id]),
                reason=match.reason_zh,
                now=now,
            )
    return len(found)


def _waiting(authority: Authority) -> CaseQuerySet:
    return Case.objects.visible_to(authority).placed_nowhere()


def _need_placer(authority: Authority) -> None:
    if not permissions.can_change_place(authority):
        raise NotAllowed(_("只有信访局工作人员可以确定问题属地。"))
