"""Keyset paging: every row once, in order, forwards and back, whatever the cursor says."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.pagination import capped_count, keyset_page
from organizations.models import Unit

ORDERS = [("valid_to", "name"), ("-valid_to",), ("-id",), ("order", "-name")]


def _make(rows) -> None:
    Unit.objects.all().delete()
    Unit.objects.bulk_create(
        Unit(
            code=f"c{number}",
            name=name,
            short_name=name,
            kind="department",
            path=f"/c{number}/",
            order=order,
            valid_from=date(2000, 1, 1),
            valid_to=valid_to,
        )
        for number, (name, order, valid_to) in enumerate(rows)
    )


def _walk(order, size, step="next", start=""):
    cursor, seen = start, []
    while True:
        page = keyset_page(Unit.objects.all(), {"page": cursor}, order=order, size=size)
        rows = [unit.pk for unit in page]
        seen = seen + rows if step == "next" else rows + seen
        cursor = getattr(page, step)
        if not cursor:
            return seen, page


rows = st.lists(
    st.tuples(
        st.sampled_from(["甲", "乙", "丙"]),
        st.integers(0, 3),
        st.sampled_from([None, date(2020, 1, 1), date(2021, 1, 1)]),
    ),
    max_size=12,
)


@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=rows, order=st.sampled_from(ORDERS), size=st.integers(1, 5))
def test_forwards_and_back_each_row_comes_once(rows, order, size):
    _make(rows)
    forwards, last = _walk(order, size)
    assert sorted(forwards) == sorted(Unit.objects.values_list("pk", flat=True))
    whole = keyset_page(Unit.objects.all(), {}, order=order, size=100)
    assert forwards == [unit.pk for unit in whole]
    if last.previous:
        before, first = _walk(order, size, "previous", last.previous)
        assert [*before, *(unit.pk for unit in last)] == forwards
        assert not first.previous


@pytest.mark.django_db
@pytest.mark.parametrize(
    "cursor", ["x", "W10", "WzAsImFiYyJd", "eyJhIjoxfQ", "WzAsMSwyLDNd", "////", "中文"]
)
def test_a_cursor_that_does_not_fit_shows_the_first_page(cursor):
    _make([("甲", 1, None), ("乙", 2, None)])
    page = keyset_page(Unit.objects.all(), {"page": cursor}, order=("-id",), size=1)
    assert [unit.name for unit in page] == ["乙"]


@pytest.mark.django_db
def test_a_page_costs_one_query(django_assert_num_queries):
    _make([("甲", n, None) for n in range(30)])
    with django_assert_num_queries(1):
        page = keyset_page(Unit.objects.all(), {}, size=10)
    assert (len(page), bool(page.next), page.previous) == (10, True, "")


@pytest.mark.django_db
@pytest.mark.parametrize(("limit", "answer"), [(3, (3, True)), (5, (5, False)), (9, (5, False))])
def test_a_count_stops_at_its_limit(limit, answer):
    _make([("甲", n, None) for n in range(5)])
    assert capped_count(Unit.objects.all(), limit=limit) == answer
