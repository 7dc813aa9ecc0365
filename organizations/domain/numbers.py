"""The numbers a county may set: their kind, bounds and what they decide; values live in the table."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["integer", "boolean", "days"]


@dataclass(frozen=True, slots=True)
class NumberSpec:
    """One setting.

    ``code``: key of the row; ``kind``: whole number, yes or no, or a list of days; ``default``: what the
    code uses while the county set nothing; ``low``, ``high``: bounds of a number or of each day.
    """

    code: str
    kind: Kind
    default: int | bool | tuple[int, ...]
    low: int = 0
    high: int = 365


SPECS = (
    NumberSpec("collective_threshold", "integer", 5, 2, 1000),
    NumberSpec("representatives_max", "integer", 5, 1, 5),
    NumberSpec("clock.roll_over", "boolean", True),
)
BY_CODE = {spec.code: spec for spec in SPECS}


def parse(spec: NumberSpec, text: str) -> int | bool | list[int]:
    """Read what was typed for a setting.

    Raises:
        ValueError: not of the setting's kind, or out of its bounds.
    """
    text = text.strip()
    if spec.kind == "boolean":
        if text not in {"true", "false"}:
            raise ValueError(text)
        return text == "true"
    if spec.kind == "integer":
        return _bounded(spec, text)
    days = sorted(
        {_bounded(spec, part) for part in text.replace("，", ",").split(",")}, reverse=True
    )
    return list(days)


def _bounded(spec: NumberSpec, text: str) -> int:
    number = int(text)
    if not spec.low <= number <= spec.high:
        raise ValueError(text)
    return number
