"""Several printed documents as one file: a day's letters, or a bound case file with a number on every page."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from core.pdf import fonts

#: Actions of a foreign file that would run something or leave the file.
UNSAFE = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE"})
#: Where a page's number stands: from its upper right corner, millimetres.
STAMP_TOP, STAMP_RIGHT = 10, 12


class Unreadable(Exception):
    """A file that is no PDF, or one that is locked or broken."""


@dataclass(frozen=True)
class Bound:
    """A bound file: its bytes, the first page of each part (from 1), and the number of pages."""

    content: bytes
    starts: tuple[int, ...]
    pages: int


def joined(files: Iterable[bytes]) -> bytes:
    """One PDF with the pages of all, in their order; each keeps its own page numbers.

    Raises:
        ValueError: there is no file.
    """
    writer = PdfWriter()
    count = 0
    for file in files:
        writer.append(PdfReader(io.BytesIO(file)))
        count += 1
    if not count:
        raise ValueError("nothing to join")
    return _written(writer)


def bound(parts: Sequence[tuple[str, bytes]], *, title: str) -> Bound:
    """One PDF with a bookmark for each part and “第 x 页” in the upper right corner of every page.

    Args:
        parts: name and file of each part; pages keep their own size, so a scan on A3 stays A3.
        title: title of the whole, in the file's metadata.

    Raises:
        ValueError: there is no part.
    """
    if not parts:
        raise ValueError("nothing to bind")
    writer, starts = PdfWriter(), []
    for name, file in parts:
        starts.append(len(writer.pages) + 1)
        writer.append(PdfReader(io.BytesIO(file)), import_outline=False)
        writer.add_outline_item(title=name, page_number=starts[-1] - 1)
    _stamp(writer)
    writer.add_metadata({"/Title": title, "/Producer": "county-petitions"})
    return Bound(_written(writer), tuple(starts), len(writer.pages))


def pages_of(file: bytes) -> int:
    """Number of pages of a PDF that was printed here."""
    return len(PdfReader(io.BytesIO(file)).pages)


def cleaned(file: bytes) -> bytes:
    """A foreign PDF as it may be bound: pages and what is written on them, nothing that runs.

    Raises:
        Unreadable: no PDF, protected by a password, broken, or without a page.
    """
    try:
        reader = PdfReader(io.BytesIO(file))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("password")
        writer = PdfWriter()
        for page in reader.pages:
            _disarm(page)
            writer.add_page(page)
        if not writer.pages:
            raise Unreadable("no pages")
        return _written(writer)
    except Unreadable:
        raise
    except Exception as error:  # what a stranger handed in can break a parser in any way
        raise Unreadable(f"{type(error).__name__}: {error}") from error


def _disarm(page: PageObject) -> None:
    page.pop("/AA", None)
    notes = page.get("/Annots")
    if notes is None:
        return
    kept = ArrayObject()
    for reference in notes.get_object():
        note = reference.get_object()
        if not isinstance(note, DictionaryObject):
            continue
        action = note.get("/A")
        kind = action.get_object().get("/S") if action is not None else None
        if kind in UNSAFE or "/AA" in note or note.get("/Subtype") == "/FileAttachment":
            continue
        kept.append(reference)
    page[NameObject("/Annots")] = kept


def _stamp(writer: PdfWriter) -> None:
    from core.pdf import press  # slow to load, see there

    views = [_view(page) for page in writer.pages]
    sizes = sorted(set(views))
    html = render_to_string(
        "pdf/stamps.html",
        {
            "sizes": list(enumerate(sizes)),
            "pages": [
                {"number": number, "size": sizes.index(view)}
                for number, view in enumerate(views, start=1)
            ],
            "top": STAMP_TOP,
            "right": STAMP_RIGHT,
            "fonts": fonts.report().by_role,
        },
    )
    overlays = PdfReader(io.BytesIO(press.write(html, tagged=False).content))
    for page, overlay in zip(writer.pages, overlays.pages, strict=True):
        page.merge_transformed_page(overlay, _onto(page), over=True)


def _view(page: PageObject) -> tuple[float, float]:
    """Width and height of a page as it is seen, points."""
    box = page.cropbox
    width, height = round(float(box.width), 2), round(float(box.height), 2)
    return (height, width) if page.rotation % 180 else (width, height)


def _onto(page: PageObject) -> tuple[float, float, float, float, float, float]:
    """The matrix that lays an upright overlay on a page, however the page is turned."""
    box = page.cropbox
    left, bottom, right, top = (float(v) for v in (box.left, box.bottom, box.right, box.top))
    return {
        0: (1.0, 0.0, 0.0, 1.0, left, bottom),
        90: (0.0, 1.0, -1.0, 0.0, right, bottom),
        180: (-1.0, 0.0, 0.0, -1.0, right, top),
        270: (0.0, -1.0, 1.0, 0.0, left, top),
    }[page.rotation % 360]


def _written(writer: PdfWriter) -> bytes:
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()
