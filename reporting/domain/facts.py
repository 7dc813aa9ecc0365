"""The question behind a measured figure: its code, its period and its row, as an address of the case list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.domain.words import words as _
from reporting.domain.drilldown import DrillError
from reporting.domain.indicators import BY_CODE, Kind
from reporting.domain.periods import PeriodError
from reporting.domain.spans import Period

FACT, PERIOD = "fact", "period"
#: Dimension → whether its keys are ids of units.
SPLITS = {
    "place": True,
    "owner": True,
    "class1": False,
    "class2": False,
    "cause1": False,
    "cause2": False,
    "form": False,
    "level": False,
    "purpose": False,
    "legal": False,
    "repeat": False,
    "collective": False,
    "month": False,
}
NONE = "none"
MAX_TEXT = 12


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of one row.

    Attributes:
        code: a counted figure or a rate; a rate opens what was due.
        period: days counted.
        keys: dimension → key as a text; "none" for what has none.
    """

    code: str
    period: Period
    keys: Mapping[str, str] = field(default_factory=dict)

    def to_query(self) -> dict[str, str]:
        """Keys and values of the address."""
        return {FACT: self.code, PERIOD: self.period.code, **self.keys}

    @classmethod
    def from_query(cls, query: Mapping[str, str], *, ignore: tuple[str, ...] = ()) -> Fact:
        """Read an address; DrillError with a Chinese message where it asks for what nobody counts."""
        code = query.get(FACT, "")
        if code not in BY_CODE:
            raise DrillError(_("没有这项指标"))
        try:
            period = Period.parse(query.get(PERIOD, ""))
        except PeriodError as error:
            raise DrillError(str(error)) from error
        keys = {}
        for name, text in query.items():
            if name in (FACT, PERIOD, *ignore) or text == "":
                continue
            if name not in SPLITS:
                raise DrillError(_("不支持的筛选条件：%(name)s") % {"name": name[:30]})
            keys[name] = _key(name, text)
        if "place" in keys and not BY_CODE[code].by_place:
            raise DrillError(
                _("“%(name)s”按承办单位统计，不能按属地划分") % {"name": BY_CODE[code].name}
            )
        return cls(code, period, keys)

    @property
    def part(self) -> str:
        """Code of the counted part whose matters are listed."""
        one = BY_CODE[self.code]
        if one.kind == Kind.RATE:
            return one.hits if one.counts_misses else one.due
        if one.kind == Kind.PER_10K:
            return "matters"
        return "closed" if one.kind in (Kind.MEAN, Kind.MEDIAN) else self.code

    def key(self, name: str) -> str | int | None:
        """The row's key as the counting knows it."""
        text = self.keys[name]
        if text == NONE:
            return None
        return int(text) if SPLITS[name] else text


def _key(name: str, text: str) -> str:
    is_plain = text.isascii() and text.replace("-", "").replace("_", "").isalnum()
    if text == NONE or (
        is_plain and len(text) <= MAX_TEXT and (text.isdigit() or not SPLITS[name])
    ):
        return text
    raise DrillError(_("筛选条件“%(name)s”的值无效") % {"name": name})
