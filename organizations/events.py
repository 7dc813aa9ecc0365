"""What the organizations app tells the apps above it, inside the transaction that did it."""

from django.dispatch import Signal

#: years: list of years whose plan changed; now. Due dates that rest on them may move.
calendar_changed = Signal()

#: unit_id, succeeded_by_id (or None), on: the unit's last day; now.
unit_closed = Signal()

#: unit_id, user_id; now. Somebody began or ended to hold a post; the day may lie in the future or the past.
term_changed = Signal()
