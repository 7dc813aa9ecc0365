"""A matter is named beside a corrected figure only when its facts count otherwise in that figure."""

import pytest

from reporting.domain.correction_causes import Causes, Place, measure_of, score_causes, weight
from reporting.domain.corrections import Change, has_long_number, keep_secrets
from reporting.domain.figures import DEPARTMENT, TOWNSHIP
from reporting.domain.spans import Period

OCTOBER = Period.parse("2026-10")
TOWN, OTHER, BUREAU = Place(TOWNSHIP, "/1/"), Place(TOWNSHIP, "/2/"), Place(DEPARTMENT, "/9/")


def facts(**more):
    plain = {
        "received": "2026-10-05", "closed": "", "form": "visit", "level": "county", "persons": 3,
        "collective": False, "repeat": False, "content": "080300", "place": "/1/4/", "owner": "/9/",
        "clocks": [["C4", "/9/", "2026-10-20", True, True]],
    }  # fmt: skip
    return {**plain, **more}


def causes(old, new, **scores):
    places = {1: TOWN, 2: OTHER, 9: BUREAU}
    return Causes(
        OCTOBER,
        {"甲": old} if old else {},
        {"甲": new} if new else {},
        places,
        scores.get("of", {}),
    )


MATTERS = ("matters", "persons", "form:visit", "class:080000", "pending")


@pytest.mark.parametrize(
    ("changed", "touched"),
    [
        ({"persons": 8}, {"persons"}),
        ({"form": "letter"}, {"batches", "form:visit", "form:letter"}),
        ({"content": "090000"}, {"class:080000", "class:090000"}),
        ({"content": ""}, {"class:080000", "class:none"}),
        ({"level": "city"}, {"level:county", "level:city"}),
        ({"repeat": True}, {"repeats"}),
        ({"collective": True}, {"collective", "collective_persons"}),
        ({"closed": "2026-10-30"}, {"closed", "pending", "late_inform"}),
        ({"received": "2026-09-30"}, {
            "matters", "persons", "batches", "form:visit", "class:080000", "level:county", "opening",
        }),
        ({"clocks": [["C4", "/9/", "2026-10-20", False, True]]}, {"inform", "late_inform"}),
        ({"place": "/2/"}, set()),
    ],
)  # fmt: skip
def test_each_fact_touches_its_own_figures_of_the_county(changed, touched):
    late = [["C4", "/9/", "2026-10-20", False, False]]
    old = facts(clocks=late) if "late_inform" in touched else facts()
    found = causes(old, {**old, **changed})
    measures = [
        *MATTERS, "batches", "collective", "collective_persons", "repeats", "closed", "opening",
        "inform", "conclude", "late_inform", "late_conclude", "form:letter", "class:090000",
        "class:none", "level:county", "level:city",
    ]  # fmt: skip
    named = {one for one in measures if found.of(one, unit_id=None, group="")}
    assert named == touched - ({"inform"} if "late_inform" in touched else set())


def test_it_is_named_in_the_rows_it_left_and_entered_only():
    found = causes(facts(), facts(place="/2/"))
    rows = {unit: found.of("matters", unit_id=unit, group="") for unit in (1, 2, 9)}
    assert rows == {1: ("甲",), 2: ("甲",), 9: ()}
    assert found.of("matters", unit_id=None, group=TOWNSHIP) == ()
    assert found.of("", unit_id=1, group="") == ()


def test_limits_belong_to_who_owed_them():
    kept, missed = facts(), facts(clocks=[["C4", "/9/", "2026-10-20", False, True]])
    assert weight(kept, "inform", [BUREAU], OCTOBER) == (1, 1)
    assert weight(missed, "inform", [BUREAU], OCTOBER) == (1, 0)
    assert weight(kept, "inform", [TOWN], OCTOBER) == weight(None, "inform", None, OCTOBER)


def test_scores_name_the_matters_whose_lines_differ():
    lines = score_causes({(1, "甲"): -2, (1, "乙"): -1}, {(1, "乙"): -1, (2, "甲"): -2})
    assert lines == {1: ["甲"], 2: ["甲"]}
    found = causes(facts(), facts(), of=lines)
    assert found.of("score", unit_id=1, group="") == ("甲",)
    assert found.numbers == {"甲"}


@pytest.mark.parametrize(
    ("column", "measure"),
    [("起数", "matters"), ("月末在办", "pending"), ("月初在办", "opening"), ("名次", ""),
     ("月末超期·未办结", "late_conclude"), ("群众参评·可评", ""), ("升降", "")],
)  # fmt: skip
def test_columns_have_measures_and_places_have_none(column, measure):
    assert measure_of(column, OCTOBER) == measure


def change(column, *cases, table="甲表"):
    return Change(f"{table}{column}", table, "东镇", column, "3", "2", 1, cases)


def test_what_secret_matters_moved_is_held_back_with_the_places_of_its_table_and_the_unit_s_score():
    other = Change("西镇得分", "甲表", "西镇", "得分", "90", "92", 2, ("明",))
    rows = [
        other,
        change("起数", "密"),
        change("人次", "密", "明"),
        change("得分", "明"),
        change("名次"),
        change("名次", table="乙表"),
        change("退回", table="丙表"),
    ]
    found = {one.key: (one.cases, one.held, one.chosen) for one in keep_secrets(rows, {"密"})}
    assert found == {
        "西镇得分": (("明",), False, True),
        "甲表起数": ((), True, False),
        "甲表人次": (("明",), True, False),
        "甲表得分": (("明",), True, False),
        "甲表名次": ((), True, False),
        "乙表名次": ((), False, True),
        "丙表退回": ((), True, False),
    }
    assert keep_secrets(rows, ()) == rows
    assert all(one.held for one in keep_secrets(rows, (), anything=True))


@pytest.mark.parametrize(("text", "found"), [("990101202630008599", True), ("2026年10月", False)])
def test_numbers_of_matters_are_recognised(text, found):
    assert has_long_number(text) is found
