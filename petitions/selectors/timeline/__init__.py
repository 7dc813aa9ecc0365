"""The life of a matter: every act, clock, paper, note, file, name and reminder, in the order of time."""

from __future__ import annotations

from typing import cast

from organizations.authority import Authority
from petitions import events
from petitions.domain.timeline import Event, arranged
from petitions.models import Case
from petitions.selectors.timeline.acts import act_events, change_events, dispatch_events
from petitions.selectors.timeline.clocks import clock_events
from petitions.selectors.timeline.corrections import correction_events
from petitions.selectors.timeline.papers import file_events, paper_events
from petitions.selectors.timeline.work import work_events

__all__ = ["timeline"]


def timeline(case: Case, authority: Authority) -> list[Event]:
    """Everything that happened to a matter, oldest first; what other apps know of it is asked by event.

    Args:
        case: the matter; the caller has checked that the reader may see it.
        authority: the reader's, with the day: other matters are named only where the reader may see them.

    A fixed number of queries, and one for each kind of procedure that took place.
    """
    told = [
        *act_events(case, authority),
        *dispatch_events(case),
        *change_events(case),
        *correction_events(case, authority),
        *clock_events(case, on=authority.on),
        *paper_events(case),
        *file_events(case),
        *work_events(case),
    ]
    for _receiver, more in events.timeline_asked.send(Case, case_id=case.pk):
        told.extend(cast("list[Event]", more))
    return arranged(told)
