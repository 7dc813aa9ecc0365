"""Units, people, posts and residents of the demonstration county, written in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

from django.conf import settings
from django.contrib.auth.hashers import make_password

from core.text import initials
from organizations.enums import PostKind, TownshipType, UnitKind
from organizations.models import Population, Post, Term, Unit, User
from reporting.demo.accounts import MAIL_DOMAIN, PASSWORD
from reporting.demo.bodies import DEPARTMENTS, LEADERS, OFFICE_POSTS
from reporting.demo.names import distinct_names, phone
from reporting.demo.places import TOWNSHIPS, TownshipData

FOUNDED = date(2000, 1, 1)
TERM_START = date(2018, 1, 1)
POPULATION_YEARS = range(2018, 2027)
POPULATION_BASE_YEAR = 2024
TOWNSHIP_HEADS = {"town": "镇长", "township": "乡长", "subdistrict": "办事处主任"}
TOWNSHIP_DEPUTIES = {"town": "副镇长", "township": "副乡长", "subdistrict": "办事处副主任"}
PARTY_HEADS = {"town": "党委书记", "township": "党委书记", "subdistrict": "党工委书记"}
PARTY_DEPUTIES = {"town": "党委副书记", "township": "党委副书记", "subdistrict": "党工委副书记"}


@dataclass(frozen=True)
class Seat:
    """One post to fill: the account's name, the post, and what its holder watches over."""

    username: str
    unit: Unit
    kind: str
    title: str
    order: int
    portfolio: tuple[str, ...] = ()
    watches: tuple[str, ...] = ()


@dataclass
class DemoCounty:
    """The units by their short names, in the order of the lists."""

    county: Unit
    office: Unit
    townships: dict[str, Unit] = field(default_factory=dict)
    departments: dict[str, Unit] = field(default_factory=dict)
    villages: dict[str, list[Unit]] = field(default_factory=dict)


def read_county() -> DemoCounty:
    """The units as they stand in the database (one query)."""
    units = list(Unit.objects.order_by("order", "code"))
    by_kind = {kind: [u for u in units if u.kind == kind] for kind in UnitKind.values}
    found = DemoCounty(by_kind[UnitKind.COUNTY][0], by_kind[UnitKind.PETITION_OFFICE][0])
    found.townships = {u.short_name: u for u in by_kind[UnitKind.TOWNSHIP]}
    found.departments = {u.short_name: u for u in by_kind[UnitKind.DEPARTMENT]}
    names = {u.pk: u.short_name for u in by_kind[UnitKind.TOWNSHIP]}
    for village in by_kind[UnitKind.VILLAGE]:
        found.villages.setdefault(names[village.parent_id or 0], []).append(village)
    return found


def build_county(*, seed: int) -> DemoCounty:
    """Write units, residents, people and posts; called once, inside the transaction of the load."""
    rng = Random(f"{seed}:organization")
    area, name = settings.COUNTY_AREA_CODE, settings.COUNTY_NAME
    county = _unit(f"{area}000000", f"中共{name}委、{name}人民政府", name, UnitKind.COUNTY, None, 0)
    office = _unit(
        f"{area}X00", f"{name}信访局", "县信访局", UnitKind.PETITION_OFFICE, county, 1, rng=rng
    )
    built = DemoCounty(county, office)
    for number, data in enumerate(DEPARTMENTS, start=1):
        built.departments[data.short_name] = _unit(
            f"{area}D{number:02d}",
            data.name.format(county=name),
            data.short_name,
            UnitKind.DEPARTMENT,
            county,
            100 + number,
            rng=rng,
            competence=data.competence,
        )
    for number, town in enumerate(TOWNSHIPS, start=1):
        _build_township(built, town, f"{area}{number:03d}", 200 + number, rng)
    _write_seats([*_county_seats(built), *_unit_seats(built)], rng)
    return built


def _unit(
    code: str,
    name: str,
    short: str,
    kind: str,
    parent: Unit | None,
    order: int,
    *,
    rng: Random | None = None,
    **fields: str,
) -> Unit:
    return Unit.objects.create(
        code=code,
        name=name,
        short_name=short,
        initials=initials(short),
        kind=kind,
        parent=parent,
        order=order,
        valid_from=FOUNDED,
        phone=phone(rng) if rng else "",
        **fields,
    )


