"""The draft page by page, as it would be printed today; kept in the cache by its contents, never in the database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from core.pdf import page_pictures, render
from reporting.models import Bulletin
from reporting.services.bulletin_document import draft_document
from reporting.services.bulletin_texts import content_with, tidied

SECONDS = 15 * 60


@dataclass(frozen=True)
class Preview:
    """A printed draft: the digest of its document, and its number of pages."""

    digest: str
    pages: int

    @property
    def numbers(self) -> range:
        """The pages, counted from one."""
        return range(1, self.pages + 1)


def pdf_of(content: Mapping[str, Any], *, now: datetime) -> bytes:
    """The draft as it would be printed today; the same draft is printed once in a while only."""
    return _printed(_document(content, now))[1]


def preview(
    *, bulletin: Bulletin, requirements: str, additions: Mapping[str, str], now: datetime
) -> Preview:
    """Print a draft with texts that may not be saved yet; nothing is written.

    Args:
        bulletin: a draft.
        requirements, additions: the texts as they stand in the form.
        now: aware time.

    Raises:
        Invalid: a text cannot be kept as it is.
    """
    texts = tidied(requirements, additions)
    more = {**bulletin.additions, **texts["additions"]}
    content = content_with(bulletin, requirements=texts["requirements"], additions=more)
    digest, pdf = _printed(_document(content, now))
    pages = cache.get(_key(bulletin, digest, 0))
    if pages is None:
        pictures = page_pictures(pdf)
        pages = len(pictures)
        keys = {_key(bulletin, digest, n): png for n, png in enumerate(pictures, start=1)}
        cache.set_many({**keys, _key(bulletin, digest, 0): pages}, SECONDS)
    return Preview(digest, pages)


def page_png(*, bulletin: Bulletin, digest: str, number: int) -> bytes | None:
    """One page of a draft printed a while ago; None when it is not kept any more."""
    return cache.get(_key(bulletin, digest, number)) if number else None


def _document(content: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    return draft_document(dict(content), on=timezone.localdate(now))


def _printed(document: Mapping[str, Any]) -> tuple[str, bytes]:
    text = json.dumps(document, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(text.encode()).hexdigest()
    key = f"bulletin-preview:{digest}"
    content = cache.get(key)
    if content is None:
        content = render(document).content
        cache.set(key, content, SECONDS)
    return digest, content


def _key(bulletin: Bulletin, digest: str, number: int) -> str:
    return f"bulletin-page:{bulletin.pk}:{digest}:{number}"
