"""Which acts the state of a matter and what is on its file allow, with the day each is owed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from petitions.domain.workflow import Act, lawful_acts
from petitions.enums import ClockStatus, DispatchStatus, LegalClass, ObjectionStatus
from petitions.models import Case, Clock, Dispatch

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

    @property
    def live_dispatch(self) -> Dispatch | None:
        """The dispatch under way, if the matter was sent on."""
        return next((d for d in self.dispatches if d.status in LIVE_DISPATCH), None)

    def running(self, *codes: str) -> Clock | None:
        """The running clock of these codes that ends first."""
        found = [c for c in self.clocks if c.code in codes and c.status == ClockStatus.OPEN]
        return min(found, key=lambda c: c.due_on, default=None)


def case_file(case: Case) -> CaseFile:
    """Read clocks, dispatches and objections of a case (three queries)."""
    return CaseFile(
        clocks=tuple(case.clocks.select_related("extension", "owed_by_unit").order_by("id")),
        dispatches=tuple(
            case.dispatches.select_related("from_unit", "to_unit", "sent_by")
            .prefetch_related("objections__raised_by", "objections__suggested_unit")
            .order_by("sent_at", "id")
        ),
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
    if code == "inform":
        return not case.informed_on and not case.is_anonymous
    if code == "object":
        return _may_object(file, on)
    if code == "extend":
        clock = file.running("C8")
        return clock is not None and on <= clock.due_on and not hasattr(clock, "extension")
    if code == "conclude":
        return case.legal_class == LegalClass.CLAIM
    if code == "reply":
        return not (case.legal_class == LegalClass.CLAIM and case.accepted_on)
    return True


def _may_object(file: CaseFile, on: date) -> bool:
    clock, dispatch = file.running("C5"), file.live_dispatch
    if clock is None or dispatch is None or on > clock.due_on:
        return False
    refused: Sequence = [
        o for o in dispatch.objections.all() if o.status == ObjectionStatus.REFUSED
    ]
    return not refused
