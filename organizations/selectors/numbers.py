"""The county's settings for the page: value in force, what comes next, what was before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from organizations.domain.numbers import SPECS, NumberSpec
from organizations.models import Setting


@dataclass(frozen=True)
class NumberLine:
    """One setting: ``current`` is the row in force (None: the default counts), ``others`` the rest, newest first."""

    spec: NumberSpec
    current: Setting | None
    others: list[Setting]

    @property
    def value(self) -> Any:
        """The value in force."""
        return self.current.value if self.current else self.spec.default


def numbers_page(*, on: date) -> list[NumberLine]:
    """All known settings (one query)."""
    rows: dict[str, list[Setting]] = {}
    for row in Setting.objects.order_by("code", "-valid_from"):
        rows.setdefault(row.code, []).append(row)
    return [_line(spec, rows.get(spec.code, []), on) for spec in SPECS]


def _line(spec: NumberSpec, rows: list[Setting], on: date) -> NumberLine:
    running = [r for r in rows if r.valid_from <= on and (r.valid_to is None or r.valid_to >= on)]
    current = running[0] if running else None
    return NumberLine(spec, current, [row for row in rows if row is not current])
