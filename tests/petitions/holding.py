"""What must hold of every matter, whatever was done to it and in whichever order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection

from accountability.models import Notice
from core import audit
from core.models import TransitionLog
from organizations.authority import Authority
from organizations.domain.calendar import WorkCalendar
from petitions.domain.deadlines import is_on_time, reproduce
from petitions.domain.duties import RIGHTS
from petitions.enums import CaseStatus, ClockStatus, DispatchStatus
from petitions.models import Case, Clock
from petitions.selectors.acts import LIVE_DISPATCH, case_file, possible_acts
from petitions.selectors.proceedings import proceedings_of
from petitions.services import letters
from tests.petitions.crowd import Crowd, accused_in

OPEN = ("registered", "dispatched", "objected", "accepted")
#: Duties that may run on a matter that is closed: those of the reviewing organ, and handling anew.
AFTER_THE_END = {"C10", "C11", "C12", "C13", "R1"}
#: Papers from organ to organ; said here by themselves, so that no longer list of the product's excuses a letter.
NOT_FOR_THE_PETITIONER = {"report", "transfer", "assignment", "objection"}
#: What has to stay as it is from the moment a clock ends.
FROZEN = ("code", "status", "started_on", "due_on", "stopped_on", "stopped_by", "on_time")
WRITTEN = (
    "petitions_case",
    "petitions_clock",
    "petitions_document",
    "petitions_dispatch",
    "petitions_review",
    "petitions_responsibilitychange",
    "core_transitionlog",
    "core_auditentry",
    "accountability_notice",
)


@dataclass
class Memory:
    """What was found sound already: clocks as they stopped, and due days that were counted again."""

    stopped: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    counted: set[tuple[Any, ...]] = field(default_factory=set)


def rows_written() -> tuple[int, ...]:
    """How many rows there are in the tables an act writes to."""
    counts = ", ".join(f"(SELECT COUNT(*) FROM {table})" for table in WRITTEN)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        return cursor.fetchone()


def check_state(case: Case) -> None:
    """A state and its timestamp come together, and the log tells how it came about."""
    is_open = case.status in OPEN
    assert is_open == (case.closed_on is None)
    assert (case.status == CaseStatus.CONCLUDED) == (case.concluded_on is not None)
    assert case.status != CaseStatus.ACCEPTED or case.accepted_on
    assert case.status not in ("dispatched", "objected") or case.dispatched_at
    assert (case.status == CaseStatus.MERGED) == (case.merged_into_id is not None)
    assert not case.terminated_on or case.status == CaseStatus.CONCLUDED
    moves = TransitionLog.objects.filter(model="petitions.case", object_id=case.pk).order_by("id")
    state = "registered"
    for source, target in moves.values_list("source", "target"):
        assert source == state, "the log of states has a gap"
        state = target
    assert state == case.status


def check_dispatches(case: Case) -> None:
    """At most one dispatch is under way, and its receiver answers for the matter; one that ended says when."""
    live = [d for d in case.dispatches.all() if d.status in LIVE_DISPATCH]
    for dispatch in case.dispatches.all():
        assert (dispatch in live) == (dispatch.ended_at is None), dispatch.status
    assert len(live) <= 1
    if live:
        assert case.is_open
        assert live[0].to_unit_id == case.responsible_unit_id
        assert (live[0].status == DispatchStatus.OBJECTED) == (case.status == CaseStatus.OBJECTED)


def count_by_hand(clock: Clock, calendar: WorkCalendar) -> date:
    """The due day counted day by day, by none of the product's arithmetic."""
    told = clock.explanation
    left = told["length"] + sum(extension["days"] for extension in told["extensions"])
    hearings = [
        (p["start"], p["end"] or told["as_of"]) for p in told["pauses"]
    ]  # days of a hearing do not count
    day = clock.started_on
    while left:
        day += timedelta(days=1)
        heard = any(start <= day.isoformat() <= end for start, end in hearings)
        left -= not heard and (told["rule"]["unit"] == "calendar" or calendar.is_working(day))
    while told["roll_over"] and told["rule"]["roll_over"] and not calendar.is_working(day):
        day += timedelta(days=1)
    return day


