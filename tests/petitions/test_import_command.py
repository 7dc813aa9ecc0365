"""`manage.py import_register` and the reading of each kind of file."""

import io
from datetime import date, datetime

import pytest
from django.core.management import CommandError, call_command

from core.errors import Invalid
from organizations.enums import PostKind
from petitions.models import Case, ImportBatch, ImportMapping
from petitions.services.importing.reading import read_register, sniff
from tests.factories.organizations import make_user_with_post
from tests.petitions.importing_support import make_import_county
from tests.support.registers import HEADERS, csv_file, messages, xlsx


@pytest.fixture
def county(db):
    return make_import_county()


@pytest.fixture
def register(tmp_path):
    path = tmp_path / "登记簿.xlsx"
    path.write_bytes(xlsx([HEADERS, *messages(4)], title="某县登记簿").getvalue())
    return path


def command(path, capsys, **options):
    call_command("import_register", str(path), source="热线", **options)
    return capsys.readouterr().out


def test_rows_in_are_rows_accounted_for(county, register, capsys, tmp_path):
    report = tmp_path / "报告.csv"
    said = command(register, capsys, user=county.clerk.username, report=report)
    assert "rows in: 4 = rows accounted for: 4" in said
    assert Case.objects.count() == 4
    assert report.read_text(encoding="utf-8-sig").count("\n") == 5
    assert ImportBatch.objects.get().uploaded_by == county.clerk


def test_a_dry_run_keeps_nothing(county, register, capsys):
    said = command(register, capsys, dry_run=True)
    assert "imported" in said
    assert not Case.objects.exists()
    assert not ImportBatch.objects.exists()


def test_columns_and_defaults_can_be_given(county, tmp_path, capsys):
    path = tmp_path / "a.csv"
    path.write_bytes(csv_file([["甲", "乙"], ["路灯不亮一个月", "张三"]]).getvalue())
    command(
        path,
        capsys,
        map=["甲=statement", "乙=name"],
        default=["received=2026-10-01", "form=letter"],
        header=1,
    )
    case = Case.objects.get()
    assert (case.form, case.participants.get().petitioner.name) == ("letter", "张三")
    assert ImportMapping.objects.get(source="热线").columns == {"甲": "statement", "乙": "name"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"map": ["没有=name"]}, "no column"),
        ({"map": ["留言详情=nonsense"]}, "no field"),
        ({"map": ["留言详情"]}, "NAME=VALUE"),
        ({"default": ["form=鸽子"]}, "不在可选范围"),
        ({"default": ["colour=red"]}, "没有名为"),
        ({"sheet": "没有"}, "没有工作表"),
        ({"user": "nobody"}, "no user"),
    ],
    ids=str,
)
def test_wrong_arguments_are_named(county, register, capsys, options, said):
    with pytest.raises(CommandError, match=said):
        command(register, capsys, **options)
    assert not Case.objects.exists()


def test_a_user_outside_the_office_is_refused(county, register, capsys):
    officer = make_user_with_post(PostKind.PETITION_OFFICER, county.townships[0])
    with pytest.raises(CommandError, match="只有信访局"):
        command(register, capsys, user=officer.username)


def test_nobody_in_the_office(db, register, capsys):
    with pytest.raises(CommandError, match="nobody holds a post"):
        command(register, capsys)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding):
    found = read_register(csv_file([["姓名", "内容"], ["张三", "路灯"]], encoding=encoding))
    assert found.sheets[0].rows[0].cells == ("姓名", "内容")


def test_row_numbers_are_those_of_the_spreadsheet():
    found = read_register(xlsx([["姓名"], [None], ["张三"]], title="题目"))
    assert [row.number for row in found.sheets[0].rows] == [1, 2, 4]


def test_hidden_and_empty_sheets_are_left_out():
    import openpyxl

    book = openpyxl.load_workbook(xlsx([["姓名"], ["张三"]]))
    book.create_sheet("空表")
    hidden = book.create_sheet("藏表")
    hidden.append(["姓名"])
    hidden.sheet_state = "hidden"
    target = io.BytesIO()
    book.save(target)
    assert [sheet.name for sheet in read_register(target).sheets] == ["Sheet1"]


def test_an_archive_that_is_no_workbook():
    import zipfile

    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(Invalid, match="压缩包"):
        sniff(target.getvalue())


def test_multi_line_cells_are_one_row():
    found = read_register(csv_file([["内容"], ["第一行\n第二行"], ["另一件"]]))
    assert [row.cells[0] for row in found.sheets[0].rows] == ["内容", "第一行\n第二行", "另一件"]


def test_old_excel_files_keep_their_dates_and_numbers():
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("来访")
    for column, value in enumerate(["编号", "信访日期", "重大紧急", "反映问题"]):
        sheet.write(0, column, value)
    sheet.write(1, 0, 188006)
    sheet.write(1, 1, datetime(2026, 10, 1, 9, 5), xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm"))
    sheet.write(1, 2, True)
    sheet.write(1, 3, "路灯不亮")
    sheet.write(2, 1, date(2026, 10, 2), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    target = io.BytesIO()
    book.save(target)
    found = read_register(target)
    assert found.kind == "xls"
    rows = found.sheet("来访").rows
    assert rows[1].cells == (188006.0, datetime(2026, 10, 1, 9, 5), True, "路灯不亮")
    assert rows[2].cells[1] == date(2026, 10, 2)
