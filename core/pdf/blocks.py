"""The parts of an official document, as plain data.

A `Document` says what is printed, never how: the typesetter (`core.pdf.render`) knows GB/T 9704-2012. Everything here survives a round
trip through JSON, so a published document can be frozen as data and printed again later, byte for byte:

    document = Document(format="redhead", organ="云岭县信访局文件", number="云信通报〔2026〕12号", title="关于……的通报",
                        issued_on="2026-12-01", signer="云岭县信访局", addressee="各乡镇人民政府，县政府各部门：",
                        blocks=(Heading("一、总体情况"), Paragraph("11月，……"), Table(...), Chart(...), Notes((...,))))
    rendered = core.pdf.render(document)            # or core.pdf.render(document.to_dict())

Text is plain text: no HTML, no markup; line breaks inside a text become paragraphs of their own. Dates are ISO strings. In JSON each
block is its fields and its `type` ("heading", "paragraph", "table", "chart", "image", "fields", "signatures", "notes", "space",
"page_break").

Which block for what:
    Heading      "一、…" level 1 (黑体), "（一）…" level 2 (楷体), "1.…" level 3 and "（1）…" level 4 (仿宋). The level is read from the
                 numbering when it is not given; the numbering is part of the text.
    Paragraph    body text, first line indented by two characters; `lead` is its opening phrase in 楷体 ("一是强化首接首办。").
    Table        see `Table`; the header repeats on each page and no row is split.
    Chart        a `core.charts.ChartData` (as `to_dict()`), drawn as in the pages of the site.
    Image        an inline SVG, PNG or JPEG of a given width, centred; a QR code beside the signature is
                 `Document.code`.
    Fields       label and value pairs in ruled boxes (来访登记单, 送达回证).
    Signatures   ruled places to sign by hand ("信访人（签名）：____  ____年__月__日").
    Notes        definitions and cut-off ("口径说明"), in small type.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

Align = Literal["left", "center", "right"]
Scalar = str | int | float | None

_NUMBERING = (
    (1, re.compile(r"[一二三四五六七八九十百]+、")),
    (2, re.compile(r"[（(][一二三四五六七八九十百]+[）)]")),
    (3, re.compile(r"\d+[.．、]")),
    (4, re.compile(r"[（(]\d+[）)]")),
)


@dataclass(frozen=True)
class Heading:
    """A heading with its numbering in the text; level 0 means "as the numbering says"."""

    type: ClassVar[str] = "heading"
    text: str
    level: int = 0

    def __post_init__(self) -> None:
        if not self.level:
            found = (level for level, pattern in _NUMBERING if pattern.match(self.text))
            object.__setattr__(self, "level", next(found, 1))
        if self.level not in (1, 2, 3, 4):
            raise ValueError(f"heading level must be 1 to 4, not {self.level!r}")


@dataclass(frozen=True)
class Paragraph:
    """Body text.

    Attributes:
        text: the text; a line break begins a new paragraph.
        runs: the same text in parts, each (text, bold), when some of it is set in 黑体; `text` is then not printed.
        lead: opening phrase before the text, in 楷体.
        indent: whether the first line is indented by two characters (a salutation is not).
        align: "left" is justified text.
        bold: the whole paragraph in 黑体 (a warning, a remedy that must be seen).
        keep_with_next: never the last on its page.
    """

    type: ClassVar[str] = "paragraph"
    text: str
    lead: str = ""
    indent: bool = True
    align: Align = "left"
    bold: bool = False
    keep_with_next: bool = False
    runs: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        title: heading, unless the table gives `head`.
        align: of the cells; headings are centred.
        width: millimetres; 0 lets the typesetter choose from the contents.
    """

    title: str = ""
    align: Align = "center"
    width: float = 0


@dataclass(frozen=True)
class HeadCell:
    """A heading that spans columns or rows."""

    text: str
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True)
class Row:
    """A row of a table. `style`: "" | "total" (bold) | "marked" (shaded, also in black and white) | "group" (one cell across)."""

    cells: tuple[Scalar, ...]
    style: str = ""


@dataclass(frozen=True)
class Table:
    """A table as wide as the text.

    Attributes:
        columns: the columns.
        rows: `Row`s, or plain sequences of cells; None prints "—".
        caption: title above the table, with its number ("表1　各乡镇……").
        unit: note at the upper right ("单位：件、人次").
        head: rows of headings with spans, for tables whose headings have several levels; else the columns' titles.
        notes: notes right under the table ("注：……").
        size: type size in points; 0 chooses 12 (小四), 10.5 (五号), 9 (小五) or 7.5 (六号): the largest at which the columns fit.
    """

    type: ClassVar[str] = "table"
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    unit: str = ""
    head: tuple[tuple[HeadCell, ...], ...] = ()
    notes: tuple[str, ...] = ()
    size: float = 0

    def __post_init__(self) -> None:
        rows = tuple(row if isinstance(row, Row) else Row(tuple(row)) for row in self.rows)
        object.__setattr__(self, "rows", rows)
        for row in rows:
            wanted = 1 if row.style == "group" else len(self.columns)
            if len(row.cells) != wanted:
                raise ValueError(
                    f"table {self.caption!r}: a row of {len(row.cells)} cells, wanted {wanted}"
                )


@dataclass(frozen=True)
class Chart:
    """A chart; `kind` is a key of `core.charts.KINDS`, `data` what `ChartData.to_dict()` gives."""

    type: ClassVar[str] = "chart"
    kind: str
    data: Mapping[str, Any]
    caption: str = ""


@dataclass(frozen=True)
class Image:
    """A picture.

    Attributes:
        svg: an `<svg>` element, or
        png: a PNG file in base64, or
        jpeg: a JPEG file in base64.
        width: millimetres.
        alt: what it shows, for readers who cannot see it.
        caption: small text under it.
    """

    type: ClassVar[str] = "image"
    svg: str = ""
    png: str = ""
    jpeg: str = ""
    width: float = 25
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True)
class Field:
    """A label and its value; `wide` takes the whole row, `lines` leaves room to write by hand."""

    label: str
    value: str = ""
    wide: bool = False
    lines: int = 1


@dataclass(frozen=True)
class Fields:
    """A ruled form of labels and values, two pairs a row."""

    type: ClassVar[str] = "fields"
    items: tuple[Field, ...]
    caption: str = ""


@dataclass(frozen=True)
class Signatures:
    """Places to sign and date by hand, one line for each label."""

    type: ClassVar[str] = "signatures"
    labels: tuple[str, ...]
    dated: bool = True


@dataclass(frozen=True)
class Notes:
    """Notes in small type: definitions, sources, cut-off."""

    type: ClassVar[str] = "notes"
    items: tuple[str, ...]
    title: str = "口径说明"
    numbered: bool = True


@dataclass(frozen=True)
class Space:
    """Blank lines of the text (28.99 pt each)."""

    type: ClassVar[str] = "space"
    lines: int = 1


@dataclass(frozen=True)
class PageBreak:
    """The next block starts a page."""

    type: ClassVar[str] = "page_break"


Block = (
    Heading | Paragraph | Table | Chart | Image | Fields | Signatures | Notes | Space | PageBreak
)
BLOCK_TYPES: dict[str, type[Any]] = {
    kind.type: kind
    for kind in (
        Heading,
        Paragraph,
        Table,
        Chart,
        Image,
        Fields,
        Signatures,
        Notes,
        Space,
        PageBreak,
    )
}
