"""Files of a form that could not be saved yet: kept on the server, so that nothing is chosen twice.

A folder per user and form (named by a keyed hash, so that nobody else's can be named); it is deleted when the matter
is registered, or after two days.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.crypto import salted_hmac

from organizations.models import User
from petitions.services.attachments import CHUNK, base_name, upload_problems
from petitions.services.drafts import Upload

KEY = re.compile(r"^[0-9a-f]{32}$")
LIFE = timedelta(days=2)
MOST_FILES = 30


@dataclass(frozen=True)
class PendingFile:
    """A file kept for a form: ``token`` names it within the form; ``size`` in bytes."""

    token: str
    name: str
    content_type: str
    size: int


def new_key() -> str:
    """A fresh key of a form."""
    return secrets.token_hex(16)


def is_key(text: str) -> bool:
    """True for a key `new_key` could have made."""
    return bool(KEY.match(text))


def _folder(user: User, key: str) -> Path:
    if not is_key(key):
        raise ValueError("not a form key")
    name = salted_hmac("pending-uploads", f"{user.pk}:{key}", algorithm="sha256").hexdigest()
    return _root() / name


def _root() -> Path:
    return Path(settings.VAR_DIR) / "pending"


def keep(*, user: User, key: str, uploads: Sequence[Upload], now: datetime) -> list[str]:
    """Keep the acceptable files of a form; returns one Chinese message per file that was refused."""
    sweep(now=now)
    problems = []
    folder = _folder(user, key)
    known = {digest for digest, _file in _entries(folder)}
    for upload in uploads:
        if refused := upload_problems([upload]):
            problems.append(refused["attachments"])
            continue
        digest = _digest(upload)
        if digest in known or len(known) >= MOST_FILES:
            continue  # the same file chosen again after a refusal
        known.add(digest)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(folder / digest, upload)
    return problems


def _digest(upload: Upload) -> str:
    digest = hashlib.sha256(base_name(upload.name).encode())
    upload.file.seek(0)
    while chunk := upload.file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()[:24]


def _write(path: Path, upload: Upload) -> None:
    upload.file.seek(0)
    with path.open("wb") as target:
        shutil.copyfileobj(upload.file, target, CHUNK)
    path.chmod(0o600)
    note = {"name": base_name(upload.name)[:200], "type": upload.content_type[:100]}
    path.with_suffix(".json").write_text(json.dumps(note), encoding="utf-8")


def _entries(folder: Path) -> Iterator[tuple[str, PendingFile]]:
    if not folder.is_dir():
        return
    for note in sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns):
        path = note.with_suffix("")
        if path.is_file():
            data = json.loads(note.read_text(encoding="utf-8"))
            size = path.stat().st_size
            yield path.name, PendingFile(path.name, data["name"], data["type"], size)


def kept(*, user: User, key: str) -> list[PendingFile]:
    """Files kept for a form, in the order they came."""
    return [file for _token, file in _entries(_folder(user, key))]


def drop(*, user: User, key: str, tokens: Sequence[str]) -> None:
    """Forget some files of a form."""
    for token, _file in list(_entries(_folder(user, key))):
        if token in tokens:
            path = _folder(user, key) / token
            path.unlink()
            path.with_suffix(".json").unlink()


@contextmanager
def opened(*, user: User, key: str) -> Iterator[tuple[Upload, ...]]:
    """The kept files as a service takes them; closed at the end."""
    folder = _folder(user, key)
    with ExitStack() as stack:
        yield tuple(
            Upload(file.name, file.content_type, stack.enter_context((folder / token).open("rb")))
            for token, file in _entries(folder)
        )


def move(*, user: User, old: str, new: str) -> None:
    """Keep the files of one form for another (a new one, whose folder does not exist yet)."""
    folder = _folder(user, old)
    if folder.is_dir():
        folder.rename(_folder(user, new))


def discard(*, user: User, key: str) -> None:
    """Delete what was kept for a form, once its matter is registered."""
    shutil.rmtree(_folder(user, key), ignore_errors=True)


def sweep(*, now: datetime) -> int:
    """Delete folders nobody came back to within two days; returns how many."""
    old = 0
    for folder in _root().glob("*"):
        if folder.stat().st_mtime < (now - LIFE).timestamp():
            shutil.rmtree(folder, ignore_errors=True)
            old += 1
    return old
