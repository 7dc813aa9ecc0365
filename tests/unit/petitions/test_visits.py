"""Collective visits and representatives (条例第二十条第三款)."""

import pytest

from petitions.domain.visits import is_collective, visit_problems


@pytest.mark.parametrize(
    ("form", "heads", "threshold", "expected"),
    [
        ("visit", 4, 5, False),
        ("visit", 5, 5, True),
        ("visit", 5, 6, False),
        ("letter", 200, 5, False),
        ("online", 50, 5, False),
    ],
    ids=["four", "five", "local-threshold-six", "joint-letter", "online"],
)
def test_collective(form, heads, threshold, expected):
    assert is_collective(form, heads, threshold=threshold) is expected


@pytest.mark.parametrize(
    ("form", "heads", "representatives", "people", "fields"),
    [
        ("visit", 8, 5, 5, []),
        ("visit", 8, 6, 6, ["representatives"]),
        ("letter", 8, 6, 6, []),
        ("visit", 0, 0, 0, ["head_count"]),
        ("visit", 2, 2, 3, ["head_count"]),
        ("visit", 3, 6, 6, ["representatives", "head_count"]),
    ],
    ids=["art20-five", "art20-six", "art20-letters-free", "nobody", "more-named", "both"],
)
def test_problems(form, heads, representatives, people, fields):
    assert [p.field for p in visit_problems(form, heads, representatives, people)] == fields


def test_the_article_is_named():
    (problem,) = visit_problems("visit", 9, 6, 6)
    assert problem.article == "条例第二十条第三款"
    assert "5人" in problem.message
