"""The parts of a document as they are printed."""

import pytest

from core.pdf import (
    Annex,
    Column,
    Document,
    Field,
    Fields,
    Image,
    PageBreak,
    Paragraph,
    Row,
    Signatures,
    Table,
    render,
)
from tests.support.pdf import DARK, LEFT, MM, RIGHT, Printed

pytestmark = pytest.mark.xdist_group("pdf")


def printed(*blocks, **values):
    return Printed(
        Document(
            **{
                "organ": "云岭县信访局",
                "title": "样张",
                "issued_on": "2026-12-01",
                "format": "letter",
                "blocks": blocks,
                **values,
            }
        )
    )


def place(document, text, page=0):
    """(left, top) of the first character of a text in the order it is written."""
    chars = document.pages[page]
    whole = "".join(char["text"] for char in chars)
    char = chars[whole.index(text)]
    return char["x0"] / MM, char["top"] / MM


def test_cells_keep_their_indent_and_lose_stray_blanks():
    document = printed(
        Table(
            (Column("项目", "left"), Column("件数")),
            (("合计\u3000\n\n\t", 3), ("\u3000其中：来信", 1)),
        )
    )
    assert place(document, "其中")[0] > place(document, "合计")[0] + 3


def test_rows_may_be_grouped_and_marked():
    document = printed(
        Table(
            (Column("单位", "left"), Column("件数", "right")),
            (
                Row(("乡镇",), "group"),
                ("青石镇", 3),
                Row(("云岭镇", None), "marked"),
                Row(("合计", 3), "total"),
            ),
            caption="表1　各单位",
            unit="单位：件",
            notes=("注：测试。",),
        )
    )
    text = document.text(0)
    for part in ("表1", "单位：件", "乡镇", "云岭镇", "—", "合计", "注：测试。"):
        assert part in text
    total = next(char for char in document.pages[0] if char["text"] == "合")
    assert "Hei" in total["fontname"]


def test_a_table_without_titles_has_no_header():
    document = printed(Table((Column(), Column()), ((1, 2), (3, 4))))
    assert "1" in document.text(0)


def test_a_row_taller_than_the_rest_of_a_page_moves_whole():
    tall = "说明" * 200
    rows = (*((f"第{n}行", "短") for n in range(8)), ("末行", tall))
    document = printed(Table((Column("项", width=20), Column("内容", "left")), rows))
    pages = [page for page in range(document.result.pages) if "说明" in document.text(page)]
    assert len(pages) == 1
    assert "末行" in document.text(pages[0])


def test_fields_leave_room_to_write():
    document = printed(
        Fields(
            (
                Field("姓名", "李䶮"),
                Field("电话"),
                Field("备注", wide=True, lines=4),
                Field("经办人"),
            )
        )
    )
    gap = place(document, "经办人")[1] - place(document, "姓名")[1]
    assert gap > 30
    assert "李䶮" in document.text(0)


def test_places_to_sign_are_aligned():
    document = printed(
        closing=(Signatures(("受送达人（签名）", "送达人（签名）")),), signer="云岭县信访局"
    )
    words = "".join(char["text"] for char in document.pages[0])
    assert words.rindex("云岭县信访局") < words.index("受送达人")
    years = [char["x0"] for char in document.pages[0] if char["text"] == "年"][-2:]
    assert years[0] == pytest.approx(years[1], abs=0.5)


def test_code_stands_left_of_the_signature():
    square = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1"/></svg>'
    document = printed(
        Paragraph("正文。"),
        code=Image(svg=square, width=24, caption="扫码查询"),
        signer="云岭县信访局",
    )
    _, top = place(document, "扫码查询")
    left, upper, right, lower = document.ink(0, DARK, (27, top - 24, 60, top - 0.5))
    assert (left, right) == (pytest.approx(LEFT, abs=0.3), pytest.approx(LEFT + 24, abs=0.3))
    assert lower - upper == pytest.approx(24, abs=1.5)


def test_page_break_starts_a_page():
    document = printed(Paragraph("甲。"), PageBreak(), Paragraph("乙。"))
    assert document.result.pages == 2
    assert "乙。" in document.text(1)


def test_annexes_are_listed_numbered_and_begin_a_page_each():
    document = printed(
        Paragraph("正文。"),
        attachments=("另附名册。",),
        annexes=(Annex("登记表", (Paragraph("甲。"),)), Annex("明细", (Paragraph("乙。"),))),
    )
    first = document.text(0)
    for part in ("附件：1.另附名册", "2.登记表", "3.明细"):
        assert part in first
    assert document.text(1).startswith(("附件2", "—2—附件2"))
    assert "附件3" in document.text(2)


def test_approver_stands_beside_the_number_of_a_document_to_a_superior():
    document = printed(format="redhead", number="云信〔2026〕1号", approver="李四")
    left, number_top = place(document, "云信〔")
    _, approver_top = place(document, "签发人")
    assert left == pytest.approx(LEFT + 16 / MM, abs=0.3)
    assert approver_top == pytest.approx(number_top, abs=0.3)
    name = next(char for char in document.pages[0] if char["text"] == "四")
    assert "Kai" in name["fontname"]
    assert RIGHT - name["x1"] / MM == pytest.approx(16 / MM, abs=0.3)


def test_unsealed_signature_follows_its_own_rule():
    """Signer two characters from the edge; the date begins two characters right of it, or ends two from the edge."""
    document = printed(Paragraph("正文。"), signer="云岭县信访工作联席会议办公室", sealed=False)
    signer, _ = place(document, "云岭县信访工作")
    day, _ = place(document, "2026年12月1日")
    assert (day - signer) * MM / 15.8 == pytest.approx(2, abs=0.2)


def test_a_document_needs_neither_number_nor_signer_nor_imprint():
    assert render({"organ": "甲", "title": "乙", "issued_on": ""}).pages == 1


def test_paragraphs_may_be_centred_or_bold():
    document = printed(Paragraph("居中", align="center"), Paragraph("黑体", bold=True))
    chars = {char["text"]: char for char in document.pages[0]}
    middle = (chars["居"]["x0"] + chars["中"]["x1"]) / 2 / MM
    assert middle == pytest.approx((LEFT + RIGHT) / 2, abs=0.5)
    assert "Hei" in chars["体"]["fontname"]


def test_text_is_written_in_reading_order():
    """What a screen reader or a search reads: title before body, body before signature."""
    document = printed(Paragraph("正文。"), addressee="李四", signer="云岭县信访局")
    text = document.text(0)
    places = [
        text.index(part) for part in ("云岭县信访局", "样张", "李四：", "正文。", "2026年12月1日")
    ]
    assert places == sorted(places)
