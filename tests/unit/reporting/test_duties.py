"""Problems from one bulletin to the next, thresholds, evaluations, talks and supervision in sentences and tables."""

from dataclasses import replace

from reporting.domain import annex, grids, wording, wording_units
from reporting.domain.duties import (
    Carried,
    Deduction,
    Duties,
    Problem,
    Rectification,
    TalkNote,
    UnitDuty,
    carry_over,
)
from reporting.domain.figures import DEPARTMENT, TOWNSHIP
from reporting.domain.measures import Balance
from reporting.domain.results import BulletinData
from tests.unit.reporting.test_wording import bulletin, bureau, town

ALL = Duties(
    units=(UnitDuty(1, 6, 4, 4, 3, 2, 1, 1),),
    problems=(Problem("inform", 1, "乡镇1", (5, 7)),),
    before="关于2026年9月全县信访工作情况的通报",
    carried=(
        Carried("inform", 4, 2, (("乡镇1", 2),)),
        Carried("conclude", 3, 3, ()),
        Carried("supervision", 1, 0, (("乡镇2", 1),)),
    ),
    rectification=Rectification(
        held=(TalkNote("乡镇1", "分管领导", "10月12日"),),
        due=3, kept=2, broken=(("乡镇1", 1),), opened=2, closed=1, pending=3, late=1, listed=1,
    ),
    deductions=(Deduction("乡镇1", "按期书面告知", "条例第二十三条", "2.5", ("甲1", "甲2")),),
    thresholds=(5, 10),
)  # fmt: skip


def with_duties(*units, **more):
    return replace(bulletin(*units, **more), duties=ALL)


def test_they_survive_freezing():
    data = with_duties(town(1, 6))
    assert BulletinData.from_json(data.to_json()) == data


def test_a_bulletin_frozen_before_there_were_any_is_still_read():
    data = bulletin(town(1)).to_json()
    for key in ("duties", "months", "objections"):
        del data[key]
    data["figures"]["month"] = data["figures"].pop("period")
    assert BulletinData.from_json(data).duties == Duties()


class TestCarriedOver:
    BEFORE = (
        Problem("inform", 1, "甲镇", (1, 2, 3)),
        Problem("inform", 2, "乙镇", (3, 4)),
        Problem("supervision", 1, "甲镇", (1,)),
    )

    def test_what_is_no_longer_there_is_settled(self):
        now = (Problem("inform", 1, "甲镇", (2, 9)), Problem("inform", 2, "乙镇", (3,)))
        found = carry_over(self.BEFORE, now)
        assert found == (
            Carried("inform", 4, 2, (("甲镇", 2), ("乙镇", 1))),
            Carried("supervision", 1, 1, ()),
        )

    def test_a_matter_of_the_same_number_as_an_item_is_another_thing(self):
        assert carry_over(self.BEFORE[2:], (Problem("inform", 1, "甲镇", (1,)),))[0].settled == 1

    def test_nothing_before_gives_nothing(self):
        assert carry_over((), self.BEFORE) == ()
        assert wording_units.carried(bulletin(town(1))) == []

    def test_in_a_sentence(self):
        assert "".join(wording_units.carried(with_duties(town(1)))) == (
            "对照《关于2026年9月全县信访工作情况的通报》所列问题逐件核对，截至月末："
            "超期未告知事项4件，已整改2件，仍有2件未整改（乡镇12件）；超期未办结事项3件，已全部整改；"
            "未办结督办件1件，均未整改，仍有1件未整改（乡镇21件）。"
        )


def test_threshold_lists_hold_the_number_itself_and_name_the_most_first():
    data = with_duties(town(1, 5), town(2, 12), town(3, 4))
    assert wording_units.thresholds(data, TOWNSHIP) == (
        "5起以上的有2个乡镇（街道）：乡镇212起、乡镇15起；10起以上的有1个乡镇（街道）：乡镇212起。"
    )
    assert wording_units.thresholds(with_duties(bureau(9, 5)), DEPARTMENT).startswith(
        "5起以上的有1个单位："
    )
    assert wording_units.thresholds(with_duties(town(1, 4)), TOWNSHIP) == ""


def test_talks_undertakings_and_supervision():
    assert wording_units.rectification(with_duties(town(1))) == [
        "当月开展谈话1次：乡镇1分管领导（10月12日）。",
        "谈话中承诺、当月到期的整改事项3项，经核查已落实2项，未落实1项（乡镇11项）。",
        "当月发出督办件2件，办结1件；截至月末未办结3件，其中逾期未答复1件，挂牌督办1件。",
    ]
    assert wording_units.rectification(bulletin(town(1))) == []


def test_evaluations_and_their_columns():
    data = with_duties(town(1))
    assert wording.evaluations(data) == (
        "评价期在当月届满6件，群众参评4件，参评率66.7%，满意率样本不足。"
    )
    assert wording.evaluations(bulletin(town(1))) == ""
    row = [cell.text for cell in grids.rates_grid(data, 3).lines[-1].cells]
    assert row[-5:] == ["6", "4", "66.7%", "3", "样本不足"]


def test_returns_and_supervision_stand_in_table_4():
    grid = grids.progress_grid(with_duties(town(1), town(2)), 4)
    first, second, total, *county = (line for line in grid.lines if line.style != "group")
    assert [cell.text for cell in first.cells[-3:]] == ["2", "1", "1"]
    assert (first.style, second.style) == ("marked", "")
    assert [cell.text for cell in total.cells[-3:]] == ["2", "1", "1"]
    assert [line.cells[0].text for line in county] == ["全县合计"]


def test_table_4_adds_up_to_the_county_with_what_lies_in_no_township():
    row = replace(town(1), balance=Balance(3, 5, 2, 6))
    data = with_duties(row)
    data = replace(data, figures=replace(data.figures, balance=Balance(4, 7, 2, 9)))
    texts = [
        [cell.text for cell in line.cells[:5]] for line in grids.progress_grid(data, 4).lines[-2:]
    ]
    assert texts == [["属地待定和县本级", "1", "2", "0", "3"], ["全县合计", "4", "7", "2", "9"]]


def test_the_annex_has_numbers_and_nothing_else():
    (line,) = annex.deductions_grid(with_duties(town(1))).lines
    assert [cell.text for cell in line.cells] == ["乡镇1", "按期书面告知", "2.5", "甲1、甲2"]


def test_other_units_share_table_2_with_the_departments():
    other = replace(bureau(3, 1), group="other")
    tables = grids.ranking_grids(bulletin(town(1, 2), bureau(2, 1), other))
    assert [table.caption[:2] for table in tables] == ["表1", "表2"]
    assert [line.cells[0].text for line in tables[1].lines if line.style == "group"] == [
        "县直部门",
        "其他单位",
    ]
