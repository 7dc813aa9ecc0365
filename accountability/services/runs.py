"""What a periodic run did or would do, step by step, for the log and the dry run (English)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from organizations.selectors import work_calendar


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


def day_off(on: date) -> str:
    """Why a run on a day off does next to nothing, and when the next one will; "" on a working day."""
    calendar = work_calendar()
    if calendar.is_working(on):
        return ""
    following = calendar.next_working_day(on).on
    return (
        f"{on:%A} {on} is a day off: nobody is reminded and no level rises (the legal limits go on); "
        f"what is due waits for {following:%A} {following}"
    )


def days_ahead(on: date, days: int) -> int:
    """How many days ahead to look on a working day: the usual number, or up to the next working day if that is later."""
    return max(days, (work_calendar().next_working_day(on + timedelta(days=1)).on - on).days)
