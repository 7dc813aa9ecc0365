"""The pages of the register import: the way from file to report, permissions, query budgets."""

import csv
import io
import random
from pathlib import Path

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from core import jobs
from core.models import OwedEffect
from organizations.enums import PostKind
from petitions.enums import ImportStatus, RowOutcome
from petitions.models import Case, ImportBatch, ImportMapping
from petitions.services.importing import batches, running
from tests.factories.organizations import make_user_with_post
from tests.petitions.importing_support import (
    NOW,
    counts,
    make_import_county,
    map_batch,
    run,
    upload,
)
from tests.petitions.pages import client_of
from tests.support.registers import HEADERS, csv_file, messages, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return make_import_county()


@pytest.fixture
def clerk(county):
    return client_of(county.clerk)


def posted(client, file, source="县长信箱", name="留言.xlsx"):
    file.name = name
    return client.post(reverse("petitions:import_list"), {"source": source, "file": file})


def mapping_of(batch, **changed):
    fields = {f"column_{index}": name for index, name in batch.columns.items()}
    base = {"form": "online", "purpose": "request", "level": "county", "handling": "auto"}
    return {**base, **fields, **changed}


def test_from_the_file_to_the_report(county, clerk, django_capture_on_commit_callbacks):
    rows = [*messages(3), [9, "U9", "坏行", "某日", "内容", 0]]
    answer = posted(clerk, xlsx([HEADERS, *rows], title="留言登记表"))
    batch = ImportBatch.objects.get()
    assert answer.url == reverse("petitions:import_columns", args=[batch.pk])
    page = clerk.get(answer.url).content.decode()
    assert "留言详情" in page
    assert 'value="statement" selected' in page

    answer = clerk.post(answer.url, mapping_of(batch))
    detail = reverse("petitions:import_detail", args=[batch.pk])
    assert answer.url == detail
    page = clerk.get(detail).content.decode()
    assert "试运行结果" in page
    assert "不是日期" in page
    assert Case.objects.count() == 0

    clerk.post(reverse("petitions:import_start", args=[batch.pk]))
    batch.refresh_from_db()
    assert batch.status == ImportStatus.QUEUED
    bar = clerk.get(reverse("petitions:import_progress", args=[batch.pk]))
    assert "已排队" in bar.content.decode()
    assert "HX-Refresh" not in bar
    effect = OwedEffect.objects.get(kind="register.import")
    assert jobs.run(effect.pk, now=effect.due_at)
    done = clerk.get(reverse("petitions:import_progress", args=[batch.pk]))
    assert done["HX-Refresh"] == "true"
    page = clerk.get(detail).content.decode()
    assert "文件 4 行，已说明去向 4 行" in page
    assert Case.objects.count() == 3
    assert ImportMapping.objects.get(source="县长信箱").columns["留言详情"] == "statement"


def test_a_second_click_does_not_queue_twice(county, clerk):
    batch = map_batch(county, upload(county, xlsx([HEADERS, *messages(2)])))
    running.check_rows(batch=batch, now=NOW)
    for _click in range(2):
        clerk.post(reverse("petitions:import_start", args=[batch.pk]))
    assert OwedEffect.objects.filter(kind="register.import").count() == 1


def test_a_large_file_is_checked_by_a_worker(county, clerk, monkeypatch):
    monkeypatch.setattr(batches, "CHECK_AT_ONCE", 2)
    batch = upload(county, xlsx([HEADERS, *messages(4)]))
    clerk.post(reverse("petitions:import_columns", args=[batch.pk]), mapping_of(batch))
    batch.refresh_from_db()
    assert batch.status == ImportStatus.CHECKING
    effect = OwedEffect.objects.get(kind="register.check")
    assert jobs.run(effect.pk, now=effect.due_at)
    batch.refresh_from_db()
    assert (batch.status, batch.rows.count()) == (ImportStatus.CHECKED, 4)


