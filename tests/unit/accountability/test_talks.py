"""Talks follow consecutive bulletins among the worst: deputy first, then principal."""

import pytest

from accountability.domain.talks import TalkRule, propose

MONTHS = ["2026-01", "2026-02", "2026-03"]


def lists(*worst):
    return list(zip(MONTHS, worst, strict=False))


@pytest.mark.parametrize(
    ("worst", "talked", "expected"),
    [
        pytest.param([[1, 2]], {}, [], id="art39-once-is-not-enough"),
        pytest.param([[1, 2], [2, 3]], {}, [(2, 2, "deputy")], id="art39-twice-deputy"),
        pytest.param(
            [[1, 2], [2, 3], [2, 3]], {2: "deputy"},
            [(2, 3, "principal"), (3, 2, "deputy")], id="art39-goes-on-principal",
        ),
        pytest.param([[1], [], [1]], {}, [], id="gap-breaks-the-run"),
        pytest.param([], {}, [], id="no-bulletin"),
    ],
)  # fmt: skip
def test_talks(worst, talked, expected):
    found = propose(lists(*worst), TalkRule(), talked=talked)
    assert [(talk.unit_id, talk.run, talk.target) for talk in found] == expected


def test_reason_names_period_run_and_article():
    talk = propose(lists([1], [1]), TalkRule())[0]
    assert "截至2026年2月连续2期" in talk.reason
    assert "谈话标准（条例第三十九条第三款）" in talk.reason


def test_rule_can_ask_for_more():
    assert propose(lists([1], [1]), TalkRule(consecutive=3)) == []
    with pytest.raises(ValueError, match="大于零"):
        TalkRule(consecutive=0)
