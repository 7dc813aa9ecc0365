"""Taking a matter back from the unit it was sent to: materials returned, names and clocks reset."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from core.errors import Unlawful
from organizations.authority import Authority
from petitions.domain.workflow import ACTS, REGISTERED
from petitions.enums import CaseStatus, DispatchStatus
from petitions.models import Case
from petitions.services import acts, clocks, responsibility


def to_sender(
    *, authority: Authority, case: Case, code: str, note: str, reason: str, now: datetime
) -> None:
    """Hand the matter back to the unit that sent it (inside a caller's transaction).

    The text sets no period for the second dispatch; the fifteen days of 条例第二十二条 are counted anew.

    Args:
        code: the act that returns it, for the transition log.
        note: reason shown in the history of names.
        reason: the deciding words.
    """
    on = timezone.localdate(now)
    dispatch = acts.live_dispatch(case)
    if dispatch is None:
        raise Unlawful("该事项没有正在进行的转送（交办）。", article=ACTS[code].article)
    sender = dispatch.from_unit
    acts.end_dispatch(
        case,
        status=DispatchStatus.RETURNED,
        now=now,
        actor=authority.user,
        verb="dispatch.return",
    )
    clocks.cancel(case=case, codes=["C2", "C4", "C5"], on=on, by=f"case.{code}")
    acts.move(
        case,
        code,
        target=CaseStatus(REGISTERED),
        actor=authority.user,
        now=now,
        reason=reason,
    )
    responsibility.set_unit(case=case, unit=sender, reason=note, by=authority.user, on=on, now=now)
    clocks.start(
        case=case,
        code="C1",
        started_on=on,
        owed_by_id=sender.pk,
        book=clocks.load_book(on=on),
    )
    clocks.refresh_next_due(case)
