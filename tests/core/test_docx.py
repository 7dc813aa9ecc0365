"""Official documents as Word files: page, typefaces, heads, tables, pictures."""

import io

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from PIL import Image as Pillow

from core.docx import write_docx
from core.pdf import (
    Annex,
    Column,
    Document,
    HeadCell,
    Heading,
    PageBreak,
    Paragraph,
    Row,
    Space,
    Table,
)
from core.pdf.raster import svg_to_png
from tests.support import pdf_samples

TABLE = Table(
    columns=(Column(), Column(), Column()),
    head=(
        (HeadCell("单位", rowspan=2), HeadCell("本月", colspan=2)),
        (HeadCell("起数"), HeadCell("人次")),
    ),
    rows=(
        Row(("乡镇",), "group"),
        Row(("青石镇", 3, None), "marked"),
        Row(("合计", 3, 9), "total"),
    ),
    caption="表1　排名",
    unit="单位：起",
    notes=("注：说明。",),
)


def read(document: Document):
    return docx.Document(io.BytesIO(write_docx(document)))


def document(*blocks, **more) -> Document:
    return Document(
        organ="云岭县信访局文件",
        title="关于某月情况的通报",
        issued_on="2026-11-02",
        blocks=blocks,
        **more,
    )


@pytest.fixture(scope="module")
def bulletin():
    return read(pdf_samples.bulletin())


