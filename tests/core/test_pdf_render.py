"""Printing documents: the same bytes each time, any text, nothing from outside."""

import base64
import io
import json
import logging
import os
import subprocess
import sys
import time

import pdfplumber
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.pdf import (
    Chart,
    Column,
    Document,
    Heading,
    Image,
    Notes,
    Paragraph,
    Table,
    faces,
    fonts,
    render,
)
from tests.support import pdf_samples
from tests.support.pdf import BOTTOM, LEFT, MM, RIGHT, sample

pytestmark = pytest.mark.xdist_group("pdf")


def small(*blocks, **values):
    return Document(
        **{
            "organ": "云岭县信访局",
            "title": "通报",
            "issued_on": "2026-12-01",
            "format": "letter",
            "blocks": blocks,
            **values,
        }
    )


def characters(result):
    with pdfplumber.open(io.BytesIO(result.content)) as pdf:
        return [list(page.chars) for page in pdf.pages]


# --- reproducible -------------------------------------------------------------------------------


def test_another_process_prints_the_same_bytes(root):
    """Neither the order of sets and dictionaries nor the clock shows in the file."""
    code = (
        "import django; django.setup()\n"
        "from tests.support.pdf_samples import letter\n"
        "from core.pdf import render\n"
        "print(render(letter()).sha256)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "America/Lima"}
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split()[-1] == sample("letter").result.sha256


def test_one_changed_character_changes_the_digest():
    assert render(small(Paragraph("甲"))).sha256 != render(small(Paragraph("乙"))).sha256


def test_a_title_of_chosen_lines_is_one_line_to_who_reads_the_file():
    document = Document(
        organ="云岭县信访局文件", title="关于领导包案\n进展情况的通报", issued_on="2026-12-01"
    )
    with pdfplumber.open(io.BytesIO(render(document).content)) as pdf:
        assert pdf.metadata["Title"] == "关于领导包案进展情况的通报"


def test_metadata_carry_title_and_date_of_the_document():
    info = sample("bulletin").reader.metadata
    assert info.title == "云岭县信访局关于2026年11月全县信访工作情况的通报"
    assert info["/CreationDate"].startswith("D:20261201")
    assert info.author == "云岭县信访局"


# --- any text -----------------------------------------------------------------------------------

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
RARE = st.characters(min_codepoint=0x20000, max_codepoint=0x2CEAF)
ANY = st.text(
    st.one_of(
        HAN,
        HAN,
        HAN,
        RARE,
        st.sampled_from("，。、；：！？“”（）《》—…·％0123456789abcWM<>&\"'/@\t\n \u3000"),
    ),
    max_size=250,
)


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(body=ANY, title=st.text(HAN, min_size=1, max_size=60), cell=ANY, number=st.integers())
def test_any_text_stays_inside_the_text_area(body, title, cell, number):
    table = Table(
        columns=(Column("名次"), Column("单位", "left"), Column("件数", "right")),
        rows=((1, cell, number),),
        caption=title,
    )
    result = render(
        small(Heading(title), Paragraph(body, lead=title[:9]), table, Notes((cell,)), title=title)
    )
    for page in characters(result):
        for char in page:
            if char["top"] / MM < BOTTOM:
                assert char["x0"] / MM >= LEFT - 0.1, (char["text"], body)
                assert char["x1"] / MM <= RIGHT + 0.1, (char["text"], body)
                assert char["bottom"] / MM <= BOTTOM + 0.1


@pytest.mark.parametrize("text", ["a" * 300, "1" * 120, "——" * 40, "，" * 60, "（" * 60])
def test_unbreakable_text_stays_inside_the_text_area(text):
    for page in characters(render(small(Paragraph(text)))):
        assert max(char["x1"] for char in page) / MM <= RIGHT + 0.2


def test_markup_in_a_text_prints_as_text():
    result = render(small(Paragraph("<b>甲</b>&amp;<script>"), title="<i>乙</i>"))
    text = "".join(char["text"] for page in characters(result) for char in page)
    assert "<b>甲</b>&amp;<script>" in text
    assert "<i>乙</i>" in text


def test_line_breaks_make_paragraphs_and_control_characters_vanish():
    result = render(small(Paragraph("甲\x07\r\n\u200b乙\ufeff")))
    assert result.missing_glyphs == ""
    text = "".join(char["text"] for char in characters(result)[0])
    assert "甲" in text
    assert "乙" in text
    assert "〓" not in text


# --- missing glyphs -----------------------------------------------------------------------------


def test_a_character_no_font_has_prints_as_a_mark_and_is_reported():
    result = render(small(Paragraph("李\U000f1234。")))
    assert result.missing_glyphs == "\U000f1234"
    assert "李〓。" in "".join(char["text"] for char in characters(result)[0])


@pytest.mark.parametrize("name", ["plain", "bulletin", "letter"])
def test_documents_have_every_glyph(name):
    assert sample(name).result.missing_glyphs == ""


def test_official_characters_are_covered():
    """The common-use Han characters, and the marks official documents use."""
    common = (chr(code) for code in range(0x4E00, 0x9FA6))
    assert faces.missing(common) == ""
    assert faces.missing("〔〕《》“”‘’—…·、。％‰℃①②③★☆×÷±≥≤→↑↓■□√○●№㎡") == ""


def test_substitutes_of_licensed_fonts_are_named():
    note = sample("letter").result.font_note
    chosen = fonts.report()
    assert bool(note) is bool(chosen.substitutions)
    for standard, _ in chosen.substitutions:
        assert standard in note


def test_fonts_used_are_those_of_the_file():
    assert any("Fang" in name or "FangSong" in name for name in sample("plain").result.fonts_used)


# --- pictures and outside -----------------------------------------------------------------------


def test_png_is_printed():
    dot = base64.b64encode(
        bytes.fromhex(
            "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
            "53de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
        )
    ).decode()
    with pdfplumber.open(io.BytesIO(render(small(Image(png=dot, alt="点"))).content)) as pdf:
        assert len(pdf.pages[0].images) == 1


def test_a_document_reads_nothing_from_outside(tmp_path, caplog):
    secret = tmp_path / "secret.svg"
    secret.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"><text>密</text></svg>', encoding="utf-8"
    )
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
        f'<image xlink:href="{secret.as_uri()}" width="9" height="9"/></svg>'
    )
    with caplog.at_level(logging.ERROR):
        text = "".join(
            char["text"] for page in characters(render(small(Image(svg=picture)))) for char in page
        )
    assert "密" not in text


