"""Official documents as PDF, after GB/T 9704-2012 (the only package that uses WeasyPrint).

`render(document)` turns a `Document`, or its plain data, into a file whose bytes depend on the document and the fonts alone.
The parts of a document are described in `core.pdf.blocks`.
"""

from core.pdf.blocks import (
    Block,
    Chart,
    Column,
    Field,
    Fields,
    HeadCell,
    Heading,
    Image,
    Notes,
    PageBreak,
    Paragraph,
    Row,
    Signatures,
    Space,
    Table,
)
from core.pdf.document import Annex, Document
from core.pdf.engine import RenderedPdf, render
from core.pdf.page_pictures import page_pictures

__all__ = [
    "Annex",
    "Block",
    "Chart",
    "Column",
    "Document",
    "Field",
    "Fields",
    "HeadCell",
    "Heading",
    "Image",
    "Notes",
    "PageBreak",
    "Paragraph",
    "RenderedPdf",
    "Row",
    "Signatures",
    "Space",
    "Table",
    "page_pictures",
    "render",
]
