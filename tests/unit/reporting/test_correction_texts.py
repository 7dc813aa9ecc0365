"""Printed sentences that state an old figure are offered with the right one."""

import pytest

from reporting.domain.correction_texts import offers
from reporting.domain.corrections import COUNTY, Change


def change(old, new, *, row="东镇", unit_id=1, table="表", column="起数", **more):
    return Change(f"{row}{column}", table, row, column, old, new, unit_id, **more)


@pytest.mark.parametrize(
    ("found", "text", "pairs"),
    [
        ([change("5", "4")], "最多的是东镇5起、西镇5起。", [("最多的是东镇5起、西镇5起", "最多的是东镇4起、西镇5起")]),
        ([change("5", "4")], "东镇扣5分。", [("东镇扣5分", "东镇扣4分")]),
        ([change("5", "4")], "东镇15起，西镇5起；东镇5.5分。", []),
        ([change("5", "4", chosen=False)], "东镇5起。", []),
        ([change("5", "4", column="名次")], "东镇5起。", []),
        (
            [change("40", "39", row=COUNTY, table=COUNTY, unit_id=None, column="信访总量（起）")],
            "10月，全县共登记信访事项40起、60人次；其中来信40起。",
            [("10月，全县共登记信访事项40起、60人次", "10月，全县共登记信访事项39起、60人次")],
        ),
        ([change("40", "39", row="乡镇小计", unit_id=None)], "乡镇小计40起。", []),
    ],
)  # fmt: skip
def test_the_number_after_its_unit(found, text, pairs):
    assert offers(found, [text]) == pairs


def test_two_figures_of_one_sentence_are_one_offer():
    found = [change("5", "4"), change("3", "2", row="西镇")]
    assert offers(found, ["东镇5起、西镇3起。"]) == [("东镇5起、西镇3起", "东镇4起、西镇2起")]
