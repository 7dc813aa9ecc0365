"""Which closed months hold, and which were re-opened by a later change."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from reporting.domain.closed_months import touched
from reporting.domain.periods import Month
from reporting.models import ClosedMonth, MonthTouch


@dataclass(frozen=True)
class Ledger:
    """The months kept in sums.

    Attributes:
        last: the newest of them; None before the first build.
        ids: month → row, of those built at least once.
        reopened: months up to `last` whose stored sums no longer hold, or were never made.
    """

    last: Month | None
    ids: dict[Month, int]
    reopened: frozenset[Month]

    def before(self, month: Month) -> Month | None:
        """The newest month before that one which was ever built."""
        return max((one for one in self.ids if one < month), default=None)

    def holding(self, months: Collection[Month]) -> list[int]:
        """Rows of those of the months that may be read."""
        return [self.ids[one] for one in months if one in self.ids and one not in self.reopened]


def ledger() -> Ledger:
    """Read what is kept (two queries).

    Changes are read before the months, and both before any sum: what is re-opened and built again in between
    is counted from the matters although its sums hold already, never the other way round.
    """
    changes = list(MonthTouch.objects.order_by().values_list("since", "until").distinct())
    rows = list(ClosedMonth.objects.values_list("pk", "first_day", "is_open", "built_at"))
    if not rows:
        return Ledger(None, {}, frozenset())
    last = Month.of(rows[-1][1])
    unsettled = {Month.of(first_day) for _pk, first_day, is_open, _at in rows if is_open}
    return Ledger(
        last=last,
        ids={Month.of(first_day): pk for pk, first_day, _open, at in rows if at is not None},
        reopened=touched(changes, last) | unsettled,
    )
