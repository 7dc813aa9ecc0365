"""Refusals of acceptance that proved wrong (条例第四十四条第二项): said by a decision, or by the unit's own later acceptance.

A refusal alone is no breach: it may be lawful (条例第十九条第三款: the matter is being handled already). It counts
only when something on the books says that the unit was competent all along.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from accountability.domain.score_terms import Breach
from core.domain.words import words as _

ARTICLE = "条例第四十四条第二项"


@dataclass(frozen=True, slots=True)
class Step:
    """One matter in a chain of repeats.

    ``unit_path``: its responsible unit; ``refused_on``: not accepted that day (不予受理), None otherwise;
    ``accepted_on``, ``closed_on``: as recorded.
    """

    case_id: int
    number: str
    unit_path: str
    received_on: date
    accepted_on: date | None = None
    refused_on: date | None = None
    closed_on: date | None = None

    def is_handled_on(self, day: date) -> bool:
        """True while somebody handles it."""
        return (
            self.accepted_on is not None
            and self.accepted_on <= day
            and (self.closed_on is None or self.closed_on >= day)
        )


def wrongful_refusals(
    chain: Sequence[Step], *, found_competent: Mapping[int, str]
) -> list[tuple[str, Breach]]:
    """The refusals in a chain that were wrong, with the path of the unit that refused.

    Args:
        chain: every matter of the chain, in any order; the newest included.
        found_competent: case id → the decision by which the refusing unit had to take it.
    """
    return [(step.unit_path, breach) for step, breach in wrong_steps(chain, found_competent)]


def wrong_steps(
    chain: Sequence[Step], found_competent: Mapping[int, str]
) -> list[tuple[Step, Breach]]:
    """The same with the refused matter itself."""
    found = []
    for step in chain:
        if step.refused_on is None:
            continue
        proof = found_competent.get(step.case_id) or _later_acceptance(step, chain)
        if proof:
            text = _("%(number)s于%(refused_on)s不予受理，%(proof)s，属应受理未受理") % {
                "number": step.number,
                "refused_on": f"{step.refused_on:%Y-%m-%d}",
                "proof": proof,
            }
            found.append((step, Breach(None, step.refused_on, ARTICLE, text)))
    return found


def _later_acceptance(refused: Step, chain: Sequence[Step]) -> str:
    """That the same unit took the same matter later; "" when it was being handled at the time anyway."""
    day = refused.refused_on
    if day is None or any(step.is_handled_on(day) for step in chain):
        return ""
    later = (
        step
        for step in sorted(chain, key=lambda s: (s.received_on, s.case_id))
        if step.accepted_on is not None
        and step.accepted_on > day
        and step.unit_path == refused.unit_path
    )
    accepted = next(later, None)
    if accepted is None:
        return ""
    return _("后于%(accepted_on)s由该单位受理同一事项（%(number)s）") % {
        "accepted_on": f"{accepted.accepted_on:%Y-%m-%d}",
        "number": accepted.number,
    }
