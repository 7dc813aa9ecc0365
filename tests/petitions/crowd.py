"""Everybody who has a part in a matter, and the kinds of matter they meet, for the tests that act at random."""

from __future__ import annotations

from dataclasses import dataclass, fields

from organizations.enums import PostKind
from organizations.models import User
from petitions.models import Case
from petitions.services.cause_list import load_causes
from tests.factories.organizations import make_user_with_post
from tests.petitions.conftest import County, register

#: Who tries; the order decides who is asked first.
PEOPLE = (
    "clerk",
    "head",
    "officer",
    "principal",
    "deputy",
    "other_officer",
    "inspector",
    "auditor",
    "helper",
    "leader",
)


@dataclass(frozen=True)
class Crowd(County):
    """The small county with a second person in discipline, the bureau's officer and a county leader."""

    auditor: User
    helper: User
    leader: User


def gather(county: County) -> Crowd:
    """The county with the people a matter may need beside the main way."""
    load_causes()
    known = {field.name: getattr(county, field.name) for field in fields(County)}
    return Crowd(
        **known,
        auditor=make_user_with_post(PostKind.PETITION_OFFICER, county.discipline, "郑纪检"),
        helper=make_user_with_post(PostKind.PETITION_OFFICER, county.bureau, "冯专干"),
        leader=make_user_with_post(PostKind.COUNTY_LEADER, county.office.parent, "陈副县长"),
    )


def arrive(crowd: Crowd, kind: str, **fields) -> Case:
    """A matter of a kind: a claim, a suggestion, an unsigned claim, a report on a unit or on a person."""
    particulars = {
        "claim": {},
        "suggestion": {"purpose": "suggestion"},
        "unsigned": {"people": (), "is_anonymous": True},
        "report on the town": {"purpose": "accusation", "accused_unit_ids": (crowd.town.pk,)},
        "report on a person": {"purpose": "accusation", "accused_user_ids": (crowd.inspector.pk,)},
    }[kind]
    return register(crowd, **{**particulars, **fields})


KINDS = ("claim", "claim", "claim", "suggestion", "unsigned", "report on the town", "report on a person")  # fmt: skip


def accused_in(case: Case) -> tuple[str, ...]:
    """The people of `PEOPLE` from whom a report of `arrive` must stay hidden."""
    of_the_town = ("officer", "deputy", "principal") if case.accused_units.all() else ()
    return (*of_the_town, "inspector") if case.accused_people.all() else of_the_town
