"""Defaults of a source as stored (codes and ISO dates) and as the rules use them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.errors import Invalid
from petitions.domain.import_fields import guess_form
from petitions.domain.import_plan import AUTO, BACKLOG, CLOSED, OPEN, ImportDefaults
from petitions.domain.import_values import ValueProblem, parse_when
from petitions.enums import Form, LevelVisited, Purpose
from petitions.services.importing.reading import Sheet

HANDLING = (AUTO, OPEN, BACKLOG, CLOSED)
CHOICES: dict[str, tuple[str, ...]] = {
    "form": tuple(Form.values),
    "purpose": tuple(Purpose.values),
    "level": tuple(LevelVisited.values),
    "handling": HANDLING,
}
DATES = ("received", "closed_on")
CODES = ("content_class", "place", "responsible")


def defaults_from_json(data: Mapping[str, Any]) -> ImportDefaults:
    """The stored defaults; what is missing keeps its own default."""
    known: dict[str, Any] = {key: data[key] for key in (*CHOICES, *CODES) if data.get(key)}
    known |= {key: date.fromisoformat(data[key]) for key in DATES if data.get(key)}
    return ImportDefaults(**known)


def form_of_headings(sheet: Sheet, header: int) -> dict[str, str]:
    """First default of a new source: the form its titles and headings name, nothing when they name none."""
    rows = sheet.rows[: max(header, 0) + 1]
    form = guess_form([sheet.name, *(cell for row in rows for cell in row.cells)])
    return {"form": form} if form else {}


def defaults_to_json(defaults: ImportDefaults) -> dict[str, str]:
    """For the JSON column: only what is set."""
    found = asdict(defaults)
    return {key: str(value) for key, value in found.items() if value}


def parse_defaults(data: Mapping[str, Any], *, today: date) -> ImportDefaults:
    """Check defaults as typed on the page or the command line.

    Raises:
        Invalid: unknown name or value, a day that is no date or lies ahead, or closed rows without an end.
    """
    found: dict[str, Any] = {}
    for key, value in data.items():
        if value in (None, ""):
            continue
        if key in CHOICES:
            if value not in CHOICES[key]:
                raise Invalid(_("缺省值“%(value)s”不在可选范围内。") % {"value": value}, field=key)
            found[key] = value
        elif key in DATES:
            found[key] = _day(key, value, today)
        elif key in CODES:
            found[key] = str(value)
        else:
            raise Invalid(_("没有名为“%(key)s”的缺省值。") % {"key": key}, field="defaults")
    defaults = ImportDefaults(**found)
    if defaults.handling == CLOSED and defaults.closed_on is None:
        raise Invalid(
            _("选择“历史办结件”时，请填写没有办结日期的行按哪一天办结。"), field="closed_on"
        )
    return defaults


def _day(key: str, value: Any, today: date) -> date:
    try:
        when = parse_when(value, latest=today)
    except ValueProblem as problem:
        raise Invalid(str(problem), field=key) from None
    if when is None:
        raise Invalid(_("请填写日期。"), field=key)
    return when.day
