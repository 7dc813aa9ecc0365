"""Putting a case file together: every sheet printed, attachments bound in, pages numbered, contents made last."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from core.pdf import bundle, render
from core.pdf.pictures import pictures
from organizations.authority import Authority
from petitions.domain import case_file
from petitions.domain.case_file import Entry, Sheet, VolumeFacts
from petitions.models import Attachment, Case
from petitions.selectors.case_file import Piece, facts_of, is_pdf, pieces_of
from petitions.services import letters

#: Room for a picture on its page, millimetres.
PICTURE_BOX = (156.0, 200.0)
#: The contents are printed before their own length is known, at most so often.
TRIES = 4
BOUND = "已装订"


@dataclass(frozen=True)
class Volume:
    """A finished case file: its bytes, pages, digest, and its contents with the pages each stands on."""

    content: bytes
    pages: int
    sha256: str
    contents: tuple[tuple[Entry, str], ...]


def bind(*, case: Case, authority: Authority, on_piece: Callable[[], object] = int) -> Volume:
    """Print and bind the file of a matter as the reader may see it on the day of the authority.

    Args:
        case: with the rows a case page shows.
        authority: the reader's; the caller has checked that the file may be printed.
        on_piece: called after each piece, so that a worker can tell it is still busy.
    """
    facts = facts_of(case, authority)
    pieces = pieces_of(case, authority, facts)
    printed: list[tuple[Entry, bytes]] = []
    state: dict[int, str] = {}
    for piece in pieces[:-1]:
        _add(piece, facts, printed, state)
        on_piece()
    loose = _file_list(case, facts, printed, state)
    _add(pieces[-1], facts, printed, state)
    return _numbered(facts, printed, loose=loose)


def _add(
    piece: Piece, facts: VolumeFacts, printed: list[tuple[Entry, bytes]], state: dict[int, str]
) -> None:
    if piece.file is not None:
        try:
            printed.append((piece.entry, _file(piece.file, facts, len(state) + 1)))
            state[piece.file.pk] = BOUND
        except bundle.Unreadable:
            state[piece.file.pk] = "未装订：文件有密码或者已损坏，无法打开"
        return
    sheet = piece.sheet
    if piece.paper is not None:
        intact = letters.is_intact(piece.paper)
        sheet = piece.paper.content if intact else case_file.broken(facts, piece.entry)
    printed.append((piece.entry, render(sheet or {}).content))


def _file(row: Attachment, facts: VolumeFacts, number: int) -> bytes:
    """The pages of one attachment; raises `bundle.Unreadable`."""
    try:
        with row.file.open("rb") as opened:
            content = opened.read()
    except FileNotFoundError as error:
        raise bundle.Unreadable(str(error)) from error
    if is_pdf(row):
        return bundle.cleaned(content)
    return bundle.joined(
        render(
            case_file.picture(
                facts,
                f"附件 {number}",
                row.name,
                jpeg=picture.jpeg,
                width=round(picture.width_within(*PICTURE_BOX), 1),
            )
        ).content
        for picture in pictures(content)
    )


def _file_list(
    case: Case, facts: VolumeFacts, printed: list[tuple[Entry, bytes]], state: dict[int, str]
) -> int:
    """Add the list of attachments when there are any; returns how many are not bound in."""
    rows = list(case.attachments.select_related("uploaded_by").order_by("id"))
    if rows:
        sheet = case_file.files(
            facts, [_file_row(number, row, state) for number, row in enumerate(rows, start=1)]
        )
        entry = Entry("附件清单", facts.organ, "", facts.printed_on)
        printed.append((entry, render(sheet).content))
    return sum(state.get(row.pk) != BOUND for row in rows)


def _file_row(number: int, row: Attachment, state: dict[int, str]) -> tuple[str, ...]:
    day = timezone.localdate(row.uploaded_at)
    return (
        str(number),
        row.name,
        str(filesizeformat(row.size)),
        f"{row.uploaded_by}\n{day}",
        state.get(row.pk, "未装订：不是 PDF 或者图片"),
        row.sha256,
    )


def _numbered(facts: VolumeFacts, printed: list[tuple[Entry, bytes]], *, loose: int) -> Volume:
    """Cover, contents, pieces and closing sheet as one file with its page numbers."""
    lengths = [bundle.pages_of(content) for _entry, content in printed]
    entries = [entry for entry, _content in printed]
    count = len(entries)
    cover_pages = bundle.pages_of(_page(case_file.cover(facts, entries=count, pages=999)))
    contents_pages = 1
    for _try in range(TRIES):
        spans = _spans(lengths, first=cover_pages + contents_pages + 1)
        listed = tuple(zip(entries, spans, strict=True))
        table = _page(case_file.contents(facts, listed))
        if bundle.pages_of(table) == contents_pages:
            break
        contents_pages = bundle.pages_of(table)
    closing = case_file.closing(facts, entries=count, pages=999, loose=loose)
    pages = cover_pages + contents_pages + sum(lengths) + bundle.pages_of(_page(closing))
    parts = [
        ("封面", _page(case_file.cover(facts, entries=count, pages=pages))),
        ("卷内文件目录", table),
        *((entry.title, content) for entry, content in printed),
        (
            "卷内备考表",
            _page(case_file.closing(facts, entries=count, pages=pages, loose=loose)),
        ),
    ]
    whole = bundle.bound(parts, title=f"{facts.number} 信访事项卷宗")
    digest = hashlib.sha256(whole.content).hexdigest()
    return Volume(whole.content, whole.pages, digest, listed)


def _page(sheet: Sheet) -> bytes:
    return render(sheet).content


def _spans(lengths: list[int], *, first: int) -> list[str]:
    """“7” or “7–9” for each piece, counted from the first page after the contents."""
    spans = []
    for length in lengths:
        last = first + length - 1
        spans.append(str(first) if length == 1 else f"{first}–{last}")
        first = last + 1
    return spans
