"""Several printed documents as one file, for printing a day's letters at once."""

from __future__ import annotations

import io
from collections.abc import Iterable

from pypdf import PdfReader, PdfWriter


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
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()
