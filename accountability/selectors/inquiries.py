"""Inquiries into liability: what may serve as evidence, whose post it was."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from django.db.models import Q, QuerySet

from accountability.domain.liability import BY_CODE, post_rank
from accountability.models import Inquiry, InquiryEvidence, InquiryPerson, SuggestionKind
from accountability.selectors.suggestions import addressees
from core.models import AuditEntry
from organizations.authority import Authority
from organizations.enums import PostKind
from organizations.models import Term, Unit, User
from organizations.selectors.units import line_of
from petitions.models import Case, Clock
from petitions.querysets import CaseQuerySet

CANDIDATES = 200
Row = TypeVar("Row")
CASE_NUMBER = re.compile(r"\d{15,20}")


def visible_inquiries(authority: Authority) -> QuerySet:
    """Inquiries the reader may see."""
    return Inquiry.objects.visible_to(authority).select_related(
        "unit__succeeded_by", "competent", "opened_by"
    )


def evidence_for(inquiry: Inquiry, authority: Authority) -> list[InquiryEvidence]:
    """Evidence the reader may learn of; what of it is `readable` may be shown."""
    rows = InquiryEvidence.objects.filter(inquiry=inquiry).listed_for(authority)
    return list(rows.select_related("taken_by"))


def accusing_cases(
    inquiry: Inquiry, *, on: date, joining: Iterable[User] = (), cases: CaseQuerySet | None = None
) -> CaseQuerySet:
    """Matters directed against the unit of an inquiry or its successors, a person named in it, or a unit one of them belongs to.

    Args:
        inquiry: names the unit and the persons.
        on: today; posts count from the day of the act up to it.
        joining: persons about to be named.
        cases: among which to look; all when None.

    Returns:
        The matters (two queries beside their own), none of which may become evidence (条例第三十条第三款).
    """
    ids = {*inquiry.people.values_list("user_id", flat=True), *(user.pk for user in joining)}
    held = Q(ends_on__isnull=True) | Q(ends_on__gte=inquiry.act_on)
    terms = Term.objects.filter(held, user__in=ids, starts_on__lte=on).order_by()
    units = terms.values_list("post__unit__path", "user__unit__path")
    own = {unit.path for unit in line_of(inquiry.unit)}
    paths = {*own, *(path for pair in units for path in pair if path)}
    upper = {path[: end + 1] for path in paths for end, sign in enumerate(path) if sign == "/"}
    found = Case.objects.all() if cases is None else cases
    return found.accusing(paths=upper, user_ids=ids)


def named_matters(text: str, authority: Authority) -> CaseQuerySet:
    """Matters whose number stands in a text, as far as its author may see them."""
    numbers = set(CASE_NUMBER.findall(text))
    return Case.objects.visible_to(authority).filter(number__in=numbers)


def usable_matters(inquiry: Inquiry, authority: Authority) -> CaseQuerySet:
    """Matters whose records may become evidence: those the reader may see and that accuse nobody concerned."""
    barred = accusing_cases(inquiry, on=authority.on)
    return Case.objects.visible_to(authority).exclude(pk__in=barred.values("pk"))


@dataclass(frozen=True)
class Days:
    """From a day to a day, both included; None is open."""

    first: date | None = None
    last: date | None = None

    def on(self, field: str) -> Q:
        """The condition that a date lies within."""
        condition = Q()
        if self.first:
            condition &= Q(**{f"{field}__gte": self.first})
        if self.last:
            condition &= Q(**{f"{field}__lte": self.last})
        return condition


ANY_DAY = Days()


@dataclass(frozen=True)
class Offered(Generic[Row]):
    """The latest rows to choose from, and how many there are in all."""

    rows: list[Row]
    total: int


def clocks_for(
    inquiry: Inquiry, authority: Authority, *, on: date, due: Days = ANY_DAY
) -> Offered[Clock]:
    """Missed clocks of the unit that prove the ground, of matters that may be used, the latest first."""
    codes = BY_CODE[inquiry.ground].clocks
    missed = Q(status="met", on_time=False) | Q(status="open", due_on__lt=on)
    rows = Clock.objects.duties().filter(
        missed,
        due.on("due_on"),
        _owed(inquiry.unit),
        case__in=usable_matters(inquiry, authority),
    )
    if codes:
        rows = rows.filter(code__in=codes)
    rows = rows.exclude(pk__in=_on_file(inquiry, "clock"))
    return _latest(rows.select_related("case").order_by("-due_on", "-pk"))


def _owed(unit: Unit) -> Q:
    """Clocks of the unit; of a closed one also those that were due before its matters went to its successor."""
    owed = Q(owed_by_unit=unit)
    if unit.valid_to is None:
        return owed
    entries = AuditEntry.objects.filter(verb="case.succession", data__old=unit.code)
    chains = entries.filter(chain__startswith="case:").values_list("chain", flat=True)
    moved = [int(chain.partition(":")[2]) for chain in chains]
    return owed | Q(case__in=moved, due_on__lte=unit.valid_to)


def log_of(inquiry: Inquiry, case: Case, *, written: Days = ANY_DAY) -> Offered[AuditEntry]:
    """The log of a matter, the latest first, without what is on file already."""
    rows = AuditEntry.objects.filter(written.on("at__date"), chain=f"case:{case.pk}")
    return _latest(rows.exclude(pk__in=_on_file(inquiry, "audit")).order_by("-seq"))


def _on_file(inquiry: Inquiry, kind: str) -> list[int]:
    sources = inquiry.evidence.filter(kind=kind).values_list("source", flat=True)
    return [int(source.partition(":")[2]) for source in sources]


def _latest(rows: QuerySet) -> Offered:
    found = list(rows[: CANDIDATES + 1])
    if len(found) <= CANDIDATES:
        return Offered(found, len(found))
    return Offered(found[:CANDIDATES], rows.order_by().count())


def matter_for_log(inquiry: Inquiry, authority: Authority, number: str) -> tuple[Case | None, bool]:
    """The matter of a number as the reader may see it, and whether its log may become evidence."""
    case = Case.objects.visible_to(authority).filter(number=number).first()
    if case is None:
        return None, False
    own = Case.objects.filter(pk=case.pk)
    return case, not accusing_cases(inquiry, on=authority.on, cases=own).exists()


def possible_terms(inquiry: Inquiry) -> list[Term]:
    """Posts held on the day of the act by whoever may answer for it, the likeliest first (three queries).

    Offered are the posts in the unit and below it, those of county leaders, and every other post the same people held
    that day: somebody with two posts is named with the one in which the act was done.
    """
    held = Term.objects.held(on=inquiry.act_on)
    near = held.filter(
        Q(post__unit__path__startswith=inquiry.unit.path) | Q(post__kind=PostKind.COUNTY_LEADER)
    )
    rows = (
        held.filter(user__in=near.values("user_id"))
        .exclude(user__in=inquiry.people.values("user_id"))
        .select_related("post__unit", "user")
        .prefetch_related("post__portfolio_units")
    )
    return sorted(rows, key=lambda term: (_rank(term, inquiry), term.post.unit.name, term.pk))


def _rank(term: Term, inquiry: Inquiry) -> int:
    portfolio = [unit.path for unit in term.post.portfolio_units.all()]
    return post_rank(
        post_unit=term.post.unit.path,
        act_unit=inquiry.unit.path,
        is_county_leader=term.post.kind == PostKind.COUNTY_LEADER,
        in_portfolio=any(inquiry.unit.path.startswith(path) for path in portfolio),
    )


def people_of(inquiry: Inquiry) -> list[InquiryPerson]:
    """Those named, with everything they or the office entered (four queries)."""
    return list(
        inquiry.people.select_related("inquiry", "user", "decision_by").prefetch_related(
            "files", "statements__entered_by", "statements__files"
        )
    )


def untold(inquiry: Inquiry) -> int:
    """Pieces of evidence and changes that those named were not told of (two queries)."""
    return (
        inquiry.evidence.filter(told_at__isnull=True).count()
        + inquiry.amendments.filter(told_at__isnull=True).count()
    )


def organs_for(inquiry: Inquiry, *, on: date) -> list[Unit]:
    """Organs with power over cadres, as for suggestions of liability; none that belongs to the unit or its successor, nor one of
    those named."""
    line = [unit.path for unit in line_of(inquiry.unit)]
    theirs = set(
        Term.objects.held(on=on)
        .filter(user__in=inquiry.people.values("user_id"))
        .values_list("post__unit_id", flat=True)
    )
    return [
        unit
        for unit in addressees(SuggestionKind.LIABILITY, on=on)
        if not any(unit.path.startswith(path) for path in line) and unit.pk not in theirs
    ]
