"""Duties of a unit that were left undone in the same matter before it came again, here or above the county.

A breach is a missed limit, an acceptance refused wrongly, or a supporting opinion not carried out in time,
each in one of the earlier matters the visit repeats (条例第四十二条、第四十四条、第四十五条).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accountability.domain.refusals import Step, wrongful_refusals
from accountability.domain.score_terms import Breach
from core.domain.words import words as _
from petitions.domain.duties import RIGHTS
from petitions.enums import CaseStatus, DecisionStatus, ObjectionStatus
from petitions.models import Case, Clock, CompetenceDispute, Execution, Objection

CHAIN_DEPTH = 20
NOT_EXECUTED = "条例第三十二条第二款、第四十二条第四项"
BreachesOf = dict[int, list[tuple[str, Breach]]]


def breaches_before(cases: QuerySet[Case], visits: Sequence[Mapping[str, Any]]) -> BreachesOf:
    """Visit → (path of the unit that left the duty undone, the breach), the earliest first.

    Args:
        cases: what may be counted.
        visits: rows with pk, repeat_of_id and received_on.

    Queries: none without a repeat; else 5 (limits, matters, disputes, objections, executions) and
    one for each step back along the chains.
    """
    chains = _chains(cases, {v["pk"]: v["repeat_of_id"] for v in visits if v["repeat_of_id"]})
    earlier = {case_id for chain in chains.values() for case_id in chain}
    if not earlier:
        return {}
    missed, undone = _missed(earlier), _not_executed(earlier)
    steps = steps_of(cases, earlier | chains.keys())
    competent = found_competent(earlier)
    found = {}
    for visit in visits:
        chain = chains.get(visit["pk"], [])
        whole = [steps[pk] for pk in (*chain, visit["pk"]) if pk in steps]
        all_of_it = [
            *(one for case_id in chain for one in (*missed[case_id], *undone[case_id])),
            *wrongful_refusals(whole, found_competent=competent),
        ]
        before = [(path, b) for path, b in all_of_it if b.on < visit["received_on"]]
        found[visit["pk"]] = sorted(before, key=lambda pair: (pair[1].on, pair[1].text))
    return found


def _missed(case_ids: Iterable[int]) -> BreachesOf:
    """Limits not kept, by case."""
    rows = (
        Clock.objects.filter(case__in=case_ids, owed_by_unit__isnull=False)
        .exclude(status="cancelled")
        .exclude(code__in=RIGHTS)
        .exclude(on_time=True)
        .order_by("due_on", "pk")
    )
    found: BreachesOf = defaultdict(list)
    for clock in rows.select_related("case").annotate(owner_path=F("owed_by_unit__path")):
        late = clock.stopped_on
        how = (
            (_("逾期%(days)s天才完成") % {"days": (late - clock.due_on).days})
            if late
            else _("逾期未完成")
        )
        text = _("%(number)s“%(name)s”%(due_on)s到期，%(how)s") % {
            "number": clock.case.number,
            "name": clock.name,
            "due_on": f"{clock.due_on:%Y-%m-%d}",
            "how": how,
        }
        breach = Breach(clock_id=clock.pk, on=clock.due_on, article=clock.article, text=text)
        found[clock.case_id].append((clock.owner_path, breach))
    return found


def _not_executed(case_ids: Iterable[int]) -> BreachesOf:
    """Supporting opinions whose promise was not kept by its day, by case."""
    rows = Execution.objects.filter(case__in=case_ids).filter(
        Q(done_on__isnull=True) | Q(done_on__gt=F("due_on"))
    )
    found: BreachesOf = defaultdict(list)
    for row in rows.select_related("case__responsible_unit").order_by("due_on", "pk"):
        how = (
            (_("至%(done_on)s才执行完毕") % {"done_on": f"{row.done_on:%Y-%m-%d}"})
            if row.done_on
            else _("未执行完毕")
        )
        text = _("%(number)s支持信访请求的意见应于%(due_on)s前执行，%(how)s") % {
            "number": row.case.number,
            "due_on": f"{row.due_on:%Y-%m-%d}",
            "how": how,
        }
        breach = Breach(clock_id=None, on=row.due_on, article=NOT_EXECUTED, text=text)
        found[row.case_id].append((row.case.responsible_unit.path, breach))
    return found


def steps_of(cases: QuerySet[Case], case_ids: Iterable[int]) -> dict[int, Step]:
    """Matters as steps of a chain of repeats (one query)."""
    rows = cases.filter(pk__in=case_ids).values(
        "pk",
        "number",
        "responsible_unit__path",
        "received_on",
        "accepted_on",
        "closed_on",
        "status",
    )
    return {
        row["pk"]: Step(
            case_id=row["pk"],
            number=row["number"],
            unit_path=row["responsible_unit__path"],
            received_on=row["received_on"],
            accepted_on=row["accepted_on"],
            refused_on=row["closed_on"] if row["status"] == CaseStatus.NOT_ACCEPTED else None,
            closed_on=row["closed_on"],
        )
        for row in rows
    }


def found_competent(case_ids: Iterable[int]) -> dict[int, str]:
    """Refused matters that a decision had given to the very unit that refused them."""
    refused = {"status": CaseStatus.NOT_ACCEPTED, "pk__in": case_ids}
    found = {}
    objections = Objection.objects.filter(
        dispatch__case__in=Case.objects.filter(**refused),
        status=ObjectionStatus.REFUSED,
        dispatch__to_unit=F("dispatch__case__responsible_unit"),
    )
    for case_id, at in objections.values_list("dispatch__case_id", "decided_at").order_by("pk"):
        found[case_id] = _("此前%(day)s异议审核已认定属该单位职责") % {"day": _day(at)}
    disputes = CompetenceDispute.objects.filter(
        case__in=Case.objects.filter(**refused),
        status=DecisionStatus.APPROVED,
        decided_unit=F("case__responsible_unit"),
    )
    for case_id, at in disputes.values_list("case_id", "decided_at").order_by("pk"):
        found[case_id] = _("此前%(day)s受理争议已决定由该单位受理") % {"day": _day(at)}
    return found


def _day(at: Any) -> str:
    return f"{timezone.localdate(at):%Y-%m-%d}"


def _chains(cases: QuerySet[Case], parents: dict[int, int]) -> dict[int, list[int]]:
    """Case → the countable cases before it along `repeat_of`: one query per step back for all of them."""
    chains = {case_id: [parent] for case_id, parent in parents.items()}
    frontier = set(parents.values())
    known: dict[int, int | None] = {}
    counted: set[int] = set()
    for _step in range(CHAIN_DEPTH):
        frontier -= known.keys()
        if not frontier:
            break
        found = dict(cases.filter(pk__in=frontier).values_list("pk", "repeat_of_id"))
        counted |= found.keys()
        known.update({pk: found.get(pk) for pk in frontier})
        frontier = {parent for parent in found.values() if parent is not None}
    for chain in chains.values():
        while (before := known.get(chain[-1])) is not None and before not in chain:
            chain.append(before)
    return {case_id: [pk for pk in chain if pk in counted] for case_id, chain in chains.items()}
