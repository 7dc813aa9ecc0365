"""Changing the key under which identity numbers are kept (个人信息保护法第五十一条)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from core import audit, crypto
from core.errors import Invalid
from petitions.models import Petitioner

SHORTEST = 32
CHUNK = 500


def rotate_identity_key(*, new_key: str, now: datetime, dry_run: bool = False) -> int:
    """Encrypt every identity number, and make its fingerprint, with `new_key`, in one transaction.

    The system must be stopped meanwhile: a process with the old key could not read what is written here.

    Args:
        new_key: the key that will stand in PETITION_FIELD_KEY afterwards; at least 32 characters.
        now: aware time of the change, for the audit row.
        dry_run: read and count every number, write nothing.

    Returns:
        How many identity numbers there are.

    Raises:
        Invalid: the new key is too short.
        ValueError: a number cannot be read with the key in force; nothing is changed.
    """
    if len(new_key) < SHORTEST:
        raise Invalid(f"新密钥至少 {SHORTEST} 个字符。", field="new_key")
    count = 0
    kept = Petitioner.objects.exclude(id_number_encrypted="").order_by("pk")
    with transaction.atomic():
        last = 0
        while people := list(kept.filter(pk__gt=last)[:CHUNK]):
            last = people[-1].pk
            count += len(people)
            for person in people:
                number = person.id_number
                person.id_number_encrypted = crypto.encrypt(number, key=new_key)
                person.id_fingerprint = crypto.fingerprint(number, key=new_key)
            if not dry_run:
                Petitioner.objects.bulk_update(people, ["id_number_encrypted", "id_fingerprint"])
        if not dry_run:
            audit.record("petitioners", "identity_key.rotate", actor=None, at=now, count=count)
    return count
