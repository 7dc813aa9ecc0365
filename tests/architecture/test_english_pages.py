"""Every page of the site in English: no Chinese but the county's own data, and nothing English in the record."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from petitions.domain.default_guides import DEFAULT_GUIDES
from petitions.services.case_file import printing
from petitions.services.case_file.binding import Volume
from tests.architecture.test_permission_matrix import Row, rows
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, county  # noqa: F401 (a fixture)
from tests.support.matrix import World, build_world
from tests.support.matrix_english import OWN_NAMES, chinese_left, stored_texts

#: Who asks, the first of these that may.
READERS = ("head", "clerk", "leader", "officer", "principal", "inspector", "admin", "anonymous")
#: Two words of English in a row; codes, addresses and names of files are none.
ENGLISH = re.compile(r"\b[A-Za-z]{3,} [a-z]{2,}\b")


@pytest.fixture(autouse=True)
def _quiet(monkeypatch):
    """Refusals are expected; a case file need not be bound to be asked for."""
    monkeypatch.setattr(printing, "bind", lambda **_arguments: Volume(b"%PDF", 1, "0" * 64, ()))
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def world(county):  # noqa: F811 (the fixture)
    with time_machine.travel(at(DAY, 12), tick=False):
        yield build_world(county, DAY)


def english_stored() -> set[str]:
    return {text for text in stored_texts() if ENGLISH.search(text)}


def pages(method: str) -> Iterator[Row]:
    for row in rows():
        if row.method == method and not row.name.startswith(("api:", "admin:", "set_language")):
            yield row


def asked(world: World, row: Row):
    """The answer to the first who may, the request rolled back; None where nobody may."""
    who = next((one for one in READERS if row.expected.get(one) == "+"), None)
    if who is None:
        return None
    pairs = [argument.partition("=") for argument in row.kwargs]
    kwargs = {name: world.ids.get(value, value) for name, _equals, value in pairs}
    client = world.client(who)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with transaction.atomic():
        answer = getattr(client, row.method.lower())(reverse(row.name, kwargs=kwargs))
        if answer.streaming:
            b"".join(answer.streaming_content)  # the test client closes the file at its end
        page = b"" if answer.streaming else answer.content
        is_page = answer.get("Content-Type", "").startswith("text/html")
        said = english_stored() if row.method == "POST" else set()
        transaction.set_rollback(True)
    return (page.decode() if is_page else ""), said


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_page_shows_chinese_but_the_county_s_data(world, method):
    """A form sent empty is shown again with its errors; they are English, too."""
    texts = stored_texts()
    data = "\n".join(texts | OWN_NAMES | {str(guide) for guide in DEFAULT_GUIDES})
    before = english_stored()
    left, written = [], []
    for row in pages(method):
        found = asked(world, row)
        if found:
            left += [f"{row.words}: {text}" for text in chinese_left(found[0], data)]
            written += [f"{row.words}: {text}" for text in found[1] - before]
    assert not left, "\n" + "\n".join(left)
    assert not written, "\n" + "\n".join(written)
