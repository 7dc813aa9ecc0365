"""Reads of leaders' cases: lists, who left, the convenors, what is overdue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accountability.models import (
    LeaderCase,
    LeaderPlan,
    LeaderProgress,
    PlanStatus,
    PlanStep,
)
from accountability.querysets import LeaderCaseQuerySet
from accountability.selectors.leader_rule import LEADER_WRITERS, LEADING
from organizations.authority import Authority
from organizations.enums import PostKind
from organizations.models import Term, User
from petitions.models import Case


def left_behind(*, on: date) -> QuerySet[LeaderCase]:
    """Open cases whose leader no longer holds the post through which he or she leads, or whose account is closed."""
    in_post = Term.objects.held(on=on).filter(
        post=OuterRef("post"), user=OuterRef("leader"), user__is_active=True
    )
    return (
        LeaderCase.objects.open()
        .filter(~Exists(in_post))
        .select_related("case__responsible_unit", "case__content_class", "leader", "post__unit")
        .order_by("pk")
    )


def leaderless(*, on: date) -> QuerySet[Case]:
    """Open matters without a leader's case whose named leader leads neither their unit nor the county any more."""
    in_post = Term.objects.held(on=on).filter(
        Q(post__unit=OuterRef("responsible_unit"), post__kind__in=LEADING)
        | Q(post__kind=PostKind.COUNTY_LEADER),
        user=OuterRef("leader"),
        user__is_active=True,
    )
    led = LeaderCase.objects.open().filter(case=OuterRef("pk"))
    return (
        Case.objects.open()
        .filter(~Exists(in_post), ~Exists(led))
        .select_related("content_class", "leader", "responsible_unit")
        .order_by("pk")
    )


def post_holders(post_ids: Collection[int], *, on: date) -> dict[int, list[User]]:
    """Post → who holds it on a day (one query)."""
    found: dict[int, list[User]] = defaultdict(list)
    terms = (
        Term.objects.held(on=on)
        .filter(post__in=post_ids, user__is_active=True)
        .select_related("user")
        .order_by("pk")
    )
    for term in terms:
        found[term.post_id].append(term.user)
    return found


def convenors(*, on: date) -> list[User]:
    """Who convenes the joint meeting on a day (one query)."""
    terms = (
        Term.objects.held(on=on)
        .filter(post__is_convenor=True, post__kind=PostKind.COUNTY_LEADER, user__is_active=True)
        .select_related("user")
        .order_by("post__order", "pk")
    )
    return list({term.user_id: term.user for term in terms}.values())


def convenors_without_case(*, on: date) -> list[User]:
    """Convenors who lead no open case although the county has some (at most three queries)."""
    open_cases = LeaderCase.objects.open()
    if not open_cases.exists():
        return []
    found = convenors(on=on)
    busy = set(open_cases.filter(leader__in=found).values_list("leader_id", flat=True))
    return [user for user in found if user.pk not in busy]


def visible(authority: Authority) -> LeaderCaseQuerySet:
    """Cases of matters the user may see, with what a row of a list shows; three aggregates, no query per row."""
    steps = PlanStep.objects.filter(
        plan__leader_case=OuterRef("pk"), plan__status=PlanStatus.CONFIRMED
    ).order_by()
    late = Q(done_on__isnull=True, due_on__lt=authority.on)
    latest = LeaderProgress.objects.filter(leader_case=OuterRef("pk")).order_by("-on", "-pk")
    drafts = LeaderPlan.objects.filter(leader_case=OuterRef("pk"), status=PlanStatus.DRAFT)
    return (
        LeaderCase.objects.of_visible_cases(authority)
        .select_related("case__responsible_unit", "leader", "post__unit", "mark")
        .annotate(
            steps_total=_count(steps, Q()),
            steps_done=_count(steps, Q(done_on__isnull=False)),
            steps_late=_count(steps, late),
            plan_waits=Exists(drafts),
            latest=Subquery(latest.values("text")[:1]),
        )
    )


def _count(steps: QuerySet, condition: Q) -> Coalesce:
    found = steps.filter(condition).values("plan__leader_case").annotate(n=Count("pk"))
    return Coalesce(Subquery(found.values("n")[:1]), 0)


def mine(cases: LeaderCaseQuerySet, authority: Authority) -> LeaderCaseQuerySet:
    """Those one leads, writes for one's unit, or has a step of."""
    units = [post.unit_id for post in authority.posts if post.kind in LEADER_WRITERS]
    own_steps = PlanStep.objects.in_force().filter(
        Q(person=authority.user) | Q(unit__in=units), plan__leader_case=OuterRef("pk")
    )
    return cases.filter(
        Q(leader=authority.user)
        | Q(post__unit__in=units)
        | Q(case__responsible_unit__in=units)
        | Exists(own_steps)
    )


def overdue_steps(authority: Authority) -> QuerySet[PlanStep]:
    """Steps past their day, of matters the user may see."""
    return (
        PlanStep.objects.overdue(on=authority.on)
        .of_visible_cases(authority)
        .select_related(
            "plan__leader_case__case", "plan__leader_case__leader", "unit", "person__unit"
        )
    )


def own_overdue_steps(authority: Authority) -> QuerySet[PlanStep]:
    """Of these, those of the cases one leads and those one has to do."""
    units = [post.unit_id for post in authority.posts if post.kind in LEADER_WRITERS]
    return overdue_steps(authority).filter(
        Q(plan__leader_case__leader=authority.user) | Q(person=authority.user) | Q(unit__in=units)
    )


@dataclass(frozen=True)
class LeaderLoad:
    """How many cases one leader has: open, with overdue steps, closed; nothing about petitioners."""

    leader: User
    is_convenor: bool
    open: int
    late: int
    closed: int


def loads(authority: Authority) -> list[LeaderLoad]:
    """Cases by leader as far as the reader may see them; convenors without one stand first (three queries)."""
    steps = PlanStep.objects.overdue(on=authority.on).filter(plan__leader_case=OuterRef("pk"))
    rows = (
        LeaderCase.objects.of_visible_cases(authority)
        .exclude(status="cancelled")
        .order_by()
        .values("leader")
        .annotate(
            open=Count("pk", filter=Q(status="open")),
            late=Count("pk", filter=Q(Exists(steps), status="open")),
            closed=Count("pk", filter=Q(status="closed")),
        )
    )
    found = {row["leader"]: row for row in rows}
    chairs = {user.pk: user for user in convenors(on=authority.on)}
    ids = {*found, *chairs}
    users = User.objects.select_related("unit").filter(pk__in=ids)
    lines = [
        LeaderLoad(
            leader=user,
            is_convenor=user.pk in chairs,
            open=found.get(user.pk, {}).get("open", 0),
            late=found.get(user.pk, {}).get("late", 0),
            closed=found.get(user.pk, {}).get("closed", 0),
        )
        for user in users.order_by("pk")
    ]
    return sorted(lines, key=lambda line: (not line.is_convenor, -line.open, line.leader.pk))
