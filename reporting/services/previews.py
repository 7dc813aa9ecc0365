"""The draft page by page, as it would be printed today; kept in the cache by its contents, never in the database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache

from core.pdf import page_pictures, render
from reporting.models import Paper

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


def pdf_of(document: Mapping[str, Any]) -> bytes:
    """A draft as it would be printed; the same draft is printed once in a while only."""
    return _printed(document)[1]


def preview_of(paper: Paper, document: Mapping[str, Any]) -> Preview:
    """Print a draft and keep pictures of its pages; nothing is written.

    Args:
        paper: whose draft it is; pages are kept apart by it, so that only its readers see them.
        document: the draft's plain data, with texts that may not be saved yet.
    """
    digest, pdf = _printed(document)
    pages = cache.get(_key(paper, digest, 0))
    if pages is None:
        pictures = page_pictures(pdf)
        pages = len(pictures)
        keys = {_key(paper, digest, n): png for n, png in enumerate(pictures, start=1)}
        cache.set_many({**keys, _key(paper, digest, 0): pages}, SECONDS)
    return Preview(digest, pages)


def page_png(*, paper: Paper, digest: str, number: int) -> bytes | None:
    """One page of a draft printed a while ago; None when it is not kept any more."""
    return cache.get(_key(paper, digest, number)) if number else None


def _printed(document: Mapping[str, Any]) -> tuple[str, bytes]:
    text = json.dumps(document, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(text.encode()).hexdigest()
    key = f"paper-preview:{digest}"
    content = cache.get(key)
    if content is None:
        content = render(document).content
        cache.set(key, content, SECONDS)
    return digest, content


def _key(paper: Paper, digest: str, number: int) -> str:
    return f"paper-page:{paper._meta.model_name}:{paper.pk}:{digest}:{number}"
