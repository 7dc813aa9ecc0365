"""The same printed letter for several hands: each copy names whose it is in the upper left corner of its pages."""

from __future__ import annotations

import io
from collections.abc import Sequence

from django.template.loader import render_to_string
from pypdf import PdfReader, PdfWriter

from core.pdf import fonts

#: Where the words stand: from the upper left corner of an A4 page, millimetres.
TOP, LEFT = 12, 28


def copies(files: Sequence[tuple[bytes, Sequence[str]]]) -> bytes:
    """One PDF with each file once for every name given with it, file by file.

    Args:
        files: printed A4 letters, each with the names of its copies ("信访人联", "存档联").

    Raises:
        ValueError: there is nothing to print.
    """
    names = list(dict.fromkeys(name for _file, wanted in files for name in wanted))
    if not names:
        raise ValueError("nothing to print")
    marks = dict(zip(names, _marks(names), strict=True))
    writer = PdfWriter()
    for file, wanted in files:
        for name in wanted:
            first = len(writer.pages)
            writer.append(PdfReader(io.BytesIO(file)), import_outline=False)
            for page in writer.pages[first:]:
                page.merge_page(PdfReader(io.BytesIO(marks[name])).pages[0], over=True)
    writer.add_metadata({"/Producer": "county-petitions"})
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _marks(names: Sequence[str]) -> list[bytes]:
    from core.pdf import press  # slow to load, see there

    context = {"top": TOP, "left": LEFT, "fonts": fonts.report().by_role}
    return [
        press.write(render_to_string("pdf/copy_mark.html", {**context, "name": name})).content
        for name in names
    ]
