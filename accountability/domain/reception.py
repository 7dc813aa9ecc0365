"""A month's reception days: every leader at least once, spread over the working days (条例第十八条第二款)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Slot:
    """One leader on one day."""

    leader_id: int
    on: date


def spread(
    leaders: Sequence[int],
    working_days: Sequence[date],
    taken: Mapping[date, int],
    *,
    already: Collection[int] = (),
) -> list[Slot]:
    """One day for each leader who has none yet.

    Args:
        leaders: ids in order of rank.
        working_days: the days that may be used, in order.
        taken: day → how many receptions are on it already.
        already: leaders who have a day in this month.

    Returns:
        Slots in the order of leaders, at even distances over the month; a day is used again only when every day
        carries as many.
    """
    missing = [leader for leader in leaders if leader not in already]
    if not working_days:
        return []
    load = {day: taken.get(day, 0) for day in working_days}
    slots = []
    for index, leader in enumerate(missing):
        wished = index * len(working_days) // len(missing)
        order = sorted(
            range(len(working_days)),
            key=lambda i: (load[working_days[i]], (i - wished) % len(working_days)),
        )
        day = working_days[order[0]]
        load[day] += 1
        slots.append(Slot(leader, day))
    return slots


@dataclass(frozen=True, slots=True)
class MonthDuty:
    """One leader in one month: receptions held and planned, and whether the duty was missed."""

    month: int
    held: int
    planned: int
    in_post: bool
    is_over: bool

    @property
    def missed(self) -> bool:
        """In post the whole month, which is over, and no reception was held."""
        return self.in_post and self.is_over and not self.held
