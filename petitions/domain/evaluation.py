"""When a petitioner may evaluate: from the service of the answer for a set number of days."""

from datetime import date, timedelta

from core.domain.words import words as _
from petitions.domain.terms import NamedEnum

#: National practice leaves the length to local rules; a county sets its own in ``evaluation_days``.
WINDOW_DAYS = 30


class EvaluationState(NamedEnum):
    """Standing of a matter's evaluation."""

    CLOSED = "closed", _("尚未开放")
    OPEN = "open", _("待评价")
    RATED = "rated", _("已评价")
    LAPSED = "lapsed", _("超期未评价")


def state(*, served_on: date | None, on: date, days: int, rated: bool) -> EvaluationState:
    """Return the standing on ``on``.

    Args:
        served_on: day the opinion or reply was served; None while it was not.
        days: length of the window in calendar days, the day of service not counted.
        rated: an evaluation was given.
    """
    if rated:
        return EvaluationState.RATED
    if served_on is None or on < served_on:
        return EvaluationState.CLOSED
    return (
        EvaluationState.OPEN if on <= served_on + timedelta(days=days) else EvaluationState.LAPSED
    )
