"""A pasted list of petitioners: each line read whichever way it was typed, nothing lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.domain.roll import lines_of_table, read_roll, repeated

NUMBER = "11010519491231002X"


def read(line):
    (entry,) = read_roll(line)
    return entry.name, entry.id_number, entry.phone, entry.address, entry.role


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("张小明", ("张小明", "", "", "", "")),
        (f"张小明\t{NUMBER}\t13800000001\t柳河村 3 组", ("张小明", NUMBER, "13800000001", "柳河村 3 组", "")),
        (f"张小明，{NUMBER.lower()}，13800000001", ("张小明", NUMBER, "13800000001", "", "")),
        ("1. 张小明 13800000001 柳河村", ("张小明", "", "13800000001", "柳河村", "")),
        ("（12）张小明 代表", ("张小明", "", "", "", "representative")),
        ("3\t张小明\t联名人", ("张小明", "", "", "", "member")),
        ("13800000001 张小明", ("张小明", "", "13800000001", "", "")),
        ("张小明 0775-2812345", ("张小明", "", "0775-2812345", "", "")),
        ("古丽·买买提 13800000001", ("古丽·买买提", "", "13800000001", "", "")),
        ("柳河村老年协会,13800000001", ("柳河村老年协会", "", "13800000001", "", "")),
    ],
    ids=[
        "name", "tabs", "commas", "serial", "brackets", "column", "phone-first", "landline", "minority", "organization",
    ],
)  # fmt: skip
def test_one_line_one_person(line, expected):
    assert read(line) == expected


def test_bare_names_in_one_line_are_several_people():
    assert [entry.name for entry in read_roll("1、张三、李四、王五")] == ["张三", "李四", "王五"]


def test_blank_lines_and_headings_are_nobody():
    text = "序号\t姓名\t身份证号\n\n1\t张三\t\n  \n2\t李四"
    found = read_roll(text)
    assert [(entry.number, entry.name) for entry in found] == [(3, "张三"), (5, "李四")]


@pytest.mark.parametrize(
    ("line", "problem"),
    [("13800000001", "没有姓名"), ("——", "没有姓名"), ("张" * 81, "姓名超过 80 字")],
    ids=["only-phone", "only-marks", "too-long"],
)
def test_what_is_wrong_stands_with_the_line(line, problem):
    (entry,) = read_roll(line)
    assert (entry.text, entry.problem) == (line, problem)


def test_the_same_line_twice():
    lines = read_roll(f"张三\n李四 {NUMBER}\n张三\n张三 13800000001\n李思 {NUMBER}")
    assert repeated(lines) == {2: 1, 4: 2}


def test_a_workbook_becomes_lines():
    rows = [
        ["序号", "姓名", "电话"],
        ["1", "张三", "13800000001"],
        ["", "", ""],
        ["2", "李\n四", ""],
    ]
    assert lines_of_table(rows) == ["1\t张三\t13800000001", "2\t李 四"]


@given(st.text(max_size=200))
def test_every_line_that_says_something_is_answered_for(text):
    found = {entry.number for entry in read_roll(text)}
    lines = text.splitlines()
    assert all(1 <= number <= len(lines) and lines[number - 1].strip() for number in found)
    for entry in read_roll(text):
        assert entry.name or entry.problem
