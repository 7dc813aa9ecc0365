"""Which clocks bind somebody to act, and which only limit a right.

The five working days for an objection (条例第二十三条第三款) and the thirty days to ask for a review
(第三十五、三十六条) lapse; letting them pass is no breach, so they never count as overdue.
"""

RIGHTS = frozenset({"C5", "C10", "C12"})


def is_duty(code: str) -> bool:
    """True when somebody must act before the clock of this code runs out."""
    return code not in RIGHTS
