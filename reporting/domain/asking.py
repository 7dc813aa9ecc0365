"""A question to the figures as it stands in an address: figures, dimensions, period, comparison, order.

The page, its Excel file, the interface, saved views and their mails all read and write it here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.domain.words import words as _
from reporting.domain.facts import SPLITS
from reporting.domain.indicators import BY_CODE, Area, Kind
from reporting.domain.neighbours import spanning, until_yesterday
from reporting.domain.periods import PeriodError
from reporting.domain.relative import RELATIVE, resolve
from reporting.domain.spans import Period

FIGURES, BY, THEN, PERIOD, FROM, TO, COMPARED, SORT = (
    "i", "by", "then", "period", "from", "to", "compared", "sort",
)  # fmt: skip
FREE = "days"
MOST_FIGURES = 12
#: Years a free span may name.
EARLIEST, LATEST = 2001, 2099
DEFAULT_PERIOD = "last_month"
PLACE, OWNER, MONTH = "place", "owner", "month"
#: How fast; never shown without how good (design: speed with quality).
SPEED = frozenset({"dispatch_rate", "timely_rate", "concluded_rate", "mean_days", "median_days"})
#: What stands beside speed when nothing of quality was chosen: repeats, reviews, satisfaction.
BESIDE_SPEED = ("repeat_rate", "overturned_rate", "unit_satisfaction")
#: What stands open on a day, so that months cannot be added up.
STOCKS = frozenset({"pending", "overdue", "backlog", "leader_open", "supervision_open"})

Params = Mapping[str, Sequence[str]]


class AskError(ValueError):
    """What was asked makes no sense; ``errors``: parameter → Chinese sentence."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("；".join(errors.values()))
        self.errors = dict(errors)


@dataclass(frozen=True)
class Asked:
    """One question.

    Attributes:
        codes: figures in the order they were chosen.
        by: dimensions, at most two.
        period: code of a period, or of one that moves with the day (`RELATIVE`).
        compared: with the period before and the same period of the year before.
        sort: figure the rows are ordered by, "-" before it for the largest first; "" for the order of names.
    """

    codes: tuple[str, ...]
    by: tuple[str, ...] = ()
    period: str = DEFAULT_PERIOD
    compared: bool = False
    sort: str = ""

    @classmethod
    def read(cls, params: Params, *, sees_county: bool) -> Asked:
        """Read the parameters of an address.

        Args:
            params: name → values; others than the known ones are ignored.
            sees_county: the reader sees the county's figures.

        Raises:
            AskError: a sentence for each parameter that makes no sense.
        """
        codes = tuple(dict.fromkeys(code for code in params.get(FIGURES, ()) if code))
        by = tuple(code for name in (BY, THEN) if (code := _one(params, name)))
        errors = _wrong_figures(codes, sees_county=sees_county)
        known = [code for code in codes if code in BY_CODE]
        errors |= _wrong_dimensions(by, known)
        period, wrong = _period(params)
        errors |= wrong
        if errors:
            raise AskError(errors)
        sort = _one(params, SORT)
        asked = cls(codes, by, period, _one(params, COMPARED) in ("1", "on", "true"))
        return replace(asked, sort=sort if sort.removeprefix("-") in asked.shown else "")

    def to_query(self) -> list[tuple[str, str]]:
        """The address that asks this."""
        pairs = [(FIGURES, code) for code in self.codes]
        pairs += list(zip((BY, THEN), self.by, strict=False))
        pairs.append((PERIOD, self.period))
        if self.compared:
            pairs.append((COMPARED, "1"))
        if self.sort:
            pairs.append((SORT, self.sort))
        return pairs

    @property
    def added(self) -> tuple[str, ...]:
        """Figures of quality that come along because only speed was chosen."""
        has_speed = any(code in SPEED for code in self.codes)
        has_quality = any(
            BY_CODE[code].area == Area.QUALITY or code in BESIDE_SPEED for code in self.codes
        )
        return BESIDE_SPEED if has_speed and not has_quality else ()

    @property
    def shown(self) -> tuple[str, ...]:
        """Figures of the table."""
        return (*self.codes, *self.added)

    @property
    def is_moving(self) -> bool:
        """True when the period moves with the day."""
        return self.period in RELATIVE

    def period_on(self, today: date) -> Period:
        """The days to count, as far as they are over.

        Raises:
            AskError: not one day of the period is over.
        """
        period = until_yesterday(resolve(self.period, today), today)
        if period is None:
            raise AskError({PERIOD: _("这一期间还没有一整天已经过去，没有可以统计的数")})
        return period

    def whole_period(self, today: date) -> Period:
        """The period as named, whether over or not."""
        return resolve(self.period, today)