def test_a_file_that_can_no_longer_be_read_fails_with_its_reason_and_can_go_on(county, clerk):
    batch = map_batch(county, upload(county, xlsx([HEADERS, *messages(2)])))
    running.check_rows(batch=batch, now=NOW)
    stored = Path(batch.file.path)
    whole = stored.read_bytes()
    stored.write_bytes(b"PK\x03\x04broken")
    clerk.post(reverse("petitions:import_start", args=[batch.pk]))
    effect = OwedEffect.objects.get(kind="register.import")
    jobs.run(effect.pk, now=effect.due_at)
    batch.refresh_from_db()
    assert batch.status == ImportStatus.FAILED
    assert "已损坏" in batch.error
    stored.write_bytes(whole)
    assert (
        "继续导入"
        in clerk.get(reverse("petitions:import_detail", args=[batch.pk])).content.decode()
    )
    clerk.post(reverse("petitions:import_start", args=[batch.pk]))
    again = OwedEffect.objects.filter(kind="register.import").latest("pk")
    assert jobs.run(again.pk, now=again.due_at)
    assert counts(batch) == {"imported": 2}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"column_4": "", "column_2": ""}, "至少要有一列"),
        ({"column_3": ""}, "没有日期列"),
        ({"column_0": "title"}, "对应了两列"),
        ({"handling": "closed"}, "按哪一天办结"),
        ({"handling": "closed", "closed_on": "2999-01-01"}, "晚于今天"),
    ],
    ids=["no-text", "no-date", "twice", "closed-without-day", "closed-in-future"],
)
def test_a_mapping_that_cannot_work_is_refused_next_to_its_cause(county, clerk, change, said):
    batch = upload(county, xlsx([HEADERS, *messages(2)]))
    answer = clerk.post(
        reverse("petitions:import_columns", args=[batch.pk]), mapping_of(batch, **change)
    )
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_the_mapping_is_remembered_for_the_source(county):
    head = ["甲列", "乙列", "丙列"]
    rows = [["路灯坏了一个月，请修", "2026-10-01", "张三"]]
    batch = upload(county, xlsx([head, *rows]))
    assert batch.columns == {}
    map_batch(county, batch, {0: "statement", 1: "received", 2: "name"}, form="letter")
    again = upload(county, xlsx([["编号", *head], [1, *rows[0]]]))
    assert again.columns == {"0": "number", "1": "statement", "2": "received", "3": "name"}
    assert again.defaults["form"] == "letter"


def test_another_sheet_and_header_row(county, clerk):
    book = openpyxl.load_workbook(xlsx([HEADERS, *messages(4)]))
    other = book.create_sheet("旧表")
    other.append(["说明", "第一页", "第二页"])
    other.append(["姓名", "日期", "内容"])
    other.append(["张三", "2026-10-01", "路灯不亮"])
    target = io.BytesIO()
    book.save(target)
    batch = upload(county, target)
    assert batch.sheet == "Sheet1"
    clerk.post(
        reverse("petitions:import_header", args=[batch.pk]), {"sheet": "旧表", "header_row": 2}
    )
    batch.refresh_from_db()
    assert (batch.sheet, batch.total_rows) == ("旧表", 1)
    assert batch.columns == {"0": "name", "1": "received", "2": "statement"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "空"),
        (b"%PDF-1.7 no table", "不是表格文件"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页格式"),
        (b"PK\x03\x04 broken archive", "已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "无法打开"),
        (b"\x00\x01\x02\x03binary", "不是表格文件"),
    ],
    ids=["empty", "pdf", "html-as-xls", "broken-xlsx", "broken-xls", "binary"],
)
def test_a_file_that_is_no_register_is_refused_in_plain_words(clerk, data, said):
    answer = posted(clerk, io.BytesIO(data), name="登记簿.xlsx")
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("name", ["登记簿.xls", "登记簿.XLSX"])
@pytest.mark.parametrize(
    "data",
    [
        "网络连接超时，请稍后再试。\n请重新登录。".encode(),
        b"garbage that was never a workbook",
        random.Random(7).randbytes(3000).replace(b"\x00", b"\x01"),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(7).randbytes(5000),
    ],
    ids=["message", "text", "chance", "broken-workbook"],
)
def test_rubbish_under_the_name_of_a_workbook_is_refused_at_once(clerk, name, data):
    answer = posted(clerk, io.BytesIO(data), name=name)
    assert answer.status_code == 422
    assert "另存为 .xlsx" in answer.content.decode() or "无法打开" in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_text_table_under_the_name_of_a_workbook_is_read(clerk):
    table = "姓名\t来访日期\t反映问题\n张三\t2026-10-01\t路灯不亮很久了\n"
    assert posted(clerk, io.BytesIO(table.encode("gb18030")), name="导出.xls").status_code == 302


def test_too_large_a_file_is_refused(clerk, settings):
    settings.IMPORT_MAX_BYTES = 1000
    answer = posted(clerk, xlsx([HEADERS, *messages(50)]))
    assert "文件超过" in answer.content.decode()


