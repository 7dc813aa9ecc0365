"""The chart of a queried table: lines for months, bars for everything else, always with its data."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.charts import KINDS, ChartData, Series
from reporting.domain.asking import MONTH
from reporting.selectors.query_cells import COUNT, Cell
from reporting.selectors.querying import Row, Table
from reporting.views.common import cases_url

DECIMALS = {"count": 0, "rate": 1, "per_10k": 2, "length": 1}
MOST_ROWS, MOST_SERIES, MOST_FIGURES = 40, 8, 4


@dataclass(frozen=True)
class Drawn:
    """A chart for the page: the picture, its figures as a table, what it leaves out."""

    svg: SafeString
    rows: list[list[str]]
    title: str
    note: str = ""


def chart_of(table: Table) -> Drawn | None:
    """The chart, or None where the numbers alone say it: one figure, or pairs in a list."""
    if table.across:
        return _crossed(table)
    if len(table.heads) > 1 or not table.columns:
        return None
    unit = table.columns[0].unit
    at = [
        index
        for index, one in enumerate(table.columns)
        if one.unit == unit and not one.change and not one.is_added
    ][:MOST_FIGURES]
    if not table.heads:
        return _side_by_side(table, at)
    rows = table.rows[:MOST_ROWS]
    series = [
        _series(table.columns[index].name, [row.cells[index] for row in rows]) for index in at
    ]
    shown = sum(1 for one in table.columns if not one.change)
    notes = []
    if len(rows) < len(table.rows):
        notes.append(_("图中只列前 %(count)s 行。") % {"count": MOST_ROWS})
    if len(at) < shown:
        notes.append(
            _("图中只列与第一项指标单位相同的指标，最多 %(count)s 项。") % {"count": MOST_FIGURES}
        )
    kind = "line" if table.asked.by == (MONTH,) else "horizontal"
    return _draw(kind, table, [row.labels[0] for row in rows], series, unit, "".join(notes))


def _side_by_side(table: Table, at: list[int]) -> Drawn | None:
    """Several figures of one unit without a dimension."""
    if len(at) < 2 or not table.columns[0].unit:
        return None
    cells = [table.total.cells[index] for index in at]
    names = [table.columns[index].name for index in at]
    return _draw("horizontal", table, names, [_series("", cells)], table.columns[0].unit)


def _crossed(table: Table) -> Drawn | None:
    down_is_time, across_is_time = (by == MONTH for by in table.asked.by)
    columns = [i for i, one in enumerate(table.columns) if not one.is_total]
    names = [table.columns[i].name for i in columns]
    unit = table.columns[0].unit
    if across_is_time:
        chosen = _largest(table.rows)
        series = [_series(row.labels[0], [row.cells[i] for i in columns]) for row in chosen]
        return _draw("line", table, names, series, unit, _left_out(len(table.rows)))
    rows = table.rows[:MOST_ROWS]
    top = sorted(columns, key=lambda i: -(table.total.cells[i].number or 0))[:MOST_SERIES]
    series = [_series(table.columns[i].name, [row.cells[i] for row in rows]) for i in sorted(top)]
    is_count = table.rows[0].cells[0].unit == COUNT
    kind = "line" if down_is_time else "horizontal_stacked" if is_count else "horizontal"
    if kind == "horizontal" and len(series) > MOST_FIGURES:
        return None
    return _draw(
        kind, table, [row.labels[0] for row in rows], series, unit, _left_out(len(columns))
    )


def _largest(rows: tuple[Row, ...]) -> list[Row]:
    by_size = sorted(rows, key=lambda row: -(row.cells[-1].number or 0))[:MOST_SERIES]
    return [row for row in rows if row in by_size]


def _left_out(count: int) -> str:
    if count <= MOST_SERIES:
        return ""
    return str(_("图中只列合计最大的 %(count)s 项。") % {"count": MOST_SERIES})


def _series(name: str, cells: list[Cell]) -> Series:
    values = tuple(None if cell.number is None else float(cell.number) for cell in cells)
    links = tuple(cases_url(cell.fact) if cell.fact else "" for cell in cells)
    return Series(name, values, links)


def _draw(
    kind: str, table: Table, names: list[str], series: list[Series], unit: str, note: str = ""
) -> Drawn | None:
    if not names or not series:
        return None
    sample = (table.rows[0] if table.rows else table.total).cells[0]
    data = ChartData(table.title, tuple(names), tuple(series), unit, DECIMALS.get(sample.unit, 0))
    chart = KINDS[kind](data)
    return Drawn(mark_safe(chart.svg), chart.rows, table.title, note)  # noqa: S308 (drawn by core.charts)
