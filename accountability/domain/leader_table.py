"""The public table of leaders' cases: its words and its order; nothing of the petitioner stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from core.domain.words import words as _

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
            return _("尚未制定方案")
        late = (
            (_("，逾期%(steps_overdue)s") % {"steps_overdue": self.steps_overdue})
            if self.steps_overdue
            else ""
        )
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
        parts = [
            _("县级和各单位领导%(leaders)s人包案%(cases)s件")
            % {"leaders": self.leaders, "cases": self.cases}
        ]
        ended = [
            (_("化解%(resolved)s件") % {"resolved": self.resolved}) if self.resolved else "",
            (_("未化解%(unresolved)s件") % {"unresolved": self.unresolved})
            if self.unresolved
            else "",
            (_("转入其他程序%(other)s件") % {"other": self.other}) if self.other else "",
        ]
        done = "、".join(part for part in ended if part)
        parts.append(
            (
                _("已了结%(other)s件（%(done)s）")
                % {"other": self.resolved + self.unresolved + self.other, "done": done}
            )
            if done
            else _("尚无了结")
        )
        if self.without_plan:
            parts.append(_("%(without_plan)s件尚未制定方案") % {"without_plan": self.without_plan})
        if self.overdue_steps:
            parts.append(
                _("逾期未完成的步骤%(overdue_steps)s个") % {"overdue_steps": self.overdue_steps}
            )
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
