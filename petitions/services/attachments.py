"""Files handed in with a matter."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePosixPath, PureWindowsPath

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.errors import Invalid, NotAllowed, Unlawful
from organizations.authority import Authority
from organizations.models import User
from petitions import permissions
from petitions.models import Attachment, Case
from petitions.services.drafts import Upload

# What a window receives: scans, photos, recordings, office papers. Nothing a browser would run.
ALLOWED_SUFFIXES = frozenset(
    [
        ".pdf",
        ".jpg",
        ".jpeg",
        ".png",
        ".gif",
        ".bmp",
        ".tif",
        ".tiff",
        ".webp",
        ".heic",
        ".doc",
        ".docx",
        ".xls",
        ".xlsx",
        ".ppt",
        ".pptx",
        ".wps",
        ".et",
        ".ofd",
        ".txt",
        ".csv",
        ".rtf",
        ".mp3",
        ".m4a",
        ".wav",
        ".amr",
        ".mp4",
        ".mov",
        ".avi",
        ".zip",
        ".rar",
        ".7z",
        ".eml",
    ]
)
CHUNK = 1 << 20


def upload_problems(uploads: Sequence[Upload]) -> dict[str, str]:
    """Field ``attachments`` → Chinese message when a file is too large, empty or of a refused type."""
    limit = settings.ATTACHMENT_MAX_BYTES
    for upload in uploads:
        size = _size(upload)
        if suffix_of(upload.name) not in ALLOWED_SUFFIXES:
            return {"attachments": _("不接收“%(name)s”这类文件。") % {"name": upload.name}}
        if size == 0:
            return {"attachments": _("文件“%(name)s”是空的。") % {"name": upload.name}}
        if size > limit:
            return {
                "attachments": _("文件“%(name)s”超过 %(limit)s MB。")
                % {"name": upload.name, "limit": limit // CHUNK}
            }
    return {}


@transaction.atomic
def add_attachments(
    *, authority: Authority, case: Case, uploads: Sequence[Upload], now: datetime
) -> list[Attachment]:
    """Put further files on an open matter.

    Raises:
        Unlawful: the matter is closed.
        NotAllowed: the user neither handles nor registered it.
        Invalid: on field ``attachments`` for no file, or a file too large, empty or of a refused type.
    """
    if not case.is_open:
        raise Unlawful(_("该事项已经了结，不能再添加附件。"))
    if not permissions.can_add_attachments(authority, case):
        raise NotAllowed(_("只有责任单位或者登记人可以添加附件。"))
    if not uploads:
        raise Invalid(_("请选择要添加的文件。"), field="attachments")
    if problems := upload_problems(uploads):
        raise Invalid(problems["attachments"], field="attachments")
    rows = store(case=case, uploads=uploads, by=authority.user, now=now)
    audit.record(
        case,
        "case.attach",
        actor=authority.user,
        at=now,
        files=[{"id": row.pk, "sha256": row.sha256} for row in rows],
    )
    return rows


def store(*, case: Case, uploads: Sequence[Upload], by: User, now: datetime) -> list[Attachment]:
    """Keep the files of a matter under MEDIA_ROOT with their SHA-256."""
    return [_store_one(case, upload, by, now) for upload in uploads]


def _store_one(case: Case, upload: Upload, by: User, now: datetime) -> Attachment:
    digest, stored_name = sha256_of(upload)
    row = Attachment(
        case=case,
        name=base_name(upload.name)[:200],
        content_type=upload.content_type[:100],
        size=_size(upload),
        sha256=digest,
        uploaded_by=by,
        uploaded_at=now,
    )
    row.file.save(stored_name, File(upload.file), save=False)
    row.save()
    return row


def sha256_of(upload: Upload) -> tuple[str, str]:
    """The digest of a file and a name to store it under, which tells nothing about what it belongs to."""
    digest = hashlib.sha256()
    upload.file.seek(0)
    while chunk := upload.file.read(CHUNK):
        digest.update(chunk)
    upload.file.seek(0)
    return digest.hexdigest(), f"{digest.hexdigest()[:20]}{suffix_of(upload.name)}"


def _size(upload: Upload) -> int:
    position = upload.file.tell()
    size = upload.file.seek(0, 2)
    upload.file.seek(position)
    return size


def base_name(name: str) -> str:
    """The file's own name, whichever system's path a browser sent."""
    return PureWindowsPath(PurePosixPath(name).name).name


def suffix_of(name: str) -> str:
    """Lower-case suffix with its dot."""
    return PurePosixPath(base_name(name)).suffix.lower()
