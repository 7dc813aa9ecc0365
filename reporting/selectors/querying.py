"""The answer to a question as a table: rows and columns of figures with the matters behind each.

The page, the Excel file, the interface and the mail print this one table, so that they agree to the last cell.
Totals are counted, never added up: a matter that owes two limits is one matter, and what stood open at the end
of ten months did not stand open ten times.

Query budget of `answer`: that of `measure` once by rows and once for the total; four times for a cross table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext

from core.domain.words import words as _
from core.reading import read
from organizations.authority import Authority
from reporting.domain.asking import MONTH, PLACE, STOCKS, Asked, without
from reporting.domain.indicators import BY_CODE, Indicator
from reporting.domain.measures import MINIMUM_FOR_RANK, TOO_FEW
from reporting.domain.relative import RELATIVE
from reporting.domain.spans import Period
from reporting.selectors.answers import NOW, Answer, Keys, Question, compared_with
from reporting.selectors.cases import visible_cases
from reporting.selectors.dimensions import DIMENSIONS, Key
from reporting.selectors.measuring import measure
from reporting.selectors.query_cells import Cell, Column, columns_of, figure_cell, line

TOTAL = _("合计")
#: A cross table of more columns than this cannot be read; the pairs are listed instead.
MOST_ACROSS = 14
#: Dimensions with few values, all of which are shown, also where nothing was counted.
COMPLETE = frozenset({MONTH, "form", "level", "repeat", "collective"})


@dataclass(frozen=True)
class Row:
    """Names of the row, its cells, its keys."""

    labels: tuple[str, ...]
    cells: tuple[Cell, ...]
    keys: Keys = ()


@dataclass(frozen=True)
class Table:
    """What was asked and what came out.

    Attributes:
        asked, period: the question and the days counted.
        heads: names of the columns of labels.
        columns, rows: the figures.
        total: all matters together.
        across: dimension whose values are columns, "" for a list.
        sees_county: the reader sees every matter that figures count.
        notes: sentences to print below.
        spans: the days counted and compared with, by name.
    """

    asked: Asked
    period: Period
    heads: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row
    across: str
    sees_county: bool
    notes: tuple[str, ...]
    spans: Mapping[str, Period]

    @property
    def indicators(self) -> list[Indicator]:
        """The figures shown."""
        return [BY_CODE[code] for code in self.asked.shown]

    @property
    def title(self) -> str:
        """Figures, dimensions and the days counted in a line."""
        return title_of(self.asked, self.period.label)


def title_of(asked: Asked, period: str = "") -> str:
    """Figures, dimensions and period in a line; a period that moves keeps its name (上月) unless days are given."""
    moving = RELATIVE[asked.period][0] if asked.is_moving else Period.parse(asked.period).label
    names = read("、".join(BY_CODE[code].name for code in asked.codes[:3]))
    more = gettext("等%(count)d项") % {"count": len(asked.codes)} if len(asked.codes) > 3 else ""
    by = read("、".join(DIMENSIONS[code].name for code in asked.by))
    split = gettext("（按%(by)s）") % {"by": by} if by else ""
    title = gettext("%(period)s%(figures)s%(split)s")
    return title % {"period": read(period or moving), "figures": f"{names}{more}", "split": split}


def answer(authority: Authority, asked: Asked, *, on: date) -> Table:
    """Count what a reader asked, over the matters the reader may see.

    Args:
        authority: the reader.
        asked: read by `Asked.read` with the reader's rights.
        on: today; a period that runs is counted to the day before.

    Raises:
        AskError: not one day of the period is over.
    """
    period = asked.period_on(on)
    cases = visible_cases(authority)
    question = Question(asked.shown, period, asked.by, asked.compared)
    found = measure(cases, question)
    whole = measure(cases, replace(question, by=())) if asked.by else found
    keys = _keys(found, sees_county=authority.sees_all_cases)
    across = _across(asked, found)
    if across:
        edges = [measure(cases, replace(question, by=(by,))) for by in asked.by]
        columns, rows, total = _crossed(found, edges, whole, across)
    else:
        columns = columns_of(asked)
        rows = [Row(found.label(key), line(found, key, columns, period), key) for key in keys]
        total = Row((TOTAL,), line(whole, (), columns, period))
    return Table(
        asked=asked,
        period=period,
        heads=tuple(DIMENSIONS[by].name for by in (asked.by[:1] if across else asked.by)),
        columns=tuple(columns),
        rows=tuple(_sorted(rows, columns, asked.sort)),
        total=total,
        across=DIMENSIONS[asked.by[1]].name if across else "",
        sees_county=authority.sees_all_cases,
        notes=tuple(_notes(asked, [*rows, total], on)),
        spans=compared_with(period) if asked.compared else {NOW: period},
    )


def _keys(found: Answer, *, sees_county: bool) -> list[Keys]:
    """The rows; those of a dimension with few values also where nothing was counted."""
    by = found.question.by
    if not by:
        return []
    complete = COMPLETE | {PLACE} if sees_county else COMPLETE
    if len(by) > 1 or by[0] not in complete:
        return found.keys
    named: list[Keys] = [(key,) for key in found.names[0]]
    return named + [keys for keys in found.keys if keys not in named]


def _across(asked: Asked, found: Answer) -> list[Key]:
    """Values of the second dimension that go across; none where a list is the better form."""
    if len(asked.by) < 2 or len(asked.shown) > 1 or asked.compared:
        return []
    order = {key: at for at, key in enumerate(found.names[1])}
    second = {keys[1] for keys in found.keys}
    if not 0 < len(second) <= MOST_ACROSS:
        return []
    return sorted(second, key=lambda key: (order.get(key, len(order)), str(key)))


def _crossed(
    found: Answer, edges: Sequence[Answer], whole: Answer, across: Sequence[Key]
) -> tuple[list[Column], list[Row], Row]:
    """One figure: the first dimension down, the second across, counted totals at both edges."""
    (code,), period = found.question.codes, found.question.period
    by_first, by_second = edges
    unit = BY_CODE[code].unit
    columns = [Column(by_second.label((key,))[0], code, unit) for key in across]
    columns.append(Column(TOTAL, code, unit, is_total=True))
    rows = []
    for keys in by_first.keys:
        cells = [figure_cell(found, code, (keys[0], key), period) for key in across]
        cells.append(figure_cell(by_first, code, keys, period))
        rows.append(Row(by_first.label(keys), tuple(cells), keys))
    last = [figure_cell(by_second, code, (key,), period) for key in across]
    last.append(figure_cell(whole, code, (), period))
    return columns, rows, Row((TOTAL,), tuple(last))


def _sorted(rows: list[Row], columns: Sequence[Column], sort: str) -> list[Row]:
    """By a figure, rows that cannot be compared last (no number, too few due); else by name."""
    if not sort:
        return rows
    code, descending = sort.removeprefix("-"), sort.startswith("-")
    at = [i for i, one in enumerate(columns) if one.code == code and not one.change][-1]

    def place(row: Row) -> tuple[bool, float]:
        number = row.cells[at].number
        if number is None or not row.cells[at].rankable:
            return True, 0.0
        return False, float(-number if descending else number)

    return sorted(rows, key=place)


def _notes(asked: Asked, rows: Sequence[Row], on: date) -> Iterator[str]:
    """What a reader must know to read the numbers rightly."""
    if text := without(asked.whole_period(on), on):
        yield text
    if asked.added:
        names = "、".join(f"“{read(BY_CODE[code].name)}”" for code in asked.added)
        yield gettext("时限、进度指标不单独列示，已同时列出办理质量指标%(names)s。") % {
            "names": names
        }
    stocks = [BY_CODE[code].name for code in asked.shown if code in STOCKS]
    if stocks:
        names = "、".join(f"“{read(name)}”" for name in stocks)
        by_month = MONTH in asked.by
        said = (
            gettext("%(names)s为各月末数，合计为期末数。")
            if by_month
            else gettext("%(names)s为期末数。")
        )
        yield said % {"names": names}
    if any(cell.note == TOO_FEW for row in rows for cell in row.cells):
        yield gettext(
            "比率的分母不足%(few)d件的不列比率，注明“样本不足”和分子、分母，不比较、不参加排序。"
        ) % {"few": MINIMUM_FOR_RANK}
    if asked.by:
        yield gettext("合计按全部事项另行统计，同一事项只计一次，不一定等于各行相加。")
