"""Values of register cells."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.domain.import_values import (
    EARLIEST,
    EXCEL_EPOCH,
    ValueProblem,
    When,
    parse_count,
    parse_names,
    parse_when,
    parse_word,
    parse_yes,
    phone_of,
    text_of,
)
from petitions.domain.import_words import FORMS, LEVELS, PURPOSES

LATEST = date(2026, 11, 21)
DAY = date(2019, 2, 8)
MORNING = When(DAY, time(9, 5, 3))


@pytest.mark.parametrize(
    ("cell", "want"),
    [
        ("2019/2/8 9:05:03", MORNING),
        ("2019/2/8 09:05:03", MORNING),
        ("2019/02/08 9:05:03", MORNING),
        ("2019/02/08 09:05:03", MORNING),
        ("2019/2/8 9:5:3", MORNING),
        ("2019-2-8 09:05:03", MORNING),
        ("2019-02-08T09:05:03", MORNING),
        ("2019-02-08T09:05:03.120+08:00", MORNING),
        ("２０１９年２月８日　９：０５：０３", MORNING),
        ("2019年2月8日上午9时5分3秒", MORNING),
        ("2019年2月8日 星期五 下午3:05", When(DAY, time(15, 5))),
        ("2019/2/8", When(DAY)),
        ("2019.2.8", When(DAY)),
        ("2019年2月8日", When(DAY)),
        ("2019年2月8号", When(DAY)),
        ("20190208", When(DAY)),
        (20190208, When(DAY)),
        (43504, When(DAY)),
        ("43504", When(DAY)),
        (43504.5, When(DAY, time(12))),
        (datetime(2019, 2, 8, 9, 5, 3), MORNING),
        (datetime(2019, 2, 8), When(DAY)),
        (DAY, When(DAY)),
        ("\t2019/2/8\u3000", When(DAY)),
        ("", None),
        (None, None),
        (" \u3000", None),
    ],
    ids=str,
)
def test_dates_in_every_padding(cell, want):
    assert parse_when(cell, latest=LATEST) == want


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("2/8/2019", "分不清"),
        ("19-2-8", "分不清"),
        ("2019/13/1", "不存在"),
        ("2019/2/30", "不存在"),
        ("2019年2月", "不是日期"),
        ("明天", "不是日期"),
        ("2019/2/8 25:00", "不存在"),
        ("2019/2/8 约九点", "看不懂"),
        ("2026/11/22", "晚于今天"),
        ("1900/1/1", "早于"),
        (12, "不是日期"),
        (float("nan"), "不是日期"),
        (True, "不是日期"),
    ],
    ids=str,
)
def test_what_is_no_certain_date_is_said_so(cell, said):
    with pytest.raises(ValueProblem, match=said):
        parse_when(cell, latest=LATEST)


MOMENTS = st.datetimes(min_value=datetime(1950, 1, 1), max_value=datetime(2026, 11, 20))


@given(MOMENTS, st.booleans(), st.booleans(), st.booleans(), st.sampled_from("-/."))
def test_padding_never_changes_the_moment(moment, month, day, hour, mark):
    def part(value, padded):
        return f"{value:02d}" if padded else str(value)

    moment = moment.replace(microsecond=0)
    text = (
        f"{moment.year}{mark}{part(moment.month, month)}{mark}{part(moment.day, day)} "
        f"{part(moment.hour, hour)}:{moment.minute:02d}:{moment.second:02d}"
    )
    assert parse_when(text, latest=LATEST) == When(moment.date(), moment.time())


@given(st.dates(min_value=EARLIEST, max_value=LATEST), st.integers(0, 86_399))
def test_excel_day_numbers_mean_their_moment(day, second):
    found = parse_when((day - EXCEL_EPOCH).days + second / 86_400, latest=LATEST)
    moment = datetime.combine(day, time()) + timedelta(seconds=second)
    assert (found.day, found.clock or time()) == (moment.date(), moment.time())


@given(st.one_of(st.text(max_size=30), st.integers(), st.floats(), st.booleans(), st.none()))
def test_any_cell_is_read_or_refused_with_words(cell):
    problem = ""
    try:
        found = parse_when(cell, latest=LATEST)
    except ValueProblem as refusal:
        found, problem = None, str(refusal)
    empty = cell is None or not str(cell).strip()
    assert bool(problem) == (found is None and not empty)
    assert found is None or EARLIEST <= found.day <= LATEST


@pytest.mark.parametrize(
    ("cell", "want"),
    [(8, 8), (8.0, 8), ("8人", 8), ("约20人", 20), ("八人", 8), ("十二", 12), ("三十人", 30), ("", None), (None, None)],
    ids=str,
)  # fmt: skip
def test_counts(cell, want):
    assert parse_count(cell) == want


@pytest.mark.parametrize("cell", ["3-5人", "若干", "0", "很多"])
def test_what_is_no_count(cell):
    with pytest.raises(ValueProblem):
        parse_count(cell)


@pytest.mark.parametrize(
    ("text", "names", "stated"),
    [
        ("张三", ["张三"], None),
        ("张三、李四等8人", ["张三", "李四"], 8),
        ("张三等八人", ["张三"], 8),
        ("张三,李四；王五", ["张三", "李四", "王五"], None),
        ("张三、张三", ["张三"], None),
        ("匿名", [], None),
        ("", [], None),
        ("欧阳 明", ["欧阳 明"], None),
        ("张三等人", ["张三"], None),
    ],
)
def test_names(text, names, stated):
    assert parse_names(text) == (names, stated)


@pytest.mark.parametrize(
    ("cell", "words", "want"),
    [
        ("来 访", FORMS, "visit"),
        ("个访", FORMS, "visit"),
        ("县长信箱", FORMS, "online"),
        ("12345热线", FORMS, "call"),
        ("12345", FORMS, "call"),
        (12345, FORMS, "call"),
        ("进京", LEVELS, "national"),
        ("县级", LEVELS, "county"),
        ("揭发控告", PURPOSES, "accusation"),
        ("咨询", PURPOSES, "other"),
        (None, FORMS, ""),
    ],
)
def test_words_of_closed_lists(cell, words, want):
    assert parse_word(cell, words) == want


def test_an_unknown_word_is_refused():
    with pytest.raises(ValueProblem, match="不在可选范围"):
        parse_word("飞鸽传书", FORMS)


def test_yes_and_no():
    assert [parse_yes(cell) for cell in ("是", "√", 1, "否", "", None)] == [True] * 3 + [False] * 3
    with pytest.raises(ValueProblem):
        parse_yes("也许")


def test_texts_and_phones():
    assert text_of(188006.0) == "188006"
    assert text_of(1.5) == "1.5"
    assert phone_of(13800000000.0) == "13800000000"
    assert phone_of(" 0731 - 8888 ") == "0731-8888"
