"""By what a figure can be split: place, unit, class, cause, form, level, purpose, first or repeated, month."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from core.domain.words import words as _
from organizations.models import Unit
from petitions.domain.causes import level_one
from petitions.enums import Form, LegalClass, LevelVisited, Purpose
from petitions.models import Cause, ContentClass
from reporting.domain.figures import TOWNSHIP
from reporting.domain.spans import Period
from reporting.selectors.sources import Source
from reporting.selectors.units import owner_of, units_of

Key = str | int | None
NONE = "none"
UNKNOWN = {
    "place": _("属地待定"),
    "owner": _("其他单位"),
    "class1": _("未分类"),
    "class2": _("未分类"),
    "cause1": _("未登记成因"),
    "cause2": _("未登记成因"),
}


@dataclass(frozen=True)
class Dimension:
    """A way to split a figure.

    Attributes:
        code, name: key in addresses and Chinese name.
        column: expression that a row of the source is grouped by.
        reader: given the names needed, what turns the grouped value into a key.
        names: key → Chinese name, for the period.
    """

    code: str
    name: str
    column: Callable[[Source], Any]
    reader: Callable[[Period], Callable[[Any], Key]]
    names: Callable[[Period], Mapping[Key, str]]


def _of_case(path: str) -> Callable[[Source], Any]:
    return lambda source: F(f"{source.to_case}{path}")


def _as_is(period: Period) -> Callable[[Any], Key]:
    return lambda value: value


def _choices(choices: Any) -> Callable[[Period], Mapping[Key, str]]:
    return lambda period: {value: str(label) for value, label in choices.choices}


def _towns(period: Period) -> list[Unit]:
    return [unit for unit in units_of(period.last_day) if unit.kind == TOWNSHIP]


def _unit_reader(listed: Callable[[Period], list[Unit]]) -> Callable[[Period], Any]:
    def reader(period: Period) -> Callable[[Any], Key]:
        owner = {unit.path: unit.pk for unit in listed(period)}
        return lambda path: owner_of(path, owner)

    return reader


def _unit_names(listed: Callable[[Period], list[Unit]]) -> Callable[[Period], Mapping[Key, str]]:
    return lambda period: {unit.pk: str(unit) for unit in listed(period)}


def _all_units(period: Period) -> list[Unit]:
    return list(units_of(period.last_day))


def _class_names(period: Period) -> Mapping[Key, str]:
    return dict(ContentClass.objects.order_by("code").values_list("code", "name"))


def _cause_names(period: Period) -> Mapping[Key, str]:
    return dict(Cause.objects.order_by("code").values_list("code", "name"))


def _no_column(source: Source) -> Any:
    raise TypeError("the months of a period are counted as periods of their own, never by a column")


def _month_names(period: Period) -> Mapping[Key, str]:
    return {month.code: month.label for month in period.months}


DIMENSIONS: Mapping[str, Dimension] = {
    one.code: one
    for one in (
        Dimension(
            "place", _("属地"), _of_case("place__path"), _unit_reader(_towns), _unit_names(_towns)
        ),
        Dimension(
            "owner",
            _("承办单位"),
            lambda source: F(source.owner),
            _unit_reader(_all_units),
            _unit_names(_all_units),
        ),
        Dimension(
            "class1",
            _("内容分类（一级）"),
            _of_case("content_class__code"),
            lambda period: lambda code: f"{code[:2]}0000" if code else None,
            _class_names,
        ),
        Dimension(
            "class2", _("内容分类（二级）"), _of_case("content_class__code"), _as_is, _class_names
        ),
        Dimension(
            "cause1",
            _("成因（一级）"),
            _of_case("cause__code"),
            lambda period: lambda code: level_one(code) if code else None,
            _cause_names,
        ),
        Dimension("cause2", _("成因（二级）"), _of_case("cause__code"), _as_is, _cause_names),
        Dimension("form", _("信访形式"), _of_case("form"), _as_is, _choices(Form)),
        Dimension(
            "level", _("信访层级"), _of_case("level_visited"), _as_is, _choices(LevelVisited)
        ),
        Dimension("purpose", _("信访目的"), _of_case("purpose"), _as_is, _choices(Purpose)),
        Dimension("legal", _("事项类别"), _of_case("legal_class"), _as_is, _choices(LegalClass)),
        Dimension(
            "repeat",
            _("初次或者重复"),
            lambda source: Q(**{f"{source.to_case}repeat_of__isnull": False}),
            lambda period: lambda value: "1" if value else "0",
            lambda period: {"0": _("初次信访"), "1": _("重复信访")},
        ),
        Dimension(
            "collective",
            _("集体访"),
            _of_case("is_collective"),
            lambda period: lambda value: "1" if value else "0",
            lambda period: {"0": _("非集体访"), "1": _("集体访")},
        ),
        Dimension(
            "month",
            _("月份"),
            _no_column,
            _as_is,
            _month_names,
        ),
    )
}
