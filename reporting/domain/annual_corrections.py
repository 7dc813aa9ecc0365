"""The printed figures of an annual report one by one, so that a recount can be laid beside them (ADR 0033).

What happened to a suggestion after the report is the course of things and no error, so that only the suggestions made are compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from reporting.domain import annual_grids as grids
from reporting.domain.annual import AnnualFigures
from reporting.domain.corrections import Figure
from reporting.domain.grid import Grid, Line

#: Columns that are no figures of the report.
NAMES = ("指标", "项目", "单位", "种类")
NO_FIGURES = ("计量单位", "序号")
#: What became of a suggestion until the figures were taken.
COURSE = ("采纳", "部分采纳", "不采纳", "待反馈")


def annual_figures_of(f: AnnualFigures) -> dict[str, Figure]:
    """Key → figure, for every figure of the tables and the annex."""
    tables = {
        "主要指标": grids.main_grid(f, 0),
        "信访事项构成": grids.structure_grid(f, 0),
        "涉及领域（一级分类）": grids.fields_grid(f, 0),
        "内容分类（二级）": grids.finer_grid(f),
        "被投诉较多的机关、单位": grids.organs_grid(f, 0),
        "转送、交办、督办": grids.sending_grid(f, 0),
        "三项建议": grids.suggestions_grid(f, 0),
    }
    found = [one for name, grid in tables.items() for one in _of_grid(name, grid)]
    return {figure.key: figure for figure in found}


def _of_grid(table: str, grid: Grid) -> Iterator[Figure]:
    at = next(n for n, name in enumerate(grid.columns) if name in NAMES)
    skipped = {*NO_FIGURES, *COURSE, grid.columns[at]}
    several = _repeated(grid, at)
    group = ""
    for line in grid.lines:
        if line.style == "group":
            group = line.cells[0].text
            continue
        name = line.cells[at].text
        row = f"{group}·{name}" if name in several else name
        yield from _of_line(table, row, grid.columns, line, skipped)


def _of_line(
    table: str, row: str, columns: tuple[str, ...], line: Line, skipped: set[str]
) -> Iterator[Figure]:
    for column, cell in zip(columns, line.cells, strict=True):
        if column not in skipped:
            yield Figure(table, row, column, cell.text)


def _repeated(grid: Grid, at: int) -> set[str]:
    """Names that stand in more than one group, such as "未细分"."""
    names = Counter(line.cells[at].text for line in grid.lines if line.style != "group")
    return {name for name, number in names.items() if number > 1}
