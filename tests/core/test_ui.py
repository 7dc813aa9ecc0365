"""Building blocks of pages: fields, deadlines, badges; uploaded tables; refusals on forms."""

import io
from datetime import date, datetime, timedelta

import openpyxl
import pytest
from django import forms
from django.template import Context, Template

from core.errors import DomainError, Invalid, InvalidMany
from core.http import attempt, is_htmx, redirect, toast
from core.tables import read_table
from core.templatetags import ui

TODAY = date(2026, 3, 2)


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="姓名", help_text="全名")
    note = forms.CharField(label="备注", required=False, widget=forms.Textarea)
    day = forms.DateField(label="日期", required=False)
    form = forms.ChoiceField(label="形式", choices=[("a", "来信")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="确定", required=False)
    kind = forms.ChoiceField(label="类别", choices=[("a", "甲")])


def _field(form, name, **options) -> str:
    source = "{% load ui %}{% field bound " + " ".join(f'{k}="{v}"' for k, v in options.items())
    return Template(source + " %}").render(Context({"bound": form[name]}))


def test_label_help_and_error_are_tied_to_the_control():
    html = _field(SampleForm({"name": ""}), "name")
    assert 'for="id_name"' in html
    assert 'aria-invalid="true"' in html
    described = 'aria-describedby="id_name_helptext id_name_error"'
    assert described in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert "required" in html


@pytest.mark.parametrize(
    ("name", "marks"),
    [
        pytest.param("note", ["<textarea", "form-control"], id="text"),
        pytest.param("day", ['type="date"', 'value="2026-03-02"'], id="date is ISO"),
        pytest.param("form", ["<fieldset", "<legend", "form-check-input"], id="radio group"),
        pytest.param("sure", ['type="checkbox"', "form-check-label"], id="check box"),
        pytest.param("kind", ["<select", "form-select"], id="select"),
    ],
)
def test_each_kind_of_control(name, marks):
    html = _field(SampleForm(initial={"day": TODAY}), name)
    assert [mark for mark in marks if mark not in html] == []


def test_the_label_follows_a_control_with_an_id_of_its_own():
    """Two forms of one page may have a field of the same name."""
    html = _field(SampleForm(), "name", id="add_name")
    assert 'for="add_name"' in html
    assert 'id="add_name"' in html


def test_attributes_reach_the_control():
    html = _field(SampleForm(), "name", data_draft_skip="1", col="w-6")
    assert 'data-draft-skip="1"' in html
    assert 'class="field w-6"' in html


@pytest.mark.parametrize(
    ("days", "word", "tone"),
    [
        (-3, "超期 3 天", "red"),
        (0, "今日到期", "orange"),
        (3, "剩 3 天", "orange"),
        (7, "剩 7 天", "yellow"),
        (8, "剩 8 天", "secondary"),
    ],
)
def test_a_deadline_says_in_words_how_far_it_is(days, word, tone):
    html = ui.deadline(TODAY + timedelta(days=days), TODAY)
    assert word in html
    assert f"tone-{tone}" in html


def test_a_met_deadline_does_not_alarm():
    assert "超期" not in ui.deadline(TODAY - timedelta(days=9), TODAY, closed=True)
    assert "—" in ui.deadline(None, TODAY)


@pytest.mark.parametrize(("number", "text"), [(1234567, "1,234,567"), (0, "0"), (None, "—")])
def test_numbers_are_grouped(number, text):
    assert ui.grouped(number) == text


def test_what_a_reader_typed_is_escaped():
    assert "<b>" not in ui.badge("<b>")
    assert "<b>" not in ui.icon("x", label="<b>")


# --- uploaded tables


def _xlsx(*rows) -> io.BytesIO:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_any_usual_encoding(encoding):
    file = io.BytesIO("日期,名称\n2027-01-01, 元旦 \n".encode(encoding))
    assert read_table(file) == [(1, ["日期", "名称"]), (2, ["2027-01-01", "元旦"])]


def test_cells_of_a_spreadsheet_become_text():
    file = _xlsx(["日期", 5, 3.0, 2.5, None], [datetime(2027, 1, 1), date(2027, 1, 2)])
    assert read_table(file) == [
        (1, ["日期", "5", "3", "2.5", ""]),
        (2, ["2027-01-01", "2027-01-02", "", "", ""]),
    ]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"PK\x03\x04nonsense", id="broken spreadsheet"),
        pytest.param(b"\xff\xfe\x00\xff\x80\x80", id="no text"),
        pytest.param(b"a" * (5 * 1024 * 1024 + 1), id="too large"),
    ],
)
def test_what_is_no_table_is_refused_at_its_field(content):
    with pytest.raises(Invalid) as refused:
        read_table(io.BytesIO(content), field="upload")
    assert refused.value.field == "upload"


# --- refusals on forms


def _raise(error):
    raise error


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        pytest.param(Invalid("姓名有误", field="name"), {"name": ["姓名有误"]}, id="its field"),
        pytest.param(Invalid("别处有误", field="x"), {"__all__": ["别处有误"]}, id="no such field"),
        pytest.param(
            DomainError("不可", article="条例第二十三条"),
            {"__all__": ["不可（条例第二十三条）"]},
            id="with its article",
        ),
        pytest.param(
            InvalidMany({"name": "甲", "": "乙"}), {"name": ["甲"], "__all__": ["乙"]}, id="several"
        ),
    ],
)
def test_a_refusal_becomes_an_error_of_the_form(error, shown):
    form = SampleForm({"name": "张三", "form": "a", "kind": "a"})
    assert form.is_valid()
    assert attempt(form, lambda: _raise(error)) is None
    assert form.errors == shown


def test_after_a_write_htmx_is_sent_on_by_a_header(rf):
    plain, htmx = rf.post("/"), rf.post("/", headers={"HX-Request": "true"})
    assert redirect(plain, "/a/").url == "/a/"
    answer = redirect(htmx, "/a/")
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/a/")
    assert is_htmx(htmx)
    assert not is_htmx(plain)
    assert toast(answer, "已保存")["HX-Trigger"].isascii()
