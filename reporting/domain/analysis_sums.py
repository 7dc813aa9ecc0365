"""Hot spots and chains of repeats in the shape in which the paper of a month keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from reporting.domain.analysis_figures import ChainSums, Hot, HotSpots
from reporting.domain.hotspots import Search
from reporting.domain.periods import Month

#: Lengths of chains are told apart up to this one.
LONG = 5


def hot_spots(found: Search, first: Month, name: Mapping[tuple[str, Any], str]) -> HotSpots:
    """Freeze a search.

    Args:
        found: the search; its cells have the key (place id, dimension of the class, code).
        first: the first month of the history there was.
        name: (dimension, key) → Chinese name.
    """
    spots = []
    for one in found.found:
        place, dimension, code = cast("tuple[int, str, str]", one.cell.key)
        spots.append(
            Hot(
                place_id=place,
                place=name["place", place],
                dimension=dimension,
                code=code,
                name=name[dimension, code],
                now=one.cell.now,
                before=one.cell.before,
                expected=str(one.expected),
                limit=one.limit,
            )
        )
    return HotSpots(tuple(spots), found.looked_at, found.months, first.code, found.has_history)


def chain_sums(
    chains: Iterable[tuple[int, int, int | None]], names: Mapping[int, str], *, unknown: str
) -> ChainSums:
    """Add up chains.

    Args:
        chains: (times until the end of the month, times in it, township) of each.
        names: township → name; `unknown` for a chain without one.
    """
    rows = list(chains)
    lengths: dict[int, int] = {}
    places: dict[int | None, int] = {}
    for times, _now, town in rows:
        lengths[min(times, LONG)] = lengths.get(min(times, LONG), 0) + 1
        places[town] = places.get(town, 0) + 1
    ordered = sorted(places.items(), key=lambda pair: (pair[0] is None, -pair[1], pair[0] or 0))
    return ChainSums(
        chains=len(rows),
        matters=sum(now for _times, now, _town in rows),
        longest=max((times for times, _now, _town in rows), default=0),
        by_length=tuple(sorted(lengths.items())),
        by_place=tuple(
            (town, unknown if town is None else names[town], number) for town, number in ordered
        ),
    )
