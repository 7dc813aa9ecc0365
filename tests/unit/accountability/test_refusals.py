"""A refusal of acceptance is a breach only when something on the books says so (条例第四十四条第二项)."""

from dataclasses import replace
from datetime import date

import pytest

from accountability.domain.refusals import Step, wrongful_refusals

REFUSED = Step(
    case_id=1, number="N1", unit_path="/A/", received_on=date(2026, 1, 5),
    refused_on=date(2026, 1, 10), closed_on=date(2026, 1, 10),
)  # fmt: skip
LATER = Step(
    case_id=2, number="N2", unit_path="/A/", received_on=date(2026, 2, 1),
    accepted_on=date(2026, 2, 8),
)  # fmt: skip
EARLIER = Step(
    case_id=3, number="N3", unit_path="/A/", received_on=date(2025, 12, 1),
    accepted_on=date(2025, 12, 5), closed_on=date(2026, 1, 20),
)  # fmt: skip


@pytest.mark.parametrize(
    ("chain", "decided", "is_wrong"),
    [
        pytest.param([REFUSED], {}, False, id="art19-a-refusal-alone"),
        pytest.param([REFUSED, LATER], {}, True, id="art44-the-same-unit-took-it-later"),
        pytest.param(
            [REFUSED, replace(LATER, unit_path="/B/")], {}, False, id="art44-another-unit-took-it"
        ),
        pytest.param(
            [REFUSED, replace(LATER, accepted_on=None)], {}, False, id="art44-nobody-took-it"
        ),
        pytest.param(
            [REFUSED, LATER, EARLIER], {}, False, id="art19-it-was-being-handled-at-the-time"
        ),
        pytest.param(
            [REFUSED, LATER, replace(EARLIER, closed_on=date(2026, 1, 9))], {}, True,
            id="art44-the-handling-was-over",
        ),
        pytest.param([REFUSED], {1: "此前已认定属该单位职责"}, True, id="art23-art24-decided-before"),
    ],
)  # fmt: skip
def test_wrongful(chain, decided, is_wrong):
    found = wrongful_refusals(chain, found_competent=decided)
    assert bool(found) == is_wrong
    for path, breach in found:
        assert (path, breach.on, breach.article) == (
            "/A/",
            REFUSED.refused_on,
            "条例第四十四条第二项",
        )
        assert "应受理未受理" in breach.text
