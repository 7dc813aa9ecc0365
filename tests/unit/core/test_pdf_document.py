"""Documents as plain data."""

import json
from datetime import date

import pytest

from core.pdf import Document, Heading, Paragraph, Table
from core.pdf.blocks import BLOCK_TYPES
from core.pdf.document import block_from_dict
from tests.support import pdf_samples


@pytest.mark.parametrize("name", ["bulletin", "plain", "letter"])
def test_document_survives_json(name):
    document = getattr(pdf_samples, name)()
    text = json.dumps(document.to_dict(), ensure_ascii=False)
    assert json.dumps(Document.from_dict(json.loads(text)).to_dict(), ensure_ascii=False) == text


def test_samples_use_every_block():
    used = set()
    for name in ("bulletin", "plain", "letter"):
        document = getattr(pdf_samples, name)()
        for blocks in (document.blocks, document.closing, *(a.blocks for a in document.annexes)):
            used |= {block.type for block in blocks}
    assert set(BLOCK_TYPES) - used <= {"page_break", "image", "space"}


@pytest.mark.parametrize(
    ("text", "level"),
    [("一、总体情况", 1), ("（一）来信", 2), ("1.来信", 3), ("（1）来信", 4), ("总体情况", 1)],
)
def test_level_of_a_heading_is_read_from_its_numbering(text, level):
    assert Heading(text).level == level


def test_rows_may_be_plain_sequences():
    data = {
        "type": "table",
        "columns": ["甲", {"title": "乙"}],
        "rows": [[1, 2], {"cells": [3, 4], "style": "total"}],
    }
    table = block_from_dict(data)
    assert isinstance(table, Table)
    assert [row.cells for row in table.rows] == [(1, 2), (3, 4)]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"type": "poem"}, "unknown block type 'poem'"),
        (
            {"type": "paragraph", "txt": "甲"},
            r"unknown fields \['txt'\], missing fields \['text'\]",
        ),
        ({"type": "heading", "text": "甲", "level": 9}, "heading level"),
    ],
)
def test_wrong_blocks_are_refused_by_name(data, message):
    with pytest.raises(ValueError, match=message):
        block_from_dict(data)


@pytest.mark.parametrize(
    ("values", "message"),
    [({"format": "memo"}, "unknown document format"), ({"issued_on": "1 December"}, "isoformat")],
)
def test_wrong_documents_are_refused(values, message):
    with pytest.raises(ValueError, match=message):
        Document(**{"organ": "甲", "title": "乙", "issued_on": "2026-12-01", **values})


def test_dates_may_be_dates():
    document = Document(
        organ="甲", title="乙", issued_on=date(2026, 12, 1), blocks=(Paragraph("丙"),)
    )
    assert document.issued_on == "2026-12-01"