def _one(params: Params, name: str) -> str:
    values = params.get(name) or ("",)
    return values[-1].strip()


def _wrong_figures(codes: Sequence[str], *, sees_county: bool) -> dict[str, str]:
    unknown = [code for code in codes if code not in BY_CODE]
    if unknown:
        return {FIGURES: _("没有这项指标：%(unknown)s") % {"unknown": unknown[0][:30]}}
    if not codes:
        return {FIGURES: _("请至少选择一项指标")}
    if len(codes) > MOST_FIGURES:
        return {
            FIGURES: _("一次最多选择%(most_figures)s项指标，现在选了%(len)s项")
            % {"most_figures": MOST_FIGURES, "len": len(codes)}
        }
    per_person = [code for code in codes if BY_CODE[code].kind == Kind.PER_10K]
    if per_person and not sees_county:
        name = BY_CODE[per_person[0]].name
        return {
            FIGURES: _("“%(name)s”要用全县事项计算，您只能查看部分事项，不能查询这项指标")
            % {"name": name}
        }
    return {}


def _wrong_dimensions(by: Sequence[str], codes: Sequence[str]) -> dict[str, str]:
    for name, code in zip((BY, THEN), by, strict=False):
        if code not in SPLITS:
            return {name: _("没有这个维度：%(code)s") % {"code": code[:30]}}
    if len(set(by)) < len(by):
        return {THEN: _("两个维度不能相同")}
    for name, code in zip((BY, THEN), by, strict=False):
        for one in (BY_CODE[code] for code in codes):
            if code in (PLACE, OWNER) and not one.by_unit:
                return {
                    name: _("“%(name)s”由信访部门负责，不能按%(unit_words)s划分")
                    % {"name": one.name, "unit_words": _UNIT_WORDS[code]}
                }
            if code == PLACE and not one.by_place:
                return {
                    name: _("“%(name)s”按承办单位统计，不能按属地划分；请选择“承办单位”")
                    % {"name": one.name}
                }
            if one.kind == Kind.PER_10K and code not in (PLACE, MONTH):
                return {
                    name: _("“%(name)s”只有各乡镇的常住人口可用，只能按属地或者月份划分")
                    % {"name": one.name}
                }
    return {}


_UNIT_WORDS = {PLACE: _("属地"), OWNER: _("承办单位")}


def _period(params: Params) -> tuple[str, dict[str, str]]:
    code = _one(params, PERIOD) or DEFAULT_PERIOD
    if code == FREE:
        return _free(params)
    if code not in RELATIVE:
        try:
            code = Period.parse(code).code
        except PeriodError as error:
            return code, {PERIOD: str(error)}
    return code, {}


def _free(params: Params) -> tuple[str, dict[str, str]]:
    days: list[date] = []
    errors: dict[str, str] = {}
    for name, word in ((FROM, _("起始日")), (TO, _("截止日"))):
        text = _one(params, name)
        try:
            days.append(date.fromisoformat(text))
        except ValueError:
            errors[name] = (
                (_("请填写%(word)s") % {"word": word})
                if not text
                else (_("%(word)s不是有效的日期") % {"word": word})
            )
    if errors:
        return FREE, errors
    for name, day in zip((FROM, TO), days, strict=True):
        if not EARLIEST <= day.year <= LATEST:
            return FREE, {
                name: _("请填写%(first)s年至%(last)s年之间的日期")
                % {"first": EARLIEST, "last": LATEST}
            }
    try:
        return spanning(*days).code, {}
    except PeriodError as error:
        return FREE, {TO: str(error)}


def without(period: Period, today: date) -> str:
    """What a running period leaves out, as a sentence; "" when it is over."""
    if period.is_over(today):
        return ""
    day = today - timedelta(days=1)
    return _("%(label)s尚未结束，统计到已经结束的最后一天%(month)s月%(day)s日。") % {
        "label": period.label,
        "month": day.month,
        "day": day.day,
    }
