"""The draft page by page, as it would be printed today: printed by a worker, kept for a day in files, never in the database.

Laying out a bulletin takes seconds on a quiet machine and longer on a busy one, so no request waits for it. Who asks
for a draft's pages leaves its document in a folder that web and worker share and owes the printing (ADR 0002); the page
asks how far it is until the pictures are there. A draft is named by the digest of its document: the same texts are
printed once, however often they are asked for.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache

from core import jobs
from core.models import EffectState, OwedEffect
from core.pdf import page_pictures, render
from reporting.models import Paper

EFFECT = "reporting.preview"
KEPT = timedelta(days=1)
CACHED_SECONDS = 15 * 60
PDF = "draft.pdf"
DIGEST = re.compile(r"[0-9a-f]{64}")


class PreviewState(StrEnum):
    """How far the pages of a draft are; ``GONE``: nobody asked for them, or so long ago that they were cleared away."""

    WAITING = "waiting"
    PRINTING = "printing"
    READY = "ready"
    FAILED = "failed"
    GONE = "gone"


@dataclass(frozen=True)
class Preview:
    """A draft that is or will be printed: the digest of its document, its pages, and how long it has been waited for."""

    digest: str
    state: PreviewState
    pages: int = 0
    seconds: int = 0

    @property
    def numbers(self) -> range:
        """The pages, counted from one; none before they are ready."""
        return range(1, self.pages + 1)

    @property
    def is_busy(self) -> bool:
        """Worth asking again."""
        return self.state in (PreviewState.WAITING, PreviewState.PRINTING)


def pdf_of(document: Mapping[str, Any]) -> bytes:
    """A draft as it would be printed."""
    return render(document).content


def draft_pdf(paper: Paper, document: Mapping[str, Any]) -> bytes:
    """The same; taken from its preview where that was printed already, else printed once in a while only."""
    digest = _digest(document)[0]
    path = _folder(paper, digest) / PDF
    if path.is_file():
        return path.read_bytes()
    key = f"paper-draft:{digest}"
    content = cache.get(key)
    if content is None:
        content = pdf_of(document)
        cache.set(key, content, CACHED_SECONDS)
    return content


def ask_for(paper: Paper, document: Mapping[str, Any], *, now: datetime) -> Preview:
    """Owe the printing of a draft's pages unless they are kept; the paper itself is not touched.

    Args:
        paper: whose draft it is; pages are kept apart by it, so that only its readers see them.
        document: the draft's plain data, with texts that may not be saved yet.
        now: aware time.
    """
    digest, text = _digest(document)
    folder = _folder(paper, digest)
    if not folder.is_dir():
        _write(_order(folder), text.encode())
        jobs.owe_again(EFFECT, key=folder.name, now=now)
    return progress(paper, digest, now=now)


def progress(paper: Paper, digest: str, *, now: datetime) -> Preview:
    """How far the pages of a draft are (a query at most, none when they are ready)."""
    if not DIGEST.fullmatch(digest):
        return Preview(digest, PreviewState.GONE)
    folder = _folder(paper, digest)
    if folder.is_dir():
        return Preview(digest, PreviewState.READY, pages=len(list(folder.glob("*.png"))))
    effect = OwedEffect.objects.filter(kind=EFFECT, key=folder.name).first()
    if effect is None or effect.state in (EffectState.DONE, EffectState.CANCELLED):
        return Preview(digest, PreviewState.GONE)
    waited = max(0, int((now - effect.created_at).total_seconds()))
    return Preview(digest, _state(effect), seconds=waited)


def _state(effect: OwedEffect) -> PreviewState:
    if effect.state == EffectState.CLAIMED:
        return PreviewState.PRINTING
    return PreviewState.FAILED if effect.last_error else PreviewState.WAITING


def page_png(*, paper: Paper, digest: str, number: int) -> bytes | None:
    """One page of a draft printed a while ago; None when it is not kept any more."""
    if not DIGEST.fullmatch(digest):
        return None
    path = _folder(paper, digest) / f"{number}.png"
    return path.read_bytes() if path.is_file() else None


def print_pages(*, name: str, now: datetime) -> None:
    """Print an ordered draft and its pictures, whole or not at all; safe to call again, also beside another worker.

    Args:
        name: of the order, as it was owed.
        now: aware time; what is older than a day is cleared away.
    """
    folder = _root() / name
    folder.parent.mkdir(parents=True, exist_ok=True)
    order = _order(folder)
    if order.is_file() and not folder.is_dir():
        pdf = pdf_of(json.loads(order.read_bytes()))
        files = {f"{n}.png": png for n, png in enumerate(page_pictures(pdf), start=1)}
        _put(folder, {**files, PDF: pdf})
    order.unlink(missing_ok=True)
    _clear_away(now)


def _put(folder: Path, files: Mapping[str, bytes]) -> None:
    """A folder with its files appears at once; where another worker was quicker, its own stays."""
    made = Path(tempfile.mkdtemp(dir=folder.parent, suffix=".part"))
    try:
        for name, content in files.items():
            (made / name).write_bytes(content)
        made.chmod(0o755)
        made.rename(folder)
    except OSError:
        if not folder.is_dir():
            raise
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
        part.write(content)
    Path(part.name).chmod(0o644)
    Path(part.name).replace(path)


def _clear_away(now: datetime) -> None:
    """Remove what was printed, or ordered and never printed, more than a day ago."""
    before = now - KEPT
    for path in _root().iterdir():
        if path.stat().st_mtime < before.timestamp():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
    done = OwedEffect.objects.filter(kind=EFFECT, state=EffectState.DONE, done_at__lt=before)
    done.delete()


def _digest(document: Mapping[str, Any]) -> tuple[str, str]:
    text = json.dumps(document, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest(), text


def _root() -> Path:
    return Path(settings.MEDIA_ROOT) / "previews"


def _folder(paper: Paper, digest: str) -> Path:
    return _root() / f"{paper._meta.model_name}-{paper.pk}-{digest}"


def _order(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.json")
