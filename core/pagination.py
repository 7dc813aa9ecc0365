"""Keyset paging for pages: previous and next at any depth, no counting, no offset.

The cursor names the values of the order columns of the row at the edge; it comes from the reader, so
every value is parsed by its own column and a cursor that does not fit is ignored.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Model, Q, QuerySet
from django.http import QueryDict

PAGE_SIZE = 50
COUNT_LIMIT = 1000

Row = TypeVar("Row", bound=Model)
Entry = TypeVar("Entry")


@dataclass(frozen=True)
class Column:
    """One order column; nulls stand last in either direction."""

    name: str
    descending: bool

    @classmethod
    def parse(cls, spec: str) -> Column:
        """Read "-name" or "name"."""
        return cls(name=spec.lstrip("-"), descending=spec.startswith("-"))


@dataclass(frozen=True)
class KeysetPage(Generic[Row]):
    """One page.

    ``rows``: the rows; ``previous`` and ``next``: cursors for the query parameter, "" at the ends;
    ``size``: rows asked for.
    """

    rows: list[Row]
    previous: str
    next: str
    size: int

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def keyset_page(
    queryset: QuerySet[Row],
    params: QueryDict | dict[str, str],
    *,
    order: Sequence[str] = ("-id",),
    size: int = PAGE_SIZE,
    key: str = "page",
) -> KeysetPage[Row]:
    """Cut one page out of a queryset with one query.

    Args:
        queryset: what to page; its own order is replaced.
        params: the request's query; ``params[key]`` holds the cursor.
        order: allow-listed order columns of the model itself, "-" for descending; the primary key is
            appended as the last one so that the order is total.
        size: rows per page.
        key: name of the query parameter.

    Returns:
        The page; a cursor that does not fit shows the first page.
    """
    columns = [Column.parse(spec) for spec in order]
    if columns[-1].name not in {"id", "pk"}:
        columns.append(Column("pk", descending=columns[-1].descending))
    backwards, values = _decode(queryset.model, columns, params.get(key, ""))
    rows = queryset
    if values is not None:
        rows = rows.filter(_beyond(columns, values, backwards=backwards))
    found = list(rows.order_by(*(_sort(c, backwards=backwards) for c in columns))[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return KeysetPage([], "", "", size)
    before = more if backwards else values is not None
    after = True if backwards else more
    return KeysetPage(
        rows=found,
        previous=_encode(columns, found[0], backwards=True) if before else "",
        next=_encode(columns, found[-1], backwards=False) if after else "",
        size=size,
    )


@dataclass(frozen=True)
class NumberedPage(Generic[Entry]):
    """One page of a list that is in memory; ``previous`` and ``next`` are page numbers, "" at the ends."""

    rows: list[Entry]
    previous: str
    next: str


def numbered_page(
    rows: Sequence[Entry],
    params: QueryDict | dict[str, str],
    *,
    size: int = PAGE_SIZE,
    key: str = "page",
) -> NumberedPage[Entry]:
    """Cut one page out of a list that was put together in memory (the life of one matter, one chain).

    Returns:
        The page ``params[key]`` asks for, the nearest one when there is none of that number.
    """
    asked = params.get(key, "")
    last = max(1, -(-len(rows) // size))
    number = min(max(1, int(asked)), last) if re.fullmatch(r"[0-9]{1,6}", asked) else 1
    return NumberedPage(
        list(rows[(number - 1) * size : number * size]),
        previous=str(number - 1) if number > 1 else "",
        next=str(number + 1) if number < last else "",
    )


def capped_count(queryset: QuerySet, *, limit: int = COUNT_LIMIT) -> tuple[int, bool]:
    """Count at most `limit` rows; returns (count, True when there are more)."""
    count = queryset.order_by()[: limit + 1].count()
    return min(count, limit), count > limit


def _sort(column: Column, *, backwards: bool) -> Any:
    descending = column.descending != backwards
    expression = F(column.name)
    # Walking backwards the nulls, which stand last, come first.
    nulls: dict[str, Any] = {"nulls_first": True} if backwards else {"nulls_last": True}
    return expression.desc(**nulls) if descending else expression.asc(**nulls)


def _beyond(columns: list[Column], values: list[Any], *, backwards: bool) -> Q:
    """Rows after (or, walking backwards, before) the given values in the order of the columns."""
    condition, equal = Q(), Q()
    for column, value in zip(columns, values, strict=True):
        condition |= equal & _past(column, value, backwards=backwards)
        equal &= (
            Q(**{f"{column.name}__isnull": True}) if value is None else Q(**{column.name: value})
        )
    return condition


def _past(column: Column, value: Any, *, backwards: bool) -> Q:
    is_null = Q(**{f"{column.name}__isnull": True})
    if value is None:
        return ~is_null if backwards else Q(pk__in=[])
    ascending = column.descending == backwards
    past = Q(**{f"{column.name}__{'gt' if ascending else 'lt'}": value})
    return past if backwards else past | is_null


def _encode(columns: list[Column], row: Model, *, backwards: bool) -> str:
    values = [getattr(row, column.name) for column in columns]
    text = json.dumps([int(backwards), *values], cls=DjangoJSONEncoder, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decode(
    model: type[Model], columns: list[Column], cursor: str
) -> tuple[bool, list[Any] | None]:
    if not cursor:
        return False, None
    try:
        data = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        backwards, *raw = data
        values = [
            None if value is None else _field(model, column).to_python(value)
            for column, value in zip(columns, raw, strict=True)
        ]
    except (ValueError, TypeError, ValidationError):
        return False, None
    return bool(backwards), values


def _field(model: type[Model], column: Column) -> Any:
    return model._meta.pk if column.name == "pk" else model._meta.get_field(column.name)
