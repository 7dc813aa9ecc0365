"""The annual report's sentences and tables: numbers, signs, base zero, what stays unsaid."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.domain import annual_grids as grids
from reporting.domain import wording_annual as wording
from reporting.domain import wording_annual_work as work
from reporting.domain.annual import (
    COUNTS,
    MOST_ORGANS,
    RATES,
    SPLITS,
    AnnualFigures,
    Organ,
    Part,
    RatePair,
    Suggested,
    most_named,
)
from reporting.domain.figures import DEPARTMENT, TOWNSHIP
from reporting.domain.measures import Comparison, Rate

NONE = Comparison(0, 0)
KINDS = (("improve", "改进工作"), ("policy", "完善政策"), ("liability", "追究责任"))


def figures(year=2025, until="2025-12-31", **more) -> AnnualFigures:
    """A year without anything, but for what is given: counts and rates by code, or whole fields."""
    counts = {code: Comparison(*more.pop(code, (0, 0))) for code in COUNTS}
    rates = {code: more.pop(code, RatePair(Rate(0, 0), Rate(0, 0))) for code in RATES}
    fields = {
        "splits": dict.fromkeys(SPLITS, ()) | more.pop("splits", {}),
        "months": (),
        "organs": (),
        "organ_minimum": 5,
        "grounds": (),
        "unit_items": 0,
        "suggestions": tuple(Suggested(kind, name, NONE) for kind, name in KINDS),
        "reports": "不足5",
    }
    return AnnualFigures(year, until, counts, rates, **{**fields, **more})


def part(key, name, now, base=0, persons=None):
    return Part(key, name, Comparison(now, base), Comparison(persons or now, base))


def rate(hits, due, hits_base=0, due_base=0):
    return RatePair(Rate(hits, due), Rate(hits_base, due_base))


def organ(number, now, base=0, group=TOWNSHIP, **more):
    return Organ(number, f"单位{number}", group, Comparison(now, base), **more)


@pytest.mark.parametrize(
    ("year", "until", "title", "head", "before"),
    [
        (2025, "2025-12-31", "2025年全县信访情况年度报告", "2025年", "上年度"),
        (2024, "2024-12-31", "2024年全县信访情况年度报告", "2024年", "上年度"),
        (
            2026,
            "2026-11-20",
            "2026年全县信访情况年度报告（截至2026年11月20日）",
            "2026年1月1日至11月20日",
            "上年同期",
        ),
        (
            2026,
            "2026-01-31",
            "2026年全县信访情况年度报告（截至2026年1月31日）",
            "2026年1月1日至1月31日",
            "上年同期",
        ),
    ],
)
def test_a_running_year_says_up_to_which_day(year, until, title, head, before):
    f = figures(year, until)
    assert (wording.title(f), wording.head(f), f.before) == (title, head, before)
    assert f.is_whole == (title == f"{year}年全县信访情况年度报告")


@pytest.mark.parametrize(
    ("until", "base"),
    [
        ("2025-12-31", "2024-01-01 2024-12-31"),
        ("2024-02-29", "2023-01-01 2023-02-28"),
        ("2025-02-28", "2024-01-01 2024-02-29"),
        ("2026-11-20", "2025-01-01 2025-11-20"),
    ],
)
def test_it_is_compared_with_the_same_days_of_the_year_before(until, base):
    found = figures(int(until[:4]), until).base_period
    assert f"{found.first_day} {found.last_day}" == base


@pytest.mark.parametrize(
    ("now", "base", "sentence"),
    [
        (12, 10, "起数同比上升20.0%"),
        (9, 12, "起数同比下降25.0%"),
        (7, 7, "起数同比持平"),
        (3, 0, "起数同比基数为零"),
    ],
)
def test_totals_say_up_down_level_or_base_zero(now, base, sentence):
    f = figures(
        matters=(now, base), persons=(now + 4, base), firsts=(now - 1, base), repeats=(1, 0),
        repeat_rate=rate(1, now, 0, base),
    )  # fmt: skip
    text = wording.totals(f)
    assert f"2025年，全县共登记信访事项{now}起、{now + 4}人次" in text
    assert sentence in text
    assert f"其中，初次信访{now - 1}起" in text


@pytest.mark.parametrize(
    ("base", "text"),
    [(0, "2025年，全县没有登记信访事项。"), (3, "2025年，全县没有登记信访事项，上年同期3起。")],
)
def test_a_year_without_matters(base, text):
    f = figures(matters=(0, base))
    assert wording.totals(f) == text
    assert wording.forms(f) == "没有登记。"
    assert wording.fields(f) == "没有已作内容分类的信访事项。"
    assert wording.details(f) == ""
    assert wording.collective(f) == "本年度及上年同期均没有集体访。"
    assert work.sending(f) == "本年度没有转送、交办的信访事项。"
    assert work.supervision(f) == "本年度没有督办事项。"
    assert work.suggestions(f) == "本年度没有提出改进工作、完善政策、追究责任的建议。"
    assert "本年度没有达到5起的机关、单位" in wording.organs_rule(f)
    assert wording.organs(f) == []


@pytest.mark.parametrize(
    ("pair", "cell", "phrase"),
    [
        (rate(9, 10, 8, 10), "+10.0个百分点", "，同比上升10.0个百分点"),
        (rate(8, 10, 9, 10), "−10.0个百分点", "，同比下降10.0个百分点"),
        (rate(5, 10, 3, 6), "持平", "，同比持平"),
        (rate(5, 10, 1, 2), "—", ""),
        (rate(1, 2, 5, 10), "—", ""),
        (rate(5, 10), "—", ""),
        (rate(0, 0, 5, 10), "—", ""),
    ],
)
def test_rates_move_in_points(pair, cell, phrase):
    assert (pair.change, pair.phrase()) == (cell, phrase)


def test_limits_that_did_not_end_are_said_so():
    f = figures(closed=(3, 2), timely_rate=rate(9, 10, 8, 10))
    text = wording.progress(f)
    assert "全年了结3起，同比由2升至3" in text
    assert "告知（受理）期限届满10件，及时受理率90.0%，同比上升10.0个百分点。" in text
    assert "没有办理期限届满的事项。" in text
    assert "期内了结3起" in wording.progress(replace(f, year=2026, until="2026-06-30"))


def test_quality_counts_what_was_said_and_reviewed():
    f = figures(
        participation=rate(6, 8), unit_satisfaction=rate(5, 6, 3, 6), first_rate=rate(4, 5),
        reviews_asked=(3, 1), rechecks_asked=(1, 0), reviews_upheld=(2, 0), reviews_overturned=(1, 0),
    )  # fmt: skip
    text = wording.quality(f)
    assert (
        "评价期届满8件，群众参评6件，参评率75.0%，对责任单位的满意率83.3%，同比上升33.3个百分点。"
        in text
    )
    assert "对信访部门的满意率" not in text
    assert "首办观察期届满5起，首办化解率80.0%。" in text
    assert (
        "请求复查3件、复核1件；作出的复查、复核意见中，维持2件，撤销、变更或者责令重新办理1件。"
        in text
    )


def test_fields_are_named_most_first_with_their_share():
    classes = (
        part("080000", "城乡建设", 6, 3),
        part("090000", "农村农业", 3),
        part("none", "未分类", 1),
    )
    finer = (
        part("080300", "房屋征收", 6, 1),
        part("090100", "土地承包", 3, 3),
        part("none", "未分类", 1),
    )
    f = figures(matters=(10, 6), splits={"class1": classes, "class2": finer})
    assert wording.fields(f) == (
        "信访事项涉及较多的领域依次是：城乡建设6起，占60.0%，同比由3升至6；"
        "农村农业3起，占30.0%，同比基数为零。另有1起尚未作内容分类，占10.0%。"
    )
    assert wording.details(f) == (
        "具体问题较集中的有：房屋征收6起、土地承包3起。与上年同期相比增加较多的有：房屋征收增加5起。"
    )


def test_forms_levels_and_collective_visits():
    f = figures(
        matters=(5, 4), batches=(4, 2), collective=(1, 2), collective_persons=(8, 20),
        splits={
            "form": (part("visit", "来访", 4, 2, persons=15), part("letter", "来信", 1, 2)),
            "level": (part("county", "县", 4, 4), part("national", "国家", 1)),
        },
    )  # fmt: skip
    assert wording.forms(f) == "来访4批15人次，同比由2升至4；来信1件，同比由2降至1。"
    assert wording.levels(f) == "到县4起，同比持平；进京1起，同比基数为零。"
    assert wording.collective(f) == ("发生集体访1批8人次，批次同比由2降至1，人次同比下降60.0%。")


def test_sending_and_supervision():
    f = figures(
        transferred=(8, 10), assigned=(2, 0), feedback_rate=rate(1, 2), objections=(1, 0),
        supervised=(3, 2), supervision_closed=(1, 0), supervision_open=(2, 0),
        grounds=(("拖延", 3), ("推诿", 1)), unit_items=1,
    )  # fmt: skip
    assert work.sending(f) == (
        "县信访局转送信访事项8件，同比下降20.0%；交办2件，同比基数为零。没有转送、交办期限届满的事项。"
        "交办反馈期限届满2件，按期反馈率样本不足。有关机关、单位对转送、交办提出异议1件。"
    )
    assert work.supervision(f) == (
        "决定督办4件（其中针对单位整体工作的1件），督办情形为拖延3件、推诿1件。"
        "针对信访事项的督办3件，同比由2升至3；办结1件，期末未结2件。"
    )


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (Suggested("improve", "改进工作", Comparison(0, 2)), "本年度没有提出。"),
        (Suggested("improve", "改进工作", Comparison(2, 2)), "提出2件，同比持平；均待书面反馈。"),
        (
            Suggested("improve", "改进工作", Comparison(4, 2), full=2, part=1),
            "提出4件，同比由2升至4；采纳2件，部分采纳1件，待反馈1件。",
        ),
        (
            Suggested("policy", "完善政策", Comparison(1, 0), refused=1),
            "提出1件，同比基数为零；不采纳1件。",
        ),
    ],
)
def test_each_kind_of_suggestion_says_what_became_of_it(row, text):
    assert work.suggestion(row) == text


def test_suggestions_together():
    rows = (
        Suggested("improve", "改进工作", Comparison(4, 2), full=2, part=1),
        Suggested("policy", "完善政策", Comparison(1, 0), refused=1),
        Suggested("liability", "追究责任", NONE),
    )
    assert work.suggestions(figures(suggestions=rows)) == (
        "共提出建议5件，同比由2升至5；已书面反馈4件，其中采纳和部分采纳3件。"
    )


@pytest.mark.parametrize(
    ("numbers", "minimum", "most", "named"),
    [
        ([9, 5, 4], 5, 10, [9, 5]),
        ([4, 3], 5, 10, []),
        ([5, 9, 7], 5, 2, [9, 7]),
        ([9, 7, 7, 7, 6], 5, 2, [9, 7, 7, 7]),
        ([], 5, 10, []),
    ],
)
def test_few_matters_are_not_named_and_equals_stand_together(numbers, minimum, most, named):
    rows = [organ(at, number) for at, number in enumerate(numbers, start=1)]
    assert [o.matters.now for o in most_named(rows, minimum=minimum, most=most)] == named


@given(st.lists(st.integers(0, 40), max_size=30), st.integers(5, 12))
def test_whoever_is_named_has_the_minimum_and_nobody_larger_is_left_out(numbers, minimum):
    rows = [organ(at, number) for at, number in enumerate(numbers, start=1)]
    named = most_named(rows, minimum=minimum)
    assert all(one.matters.now >= minimum for one in named)
    least = min((one.matters.now for one in named), default=minimum)
    rest = [n for n in numbers if n >= minimum]
    assert len(named) >= min(len(rest), MOST_ORGANS)
    left = [row.matters.now for row in rows if row not in named]
    assert all(number < max(least, minimum) for number in left)


def test_organs_are_listed_by_group_with_a_caution():
    rows = (organ(1, 9, 6), organ(2, 5), organ(3, 7, 7, DEPARTMENT))
    f = figures(organs=rows)
    assert wording.organs(f) == [
        ("乡镇（街道）。", "起数较多的依次是：单位19起，同比上升50.0%；单位25起，同比基数为零。"),
        ("县直部门。", "起数较多的依次是：单位37起，同比持平。"),
    ]
    assert "不表示投诉属实" in wording.organs_rule(f)


def test_every_count_of_a_table_opens_its_matters_and_zero_opens_nothing():
    f = figures(
        matters=(6, 3), transferred=(4, 0), timely_rate=rate(3, 4),
        splits={
            "form": (part("visit", "来访", 6, 3),),
            "class1": (part("080000", "城乡建设", 5, 3), part("none", "未分类", 1)),
        },
        organs=(organ(7, 6, 3, repeats=2, satisfied=Rate(2, 3)),),
    )  # fmt: skip
    main = {line.cells[0].text: line.cells for line in grids.main_grid(f, 1).lines}
    now, base = main["起数"][2], main["起数"][3]
    assert (now.text, now.drill.to_query()) == ("6", {"fact": "matters", "period": "2025"})
    assert (base.text, base.drill.to_query()) == ("3", {"fact": "matters", "period": "2024"})
    assert main["集体访"][2].drill is None
    assert main["及时受理率"][2].drill.to_query() == {"fact": "inform_due", "period": "2025"}
    fields = {line.cells[0].text: line.cells for line in grids.fields_grid(f, 3).lines}
    assert fields["城乡建设"][1].drill.to_query()["class1"] == "080000"
    assert fields["未分类"][1].drill.to_query()["class1"] == "none"
    (town, row) = grids.organs_grid(f, 4).lines
    assert town.style == "group"
    assert row.cells[2].drill.to_query() == {"fact": "matters", "period": "2025", "owner": "7"}
    assert [cell.text for cell in row.cells[4:]] == ["+100.0%", "2", "0", "0", "样本不足（2/3）"]


def test_suggestions_open_their_list_of_the_year():
    rows = (Suggested("improve", "改进工作", Comparison(4, 2), full=2),)
    (line,) = grids.suggestions_grid(figures(suggestions=rows), 6).lines
    assert line.cells[1].suggestions == {
        "kind": "improve", "issued_from": "2025-01-01", "issued_to": "2025-12-31",
    }  # fmt: skip
    assert line.cells[2].suggestions["issued_to"] == "2024-12-31"
    assert line.cells[4].suggestions["adoption"] == "full"
    assert line.cells[5].suggestions is None
    assert line.cells[7].text == "2"


def test_classes_of_level_two_stand_under_their_own():
    f = figures(
        matters=(10, 0),
        splits={
            "class1": (part("080000", "城乡建设", 9), part("none", "未分类", 1)),
            "class2": (
                part("080300", "房屋征收", 6), part("080000", "城乡建设", 3), part("none", "未分类", 1),
            ),
        },
    )  # fmt: skip
    assert [line.cells[0].text for line in grids.finer_grid(f).lines] == [
        "城乡建设", "未细分", "房屋征收", "未分类", "未分类",
    ]  # fmt: skip


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_word_and_the_sign_agree(now, base):
    text = wording.totals(figures(matters=(now or 1, base), persons=(now or 1, base)))
    pair = Comparison(now or 1, base)
    sign = grids.main_grid(figures(matters=(now or 1, base)), 1).lines[1].cells[4].text
    assert ("升" in text) == (sign.startswith("+"))
    assert ("降" in text) == (sign.startswith("−"))
    assert ("基数为零" in text) == (sign == "基数为零" or pair.base == 0)


@given(
    st.dictionaries(st.sampled_from(COUNTS), st.tuples(st.integers(0, 999), st.integers(0, 999))),
    st.dictionaries(
        st.sampled_from(RATES),
        st.tuples(st.integers(0, 9), st.integers(0, 9)).map(
            lambda p: RatePair(Rate(p[0], p[0] + p[1]), Rate(p[1], p[0] + p[1]))
        ),
    ),
    st.lists(st.tuples(st.integers(1, 99), st.integers(0, 99)), max_size=4),
    st.dates(date(2024, 1, 1), date(2026, 12, 31)),
)
def test_frozen_figures_are_read_back_as_they_were(counts, rates, organs, until):
    f = figures(
        until.year, until.isoformat(), **counts, **rates,
        organs=tuple(organ(at, now, base) for at, (now, base) in enumerate(organs)),
        splits={"form": (part("visit", "来访", 3, 1),)}, months=(("2025-01", Comparison(1, 2)),),
        grounds=(("拖延", 2),),
    )  # fmt: skip
    assert AnnualFigures.from_json(json.loads(json.dumps(f.to_json()))) == f


def test_definitions_name_the_cut_off_the_base_and_the_secrecy():
    notes = "".join(wording.definitions(figures(), built="2026年1月5日6时00分"))
    assert "2025年1月1日至2025年12月31日，截至2025年12月31日24时；2026年1月5日6时00分" in notes
    assert "同比与2024年1月1日至2024年12月31日比较" in notes
    assert "不足5件的不列具体数字" in notes
    assert "全年不足5起的不列名" in notes
    names = [line.cells[0].text for line in grids.definitions_grid().lines]
    used = [line.cells[0].text for line in grids.main_grid(figures(), 1).lines if not line.style]
    assert set(used) <= set(names)
