"""How a sentence of the bulletin calls its period: 当月, 本季度, 上半年, 本年度, 本期."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.words import words as _
from reporting.domain.spans import DAYS, HALF, MONTH, QUARTER, YEAR, Period


@dataclass(frozen=True, slots=True)
class Words:
    """The names of one period and its neighbours.

    Attributes:
        head: begins a sentence ("10月", "2026年第三季度").
        now: "当月", "本季度" …
        start, end: of counts on its first and last day ("月初", "月末").
        before: the period before ("上月").
        year_ago: the same period a year before ("上年同月").
        next: heading of the requirements ("下月要求").
        kind: what the document is called on the screen ("月通报").
        both: also compared with the period before; a year has 同比 only.
    """

    head: str
    now: str
    start: str
    end: str
    before: str
    year_ago: str
    next: str
    kind: str
    both: bool = True


def words(period: Period) -> Words:
    """The words for a period."""
    made = {
        MONTH: Words(
            f"{period.first_day.month}月",
            _("当月"), _("月初"), _("月末"), _("上月"), _("上年同月"), _("下月要求"), _("月通报"),
        ),
        QUARTER: Words(
            period.label, _("本季度"), _("季初"), _("季末"), _("上季度"), _("上年同季度"), _("下季度要求"), _("季度通报")
        ),
        HALF: Words(
            period.label, _("本期"), _("期初"), _("期末"), _("上一个半年"), _("上年同期"), _("下步要求"), _("半年通报")
        ),
        YEAR: Words(
            _("%(year)s年") % {"year": period.first_day.year}, _("本年度"), _("年初"), _("年末"), _("上年度"), _("上年度"),
            _("下年度要求"), _("年度通报"), both=False,
        ),
        DAYS: Words(period.label, _("本期"), _("期初"), _("期末"), _("上期"), _("上年同期"), _("下步要求"), _("情况通报")),
    }  # fmt: skip
    return made[period.kind]


def in_words(text: str, period: Period) -> str:
    """A definition written for a month ("……在当月届满……") in the words of the period."""
    return text.replace("当月", words(period).now)
