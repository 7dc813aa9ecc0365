"""The numbers a county may set: their kind, bounds and what they decide; values live in the table."""

from dataclasses import dataclass
from datetime import time
from typing import Literal

Kind = Literal["integer", "boolean", "percent", "time"]
Value = int | bool | float | str


@dataclass(frozen=True, slots=True)
class NumberSpec:
    """One setting.

    ``code``: key of the row; ``kind``: whole number, yes or no, a share typed as a percentage and kept
    between 0 and 1, or a time of day kept as "08:00"; ``default``: what the code uses while the county set
    nothing; ``low``, ``high``: bounds of what is typed, for a time in full hours.
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
    NumberSpec("repeat.alike", "percent", 0.5, 30, 100),
    NumberSpec("evaluation_days", "integer", 30, 1, 365),
    NumberSpec("case_file.days", "integer", 7, 1, 60),
    NumberSpec("hollow.min_length", "integer", 20, 1, 500),
    NumberSpec("first_resolution.window", "integer", 60, 1, 365),
    NumberSpec("score.objection_days", "integer", 3, 0, 15),
    NumberSpec("inquiry.hearing_days", "integer", 5, 1, 60),
    NumberSpec("talk.worst", "integer", 2, 1, 10),
    NumberSpec("talk.consecutive", "integer", 2, 1, 12),
    NumberSpec("supervision.delay_days", "integer", 10, 1, 365),
    NumberSpec("supervision.execution_days", "integer", 1, 1, 365),
    NumberSpec("supervision.refusals", "integer", 2, 2, 20),
    NumberSpec("supervision.window_days", "integer", 180, 30, 1000),
    NumberSpec("supervision.entry_days", "integer", 7, 1, 90),
    NumberSpec("supervision.answer_days", "integer", 10, 1, 60),
    NumberSpec("suggestion.feedback_days", "integer", 30, 1, 180),
    NumberSpec("escalation.read_days", "integer", 2, 1, 30),
    NumberSpec("escalation.hold_days", "integer", 30, 1, 90),
    NumberSpec("digest.at", "time", "08:00", 6, 20),
    NumberSpec("quiet.from", "time", "21:00", 0, 24),
    NumberSpec("quiet.to", "time", "07:30", 0, 24),
    NumberSpec("leader_case.county_first", "boolean", True),
    NumberSpec("bulletin.threshold", "integer", 5, 1, 10000),
    NumberSpec("bulletin.threshold_high", "integer", 10, 1, 10000),
    NumberSpec("annual.organ_minimum", "integer", 5, 5, 10000),
    NumberSpec("leader_case.plan_days", "integer", 15, 1, 90),
    NumberSpec("delivery.county_principals", "boolean", True),
    NumberSpec("delivery.county_deputies", "boolean", True),
    NumberSpec("delivery.secretaries", "boolean", True),
    NumberSpec("delivery.township_heads", "boolean", True),
    NumberSpec("delivery.township_deputies", "boolean", True),
    NumberSpec("delivery.department_heads", "boolean", True),
    NumberSpec("delivery.department_deputies", "boolean", True),
    NumberSpec("delivery.link_days", "integer", 30, 1, 180),
    NumberSpec("delivery.remind_days", "integer", 2, 1, 30),
    NumberSpec("delivery.remind_times", "integer", 2, 0, 10),
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
    if spec.kind == "time":
        return _time(spec, text)
    number = int(text.removesuffix("%"))
    if not spec.low <= number <= spec.high:
        raise ValueError(text)
    return number / 100 if spec.kind == "percent" else number


def _time(spec: NumberSpec, text: str) -> str:
    at = time.fromisoformat(text.replace("：", ":"))
    if not time(spec.low % 24) <= at or (spec.high < 24 and at > time(spec.high)):
        raise ValueError(text)
    return f"{at:%H:%M}"
