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
