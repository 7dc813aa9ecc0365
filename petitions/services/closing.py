"""How any act ends a matter: clocks, dispatch, state, audit and event in one place."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.dispatch import Signal

from core import audit
from organizations.authority import Authority
from petitions import events
from petitions.enums import DispatchStatus
from petitions.models import Case
from petitions.services import acts, clocks

#: Clocks whose duty is done once the petitioner has a written answer.
ANSWERED = ("C1", "C1S", "C2", "C3", "C4", "C8", "S2")


def close(
    *,
    authority: Authority,
    case: Case,
    code: str,
    target: str,
    day: date,
    now: datetime,
    met: Collection[str] = (),
    reason: str = "",
    facts: dict[str, Any] | None = None,
    event: Signal = events.case_closed,
    **stamps: Any,
) -> None:
    """End a matter by the act `code` on `day`.

    Args:
        met: clocks the act fulfils; every other running clock is ended as no longer applying.
        event: what the apps above are told.
        facts: particulars for the audit row.
        stamps: columns of the case to set with its state.
    """
    verb = f"case.{code}"
    clocks.stop(case=case, codes=met, on=day, by=verb, now=now)
    clocks.cancel(case=case, codes=None, on=day, by=verb)
    acts.end_dispatch(
        case, status=DispatchStatus.CLOSED, now=now, actor=authority.user, verb="dispatch.close"
    )
    acts.move(
        case,
        code,
        target=target,
        actor=authority.user,
        now=now,
        reason=reason,
        closed_on=day,
        **stamps,
    )
    clocks.refresh_next_due(case)
    audit.record(case, verb, actor=authority.user, at=now, on=day, reason=reason, **(facts or {}))
    event.send(Case, case_id=case.pk, now=now)
