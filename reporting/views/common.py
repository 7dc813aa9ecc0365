"""What the pages of the reporting app share: the user's posts, addresses of case lists, printed parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.charts import KINDS, ChartData, Series
from organizations.views.common import authority_of
from reporting.domain.drilldown import Drill
from reporting.domain.facts import Fact
from reporting.domain.figures import TrendPoint
from reporting.domain.periods import Month
from reporting.models import Bulletin
from reporting.permissions import can_see_bulletin

NUMERIC = "0123456789"
#: A cell of as many characters is no name any more.
SENTENCE = 16
#: A year before and a trend behind it must still be months.
EARLIEST = Month(1950, 1)


def bulletin_or_404(request: HttpRequest, period: str) -> Bulletin:
    """The bulletin of the month, or 404 when the user may not see it."""
    bulletin = get_object_or_404(
        Bulletin.objects.select_related("rule_set", "approved_by", "requested_by", "built_by"),
        period=period,
    )
    if not can_see_bulletin(authority_of(request), bulletin):
        raise Http404
    return bulletin


def cases_url(drill: Drill | Fact | Mapping[str, str]) -> str:
    """Address of the list behind a number."""
    query = drill.to_query() if isinstance(drill, Drill | Fact) else drill
    return f"{reverse('reporting:cases')}?{urlencode(query)}"


def chart_svg(kind: str, data: Mapping[str, Any] | ChartData) -> SafeString:
    """A chart of the site as an SVG element."""
    chart = data if isinstance(data, ChartData) else ChartData.from_dict(dict(data))
    return mark_safe(KINDS[kind](chart).svg)  # noqa: S308 (drawn by core.charts, texts escaped)


def chart_table(chart: ChartData) -> dict[str, Any]:
    """The numbers of a chart as a table: heads, and rows of a name and cells (text, address or "")."""
    rows = [
        (
            name,
            [
                (
                    "—" if one.values[at] is None else f"{one.values[at]:g}",
                    one.links[at] if one.links and one.values[at] else "",
                )
                for one in chart.series
            ],
        )
        for at, name in enumerate(chart.categories)
    ]
    return {"heads": [one.name for one in chart.series], "rows": rows}


def trend_chart(points: Sequence[TrendPoint], row: Mapping[str, Any] | None = None) -> ChartData:
    """The course over months, each point with the address of its matters; `row`: keys that narrow them to a unit."""
    months = [Month.parse(point.month) for point in points]

    def links(*, collective: bool | None = None) -> tuple[str, ...]:
        return tuple(
            cases_url(
                Drill(
                    received_from=m.first_day,
                    received_to=m.last_day,
                    collective=collective,
                    **(row or {}),
                )
            )
            for m in months
        )

    return ChartData(
        title=str(_("近十二个月信访走势")),
        categories=tuple(f"{m.year % 100:02d}.{m.month}" for m in months),
        series=(
            Series(_("起数"), tuple(p.matters for p in points), links()),
            Series(_("集体访批次"), tuple(p.collective for p in points), links(collective=True)),
        ),
    )


def printed_blocks(
    content: Mapping[str, Any],
    *,
    period: str,
    unit_ids: Iterable[int] | None,
    charts: Iterable[ChartData] = (),
    rows: Iterable[int] | None = None,
) -> list[dict[str, Any]]:
    """The frozen parts of a document for the page: charts drawn, cells of tables with addresses.

    Args:
        content: ``Bulletin.content``.
        period: month of the bulletin, for the addresses of explanations.
        unit_ids: units whose explanation the user may open; None for all.
        charts: the same charts with an address for each figure, in their order; as frozen where there is none.
        rows: units whose matters the user's lists hold; None for a reader who sees the county.
    """
    linked = iter(charts)
    links = iter(content.get("links", ()))
    allowed = Allowed(
        None if unit_ids is None else frozenset(unit_ids), None if rows is None else frozenset(rows)
    )
    blocks = []
    for block in content["document"]["blocks"]:
        shown = dict(block)
        if block["type"] == "table":
            aligns = [column["align"] for column in block["columns"]]
            shown["rows"] = _rows(block["rows"], next(links, []), aligns, period, allowed)
        elif block["type"] == "chart":
            chart = next(linked, None) or ChartData.from_dict(dict(block["data"]))
            shown["svg"] = chart_svg(block["kind"], chart)
            shown["table"] = chart_table(chart)
        blocks.append(shown)
    return blocks


@dataclass(frozen=True)
class Allowed:
    """What the reader's links may lead to: explanations of units, lists of the rows of units; None for all."""

    explained: frozenset[int] | None
    listed: frozenset[int] | None

    def opens(self, query: Mapping[str, str]) -> bool:
        """Whether the list behind these conditions holds what the figure counted."""
        if self.listed is None:
            return True
        keys = (query.get(name, "") for name in ("unit", "owner", "owes", "place"))
        return any(key == str(pk) for key in keys for pk in self.listed)


