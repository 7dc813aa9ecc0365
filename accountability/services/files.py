"""Files that come with an answer: kept by digest, checked as every other file is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.core.files import File

from accountability.models import StoredFile
from core.errors import Invalid
from organizations.models import User
from petitions.services.attachments import base_name, sha256_of, upload_problems
from petitions.services.drafts import Upload

Stored = TypeVar("Stored", bound=StoredFile)


def store_files(
    model: type[Stored], uploads: Sequence[Upload], *, by: User, now: datetime, **owner: Any
) -> list[Stored]:
    """Keep uploaded files as rows of a model, inside the caller's transaction.

    Args:
        model: what a file of this kind is.
        uploads: the files.
        by, now: who handed them in, when.
        owner: the row they belong to, by field name.

    Raises:
        Invalid: on ``attachments``, for a file too large, empty or of a refused type.
    """
    if problems := upload_problems(uploads):
        raise Invalid(problems["attachments"], field="attachments")
    rows = []
    for upload in uploads:
        digest, stored_name = sha256_of(upload)
        row = model(
            name=base_name(upload.name)[:200],
            size=upload.file.seek(0, 2),
            sha256=digest,
            uploaded_by=by,
            uploaded_at=now,
            **owner,
        )
        upload.file.seek(0)
        row.file.save(stored_name, File(upload.file), save=False)
        row.save()
        rows.append(row)
    return rows
