"""Files handed in with an objection to a deduction or with a finding."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.files import File

from accountability.models import ScoreFile, ScoreFinding, ScoreObjection
from organizations.models import User
from petitions.services.attachments import base_name, sha256_of
from petitions.services.drafts import Upload


def keep_files(
    uploads: Sequence[Upload],
    *,
    by: User,
    now: datetime,
    objection: ScoreObjection | None = None,
    finding: ScoreFinding | None = None,
) -> list[ScoreFile]:
    """Store the files of an objection or a finding under names that tell nothing."""
    rows = []
    for upload in uploads:
        digest, stored_name = sha256_of(upload)
        row = ScoreFile(
            objection=objection,
            finding=finding,
            name=base_name(upload.name)[:200],
            sha256=digest,
            uploaded_by=by,
            uploaded_at=now,
        )
        row.file.save(stored_name, File(upload.file), save=False)
        row.save()
        rows.append(row)
    return rows