def printed_annexes(
    content: Mapping[str, Any], *, rows: Iterable[int] | None = None
) -> list[dict[str, Any]]:
    """The annexes of a frozen document for the page: title and parts, with links where they were frozen."""
    links = iter(content.get("annex_links", ()))
    return [
        {
            "title": annex["title"],
            "blocks": printed_blocks(
                {"document": annex, "links": next(links, ())}, period="", unit_ids=(), rows=rows
            ),
        }
        for annex in content["document"].get("annexes", ())
    ]


def _rows(
    rows: Sequence[Mapping[str, Any]],
    links: Sequence[Sequence[Mapping[str, Any] | None]],
    aligns: Sequence[str],
    period: str,
    allowed: Allowed,
) -> list[dict[str, Any]]:
    shown = []
    for index, row in enumerate(rows):
        mine = links[index] if index < len(links) else []
        cells = [
            {
                "text": text,
                "url": _address(mine[at] if at < len(mine) else None, period, allowed),
                "place": _place(str(text), at, aligns),
            }
            for at, text in enumerate(row["cells"])
        ]
        shown.append({"style": row["style"], "cells": cells})
    return shown


def _place(text: str, at: int, aligns: Sequence[str]) -> str:
    """Classes of a cell: names begin at the left, sentences and lists are broken into lines, numbers stand in the middle."""
    is_of_words = aligns[at : at + 1] == ["left"]
    if len(text) >= SENTENCE:
        return "left wrap" if is_of_words or text[:1] not in NUMERIC else "wrap"
    is_name = text[:1] not in NUMERIC and (at < 2 or is_of_words)
    return "left" if is_name or is_of_words else ""


def _address(link: Mapping[str, Any] | None, period: str, allowed: Allowed) -> str:
    if not link:
        return ""
    if "q" in link:
        return cases_url(link["q"]) if allowed.opens(link["q"]) else ""
    if "s" in link and allowed.listed is not None:
        return ""
    if "s" in link:
        return f"{reverse('accountability:suggestions')}?{urlencode(link['s'])}"
    if allowed.explained is not None and link["u"] not in allowed.explained:
        return ""
    return reverse("reporting:unit", args=[period, link["u"]])


def problem_url(
    month: Month,
    kind: str,
    *,
    title: str = "",
    text: str = "",
    cases: str = "",
    unit: object = "",
) -> str:
    """Address of the form that records a problem, filled in from the analysis.

    Args:
        month: analysed.
        kind: a `ProblemKind`.
        title, text: words to begin with.
        cases: address of the list of matters it was seen in; only its conditions travel along.
        unit: id of the unit that is to act, "" when it is not known.
    """
    asked = {
        "month": month.code,
        "kind": kind,
        "title": title,
        "text": text,
        "question": urlsplit(cases).query,
        "unit": unit,
    }
    filled = {name: value for name, value in asked.items() if value}
    return f"{reverse('accountability:problem_new')}?{urlencode(filled)}"
