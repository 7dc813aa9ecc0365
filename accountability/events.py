"""Signals sent inside a service's transaction; they carry ids, never objects."""

from django.dispatch import Signal

score_disputed = Signal()  # period, unit_id, now: an objection was raised, taken back or decided
