"""Sentences and tables of the bulletin, from figures made by hand."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.domain import grids, number_texts, wording, wording_units
from reporting.domain.duties import UnitDuty
from reporting.domain.figures import (
    DEPARTMENT,
    TOWNSHIP,
    MonthFigures,
    Slice,
    Tally,
    TrendPoint,
    UnitFigures,
)
from reporting.domain.measures import Balance, Rate
from reporting.domain.results import BulletinData, RuleNote, TalkItem, UnitResult, results

ZERO = Tally(0, 0, 0)
EMPTY = MonthFigures(
    period="2026-10",
    limits_to="2026-10-31",
    matters=ZERO,
    persons=ZERO,
    batches=ZERO,
    visit_persons=ZERO,
    collective=ZERO,
    collective_persons=ZERO,
    repeats=ZERO,
    by_form=(),
    by_level=(),
    by_class=(),
    top_classes=(),
    balance=Balance(0, 0, 0, 0),
    inform=Rate(0, 0),
    conclude=Rate(0, 0),
    unplaced=0,
    reports="不足5",
    units=(),
    trend=tuple(TrendPoint(f"2026-{m:02d}", 0, 0, 0) for m in range(1, 13)),
)
RULE = RuleNote("履职导向考核办法", "100", "政策说明。")


def town(pk, matters=0, **more):
    more.setdefault("residents", 20_000)
    return UnitFigures(pk, f"乡镇{pk}", TOWNSHIP, Tally(matters, 0, 0), **more)


def bureau(pk, matters=0, **more):
    return UnitFigures(pk, f"部门{pk}", DEPARTMENT, Tally(matters, 0, 0), **more)


def bulletin(*units, points=None, last=None, talks=(), **figures):
    found = replace(EMPTY, units=units, **figures)
    points = points or {}
    scores = {
        u.unit_id: (Decimal(points.get(u.unit_id, 0)), 100 + Decimal(points.get(u.unit_id, 0)))
        for u in units
    }
    return BulletinData(found, results(found, scores, last_ranks=last or {}), RULE, tuple(talks))


class TestSentences:
    def test_a_month_without_anything_is_said_plainly(self):
        assert wording.totals(EMPTY) == "10月，全县没有登记信访事项。"
        assert wording.forms(EMPTY) == wording.levels(EMPTY) == "当月没有登记。"
        assert "没有集体访" in wording.collective(EMPTY)
        assert wording.rates(EMPTY).count("没有") == 2
        assert wording.problems(EMPTY) == "当月没有登记信访事项。"
        assert (
            wording.problems(replace(EMPTY, matters=Tally(2))) == "当月登记的事项尚未作内容分类。"
        )
        assert wording.details(EMPTY) == ""

    def test_totals_with_bases_and_without(self):
        f = replace(EMPTY, matters=Tally(12, 10, 0), persons=Tally(30, 30, 40), repeats=Tally(3))
        assert wording.totals(f) == (
            "10月，全县共登记信访事项12起、30人次，起数同比基数为零、环比上升20.0%，"
            "人次同比下降25.0%、环比持平。其中，初次信访9起，重复信访3起，重复率25.0%。"
        )

    def test_the_balance_is_written_out(self):
        f = replace(EMPTY, balance=Balance(5, 12, 7, 10))
        assert wording.balance(f).endswith("月末在办10起（5＋12－7＝10）。")

    def test_secret_matters_are_only_bounded(self):
        assert "检举控告类事项不足5件" in wording.apart(EMPTY)

    def test_a_period_that_does_not_state_secret_matters_has_no_number(self):
        text = wording.apart(replace(EMPTY, reports=""))
        assert "单独办理" in text
        assert "件" not in text.replace("事项", "")

    def test_forms_use_their_own_units(self):
        f = replace(
            EMPTY,
            by_form=(
                Slice("visit", "来访", Tally(4, 4, 4), Tally(9, 0, 0)),
                Slice("letter", "来信", Tally(0, 2, 0), Tally(0, 2, 0)),
                Slice("fax", "传真", ZERO, ZERO),
            ),
        )
        assert wording.forms(f) == (
            "来访4批9人次，同比持平、环比持平；来信0件，同比持平、环比由2降至0。"
        )

    def test_levels_are_named_as_clerks_say_them(self):
        f = replace(
            EMPTY,
            by_level=(
                Slice("township", "乡镇（街道）", Tally(2), Tally(2)),
                Slice("county", "县", Tally(5), Tally(5)),
                Slice("province", "省", Tally(0, 3), ZERO),
                Slice("national", "国家", Tally(1), Tally(1)),
            ),
        )
        assert wording.levels(f) == "到乡镇（街道）2起、到县5起、进京1起。"

    def test_the_largest_classes_are_named_and_what_is_not_classed_is_said(self):
        f = replace(
            EMPTY,
            matters=Tally(10),
            by_class=(
                Slice("none", "未分类", Tally(6), Tally(6)),
                Slice("080000", "城乡建设", Tally(4, 0, 2), Tally(4)),
            ),
        )
        assert wording.problems(f) == (
            "从内容分类看，反映较多的依次是：城乡建设4起，占40.0%，同比由2升至4。"
            "另有6起尚未作内容分类，占60.0%。"
        )

    def test_the_first_in_each_tier_are_named_and_the_quiet_ones_too(self):
        data = bulletin(
            town(1, 10, residents=100_000), town(2, 6, residents=20_000), town(3), town(4, 1)
        )
        text = wording_units.ranking(data, TOWNSHIP)
        assert "按起数排列，居前的是乡镇1（10起）、乡镇2（6起）、乡镇4（1起）。" in text
        assert "居前的是乡镇2（每万人3.00起）、乡镇1（每万人1.00起）" in text
        assert text.endswith("当月没有新收信访事项的有乡镇3。")

    @pytest.mark.parametrize(
        ("matters", "said"),
        [
            ((8, 7, 5, 5), "居前的是乡镇1（8起）、乡镇2（7起）、乡镇3（5起）、乡镇4（5起）。"),
            ((8, 5, 5, 5, 5, 5, 5), "居前的是乡镇1（8起）。"),
            ((1,) * 7, "居首位的有7个单位，均为1起。"),
            ((9, 8, 7, 1), "居前的是乡镇1（9起）、乡镇2（8起）、乡镇3（7起）。"),
        ],
        ids=["tie-at-the-end", "long-tie-left-out", "all-equal", "no-tie"],
    )
    def test_nobody_is_named_whose_equal_is_not(self, matters, said):
        data = bulletin(*(town(pk, number) for pk, number in enumerate(matters, 1)))
        assert said in wording_units.ranking(data, TOWNSHIP)
        points = {pk: str(-number) for pk, number in enumerate(matters, 1)}
        text = wording_units.scores(bulletin(*map(town, points), points=points), TOWNSHIP)
        named = sum(f"乡镇{pk}（" in text for pk in points)
        assert named == said.count("乡镇")

    def test_departments_have_no_second_tier(self):
        assert "占人口比例" not in wording_units.ranking(bulletin(bureau(1, 3)), DEPARTMENT)

    def test_a_group_without_matters_or_units(self):
        assert (
            wording_units.ranking(bulletin(town(1)), TOWNSHIP)
            == "乡镇（街道）当月均没有新收信访事项。"
        )
        assert wording_units.ranking(bulletin(town(1)), DEPARTMENT) == ""

    def test_who_lost_points(self):
        data = bulletin(town(1), town(2), points={2: "-2.5"})
        assert "有1个单位扣分，扣分较多的是乡镇2（扣2.5分）。" in wording_units.scores(
            data, TOWNSHIP
        )
        assert "均没有扣分" in wording_units.scores(bulletin(town(1)), TOWNSHIP)

    def test_shortcomings_name_duties_not_petitioners(self):
        data = bulletin(
            town(1, 3, late_inform=2, repeats=1, inform=Rate(4, 5)),
            bureau(2, 1, late_conclude=1),
            unplaced=2,
        )
        texts = wording_units.shortcomings(data)
        assert [text[:2] for text in texts] == ["一是", "二是", "三是", "四是", "五是"]
        assert "乡镇12件超过告知期限" in texts[0]
        assert "部门21件超过办理期限" in texts[1]
        assert "乡镇1（80.0%）" in texts[2]

    @pytest.mark.parametrize(
        ("often", "said"),
        [
            ({}, "乡镇（街道）重复信访4起，较多的是乡镇乙3起，初次"),
            ({1: 1, 2: 3}, "其中已是三次以上的有乡镇乙3起、乡镇甲1起，初次"),
        ],
        ids=["none", "most-first"],
    )
    def test_third_petitions_are_named_with_the_repeats(self, often, said):
        units = [
            replace(town(1, 3, repeats=1), name="乡镇甲"),
            replace(town(2, 3, repeats=3), name="乡镇乙"),
        ]
        data = bulletin(*units)
        duties = replace(data.duties, units=tuple(UnitDuty(pk, often=n) for pk, n in often.items()))
        (text,) = wording_units.shortcomings(replace(data, duties=duties))
        assert said in text

    def test_nothing_is_reproached_where_nothing_was_missed(self):
        assert wording_units.shortcomings(bulletin(town(1, 5))) == [
            "当月没有发现超期未告知、超期未办结等履行职责方面的问题。"
        ]

    def test_last_places_with_ties_and_crowds(self):
        tied = bulletin(*(town(pk) for pk in range(1, 5)), points={1: -3, 2: -3})
        assert "与另外1个单位并列" in wording_units.listed(tied)[0]
        crowd = bulletin(*(town(pk) for pk in range(1, 9)), points=dict.fromkeys(range(1, 7), -1))
        assert wording_units.listed(crowd) == [
            "乡镇（街道）另有6个单位得分同为99分，并列较多，不再区分末位。"
        ]
        assert wording_units.listed(bulletin(town(1))) == ["本期没有列末位的单位。"]

    def test_talks(self):
        talk = TalkItem(1, "乡镇1", "分管领导", "连续2期列末位。")
        assert wording_units.talks(bulletin(talks=[talk])) == [
            "乡镇1：连续2期列末位，拟与分管领导谈话。"
        ]
        assert "不安排谈话" in wording_units.talks(bulletin())[0]

    def test_the_notes_say_cut_off_definitions_and_rules(self):
        notes = "".join(wording.definitions(bulletin(), built="2026年11月1日6时00分"))
        for part in (
            "截至2026年10月31日24时",
            "2025年10月",
            "2026年9月",
            "基数为零",
            "履职导向",
            "政策说明",
        ):
            assert part in notes


class TestTables:
    def test_townships_have_both_tiers_and_departments_one(self):
        data = bulletin(town(1, 4), bureau(2, 1))
        assert "每万人" in grids.ranking_grid(data, (TOWNSHIP,), 1).columns
        assert "每万人" not in grids.ranking_grid(data, (DEPARTMENT,), 2).columns

    def test_a_row_is_as_wide_as_its_heading(self):
        data = bulletin(town(1, 4, inform=Rate(1, 1)), town(2), bureau(3, 1), points={1: -1})
        for grid in (
            grids.ranking_grid(data, (TOWNSHIP,), 1),
            grids.ranking_grid(data, (DEPARTMENT,), 2),
            grids.rates_grid(data, 3),
            grids.progress_grid(data, 4),
        ):
            for line in grid.lines:
                assert len(line.cells) == (1 if line.style == "group" else len(grid.columns))

    def test_counts_open_their_cases_and_zero_opens_nothing(self):
        data = bulletin(town(7, 4), town(8, 0))
        lines = grids.ranking_grid(data, (TOWNSHIP,), 1).lines
        found = {line.cells[1].text: line.cells[2] for line in lines}
        assert found["乡镇7"].drill.to_query() == {
            "received_from": "2026-10-01",
            "received_to": "2026-10-31",
            "unit": "7",
        }
        assert found["乡镇8"].drill is None

    def test_last_places_are_marked_and_explained(self):
        grid = grids.ranking_grid(bulletin(town(1), town(2), points={2: -5}), (TOWNSHIP,), 1)
        assert [line.style for line in grid.lines] == ["", "marked"]
        assert any("末2位" in note for note in grid.notes)

    def test_a_missing_population_is_noted(self):
        grid = grids.ranking_grid(bulletin(town(1, 2, residents=None)), (TOWNSHIP,), 1)
        assert any("乡镇1缺少常住人口数据" in note for note in grid.notes)

    def test_a_population_of_another_year_is_noted(self):
        units = (town(1, 2, population_year=2024), town(2, 2, population_year=2026))
        grid = grids.ranking_grid(bulletin(*units), (TOWNSHIP,), 1)
        assert any("采用2024年数据" in note for note in grid.notes)

    def test_change_against_last_month(self):
        grid = grids.ranking_grid(
            bulletin(town(1), town(2), points={2: -5}, last={1: 2, 2: 1}), (TOWNSHIP,), 1
        )
        assert [line.cells[-1].text for line in grid.lines] == ["↑1", "↓1"]

    def test_a_rate_over_few_items_is_not_printed(self):
        grid = grids.rates_grid(bulletin(town(1, inform=Rate(1, 2), conclude=Rate(6, 6))), 3)
        row = [cell.text for cell in grid.lines[-1].cells]
        assert row == ["乡镇1", "2", "1", "样本不足", "6", "6", "100.0%", "0", "0", "—", "0", "—"]

    @given(
        st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50)), max_size=12)
    )
    def test_subtotals_prove_themselves_like_their_rows(self, rows):
        units = [
            town(pk, balance=Balance(o, r, min(c, o + r), o + r - min(c, o + r)))
            for pk, (o, r, c) in enumerate(rows, start=1)
        ]
        grid = grids.progress_grid(bulletin(*units), 4)
        for line in grid.lines:
            if line.style != "group":
                opening, received, closed, pending = (int(c.text) for c in line.cells[1:5])
                assert opening + received - closed == pending


@pytest.mark.parametrize(
    ("points", "text"),
    [("3.00", "3"), ("2.50", "2.5"), ("0.25", "0.25"), ("-0.00", "0"), ("0", "0"), ("100", "100")],
)
def test_points_without_useless_zeros(points, text):
    assert number_texts.points_text(Decimal(points)) == text


def test_results_survive_freezing():
    data = bulletin(town(1, 4), bureau(2, 1), points={1: "-2.25"}, last={1: 3})
    assert BulletinData.from_json(data.to_json()) == data
    assert isinstance(UnitResult.from_json(data.results[0].to_json()).score, Decimal)
