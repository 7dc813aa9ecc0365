"""A new key for identity numbers: all of them or none."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core import crypto
from core.errors import Invalid
from core.models import AuditEntry
from petitions.models import Petitioner
from petitions.services import identity_keys
from petitions.services.identity_keys import rotate_identity_key

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
NEW = "the-new-key-of-at-least-thirty-two-characters"
NUMBERS = ["11010519491231002X", "440524188001010014", "H12345678"]


@pytest.fixture
def people():
    made = []
    for number in [*NUMBERS, ""]:
        person = Petitioner(name="张三", created_at=NOW)
        if number:
            person.set_id_number(number)
        person.save()
        made.append(person)
    return made


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch):
    monkeypatch.setattr(identity_keys, "CHUNK", 2)


def test_all_numbers_are_readable_and_found_with_the_new_key_only(people, settings):
    assert rotate_identity_key(new_key=NEW, now=NOW) == 3
    with pytest.raises(ValueError, match="cannot be decrypted"):
        _ = Petitioner.objects.get(pk=people[0].pk).id_number

    settings.FIELD_KEY = NEW
    assert [Petitioner.objects.get(pk=p.pk).id_number for p in people] == [*NUMBERS, ""]
    found = Petitioner.objects.filter(id_fingerprint=crypto.fingerprint(NUMBERS[1]))
    assert [p.pk for p in found] == [people[1].pk]
    assert AuditEntry.objects.get(verb="identity_key.rotate").data["count"] == 3


def test_a_dry_run_writes_nothing(people):
    assert rotate_identity_key(new_key=NEW, now=NOW, dry_run=True) == 3
    assert [Petitioner.objects.get(pk=p.pk).id_number for p in people] == [*NUMBERS, ""]
    assert not AuditEntry.objects.filter(verb="identity_key.rotate").exists()


def test_one_unreadable_number_changes_none(people):
    Petitioner.objects.filter(pk=people[2].pk).update(id_number_encrypted="damaged")
    with pytest.raises(ValueError, match="cannot be decrypted"):
        rotate_identity_key(new_key=NEW, now=NOW)
    assert Petitioner.objects.get(pk=people[0].pk).id_number == NUMBERS[0]


def test_a_short_key_is_refused():
    with pytest.raises(Invalid, match="32"):
        rotate_identity_key(new_key="short", now=NOW)


def test_the_command_takes_the_key_from_the_environment(people, monkeypatch):
    monkeypatch.delenv("PETITION_FIELD_KEY_NEW", raising=False)
    with pytest.raises(CommandError, match="PETITION_FIELD_KEY_NEW"):
        call_command("rotate_field_key")
    monkeypatch.setenv("PETITION_FIELD_KEY_NEW", NEW)
    out = StringIO()
    call_command("rotate_field_key", stdout=out)
    assert out.getvalue() == "3 identity numbers written; set PETITION_FIELD_KEY now\n"
