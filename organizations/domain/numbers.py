"""The numbers a county may set: their kind, bounds and what they decide; values live in the table."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["integer", "boolean", "percent"]
Value = int | bool | float


@dataclass(frozen=True, slots=True)
class NumberSpec:
    """One setting.

    ``code``: key of the row; ``kind``: whole number, yes or no, or a share typed as a percentage and kept
    between 0 and 1; ``default``: what the code uses while the county set nothing; ``low``, ``high``:
    bounds of what is typed.
    """

    code: str
    kind: Kind
    default: Value
    low: int = 0
    high: int = 365


SPECS = (
    NumberSpec("collective_threshold", "integer", 5, 2, 1000),
    NumberSpec("representatives_max", "integer", 5, 1, 5),
    NumberSpec("clock.roll_over", "boolean", True),
    NumberSpec("import.same_matter", "percent", 0.8, 50, 100),
    NumberSpec("hollow.min_length", "integer", 20, 1, 500),
    NumberSpec("talk.worst", "integer", 2, 1, 10),
    NumberSpec("talk.consecutive", "integer", 2, 1, 12),
)
BY_CODE = {spec.code: spec for spec in SPECS}


def parse(spec: NumberSpec, text: str) -> Value:
    """Read what was typed for a setting.

    Raises:
        ValueError: not of the setting's kind, or out of its bounds.
    """
    text = text.strip()
    if spec.kind == "boolean":
        if text not in {"true", "false"}:
            raise ValueError(text)
        return text == "true"
    number = int(text.removesuffix("%"))
    if not spec.low <= number <= spec.high:
        raise ValueError(text)
    return number / 100 if spec.kind == "percent" else number
