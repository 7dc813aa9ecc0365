"""To whom an urgent matter has to be reported (条例第二十五条)."""

import pytest

from petitions.domain.urgency import EVERY_UNIT, OFFICE_ONLY, REQUIRED, missing
from petitions.enums import UrgentRecipient


@pytest.mark.parametrize(
    ("reported", "left"),
    [
        pytest.param([], REQUIRED, id="art25-nobody-told"),
        pytest.param(EVERY_UNIT, OFFICE_ONLY, id="art25-2-the-petition-office-reports-upward"),
        pytest.param(
            ["national", "national"], (*EVERY_UNIT, "superior_office"), id="twice-is-once"
        ),
        pytest.param(REQUIRED, (), id="art25-all-told"),
        pytest.param(["press"], REQUIRED, id="others-do-not-count"),
    ],
)
def test_missing(reported, left):
    assert missing(reported) == left


def test_every_recipient_has_a_name():
    assert set(REQUIRED) == set(UrgentRecipient.values)
