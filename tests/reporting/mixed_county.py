"""A county like the demonstration: matters that lie in one unit and are handled by another, limits of all kinds."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

from organizations.enums import PostKind
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import make_clock
from tests.reporting.conftest import County, build_county

FIRST = date(2026, 10, 1)


def mixed_county() -> County:
    """Three townships, two departments; every pair of place and unit has matters of October, some late, some closed."""
    county = build_county(townships=3, departments=2)
    for unit in county.departments:
        county.principals.append(make_user_with_post(PostKind.PRINCIPAL, unit))
        make_user_with_post(PostKind.PETITION_OFFICER, unit, f"专干{unit.pk}")
    places = [*county.townships, county.village, None]
    owners = [*county.townships, county.village, *county.departments]
    for number, (place, owner) in enumerate(product(places, owners)):
        for step in range(1 + number % 3):
            _matter(county, number * 3 + step, place, owner)
    county.case(place=county.townships[0], responsible_unit=county.office, status="registered")
    return county


def _matter(county: County, seed: int, place, owner) -> None:
    day = FIRST + timedelta(days=seed % 31)
    closed = day + timedelta(days=seed % 9) if seed % 4 == 0 else None
    due = day + timedelta(days=15)
    is_collective = seed % 7 == 0
    case = county.case(
        place=place,
        responsible_unit=owner,
        received_on=day,
        form="visit" if is_collective else ("letter", "call", "online")[seed % 3],
        head_count=6 if is_collective else 1,
        is_collective=is_collective,
        closed_on=closed,
        next_due_on=None if closed else (due, date(2026, 11, 17), date(2026, 12, 9))[seed % 3],
    )
    kept = due - timedelta(days=1) if seed % 5 else due + timedelta(days=2)
    make_clock(case, "C4", due, unit=owner, stopped_on=kept if seed % 3 else None)
    make_clock(case, "C8", due + timedelta(days=3), unit=owner, stopped_on=closed)
