"""Signals sent inside a service's transaction; they carry ids, never objects."""

from django.dispatch import Signal

case_registered = Signal()  # case_id, now
case_dispatched = Signal()  # case_id, dispatch_id, now
case_objected = Signal()  # case_id, objection_id, now
objection_decided = Signal()  # case_id, objection_id, now
case_informed = Signal()  # case_id, now
case_accepted = Signal()  # case_id, now
case_extended = Signal()  # case_id, clock_id, now
case_concluded = Signal()  # case_id, now
case_closed = Signal()  # case_id, now (not accepted, filed, withdrawn)
case_placed = Signal()  # case_id, now
responsibility_changed = Signal()  # case_id, what, now
cases_imported = Signal()  # batch_id, case_ids, now (one signal for a whole chunk of a register)
# Asked when the life of a matter is told: each listener answers with the entries its app knows of
# (`petitions.domain.timeline.Event`), in a fixed number of queries.
timeline_asked = Signal()  # case_id
# Asked when a registration is about to be corrected: each listener answers with what the corrector should know, one
# sentence each (list of str), in a fixed number of queries.
correction_asked = Signal()  # case_id
co_handling_asked = Signal()  # request_id, now
co_handling_moved = Signal()  # request_id, old_due_on, now
co_handling_answered = Signal()  # request_id, now
urgent_reported = Signal()  # case_id, now