def test_charts_on_paper_carry_no_links():
    assert "/Annots" not in sample("bulletin").reader.pages[4]
    block = pdf_samples.ranks()
    assert isinstance(block, Chart)
    assert any(block.data["series"][0]["links"])


# --- flow ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("paragraphs", [3, 5, 6])
def test_signature_never_stands_on_a_page_without_text(paragraphs):
    result = render(
        small(
            *[Paragraph(pdf_samples.LONG_TEXT)] * paragraphs,
            signer="云岭县信访局",
            copies_to="市信访局",
        )
    )
    pages = characters(result)
    page = next(
        page
        for page in pages
        if any(char["text"] == "云" and char["size"] > 15 and char["top"] > 100 for char in page)
        and "2026年12月1日" in "".join(char["text"] for char in page)
    )
    assert "建议。" in "".join(char["text"] for char in page)


def test_draft_is_marked_on_each_page():
    result = render(small(*[Paragraph(pdf_samples.LONG_TEXT)] * 6, draft="送审稿"))
    for page in characters(result):
        assert "送审稿" in "".join(char["text"] for char in page if char["size"] > 60)


def test_frozen_data_print_the_same_bytes_again_in_seconds():
    """Measured at one to two seconds on an idle machine; the bound is loose because others may share it."""
    first = sample("bulletin")
    frozen = json.loads(json.dumps(first.document.to_dict(), ensure_ascii=False))
    begun = time.process_time()
    again = render(frozen)
    assert time.process_time() - begun < 6
    assert again.content == first.result.content
