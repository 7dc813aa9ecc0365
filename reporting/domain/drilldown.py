"""The question behind a number: which cases were counted.

A `Drill` travels in the address of the case list. Its keys are a closed list and its values are
checked, so that an address can ask for nothing but what the figures themselves count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from core.domain.words import words as _

FLAGS = ("collective", "repeat", "placed")
DAYS = (
    "received_from",
    "received_to",
    "closed_from",
    "closed_to",
    "open_on",
    "overdue_on",
    "late_on",
    "due_from",
    "due_to",
    "next_from",
    "next_to",
)
NUMBERS = ("unit", "owner", "owes")
CHOICES = {
    "form": ("visit", "letter", "call", "online", "fax"),
    "level": ("village", "township", "county", "city", "province", "national"),
    "clock": ("inform", "conclude"),
}
MAX_TEXT = 6


class DrillError(ValueError):
    """An address asks for something the figures do not count."""


@dataclass(frozen=True, slots=True)
class Drill:
    """Conditions of one figure, all of which must hold; None means "any".

    Attributes:
        received_from, received_to, closed_from, closed_to: days, both included.
        open_on: open at the end of that day.
        overdue_on: open at the end of that day with a limit that had passed by then.
        late_on: still open, with a running limit that ended before that day.
        next_from, next_to: still open, with the nearest limit ending in those days.
        due_from, due_to, clock, hit, owes: limits of that kind ending in the span, kept in time
            (hit) or not, owed by that unit.
        unit: the township the matter lies in, or the department responsible for it.
        owner: the unit responsible for the matter, wherever it lies.
        form, level, content: form of petitioning, level visited, code of the class on level one
            ("" of `content` is not allowed; "none" asks for matters without a class).
        collective, repeat, placed: flags.
    """

    received_from: date | None = None
    received_to: date | None = None
    closed_from: date | None = None
    closed_to: date | None = None
    open_on: date | None = None
    overdue_on: date | None = None
    late_on: date | None = None
    due_from: date | None = None
    due_to: date | None = None
    next_from: date | None = None
    next_to: date | None = None
    clock: str | None = None
    hit: bool | None = None
    owes: int | None = None
    unit: int | None = None
    owner: int | None = None
    form: str | None = None
    level: str | None = None
    content: str | None = None
    collective: bool | None = None
    repeat: bool | None = None
    placed: bool | None = None

    def __post_init__(self) -> None:
        if (self.due_from is None) != (self.due_to is None):
            raise DrillError(_("到期日的起止须同时给出"))
        for first, last in (
            (self.received_from, self.received_to),
            (self.closed_from, self.closed_to),
            (self.due_from, self.due_to),
            (self.next_from, self.next_to),
        ):
            if first is not None and last is not None and last < first:
                raise DrillError(_("截止日不能早于起始日"))
        if self.hit is not None and self.due_from is None:
            raise DrillError(_("按期与否须同时给出到期日的起止"))
        if self.owes is not None and self.clock is None:
            raise DrillError(_("承办单位须与期限种类同时给出"))

    def to_query(self) -> dict[str, str]:
        """Keys and values of the address, in a fixed order; unset conditions are left out."""
        return {
            field.name: _text(value)
            for field in fields(self)
            if (value := getattr(self, field.name)) is not None
        }

    @classmethod
    def from_query(cls, query: Mapping[str, str], *, ignore: tuple[str, ...] = ()) -> Drill:
        """Read an address.

        Args:
            query: keys and values; an empty value counts as unset.
            ignore: other keys the page knows, such as "page".

        Raises:
            DrillError: an unknown key or an impossible value, with a Chinese message.
        """
        known = {field.name for field in fields(cls)}
        values: dict[str, Any] = {}
        for key, text in query.items():
            if key in ignore or text == "":
                continue
            if key not in known:
                raise DrillError(_("不支持的筛选条件：%(key)s") % {"key": key[:30]})
            values[key] = _value(key, text)
        return cls(**values)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return value.isoformat() if isinstance(value, date) else str(value)


def _value(key: str, text: str) -> object:
    try:
        if key in DAYS:
            return date.fromisoformat(text)
        if key in NUMBERS:
            return _positive(text)
        if key in (*FLAGS, "hit"):
            return {"1": True, "0": False}[text]
        if key in CHOICES:
            return CHOICES[key][CHOICES[key].index(text)]
    except (KeyError, ValueError):
        raise DrillError(_("筛选条件“%(key)s”的值无效") % {"key": key}) from None
    if text == "none" or (text.isascii() and text.isdigit() and len(text) == MAX_TEXT):
        return text
    raise DrillError(_("筛选条件“%(key)s”的值无效") % {"key": key})


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 12 or int(text) == 0:
        raise ValueError(text)
    return int(text)
