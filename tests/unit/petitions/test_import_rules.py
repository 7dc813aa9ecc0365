"""Header and columns of a register, and what one row becomes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.domain.import_fields import FIELDS, guess_columns, guess_header, header_key
from petitions.domain.import_plan import (
    ImportDefaults,
    Lookups,
    RowPlan,
    SourceRow,
    ignored_columns,
    letter_of,
    row_fingerprint,
)
from petitions.domain.import_rules import RowReader
from petitions.domain.places import PlaceRuleSpec, build_matcher

TODAY = date(2026, 11, 21)
HEAD = (
    "原编号",
    "信访日期",
    "姓名",
    "反映问题",
    "信访形式",
    "人数",
    "答复意见",
    "答复时间",
    "受理日期",
)
COLUMNS = guess_columns(HEAD)


def plan(*cells, defaults=None, lookups=None):
    reader = RowReader(HEAD, COLUMNS, defaults or ImportDefaults(), lookups or Lookups(), TODAY)
    return reader.plan(SourceRow(7, cells))


def said(found, level=""):
    return "；".join(f.text for f in found.findings if not level or f.level == level)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("来访时间", "received"),
        ("登记日期", "registered"),
        ("* 姓 名（必填）", "name"),
        ("身份证号码", "id_number"),
        ("家庭住址", "address"),
        ("反映的主要问题", "statement"),
        ("诉求", "demand"),
        ("办理单位", "unit"),
        ("来访人数", "head_count"),
        ("形式", "form"),
        ("一级标签", "content_class"),
        ("留言用户", "source_key"),
        ("序号", None),
        ("点赞数", None),
        ("备注", None),
    ],
)
def test_columns_are_known_by_their_names(header, field):
    found = guess_columns([header])
    assert next(iter(found), None) == field


def test_every_field_is_known_by_its_own_name_and_no_synonym_means_two_fields():
    assert all(guess_columns([field.name_zh]) == {field.name: 0} for field in FIELDS)
    keys = [header_key(s) for field in FIELDS for s in dict.fromkeys(field.synonyms)]
    assert sorted(keys) == sorted(set(keys))


def test_the_header_stands_below_titles_and_notes():
    rows = [
        ["某县信访登记表"],
        ["填报单位：", "信访局"],
        ["序号", "登记日期", "姓名", "主要内容"],
        [1, "2026-1-1", "张三", "内容"],
    ]
    found = guess_header(rows)
    assert found.row == 2
    assert found.columns == {"registered": 1, "name": 2, "statement": 3}


def test_no_header_is_found_where_there_is_none():
    assert not guess_header([[1, 2], ["甲", "乙"]]).found


def test_a_saved_mapping_outranks_the_guess_and_can_leave_a_column_out():
    found = guess_columns(["主题", "内容", "题外"], {"主题": "", "题外": "title"})
    assert found == {"statement": 1, "title": 2}


def test_the_better_name_wins_a_field():
    assert guess_columns(["日期", "留言时间"])["received"] == 1


def test_a_plain_row():
    found = plan(9, "2026/11/2", "张三", "路灯不亮，请修。", "来信", None)
    assert not found.refused
    assert (found.number, found.form, found.head_count) == ("9", "letter", 1)
    assert found.received.day == date(2026, 11, 2)
    assert found.title == "路灯不亮，请修"
    assert found.handling == "open"


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ((1, None, "张三", "内容足够"), "没有信访日期"),
        ((1, "某日", "张三", "内容足够"), "不是日期"),
        ((1, "2026-11-02", "张三", " \u3000…"), "没有主题"),
        ((1, "2026-11-02", "张三", "内容", "飞鸽"), "不在可选范围"),
        ((1, "2026-11-02", "张三", "内容", None, "3-5"), "不是一个数"),
        ((1, "2026-11-02", "张三", "内容", None, None, "已查实并修复路面", None), "没有日期"),
        ((1, "2026-11-02", "张三", "内容", None, None, "已修复", "2026-11-01"), "早于信访日期"),
        ((1, "2026-11-02", "张三", "内容", None, None, None, None, "2026-11-01"), "受理日期早于"),
        (
            (1, "2026-11-02", "张三", "内容", None, None, "已修复", "2026-11-04", "2026-11-05"),
            "受理日期晚于",
        ),
        (("合计", None, None, "3 件"), "合计"),
        (HEAD, "重复的表头"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_row_is_refused_with_its_reason(cells, message):
    found = plan(*cells)
    assert found.refused
    assert message in said(found, "error")


def test_a_default_stands_in_for_a_missing_date():
    found = plan(1, None, "张三", "内容足够", defaults=ImportDefaults(received=date(2026, 11, 1)))
    assert found.received.day == date(2026, 11, 1)
    assert "按缺省" in said(found)


@pytest.mark.parametrize(
    ("received", "handling", "want"),
    [
        ("2026-08-23", "auto", "open"),
        ("2026-08-22", "auto", "backlog"),
        ("2019-01-01", "open", "open"),
        ("2026-11-01", "backlog", "backlog"),
    ],
    ids=["90-days", "91-days", "stated-open", "stated-backlog"],
)
def test_open_or_backlog(received, handling, want):
    found = plan(1, received, "张三", "内容足够", defaults=ImportDefaults(handling=handling))
    assert found.handling == want


@pytest.mark.parametrize(
    ("word", "replied", "handling"),
    [
        ("办理中", None, "open"),
        ("已办结", "2026-11-10", "closed"),
        ("未办结。", None, "open"),
        (None, "2026-11-10", "closed"),
    ],
)
def test_a_state_is_no_reply(word, replied, handling):
    found = plan(1, "2026-11-02", "张三", "内容足够", None, None, word, replied)
    assert (found.handling, found.reply) == (handling, "")


def test_a_hollow_reply_is_flagged_and_kept():
    found = plan(1, "2026-11-02", "张三", "内容", None, None, "留言已收悉", "2026-11-05")
    assert not found.refused
    assert found.warned
    assert "空洞" in said(found, "warning")


def test_names_give_the_least_number_of_people():
    found = plan(1, "2026-11-02", "张三、李四", "内容足够", None, 1)
    assert found.head_count == 2
    assert "少于姓名" in said(found, "warning")


def test_a_long_title_is_shortened_and_kept_in_the_text():
    columns = guess_columns(("主题", "信访日期"))
    reader = RowReader(("主题", "信访日期"), columns, ImportDefaults(), Lookups(), TODAY)
    found = reader.plan(SourceRow(2, ("路" * 300, "2026-11-02")))
    assert len(found.title) == 200
    assert "路" * 300 in found.statement


def test_the_place_comes_from_column_then_text_then_default():
    matcher = build_matcher([PlaceRuleSpec("柳林", 3, "柳林乡", rule_id=1)])
    lookups = Lookups(places={"青石镇": (1, "青石镇")}, matcher=matcher)
    head = ("信访日期", "反映问题", "问题属地")
    reader = RowReader(head, guess_columns(head), ImportDefaults(place="青石镇"), lookups, TODAY)
    rows = [("柳林路灯", "青石镇"), ("柳林路灯", "柳林二组"), ("柳林路灯", None), ("路灯", None)]
    plans = [reader.plan(SourceRow(2, ("2026-11-02", *row))) for row in rows]
    assert [p.place_id for p in plans] == [1, 3, 3, 1]
    assert plans[1].place_detail == "柳林二组"
    assert "问题属地第 1 字" in said(plans[1])
    assert "按缺省属地" in said(plans[3])


CELLS = st.lists(
    st.one_of(
        st.text(max_size=20), st.integers(), st.floats(), st.booleans(), st.none(), st.dates()
    ),
    min_size=0,
    max_size=9,
)


@given(CELLS)
def test_any_row_is_planned_or_refused_never_lost(cells):
    found = plan(*cells)
    assert found.refused or (found.received is not None and found.title and found.statement)
    assert found.order  # can always be put in order


@given(st.lists(st.text(alphabet="甲乙丙丁 \t\u3000", max_size=6), min_size=1, max_size=5))
def test_a_fingerprint_knows_a_row_in_any_order_and_padding(cells):
    padded = [f"\u3000{cell}\t" for cell in reversed(cells)]
    assert row_fingerprint(cells) == row_fingerprint([*padded, None, ""])


def test_running_numbers_and_clicks_do_not_make_a_row_another():
    head = ("序号", "主题", "点赞数", "未导入原因")
    skip = ignored_columns(head)
    assert row_fingerprint((1, "路灯", 3, ""), skip) == row_fingerprint((9, "路灯", 8, "x"), skip)
    assert row_fingerprint((1, "路灯"), skip) != row_fingerprint((1, "水渠"), skip)


def test_a_date_counts_as_its_moment():
    assert row_fingerprint(["2019/2/8 9:05:03"]) == row_fingerprint(["2019-02-08 09:05:03"])


def test_a_problem_names_its_cell():
    found = plan("1", "某日", "张三", "路灯不亮很久了")
    error = next(f for f in found.findings if f.level == "error")
    assert (error.column, error.letter, error.value) == ("信访日期", "B", "某日")
    assert all("value" not in f.to_json() for f in found.findings if f.level == "info")


def test_a_long_cell_is_shortened_and_an_identity_number_never_shown_whole():
    columns = {"id_number": 0, "received": 1}
    found = RowPlan(row=SourceRow(7, ("110101194912310023", "长" * 200)), fingerprint="")
    found.columns = columns
    found.say("warning", "校验位不符", "身份证号")
    found.say("error", "不是日期", "信访日期")
    assert [f.value for f in found.findings] == ["…0023", "长" * 59 + "…"]


@pytest.mark.parametrize(
    ("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_named_as_in_a_spreadsheet(index, letter):
    assert letter_of(index) == letter
