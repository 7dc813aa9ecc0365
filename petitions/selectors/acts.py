"""Which acts the state of a matter and what is on its file allow, with the day each is owed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from petitions.domain.evaluation import EvaluationState
from petitions.domain.evaluation import state as evaluation_state
from petitions.domain.simple import why_not_simple
from petitions.domain.workflow import Act, lawful_acts
from petitions.enums import (
    ClockStatus,
    DispatchKind,
    DispatchStatus,
    LegalClass,
    ObjectionStatus,
    Procedure,
    ReviewLevel,
    ReviewOutcome,
    ReviewStatus,
)
from petitions.models import Case, Clock, Dispatch
from petitions.selectors.proceedings import Proceedings, evaluation_days, proceedings_of

LIVE_DISPATCH = (DispatchStatus.SENT, DispatchStatus.OBJECTED, DispatchStatus.ACCEPTED)


@dataclass(frozen=True)
class OwedAct:
    """An act that is possible now.

    ``clock``: the running clock its time is taken from, the nearest one; None when no limit runs.
    """

    act: Act
    clock: Clock | None

    @property
    def due_on(self) -> date | None:
        """Last day of the limit, when one runs."""
        return self.clock.due_on if self.clock else None


@dataclass(frozen=True)
class CaseFile:
    """What deciding on acts needs to know of a case, read once.

    ``clocks``: all clocks, their extension loaded; ``dispatches``: all, oldest first, with units and objections.
    """

    clocks: tuple[Clock, ...]
    dispatches: tuple[Dispatch, ...]
    proceedings: Proceedings

    @property
    def live_dispatch(self) -> Dispatch | None:
        """The dispatch under way, if the matter was sent on."""
        return next((d for d in self.dispatches if d.status in LIVE_DISPATCH), None)

    def running(self, *codes: str) -> Clock | None:
        """The running clock of these codes that ends first."""
        found = [c for c in self.clocks if c.code in codes and c.status == ClockStatus.OPEN]
        return min(found, key=lambda c: c.due_on, default=None)


Test = Callable[[Case, CaseFile, date], bool]


def case_file(case: Case) -> CaseFile:
    """Read clocks, dispatches, objections and what is pending (three queries, one, and one for each kind that is pending)."""
    return CaseFile(
        clocks=tuple(case.clocks.select_related("extension", "owed_by_unit").order_by("id")),
        dispatches=tuple(
            case.dispatches.select_related("from_unit", "to_unit", "sent_by")
            .prefetch_related("objections__raised_by", "objections__suggested_unit")
            .order_by("sent_at", "id")
        ),
        proceedings=proceedings_of(case),
    )


def possible_acts(case: Case, file: CaseFile, *, on: date) -> list[OwedAct]:
    """Acts that would not be refused for the state of the matter or for what is on its file.

    Whether a user may do them is asked in `petitions.permissions`; the services check everything again.
    """
    return [
        OwedAct(act, file.running(*act.clocks))
        for act in lawful_acts(case.status)
        if _fits(act.code, case, file, on)
    ]


def _fits(code: str, case: Case, file: CaseFile, on: date) -> bool:
    test = FITS.get(code)
    return test is None or test(case, file, on)


def _may_extend(case: Case, file: CaseFile, on: date) -> bool:
    clock = file.running("C8")
    return clock is not None and on <= clock.due_on and not hasattr(clock, "extension")


def _is_claim(case: Case, file: CaseFile, on: date) -> bool:
    return case.legal_class == LegalClass.CLAIM


def _may_accept_simply(case: Case, file: CaseFile, on: date) -> bool:
    dispatch = file.live_dispatch
    return not why_not_simple(
        is_first=case.repeat_of_id is None,
        from_superior=case.from_superior,
        assigned=dispatch is not None and dispatch.kind == DispatchKind.ASSIGN,
        is_collective=case.is_collective,
        is_report=case.legal_class == LegalClass.REPORT,
        units=1,
    )


def _may_announce(case: Case, file: CaseFile, on: date) -> bool:
    return not case.is_anonymous and _may_hear(case, file, on)


def _may_hear(case: Case, file: CaseFile, on: date) -> bool:
    now = file.proceedings
    if now.hearing is not None:
        return False
    review = now.open_review
    return _is_claim(case, file, on) and (
        case.is_open or (review is not None and review.level == ReviewLevel.RECHECK)
    )


def _may_terminate(case: Case, file: CaseFile, on: date) -> bool:
    final = file.proceedings.final
    return (
        final is not None
        and case.terminated_on is None
        and final.outcome != ReviewOutcome.REDO
        and final.document is not None
        and final.document.served_on is not None
    )


def _reviewed(level: str) -> Test:
    return lambda case, file, on: (
        (review := file.proceedings.open_review) is not None
        and review.level == level
        and not (file.proceedings.hearing and file.proceedings.hearing.review_id == review.pk)
    )


def _may_object(file: CaseFile, on: date) -> bool:
    clock, dispatch = file.running("C5"), file.live_dispatch
    if clock is None or dispatch is None or on > clock.due_on:
        return False
    refused: Sequence = [
        o for o in dispatch.objections.all() if o.status == ObjectionStatus.REFUSED
    ]
    return not refused


def _may_ask_recheck(case: Case, file: CaseFile, on: date) -> bool:
    first = file.proceedings.review(ReviewLevel.REVIEW)
    decided = first is not None and first.status == ReviewStatus.DECIDED
    return (
        decided
        and file.proceedings.open_review is None
        and file.proceedings.review(ReviewLevel.RECHECK) is None
    )


def _may_evaluate(case: Case, file: CaseFile, on: date) -> bool:
    now = file.proceedings
    if now.answered_on is None or now.is_rated:
        return False
    days = evaluation_days(on=on)
    standing = evaluation_state(served_on=now.answered_on, on=on, days=days, rated=False)
    return standing == EvaluationState.OPEN


#: What must be true of the file beside the state of the matter; an act not named here needs nothing more.
FITS: dict[str, Test] = {
    "report_up": lambda case, file, on: file.running("C1", "C1S") is not None,
    "dispute": lambda case, file, on: file.proceedings.dispute is None,
    "decide_dispute": lambda case, file, on: file.proceedings.dispute is not None,
    "inform": lambda case, file, on: (
        not case.is_anonymous and (not case.informed_on or file.running("C3", "C4") is not None)
    ),
    "object": lambda case, file, on: _may_object(file, on),
    "accept_simple": _may_accept_simply,
    "refer": _is_claim,
    "claims": _is_claim,
    "settle": _is_claim,
    "conclude": _is_claim,
    "fall_back": lambda case, file, on: case.procedure == Procedure.SIMPLE,
    "move_co_handling": lambda case, file, on: any(
        not r.answered_at for r in file.proceedings.requests
    ),
    "answer_request": lambda case, file, on: any(
        not r.answered_at for r in file.proceedings.requests
    ),
    "announce_hearing": _may_announce,
    "hold_hearing": _may_hear,
    "close_hearing": lambda case, file, on: file.proceedings.hearing is not None,
    "extend": _may_extend,
    "reply": lambda case, file, on: not (case.legal_class == LegalClass.CLAIM and case.accepted_on),
    "urgent": lambda case, file, on: case.is_open or case.is_urgent,
    "urgent_receipt": lambda case, file, on: any(
        row.acknowledged_at is None for row in file.proceedings.urgent
    ),
    "decide_recusal": lambda case, file, on: bool(file.proceedings.recusals),
    "cause": lambda case, file, on: case.cause_id is None and not case.is_secret,
    "correct_cause": lambda case, file, on: case.cause_id is not None,
    "serve": lambda case, file, on: bool(file.proceedings.unserved),
    "execute": lambda case, file, on: (
        (row := file.proceedings.execution) is not None and row.done_on is None
    ),
    "request_review": lambda case, file, on: (
        file.proceedings.round > 0
        and file.proceedings.open_review is None
        and file.proceedings.review(ReviewLevel.REVIEW) is None
    ),
    "decide_review": _reviewed(ReviewLevel.REVIEW),
    "request_recheck": _may_ask_recheck,
    "decide_recheck": _reviewed(ReviewLevel.RECHECK),
    "redo": lambda case, file, on: file.running("R1") is not None,
    "dismiss_review": lambda case, file, on: file.proceedings.open_review is not None,
    "terminate": _may_terminate,
    "evaluate": _may_evaluate,
}
