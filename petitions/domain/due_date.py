"""A computed due date with its inputs and its explanation, and its form as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from petitions.domain.adjustments import Extension, Pause
from petitions.domain.clock_rules import ClockRule
from petitions.domain.due_steps import Step

EXPLANATION_VERSION = 1


@dataclass(frozen=True, slots=True)
class DueDate:
    """A due date with its inputs and its explanation.

    ``raw_due_on``: the last day before any roll-over. ``provisional``: rests on a year without a published
    holiday plan. ``open_pause``: a hearing is still going on, so the day will move.
    ``as_of``: the day an open pause was counted to. ``days_seen``: every day whose working status was looked up, with the answer.
    """

    rule: ClockRule
    start: date
    length: int
    roll_over: bool
    pauses: tuple[Pause, ...]
    extensions: tuple[Extension, ...]
    as_of: date | None
    due_on: date
    raw_due_on: date
    provisional: bool
    open_pause: bool
    steps: tuple[Step, ...]
    days_seen: Mapping[date, bool] = field(hash=False)
    published_years: frozenset[int]

    def explain_zh(self) -> str:
        """Return the steps as numbered Chinese lines a clerk can read aloud."""
        return "\n".join(f"{number}. {step.text_zh}" for number, step in enumerate(self.steps, 1))

    def to_json(self) -> dict[str, Any]:
        """Return inputs, result and steps as JSON-able data (for a JSON column)."""
        return {
            "version": EXPLANATION_VERSION,
            "rule": self.rule.to_json(),
            "start": self.start.isoformat(),
            "length": self.length,
            "roll_over": self.roll_over,
            "pauses": [
                {
                    "start": p.start.isoformat(),
                    "end": p.end.isoformat() if p.end else None,
                    "reason": p.reason,
                }
                for p in self.pauses
            ],
            "extensions": [
                {
                    "days": e.days,
                    "approved_on": e.approved_on.isoformat(),
                    "approved_by": e.approved_by,
                    "reason": e.reason,
                }
                for e in self.extensions
            ],
            "calendar": {
                "days": {
                    day.isoformat(): working for day, working in sorted(self.days_seen.items())
                },
                "published_years": sorted(self.published_years),
            },
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "due_on": self.due_on.isoformat(),
            "raw_due_on": self.raw_due_on.isoformat(),
            "provisional": self.provisional,
            "open_pause": self.open_pause,
            "steps": [step.to_json() for step in self.steps],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "DueDate":
        """Rebuild a due date from ``to_json`` data without computing anything anew."""
        inputs = inputs_from_json(data)
        return cls(
            **inputs,
            due_on=date.fromisoformat(data["due_on"]),
            raw_due_on=date.fromisoformat(data["raw_due_on"]),
            provisional=data["provisional"],
            open_pause=data["open_pause"],
            steps=tuple(Step.from_json(step) for step in data["steps"]),
            days_seen={
                date.fromisoformat(day): working
                for day, working in data["calendar"]["days"].items()
            },
            published_years=frozenset(data["calendar"]["published_years"]),
        )


def inputs_from_json(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of the count a stored explanation came from."""
    return {
        "rule": ClockRule.from_json(data["rule"]),
        "start": date.fromisoformat(data["start"]),
        "length": data["length"],
        "roll_over": data["roll_over"],
        "pauses": tuple(
            Pause(
                date.fromisoformat(p["start"]),
                date.fromisoformat(p["end"]) if p["end"] else None,
                p["reason"],
            )
            for p in data["pauses"]
        ),
        "extensions": tuple(
            Extension(
                e["days"], date.fromisoformat(e["approved_on"]), e["approved_by"], e["reason"]
            )
            for e in data["extensions"]
        ),
        "as_of": date.fromisoformat(data["as_of"]) if data["as_of"] else None,
    }
