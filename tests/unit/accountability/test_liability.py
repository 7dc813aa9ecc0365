"""Grounds of liability and what a decision needs (条例第四十二条至第四十六条)."""

from datetime import date

import pytest

from accountability.domain.liability import (
    BY_CODE,
    GROUNDS,
    Held,
    missing_before_decision,
    post_on,
)
from petitions.domain.clock_rules import ClockCode

READY = {"told": True, "heard": True, "hearing_over": False, "evidence": 1, "consequence": "拖延"}


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
    ],
)
def test_what_is_missing_before_a_decision(change, word):
    missing = missing_before_decision(**{**READY, **change})
    assert (word is None and not missing) or (word is not None and word in missing[0])


def test_the_post_of_the_day_counts_not_the_present_one():
    posts = [
        Held("镇长", date(2024, 1, 1), date(2025, 6, 30)),
        Held("局长", date(2025, 7, 1), None),
    ]
    assert post_on(posts, date(2025, 6, 30)) == posts[0]
    assert post_on(posts, date(2026, 1, 1)) == posts[1]
    assert post_on(posts, date(2023, 1, 1)) is None