def test_gb18030_and_semicolons(county):
    text = "姓名;信访日期;反映问题\n张三;2026-10-01;“路灯”不亮，请修\n"
    batch = run(county, io.BytesIO(text.encode("gb18030")), source="旧系统")
    assert counts(batch) == {"imported": 1}
    assert Case.objects.get().statement == "“路灯”不亮，请修"


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_refused_rows_are_mended_and_imported_again(county, clerk, kind):
    rows = [*messages(2), [9, "U9", "=1+1的标题", "某日", "内容足够长的文字", 0]]
    batch = run(county, xlsx([HEADERS, *rows]))
    url = reverse("petitions:import_rejected", args=[batch.pk])
    answer = clerk.get(url, {"kind": kind})
    lines = lines_of(answer.content, kind)
    assert lines[0][:3] == ["原行号", "未导入原因", "留言编号"]
    assert len(lines) == 2
    assert "不是日期" in lines[1][1]
    lines[1][5] = "2026-10-01"
    again = run(county, xlsx(lines))
    assert counts(again) == {"imported": 1}


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_report_names_every_row(county, clerk, kind):
    batch = run(county, xlsx([HEADERS, *messages(3), [9, "U9", "题", "某日", "内容", 0]]))
    answer = clerk.get(reverse("petitions:import_report", args=[batch.pk]), {"kind": kind})
    assert "attachment" in answer["Content-Disposition"]
    lines = lines_of(answer.content, kind)
    assert [line[0] for line in lines[1:]] in ([2, 3, 4, 5], ["2", "3", "4", "5"])
    assert lines[4][1] == RowOutcome.REJECTED.label
    if kind == "csv":
        assert answer.content.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_each_problem_names_its_cell_and_what_stands_in_it(county, clerk, kind):
    batch = run(county, xlsx([HEADERS, *messages(1), [9, "U9", "题", "某日", "内容", 0]]))
    url = reverse("petitions:import_report", args=[batch.pk])
    answer = clerk.get(url, {"kind": kind, "part": "problems"})
    head, *lines = lines_of(answer.content, kind)
    assert head == ["行号", "结果", "程度", "列", "栏目", "原值", "原因"]
    wrong = [[str(cell) for cell in line] for line in lines if line[2] == "错误"]
    assert wrong[0][:6] == ["3", "未导入", "错误", "D", "信访日期", "某日"]
    page = clerk.get(reverse("petitions:import_detail", args=[batch.pk])).content.decode()
    assert "D3 单元格" in page
    assert "“某日”" in page


def test_a_csv_report_carries_no_formula(county, clerk):
    row = [1, "U1", '=HYPERLINK("http://x")', "2026-10-01", "内容足够长的文字", 0]
    batch = run(county, xlsx([HEADERS[:6], row]))
    # the reader of the register took the formula's text, the report must not carry it out
    answer = clerk.get(reverse("petitions:import_report", args=[batch.pk]), {"kind": "csv"})
    assert all(not line[3].startswith("=") for line in lines_of(answer.content, "csv"))


def lines_of(data: bytes, kind: str) -> list[list]:
    if kind == "csv":
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


PAGES = ["import_detail", "import_columns", "import_progress", "import_report", "import_rejected"]


def test_who_may_open_what(county):
    batch = upload(county, csv_file([HEADERS, *messages(2)]))
    officer = client_of(
        make_user_with_post(PostKind.PETITION_OFFICER, county.townships[0], "乡镇专干")
    )
    colleague = client_of(make_user_with_post(PostKind.RECEPTION, county.office, "窗口乙"))
    head = client_of(make_user_with_post(PostKind.OFFICE_HEAD, county.office, "局长"))
    for name in PAGES:
        url = reverse(f"petitions:{name}", args=[batch.pk])
        assert officer.get(url).status_code == 403
        assert colleague.get(url).status_code == 404  # a register may hold reports on persons
        assert head.get(url).status_code == 200
        assert Client().get(url).status_code == 302
    assert officer.get(reverse("petitions:import_list")).status_code == 403
    for name in ("import_start", "import_header", "import_columns"):
        url = reverse(f"petitions:{name}", args=[batch.pk])
        assert officer.post(url).status_code == 403
        assert colleague.post(url).status_code == 404


def test_a_row_about_a_secret_matter_is_shown_only_to_those_who_may_see_it(county, clerk):
    head = [*HEADERS[:5], "信访目的", "被反映单位"]
    run(
        county,
        xlsx(
            [head, [1, "U1", "举报某站", "2026/10/2", "收受好处", "揭发控告", county.office.name]]
        ),
    )
    batch = ImportBatch.objects.get()
    # the clerk belongs to the accused office, so neither row nor count shows it
    page = clerk.get(reverse("petitions:import_detail", args=[batch.pk])).content.decode()
    assert "举报某站" not in page
    assert "已说明去向 0 行" in page


@pytest.mark.parametrize("rows", [2, 20])
def test_query_budgets(county, clerk, rows, django_assert_max_num_queries):
    batch = run(county, xlsx([HEADERS, *messages(rows)]))
    with django_assert_max_num_queries(11):
        clerk.get(reverse("petitions:import_detail", args=[batch.pk]))
    with django_assert_max_num_queries(8):
        clerk.get(reverse("petitions:import_list"))
    with django_assert_max_num_queries(6):
        clerk.get(reverse("petitions:import_progress", args=[batch.pk]))
    with django_assert_max_num_queries(8):
        clerk.get(reverse("petitions:import_report", args=[batch.pk]))
