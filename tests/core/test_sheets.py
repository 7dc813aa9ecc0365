"""Workbooks that look like the printed tables."""

import io

import openpyxl
import pytest

from core.pdf import Column, HeadCell, Row, Table
from core.sheets import Page, number_of, write_workbook

TABLE = Table(
    columns=(Column("单位", "left"), Column(), Column()),
    head=(
        (HeadCell("单位", rowspan=2), HeadCell("本月", colspan=2)),
        (HeadCell("起数"), HeadCell("比率")),
    ),
    rows=(
        Row(("乡镇",), "group"),
        Row(("=1+1", "3", "95.2%"), "marked"),
        Row(("202610000001", "—", "50.0%*"), "total"),
    ),
    caption="表1　排名",
    unit="单位：起",
    notes=("注：说明。",),
)


def read(*pages: Page, mark: str = ""):
    content = write_workbook(pages, title="通报", mark=mark)
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.mark.parametrize(
    ("text", "value", "form"),
    [
        ("3", 3, "0"),
        ("-2", -2, "0"),
        ("2.50", 2.5, "0.00"),
        ("95.2%", 0.952, "0.0%"),
        ("50.0%*", 0.5, '0.0%"*"'),
        ("0", 0, "0"),
        ("007", "007", "@"),
        ("—", "—", "@"),
        ("↑2", "↑2", "@"),
        ("1100002026100001", "1100002026100001", "@"),
        (7, 7, "General"),
        (None, None, "General"),
    ],
)
def test_printed_numbers_become_numbers(text, value, form):
    assert number_of(text) == (value, form)


def test_a_sheet_has_caption_heads_rows_and_notes():
    sheet = read(Page("表1", TABLE))["表1"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["表1　排名", None, None],
        ["单位：起", None, None],
        ["单位", "本月", None],
        [None, "起数", "比率"],
        ["乡镇", None, None],
        ["=1+1", 3, 0.952],
        ["202610000001", "—", 0.5],
        ["注：说明。", None, None],
    ]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert merged == {"A1:C1", "A2:C2", "A3:A4", "B3:C3", "A5:C5", "A8:C8"}
    assert sheet.freeze_panes == "A5"
    assert sheet.print_title_rows == "$3:$4"
    assert sheet["C6"].number_format == "0.0%"


def test_a_text_is_never_a_formula():
    sheet = read(Page("表1", TABLE))["表1"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_marked_rows_are_shaded_and_totals_bold():
    sheet = read(Page("表1", TABLE))["表1"]
    assert sheet["B6"].fill.fgColor.rgb.endswith("D9D9D9")
    assert sheet["B7"].font.bold
    assert not sheet["B6"].font.bold


def test_names_are_what_excel_takes_and_never_repeat():
    long = "附件1 " + "长" * 40
    names = read(
        Page("表/1", TABLE), Page("表/1", TABLE), Page(long, TABLE), Page("", TABLE)
    ).sheetnames
    assert names == ["表 1", "表 1（2）", long[:31], "表"]


def test_a_draft_is_marked_on_every_sheet_and_page():
    sheet = read(Page("表1", TABLE), mark="送审稿")["表1"]
    assert sheet["A1"].value == "（送审稿）表1　排名"
    assert sheet.oddHeader.right.text == "送审稿"
    assert read(Page("表1", TABLE))["表1"]["A1"].value == "表1　排名"
