"""Grounds of liability and what a decision needs (条例第四十二条至第四十六条)."""

import pytest

from accountability.domain.liability import (
    BY_CODE,
    GROUNDS,
    missing_before_decision,
    post_rank,
)
from petitions.domain.clock_rules import ClockCode

READY = {
    "told": True,
    "untold": 0,
    "heard": True,
    "hearing_over": False,
    "evidence": 1,
    "consequence": "拖延",
}


@pytest.mark.parametrize(
    ("article", "items"), [(42, 4), (43, 2), (44, 3), (45, 4), (46, 7)], ids=lambda v: f"art{v}"
)
def test_every_item_of_the_statute_is_a_ground(article, items):
    assert sum(ground.code.startswith(f"{article}.") for ground in GROUNDS) == items


def test_no_ground_is_a_number_of_petitions_or_a_visit():
    words = ("批次", "人次", "排名", "末位", "进京", "赴省", "越级")
    assert not [g for g in GROUNDS if any(word in g.text for word in words)]


def test_clocks_named_as_evidence_exist():
    known = {code.value for code in ClockCode}
    assert {code for ground in GROUNDS for code in ground.clocks} <= known
    assert BY_CODE["44.3"].clocks == ("C3", "C4")


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({}, None),
        ({"evidence": 0}, "没有证据"),
        ({"told": False}, "尚未告知"),
        ({"heard": False}, "陈述申辩期未满"),
        ({"heard": False, "hearing_over": True}, None),
        ({"consequence": " "}, "后果"),
        ({"untold": 1}, "再次告知"),
        ({"untold": 1, "hearing_over": True}, "再次告知"),
    ],
)
def test_what_is_missing_before_a_decision(change, word):
    missing = missing_before_decision(**{**READY, **change})
    assert (word is None and not missing) or (word is not None and word in missing[0])


@pytest.mark.parametrize(
    ("post", "rank"),
    [
        ({"post_unit": "/c/t1/"}, 0),
        ({"post_unit": "/c/t1/v1/"}, 1),
        ({"post_unit": "/c/", "is_county_leader": True, "in_portfolio": True}, 2),
        ({"post_unit": "/c/", "is_county_leader": True}, 3),
        ({"post_unit": "/c/d1/"}, 4),
        ({"post_unit": "/c/d1/", "in_portfolio": True}, 4),
    ],
)
def test_the_post_in_which_the_act_was_done_comes_first(post, rank):
    given = {"act_unit": "/c/t1/", "is_county_leader": False, "in_portfolio": False, **post}
    assert post_rank(**given) == rank
