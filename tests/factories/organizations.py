"""Units, accounts and posts for tests."""

from __future__ import annotations

from datetime import date
from itertools import count

from organizations.enums import PostKind, TownshipType, UnitKind
from organizations.models import Population, Post, Term, Unit, User

FOUNDED = date(2000, 1, 1)
_numbers = count(1)

TITLES = {
    PostKind.PRINCIPAL: "党委书记",
    PostKind.DEPUTY: "分管副职",
    PostKind.PETITION_OFFICER: "信访专干",
    PostKind.RECEPTION: "接访员",
    PostKind.SUPERVISOR: "督查专员",
    PostKind.COUNTY_LEADER: "县委副书记",
    PostKind.OFFICE_HEAD: "信访局局长",
    PostKind.ADMINISTRATOR: "系统管理员",
}


def make_unit(
    kind: str = UnitKind.TOWNSHIP, name: str = "", *, parent: Unit | None = None, **fields
) -> Unit:
    """A unit of that kind with a fresh code; a township is a town unless told otherwise."""
    number = next(_numbers)
    if kind == UnitKind.TOWNSHIP:
        fields.setdefault("township_type", TownshipType.TOWN)
    fields.setdefault("code", f"U{number:05d}")
    fields.setdefault("order", number)
    fields.setdefault("valid_from", FOUNDED)
    name = name or f"{UnitKind(kind).label}{number}"
    fields.setdefault("short_name", name)
    return Unit.objects.create(kind=kind, name=name, parent=parent, **fields)


def make_county(*, townships: int = 2, departments: int = 1) -> dict[str, list[Unit]]:
    """A county with its petition office, townships and departments, by kind."""
    county = make_unit(UnitKind.COUNTY, "县委、县政府")
    kinds = {
        UnitKind.PETITION_OFFICE: 1,
        UnitKind.TOWNSHIP: townships,
        UnitKind.DEPARTMENT: departments,
    }
    units = {kind: [make_unit(kind, parent=county) for _ in range(n)] for kind, n in kinds.items()}
    return {UnitKind.COUNTY: [county], **units}


def make_user(name: str = "", *, unit: Unit | None = None, **fields) -> User:
    """An account with an e-mail address, without any post."""
    number = next(_numbers)
    fields.setdefault("username", f"user{number}")
    fields.setdefault("email", f"user{number}@example.invalid")
    return User.objects.create(name=name or f"工作人员{number}", unit=unit, **fields)


def make_term(
    user: User,
    unit: Unit,
    kind: str,
    *,
    title: str = "",
    starts_on: date = FOUNDED,
    ends_on: date | None = None,
) -> Term:
    """Let the user hold the post of that kind in the unit; the post is made when missing."""
    post, _ = Post.objects.get_or_create(
        unit=unit, kind=kind, title=title or TITLES[PostKind(kind)]
    )
    return Term.objects.create(post=post, user=user, starts_on=starts_on, ends_on=ends_on)


def make_user_with_post(kind: str, unit: Unit, name: str = "", **fields) -> User:
    """An account of the unit that holds a post of that kind there."""
    user = make_user(name, unit=unit, **fields)
    make_term(user, unit, kind)
    return user


def make_population(unit: Unit, residents: int, *, year: int = 2026) -> Population:
    """Resident population of a unit in a year."""
    return Population.objects.create(unit=unit, year=year, residents=residents, source="统计年鉴")
