"""What a run knows of a matter, and what becomes of one row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from petitions.domain.import_plan import RowPlan
from petitions.enums import RowOutcome
from petitions.models import Case, Petitioner


@dataclass
class CaseRef:
    """A matter on record, or one this run is about to make (`case` unsaved, `row` its number in the file)."""

    day: date
    text_fingerprint: str
    text: str
    pk: int | None = None
    number: str = ""
    case: Case | None = None
    row: int = 0
    owner: Petitioner | None = None
    owner_name: str = ""

    @property
    def label(self) -> str:
        """How a report names it."""
        return self.number or f"本文件第 {self.row} 行"


@dataclass
class Decision:
    """What becomes of one plan: its outcome, the matter it is or repeats, and the person behind it."""

    plan: RowPlan
    outcome: RowOutcome
    existing: CaseRef | None = None
    repeat_of: CaseRef | None = None
    person: Petitioner | None = None
    ref: CaseRef | None = None
