"""Cross tables: every matter in one cell, edges that add up, order of rows and columns."""

from hypothesis import given
from hypothesis import strategies as st

from reporting.domain.crossing import cross

KEY = st.one_of(st.none(), st.sampled_from(["0100", "0200", "9900"]), st.integers(1, 3))
COUNTS = st.dictionaries(st.tuples(KEY, KEY, KEY), st.integers(0, 50), max_size=30)


def first(keys):
    return keys[0]


def last(keys):
    return keys[-1]


@given(COUNTS)
def test_both_edges_hold_every_matter_once(counts):
    table = cross(counts, first, last)
    whole = sum(counts.values())
    assert table.total == sum(table.columns.values()) == sum(table.cells.values()) == whole
    for key, number in table.rows.items():
        assert number == sum(n for (row, _column), n in table.cells.items() if row == key)
    for key, number in table.columns.items():
        assert number == sum(n for (_row, column), n in table.cells.items() if column == key)


def test_what_is_nil_makes_no_row_and_no_column():
    table = cross({("a", "x"): 0, ("b", "y"): 2}, first, last)
    assert (table.rows, table.columns) == ({"b": 2}, {"y": 2})


def test_the_largest_row_comes_first_equal_ones_by_name_what_has_no_key_last():
    counts = {("b", 1): 2, ("a", 1): 2, ("c", 2): 3, (None, 2): 9}
    table = cross(counts, first, last)
    assert table.largest_first(str) == ["c", "a", "b", None]


def test_columns_follow_their_codes_what_has_none_last():
    counts = {("a", "0900"): 1, ("a", None): 5, ("a", "0100"): 1}
    assert cross(counts, first, last).across() == ["0100", "0900", None]
