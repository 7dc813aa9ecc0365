"""Chinese days, months and periods in English: "2026年10月" is "October 2026"."""

from __future__ import annotations

import re
from calendar import month_name

_DAY = r"(?:(?P<{0}y>\d{{4}})年)?(?P<{0}m>\d{{1,2}})月(?P<{0}d>\d{{1,2}})日"
_SHAPES = (
    (re.compile(r"(?P<y>\d{4})年(?P<m>\d{1,2})月"), "{month} {y}"),
    (re.compile(r"(?P<m>\d{1,2})月"), "{month}"),
    (re.compile(r"(?P<y>\d{4})年第(?P<q>[一二三四])季度"), "{quarter} quarter of {y}"),
    (re.compile(r"(?P<y>\d{4})年(?P<h>[上下])半年"), "{half} half of {y}"),
    (re.compile(r"(?P<y>\d{4})(?:年度|年)"), "{y}"),
)
_QUARTERS = dict(zip("一二三四", ("First", "Second", "Third", "Fourth"), strict=True))
_HALVES = {"上": "First", "下": "Second"}
_ONE_DAY = re.compile(_DAY.format(""))
_DAYS = re.compile(f"{_DAY.format('a')}至{_DAY.format('b')}")


def english(text: str) -> str | None:
    """A day, month, quarter, half-year, year or span of days; None for anything else.

    Args:
        text: "2026年10月", "10月5日", "2026年第三季度", "2026年9月1日至11月15日".
    """
    if match := _DAYS.fullmatch(text):
        return f"{_day(match, 'a')} to {_day(match, 'b')}"
    if match := _ONE_DAY.fullmatch(text):
        return _day(match, "")
    for shape, said in _SHAPES:
        if match := shape.fullmatch(text):
            found = match.groupdict()
            if not 1 <= int(found.get("m") or 1) <= 12:
                return None
            return said.format(
                y=found.get("y"),
                month=month_name[int(found.get("m") or 1)],
                quarter=_QUARTERS.get(found.get("q") or ""),
                half=_HALVES.get(found.get("h") or ""),
            )
    return None


def _day(match: re.Match[str], which: str) -> str | None:
    number = int(match[f"{which}m"])
    if not 1 <= number <= 12:
        return None
    year = match[f"{which}y"]
    return f"{int(match[f'{which}d'])} {month_name[number]}" + (f" {year}" if year else "")
