"""What a periodic run did or would do, step by step, for the log and the dry run (English)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class RunStep:
    """One step: the case, the clock's code, what, to whom, why."""

    case_number: str
    code: str
    what: str
    recipient: str
    reason: str

    def __str__(self) -> str:
        to = f" -> {self.recipient}" if self.recipient else ""
        return f"{self.case_number} {self.code} {self.what}{to}: {self.reason}"


@dataclass
class RunReport:
    """Everything one run did (or, on a dry run, would do) and what it left alone, with reasons.

    `note` says what holds for the whole run, such as that nothing is asked of anybody on a day off.
    """

    on: date
    dry_run: bool = False
    done: list[RunStep] = field(default_factory=list)
    skipped: list[RunStep] = field(default_factory=list)
    problems: list[RunStep] = field(default_factory=list)
    note: str = ""

    def add(self, other: RunReport) -> None:
        """Take in what another part of the run reported."""
        self.done += other.done
        self.skipped += other.skipped
        self.problems += other.problems

    @property
    def summary(self) -> str:
        """One line for the log."""
        verb = "would do" if self.dry_run else "did"
        return (
            f"{self.on}: {verb} {len(self.done)}, skipped {len(self.skipped)}, "
            f"problems {len(self.problems)}"
        )
