"""The public table of leaders' cases: its words and its order; nothing of the petitioner stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

PERIOD = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


def parse_period(text: str) -> tuple[int, int] | None:
    """Year and month of ``2026-10``; None for anything else."""
    match = PERIOD.fullmatch(text)
    return (int(match[1]), int(match[2])) if match else None


@dataclass(frozen=True, slots=True)
class TableRow:
    """One case in the table; ``leader_id`` and ``leader_case_id`` are for links within the office."""

    leader_case_id: int
    leader_id: int
    leader_name: str
    leader_title: str
    kind: str
    subject: str
    unit_name: str
    steps_total: int
    steps_due: int
    steps_done: int
    steps_overdue: int
    visits: int
    progress: str
    outcome: str

    @property
    def steps(self) -> str:
        """How far the plan has come, in words."""
        if not self.steps_total:
            return "尚未制定方案"
        late = f"，逾期{self.steps_overdue}" if self.steps_overdue else ""
        return f"{self.steps_done}/{self.steps_total}{late}"


@dataclass(frozen=True, slots=True)
class LeaderGroup:
    """The rows of one leader."""

    name: str
    title: str
    rows: tuple[TableRow, ...]

    @property
    def count(self) -> int:
        """How many cases."""
        return len(self.rows)

    @property
    def done(self) -> int:
        """How many have an outcome."""
        return sum(bool(row.outcome) for row in self.rows)


def grouped(rows: Sequence[TableRow]) -> list[LeaderGroup]:
    """The rows under their leaders, in the order given."""
    found = []
    for (_pk, name, title), mine in groupby(
        rows, key=lambda row: (row.leader_id, row.leader_name, row.leader_title)
    ):
        found.append(LeaderGroup(name, title, tuple(mine)))
    return found


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of a table."""

    cases: int
    leaders: int
    resolved: int
    unresolved: int
    other: int
    overdue_steps: int
    without_plan: int

    @property
    def words(self) -> str:
        """The opening of the document."""
        parts = [f"县级和各单位领导{self.leaders}人包案{self.cases}件"]
        ended = [
            f"化解{self.resolved}件" if self.resolved else "",
            f"未化解{self.unresolved}件" if self.unresolved else "",
            f"转入其他程序{self.other}件" if self.other else "",
        ]
        done = "、".join(part for part in ended if part)
        parts.append(
            f"已了结{self.resolved + self.unresolved + self.other}件（{done}）"
            if done
            else "尚无了结"
        )
        if self.without_plan:
            parts.append(f"{self.without_plan}件尚未制定方案")
        if self.overdue_steps:
            parts.append(f"逾期未完成的步骤{self.overdue_steps}个")
        return "，".join(parts) + "。"


def totals(rows: Iterable[TableRow]) -> Totals:
    """Sum up the rows of a table."""
    found = list(rows)
    return Totals(
        cases=len(found),
        leaders=len({row.leader_id for row in found}),
        resolved=sum(row.outcome == "resolved" for row in found),
        unresolved=sum(row.outcome == "unresolved" for row in found),
        other=sum(row.outcome == "other" for row in found),
        overdue_steps=sum(row.steps_overdue for row in found),
        without_plan=sum(not row.steps_total and not row.outcome for row in found),
    )
