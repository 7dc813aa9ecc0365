"""The clocks a register can prove: nothing is timed whose start or end the register does not state."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from datetime import date

from organizations.models import Unit
from petitions.domain import deadlines
from petitions.domain.clock_rules import conclusion_clock_applies
from petitions.domain.duties import is_duty
from petitions.domain.import_plan import BACKLOG, CLOSED, RowPlan
from petitions.domain.terms import Route
from petitions.enums import ClockStatus, LegalClass
from petitions.models import Case, Clock, Dispatch
from petitions.services.clocks import ClockBook
from petitions.services.registration import first_clock_code

IMPORTED_BY = "register.import"


@dataclass
class ClockMaker:
    """Makes the clocks of many matters; equal clocks are computed once."""

    book: ClockBook
    office: Unit
    on: date
    _known: dict[tuple[str, date, date, int], Clock | None] = field(default_factory=dict)

    def start(self, case: Case, plan: RowPlan, dispatch: Dispatch | None) -> list[Clock]:
        """The clocks of one matter, unsaved; sets the nearest due day of its duties on the case.

        The receiving unit's time ends with the dispatch (or with its own acceptance). The unit's time to inform (C4) and to object (C5)
        runs from the dispatch, the sixty days (C8) from acceptance; of an ended matter whose acceptance the register does not state,
        from receipt, which is the stricter reading. A backlog keeps its running clocks on record, ended on the day of the import, so
        that nobody is reminded.
        """
        made = [
            self._first(case, plan),
            *self._of_dispatch(case, plan, dispatch),
            self._conclusion(case, plan),
        ]
        clocks = [clock for clock in made if clock is not None]
        running = [clock for clock in clocks if clock.status == ClockStatus.OPEN]
        if plan.handling == BACKLOG:
            for clock in running:
                clock.status, clock.stopped_on = ClockStatus.CANCELLED, self.on
                clock.stopped_by = IMPORTED_BY
            running = []
        due = [clock.due_on for clock in running if is_duty(clock.code)]
        case.next_due_on = min(due, default=None)
        return clocks

    def _first(self, case: Case, plan: RowPlan) -> Clock | None:
        code = first_clock_code(unit_kind=self.office.kind, from_superior=case.from_superior)
        stop = plan.dispatched or plan.accepted
        if stop is None and plan.handling == CLOSED:
            return None
        return self._clock(case, code, case.received_on, self.office.pk, stop)

    def _of_dispatch(
        self, case: Case, plan: RowPlan, dispatch: Dispatch | None
    ) -> list[Clock | None]:
        if dispatch is None:
            return []
        start, unit = dispatch.received_on, dispatch.to_unit_id
        made = []
        if not case.is_anonymous:
            made.append(self._clock(case, "C4", start, unit, plan.accepted))
        if not plan.accepted:
            made.append(self._clock(case, "C5", start, unit, None))
        for clock in made:
            if clock is not None:
                clock.dispatch = dispatch
        return made

    def _conclusion(self, case: Case, plan: RowPlan) -> Clock | None:
        route = Route.OPINION if case.legal_class == LegalClass.CLAIM else None
        start = plan.accepted or (case.received_on if plan.handling == CLOSED else None)
        if start is None or not conclusion_clock_applies(case.registered_on, route):
            return None
        return self._clock(case, "C8", start, case.responsible_unit_id, plan.concluded)

    def _clock(
        self, case: Case, code: str, start: date, unit_id: int, stop: date | None
    ) -> Clock | None:
        key = code, case.registered_on, start, unit_id
        if key not in self._known:
            self._known[key] = self.book.plan(
                code,
                case=case,
                registered_on=case.registered_on,
                started_on=start,
                owed_by_id=unit_id,
            )
        template = self._known[key]
        if template is None:
            return None
        clock = copy.copy(template)
        clock._state = copy.copy(template._state)
        clock._state.fields_cache = {}
        clock.case = case
        if stop is not None:
            clock.status, clock.stopped_on = ClockStatus.MET, stop
            clock.stopped_by = IMPORTED_BY
            clock.on_time = deadlines.is_on_time(clock.due_on, stop)
        return clock
