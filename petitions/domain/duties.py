"""Which clocks bind somebody to act, and which only limit a right.

The five working days for an objection (条例第二十三条第三款) and the thirty days to ask for a review
(第三十五、三十六条) lapse; letting them pass is no breach, so they never count as overdue.
"""

RIGHTS = frozenset({"C5", "C10", "C12"})
#: Duties that begin when the matter itself is closed: the review, the re-review, handling anew (第三十五、三十六条).
AFTER_CLOSING = frozenset({"C11", "C13", "R1"})


def is_duty(code: str) -> bool:
    """True when somebody must act before the clock of this code runs out."""
    return code not in RIGHTS


def binds(code: str, *, case_is_open: bool) -> bool:
    """True when a running clock of this code is a duty now: until the matter is closed, a few also afterwards."""
    return is_duty(code) and (case_is_open or code in AFTER_CLOSING)
