"""Every address of the site against every part a person may have: the table is tests/support/matrix_rows.py."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import time_machine

from petitions.services.case_file import printing
from petitions.services.case_file.binding import Volume
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, county  # noqa: F401 - a fixture
from tests.support.matrix import PEOPLE, World, build_world, every_address
from tests.support.matrix_bodies import body_of
from tests.support.matrix_rows import TABLE

NOT_ASKED = "."
PARTS = 4


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    kwargs: tuple[str, ...]
    method: str
    expected: dict[str, str]

    @property
    def words(self) -> str:
        return " ".join([self.method, self.name, *self.kwargs])


def rows() -> Iterator[Row]:
    header, *lines = [line for line in TABLE.splitlines() if line.strip()]
    people = header.split()[1:]
    assert tuple(people) == PEOPLE
    for line in lines:
        *address, method = line.split()[: -len(people)]
        yield Row(
            name=address[0],
            kwargs=tuple(address[1:]),
            method=method,
            expected=dict(zip(people, line.split()[-len(people) :], strict=True)),
        )


def test_every_address_has_a_row():
    named = {row.name for row in rows()}
    found = set(every_address())
    assert found - named == set(), "add a row to tests/support/matrix_rows.py"
    assert named - found == set(), "rows of addresses that are gone"


@pytest.fixture
def _quiet():
    """Hundreds of refusals are what is tested; they need no line in the log each."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def _no_printing(monkeypatch):
    """Who may have a case file is asked, not what it looks like: binding one takes seconds."""
    monkeypatch.setattr(printing, "bind", lambda **_arguments: Volume(b"%PDF", 1, "0" * 64, ()))


@pytest.mark.django_db
@pytest.mark.usefixtures("_quiet", "_no_printing")
@pytest.mark.parametrize("part", range(PARTS))
def test_everyone_may_do_what_the_table_says_and_nothing_else(county, part):  # noqa: F811 - the fixture comes in under its name
    """Every so many rows at a time, so that the workers share the table and none runs into the time limit."""
    with time_machine.travel(at(DAY, 12), tick=False):
        world = build_world(county, DAY)
        share = list(rows())[part::PARTS]
        wrong = [line for row in share for line in _differences(world, row)]
    assert not wrong, "\n" + "\n".join(wrong)


def _differences(world: World, row: Row) -> Iterator[str]:
    pairs = [argument.partition("=") for argument in row.kwargs]
    kwargs = {name: world.ids.get(value, value) for name, _equals, value in pairs}
    body = body_of(row.name, unit=world.county.other_town.pk) if row.method == "POST" else {}
    for who, expected in row.expected.items():
        if expected == NOT_ASKED:
            continue
        found = world.ask(who, row.name, row.method, kwargs, body)
        if found != expected:
            yield f"{row.words}: {who} gets {found}, the table says {expected}"