def _build_township(
    built: DemoCounty, data: TownshipData, code: str, order: int, rng: Random
) -> None:
    town = _unit(
        f"{code}000",
        f"{settings.COUNTY_NAME}{data.name}",
        data.name,
        UnitKind.TOWNSHIP,
        built.county,
        order,
        rng=rng,
        township_type=TownshipType(data.kind),
    )
    built.townships[data.name] = town
    built.villages[data.name] = [
        _unit(f"{code}{number:03d}", village, village, UnitKind.VILLAGE, town, number)
        for number, village in enumerate(data.villages, start=1)
    ]
    Population.objects.bulk_create(
        Population(
            unit=town, year=year, residents=residents_of(data, year), source="县统计局年度人口资料"
        )
        for year in POPULATION_YEARS
    )


def residents_of(data: TownshipData, year: int) -> int:
    """Residents of a township in a year, from those of the base year and the yearly change."""
    return round(data.residents * (1 + data.change / 1000) ** (year - POPULATION_BASE_YEAR))


def _county_seats(built: DemoCounty) -> Iterator[Seat]:
    for number, leader in enumerate(LEADERS, start=1):
        yield Seat(
            f"leader{number}", built.county, PostKind.COUNTY_LEADER, leader.title, number,
            leader.portfolio, leader.units,
        )  # fmt: skip
    for number, (username, kind, title) in enumerate(OFFICE_POSTS, start=1):
        yield Seat(username, built.office, kind, title, number)
    yield Seat("admin", built.office, PostKind.ADMINISTRATOR, "系统管理员", 99)


def _unit_seats(built: DemoCounty) -> Iterator[Seat]:
    for number, data in enumerate(DEPARTMENTS, start=1):
        unit, prefix = built.departments[data.short_name], f"dept{number:02d}"
        yield Seat(f"{prefix}.head", unit, PostKind.PRINCIPAL, data.head, 1)
        yield Seat(f"{prefix}.deputy", unit, PostKind.DEPUTY, data.deputy, 2)
        yield Seat(f"{prefix}.officer", unit, PostKind.PETITION_OFFICER, "信访工作负责人", 3)
    for number, town in enumerate(TOWNSHIPS, start=1):
        unit, prefix = built.townships[town.name], f"town{number:02d}"
        yield Seat(f"{prefix}.secretary", unit, PostKind.PRINCIPAL, PARTY_HEADS[town.kind], 1)
        yield Seat(f"{prefix}.mayor", unit, PostKind.PRINCIPAL, TOWNSHIP_HEADS[town.kind], 2)
        yield Seat(f"{prefix}.deputy", unit, PostKind.DEPUTY, PARTY_DEPUTIES[town.kind], 3)
        yield Seat(
            f"{prefix}.deputy2", unit, PostKind.DEPUTY, TOWNSHIP_DEPUTIES[town.kind], 4,
            ("050000", "080000", "120000"),
        )  # fmt: skip
        yield Seat(f"{prefix}.officer", unit, PostKind.PETITION_OFFICER, "信访专干", 5)


def _write_seats(seats: list[Seat], rng: Random) -> None:
    password = make_password(PASSWORD)  # hashed once: two hundred times would take a minute
    names = distinct_names(rng, len(seats))
    users = User.objects.bulk_create(
        User(
            username=seat.username,
            name=name,
            email=f"{seat.username}@{MAIL_DOMAIN}",
            phone=phone(rng),
            unit=seat.unit,
            password=password,
            is_staff=seat.kind == PostKind.ADMINISTRATOR,
        )
        for seat, name in zip(seats, names, strict=True)
    )
    posts = Post.objects.bulk_create(
        Post(
            unit=seat.unit,
            kind=seat.kind,
            title=seat.title,
            order=seat.order,
            portfolio=list(seat.portfolio),
        )
        for seat in seats
    )
    Term.objects.bulk_create(
        Term(post=post, user=user, starts_on=TERM_START)
        for post, user in zip(posts, users, strict=True)
    )
    units = {u.short_name: u for u in Unit.objects.townships()}
    for seat, post in zip(seats, posts, strict=True):
        if seat.watches:
            post.portfolio_units.set([units[name] for name in seat.watches])