class TestPage:
    def test_margins_lines_and_language_are_those_of_the_standard(self, bulletin):
        section = bulletin.sections[0]
        margins = (
            section.top_margin,
            section.bottom_margin,
            section.left_margin,
            section.right_margin,
        )
        assert [round(side.mm) for side in margins] == [37, 35, 28, 26]
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
        normal = bulletin.styles["Normal"]
        assert normal.font.size.pt == 16
        assert normal.paragraph_format.line_spacing.pt == 28.95
        fonts = normal.element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
        language = bulletin.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
        assert language.get(qn("w:eastAsia")) == language.get(qn("w:val")) == "zh-CN"
        assert bulletin.core_properties.language == "zh-CN"
        assert bulletin.core_properties.title == pdf_samples.bulletin().title.replace("\n", "")

    def test_pages_are_numbered_at_the_outer_edge(self, bulletin):
        section = bulletin.sections[0]
        for footer, side in (
            (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
            (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
        ):
            (line,) = footer.paragraphs
            assert line.text == "— 1 —"
            assert line.alignment == side
            assert "PAGE" in line._p.xml

    def test_a_form_has_no_page_numbers(self):
        assert "PAGE" not in read(document(format="form")).sections[0].footer._element.xml

    def test_a_draft_is_marked_on_odd_and_even_pages(self):
        section = read(document(draft="送审稿")).sections[0]
        assert section.header.paragraphs[0].text == "送审稿"
        assert section.even_page_header.paragraphs[0].text == "送审稿"
        assert not read(document()).sections[0].header.paragraphs[0].text


class TestText:
    def test_headings_have_their_level_and_typeface(self):
        word = read(
            document(
                Heading("一、总体"), Heading("（一）数量"), Paragraph("共4起。", lead="一是。")
            )
        )
        found = {line.text: line.style.name for line in word.paragraphs}
        assert found["一、总体"] == "Heading 1"
        assert found["（一）数量"] == "Heading 2"
        text = next(line for line in word.paragraphs if line.text == "一是。共4起。")
        assert [piece.font.name for piece in text.runs] == ["楷体_GB2312", "仿宋_GB2312"]
        assert 'w:firstLineChars="200"' in text._p.xml

    def test_bold_words_stand_among_the_others(self):
        runs = (("逐件", True), ("办理。", False))
        word = read(document(Paragraph("逐件办理。", lead="（一）要求。", runs=runs)))
        text = next(line for line in word.paragraphs if line.text == "（一）要求。逐件办理。")
        names = [piece.font.name for piece in text.runs]
        assert names == ["楷体_GB2312", "黑体", "仿宋_GB2312"]

    def test_the_title_is_set_in_the_typeface_of_titles(self, bulletin):
        title = next(line for line in bulletin.paragraphs if line.style.name == "Title")
        assert {piece.font.name for piece in title.runs} == {"方正小标宋简体"}
        assert {piece.font.size.pt for piece in title.runs} == {22}

    def test_control_characters_do_not_break_the_file(self):
        assert any(
            "甲 乙" in line.text for line in read(document(Paragraph("甲\x00乙"))).paragraphs
        )

    def test_annexes_begin_a_page_and_are_listed(self):
        annexes = (Annex("明细一", (Paragraph("甲"),)), Annex("明细二", (TABLE,)))
        word = read(document(PageBreak(), Space(2), annexes=annexes))
        texts = [line.text.strip() for line in word.paragraphs]
        assert "附件：1. 明细一" in texts
        assert "2. 明细二" in texts
        assert texts.index("附件1") < texts.index("甲") < texts.index("附件2")
        assert word.element.xml.count('<w:br w:type="page"/>') == 3

    def test_every_format_and_block_is_written(self):
        word = read(pdf_samples.letter())
        text = "\n".join(line.text for line in word.paragraphs)
        assert "（签名）" in text
        cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
        assert "送达地点" in cells

    def test_the_imprint_names_copies_printer_and_day(self):
        word = read(
            document(copies_to="县委办公室", printer="云岭县信访局", printed_on="2026-11-02")
        )
        cells = [cell.text for row in word.tables[-1].rows for cell in row.cells]
        assert cells == [
            "抄送：县委办公室。",
            "抄送：县委办公室。",
            "云岭县信访局",
            "2026年11月2日印发",
        ]


class TestTables:
    def test_heads_are_merged_and_repeated_and_rows_kept_whole(self):
        table = read(document(TABLE)).tables[0]
        assert [cell.text for cell in table.rows[0].cells] == ["单位", "本月", "本月"]
        assert [cell.text for cell in table.rows[1].cells] == ["单位", "起数", "人次"]
        repeated = [row._tr.xml.count("<w:tblHeader") for row in table.rows]
        assert repeated == [1, 1, 0, 0, 0]
        assert all("<w:cantSplit" in row._tr.xml for row in table.rows)

    def test_the_name_of_a_group_stays_with_its_rows_and_the_sum_with_the_row_above(self):
        table = read(document(TABLE)).tables[0]
        stays = ["<w:keepNext" in row._tr.xml for row in table.rows]
        assert stays == [False, False, True, True, False]

    def test_cells_print_what_the_pdf_prints(self):
        table = read(document(TABLE)).tables[0]
        assert [[cell.text for cell in row.cells] for row in table.rows][2:] == [
            ["乡镇", "乡镇", "乡镇"],
            ["青石镇", "3", "—"],
            ["合计", "3", "9"],
        ]
        assert [row._tr.xml.count('w:fill="D9D9D9"') for row in table.rows] == [0, 0, 0, 3, 0]

    def test_the_columns_fill_the_text(self):
        table = read(document(TABLE)).tables[0]
        assert sum(column.width.mm for column in table.columns) == pytest.approx(156, abs=0.1)


class TestPictures:
    def test_charts_are_pictures_with_a_text_for_those_who_cannot_see(self, bulletin):
        assert len(bulletin.inline_shapes) == 2
        for shape in bulletin.inline_shapes:
            assert round(shape.width.mm) == 156
            assert shape._inline.docPr.get("descr")

    def test_a_drawing_keeps_its_proportions(self):
        svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20"/></svg>'
        picture = Pillow.open(io.BytesIO(svg_to_png(svg, width=40, dpi=100)))
        assert picture.width == pytest.approx(2 * picture.height, abs=2)
        assert picture.convert("L").getpixel((10, 10)) < 10

    def test_a_drawing_of_unknown_size_is_refused(self):
        with pytest.raises(ValueError, match="viewBox"):
            svg_to_png("<svg></svg>", width=40)
