"""The file of an issued paper: written whole or not at all, and checked against the digest of that day."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from reporting.models import BulletinStatus, Correction, Paper


def store_file(stem: str, content: bytes, sha256: str) -> str:
    """Write a file whole or not at all; its name, which is given back, carries the digest, so writers cannot mix.

    Args:
        stem: folder and beginning of the name below the media root, such as ``bulletins/2026/2026-10``.
        content: of the file.
        sha256: its digest in hexadecimal.
    """
    name = f"{stem}-{sha256[:16]}.pdf"
    path = Path(settings.MEDIA_ROOT) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
        part.write(content)
        part.flush()
        os.fsync(part.fileno())
    Path(part.name).chmod(0o644)
    Path(part.name).replace(path)
    return name


def published_file(paper: Paper) -> bytes | None:
    """The published file, byte for byte; None where there is none."""
    path = Path(settings.MEDIA_ROOT) / str(paper.pdf)
    is_there = paper.status == BulletinStatus.PUBLISHED and path.is_file()
    return path.read_bytes() if is_there else None


def verify_pdf(paper: Paper | Correction) -> str:
    """Recompute the digest of the stored file; returns "" when it is the published one, else a Chinese problem."""
    path = Path(settings.MEDIA_ROOT) / str(paper.pdf)
    if not paper.pdf or not path.is_file():
        return _("印发的文件不存在。")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != paper.pdf_sha256:
        return _("文件的校验码与印发时不一致：%(found)s") % {"found": found}
    return ""
