"""Problems found by the monthly analysis (月分析) and the tasks given for them: what may be written, how they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from core.domain.words import words as _

ARTICLE = _("《信访工作条例》第十四条第四、六项（分析研判、改进工作）")
#: Names of fewer characters stand inside other words too often.
SHORTEST_NAME = 2
#: Characters of one text.
MOST_WORDS = 2000
#: A task is due within this time.
LONGEST = timedelta(days=366)
_NUMBERS = (
    (re.compile(r"(?<![0-9])[0-9]{12,}[0-9Xx]?(?![0-9])"), _("信访件编号、证件号码")),
    (re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])"), _("电话号码")),
)
#: Words of reports and inquiries: what is written goes to the unit (条例第三十条).
_SECRET = re.compile("检举|控告|[名众]举报|举报[人信材]|违纪|涉嫌|[监纪]委立案")
#: What a page of figures may be asked: its own names and plain values, nothing else.
_QUESTION = re.compile(
    r"[a-z_0-9]{1,20}=[A-Za-z0-9_.-]{1,40}(&[a-z_0-9]{1,20}=[A-Za-z0-9_.-]{1,40}){0,7}"
)


def names_somebody(text: str, names: Iterable[str]) -> str:
    """What of a text points at a single matter or person, as a Chinese word; "" when nothing does.

    Args:
        text: what is to be written.
        names: petitioners of the matters the problem may come from.
    """
    for pattern, what in _NUMBERS:
        if pattern.search(text):
            return what
    if _SECRET.search(text):
        return _("检举控告和违纪线索")
    for name in names:
        if len(name) >= SHORTEST_NAME and name in text:
            return _("信访人姓名“%(name)s”") % {"name": name}
    return ""


def is_question(query: str) -> bool:
    """True for "" and for a query string that the lists of figures could have made."""
    return not query or bool(_QUESTION.fullmatch(query))


@dataclass(frozen=True, slots=True)
class TaskFact:
    """One task as figures see it.

    Attributes:
        unit: name of the unit it was given to.
        given_on, due_on: days.
        closed_on: day it was closed, None while it is not.
    """

    unit: str
    given_on: date
    due_on: date
    closed_on: date | None

    def open_at(self, day: date) -> bool:
        """Given and not closed at the end of a day."""
        return self.given_on <= day and (self.closed_on is None or self.closed_on > day)


@dataclass(frozen=True, slots=True)
class TaskFlow:
    """Tasks of a period; ``carried`` + ``given`` − ``closed`` = ``left``.

    Attributes:
        carried: open when it began; given: in it; closed: in it; left: open at its end; late: of those past their day.
        by_unit: (unit, open at the end), most first.
    """

    carried: int = 0
    given: int = 0
    closed: int = 0
    left: int = 0
    late: int = 0
    by_unit: tuple[tuple[str, int], ...] = ()

    @property
    def is_empty(self) -> bool:
        """True when there is nothing to say."""
        return not (self.carried or self.given)


def flow(tasks: Iterable[TaskFact], first_day: date, last_day: date) -> TaskFlow:
    """Add up the tasks of a period.

    Args:
        tasks: all that were given until its end; later ones are left out.
        first_day, last_day: the period, both included.
    """
    known = [one for one in tasks if one.given_on <= last_day]
    before = [one for one in known if one.given_on < first_day]
    left = [one for one in known if one.open_at(last_day)]
    units = Counter(one.unit for one in left)
    return TaskFlow(
        carried=sum(one.closed_on is None or one.closed_on >= first_day for one in before),
        given=len(known) - len(before),
        closed=sum(
            one.closed_on is not None and first_day <= one.closed_on <= last_day for one in known
        ),
        left=len(left),
        late=sum(one.due_on < last_day for one in left),
        by_unit=tuple(sorted(units.items(), key=lambda pair: (-pair[1], pair[0]))),
    )


def months_offered(today: date) -> list[tuple[str, str]]:
    """(code, words) of the running month and the twelve before it; the last one that is over comes first."""
    found, year, month = [], today.year, today.month
    for _number in range(13):
        found.append((f"{year}-{month:02d}", f"{year}年{month}月"))
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return [found[1], found[0], *found[2:]]


def is_far(due_on: date, *, on: date) -> bool:
    """True when a task would be due later than a year from a day: nobody is reminded of it in time."""
    return due_on > on + LONGEST
