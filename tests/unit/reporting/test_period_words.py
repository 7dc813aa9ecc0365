"""Sentences of every kind of period, scored and not."""

from dataclasses import replace

import pytest

from reporting.domain import grids, number_texts, wording, wording_units
from reporting.domain.averages import MonthMark, means
from reporting.domain.figures import TOWNSHIP, Tally
from reporting.domain.period_words import in_words, words
from reporting.domain.results import BulletinData, results
from reporting.domain.spans import Period
from tests.unit.reporting.test_wording import EMPTY, RULE, bulletin, town

SPAN = "2026-09-01_2026-11-15"
CODES = ["2026-10", "2026-Q3", "2026-H1", "2026", SPAN]


def of_days(*units):
    """A free span: neither scored nor ranked by score."""
    found = replace(EMPTY, units=units, period=SPAN)
    return BulletinData(found, results(found, None, last_ranks={}), None)


@pytest.mark.parametrize(
    ("code", "title", "head", "now"),
    [
        ("2026-10", "关于2026年10月全县信访工作情况的通报", "10月，", "当月"),
        ("2026-Q3", "关于2026年第三季度全县信访工作情况的通报", "2026年第三季度，", "本季度"),
        ("2026-H1", "关于2026年上半年全县信访工作情况的通报", "2026年上半年，", "本期"),
        ("2026", "关于2026年度全县信访工作情况的通报", "2026年，", "本年度"),
        (
            SPAN,
            "关于2026年9月1日至11月15日全县信访工作情况的通报",
            "2026年9月1日至11月15日，",
            "本期",
        ),
    ],
)
def test_each_period_is_called_by_its_name(code, title, head, now):
    f = replace(EMPTY, period=code, matters=Tally(3, 2, 1), persons=Tally(3, 2, 1))
    assert wording.title(f.days) == title
    assert wording.totals(f).startswith(f"{head}全县共登记信访事项3起")
    assert f"{now}新收" in wording.balance(f)
    assert in_words("在当月届满", f.days) == f"在{now}届满"


@pytest.mark.parametrize("code", CODES[1:])
def test_no_longer_period_speaks_of_a_month(code):
    data = replace(bulletin(town(1, 3, repeats=1, late_inform=2), period=code), months=())
    f = data.figures
    texts = [
        wording.totals(f), wording.balance(f), wording.forms(f), wording.levels(f), wording.collective(f),
        wording.rates(f), wording.problems(f), *wording.definitions(data, built="当日"),
        wording_units.ranking(data, TOWNSHIP), wording_units.scores(data, TOWNSHIP),
        *wording_units.shortcomings(data), words(f.days).next,
        *(str(grid) for grid in (grids.rates_grid(data, 3), grids.progress_grid(data, 4))),
    ]  # fmt: skip
    for word in ("当月", "上月", "月末", "月初", "下月"):
        assert word not in "".join(texts), word


def test_a_year_is_not_compared_with_itself_twice():
    f = replace(EMPTY, period="2026", matters=Tally(12, 10, 10), persons=Tally(1, 1, 1))
    assert "环比" not in wording.totals(f)
    assert "同比上升20.0%" in wording.totals(f)
    assert "环比" not in wording.definitions(bulletin(period="2026"), built="")[1]


def test_a_free_span_has_counts_and_rates_but_no_scores_and_no_last_places():
    data = of_days(town(1, 6), town(2, 1))
    grid = grids.ranking_grid(data, (TOWNSHIP,), 1)
    assert grid.columns == ("单位", "起数", "名次", "人次", "每万人", "名次", "同比", "环比")
    assert [line.style for line in grid.lines] == ["", ""]
    assert (data.results[0].score, data.results[0].rank_score, data.results[0].worst) == (None,) * 3
    assert wording_units.scores(data, TOWNSHIP) == ""
    assert wording_units.listed(data) == wording_units.talks(data) == []
    assert "不计分" in "".join(wording.definitions(data, built=""))
    assert BulletinData.from_json(data.to_json()) == data


def test_talks_are_proposed_from_months_only():
    assert wording_units.talks(bulletin(town(1), period="2026-Q3")) == []
    assert wording_units.talks(bulletin(town(1)))


def test_a_quarter_has_the_mean_of_its_months():
    marks = [
        MonthMark(1, "2026-07", "-1.00", "99.00"),
        MonthMark(1, "2026-08", "0.00", "100.00"),
        MonthMark(1, "2026-09", "-1.00", "99.00"),
        MonthMark(2, "2026-09", "-2.50", "97.50"),
    ]
    found = means(marks)
    assert [str(number) for number in found[1]] == ["-0.67", "99.33"]
    assert [str(number) for number in found[2]] == ["-2.50", "97.50"]


def test_whole_numbers_in_characters():
    numbers = {1: "一", 10: "十", 12: "十二", 20: "二十", 36: "三十六"}
    assert {n: number_texts.numeral(n) for n in numbers} == numbers


def test_the_rules_of_the_notes_name_the_months_of_a_mean():
    data = replace(
        bulletin(town(1), period="2026-Q3"),
        months=(
            MonthMark(1, "2026-07", "0.00", "100.00"),
            MonthMark(1, "2026-08", "0.00", "100.00"),
        ),
    )
    assert data.rule == RULE
    assert "2个月已印发通报的平均数" in "".join(wording.definitions(data, built=""))
    assert "按7月、8月通报得分平均" in wording_units.scores(data, TOWNSHIP)
    whole = replace(data, months=(*data.months, MonthMark(1, "2026-09", "0.00", "100.00")))
    assert "按各月通报得分平均" in wording_units.scores(whole, TOWNSHIP)


def test_codes_are_read_back():
    assert [Period.parse(code).code for code in CODES] == CODES