def check_clocks(case: Case, memory: Memory, calendar: WorkCalendar) -> None:
    """One running clock of a kind; each due day is explained and right; a judgement once made stays."""
    clocks: list[Clock] = list(case.clocks.all())
    running = [clock for clock in clocks if clock.status == ClockStatus.OPEN]
    assert len({clock.code for clock in running}) == len(running), "two open clocks of one kind"
    for clock in clocks:
        told = (clock.pk, clock.started_on, clock.due_on, repr(clock.explanation))
        if told not in memory.counted:
            assert reproduce(clock.explanation) == clock.due_on, clock.code
            assert count_by_hand(clock, calendar) == clock.due_on, clock.code
            assert clock.explanation["start"] == clock.started_on.isoformat()
            memory.counted.add(told)
        assert (clock.status == ClockStatus.OPEN) == (clock.stopped_on is None)
        assert (clock.status == ClockStatus.MET) == (clock.on_time is not None)
        if clock.status == ClockStatus.MET:
            assert clock.on_time == is_on_time(clock.due_on, clock.stopped_on)
        if clock.status != ClockStatus.OPEN:
            facts = tuple(getattr(clock, name) for name in FROZEN)
            before = memory.stopped.setdefault(clock.pk, facts)
            if before != facts:
                check_moved(case, clock, before)
                memory.stopped[clock.pk] = facts
    if not case.is_open:
        assert {clock.code for clock in running} <= AFTER_THE_END
    duties = [clock.due_on for clock in running if clock.code not in RIGHTS]
    assert case.next_due_on == min(duties, default=None)


def check_moved(case: Case, clock: Clock, before: tuple[Any, ...]) -> None:
    """A stopped limit is counted anew only from a day of receipt put right on record, by the head of the office."""
    assert clock.code in ("C1", "C1S", "C3"), "a stopped clock was changed"
    assert clock.started_on == case.received_on
    rows = list(case.corrections.filter(field="received_on").select_related("by"))
    assert rows, "a stopped clock was changed"
    assert any(row.by.name == "王局长" for row in rows)
    kept = [FROZEN.index(name) for name in ("code", "status", "stopped_on", "stopped_by")]
    assert all(before[n] == getattr(clock, FROZEN[n]) for n in kept)


def check_papers(case: Case, *, on: date) -> None:
    """A paper is numbered and unaltered; one for the petitioner is served, with proof, or its service is owed."""
    papers = list(case.documents.all())
    waiting = []
    for paper in papers:
        assert paper.number
        assert letters.is_intact(paper), paper
        assert paper.state in ("issued", "replaced"), paper.state
        if paper.kind in NOT_FOR_THE_PETITIONER:
            continue
        served = [proof.on for proof in paper.proofs.all() if proof.is_served]
        assert served == ([paper.served_on] if paper.served_on else []), (
            "a service without its proof"
        )
        if not served and paper.state == "issued":
            waiting.append(paper)
    if waiting:
        assert set(waiting) <= set(proceedings_of(case).unserved), waiting
        offered = {o.act.code for o in possible_acts(case, case_file(case), on=on)}
        assert "serve" in offered, waiting


def check_secrecy(crowd: Crowd, who: Callable[[str], Authority]) -> None:
    """Nobody sees a report made against them or their unit, nor a notice of it (条例第三十条第三款)."""
    hidden: dict[str, list[int]] = {}
    reports = Case.objects.filter(legal_class="report").select_related("leader", "first_contact")
    for report in reports.prefetch_related("accused_units", "accused_people"):
        people = accused_in(report)
        named = {getattr(crowd, person) for person in people}
        assert report.leader not in named
        assert report.first_contact not in named
        for person in people:
            hidden.setdefault(person, []).append(report.pk)
            unit = getattr(crowd, person).unit_id
            assert person == "inspector" or report.responsible_unit_id != unit
    for person, ids in hidden.items():
        seen = Case.objects.visible_to(who(person)).filter(pk__in=ids)
        assert not seen.exists(), f"{person} sees a report against them"
        notices = Notice.objects.shown_to(who(person)).filter(user=getattr(crowd, person))
        assert not notices.filter(case__in=ids).exists()


def check_audit() -> None:
    """Every chain of a matter is whole."""
    for case in Case.objects.all():
        assert audit.verify(audit.chain_of(case)) == []
