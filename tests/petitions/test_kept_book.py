"""The book of rules kept for a long run belongs to its thread alone."""

from __future__ import annotations

import threading
from unittest.mock import patch

import pytest

from petitions.services import clocks
from tests.petitions.conftest import DAY


def test_a_kept_book_is_seen_by_its_own_thread_only():
    inside, outside = object(), object()
    seen: dict[str, object] = {}
    kept, looked = threading.Event(), threading.Event()

    def keeper():
        with patch.object(clocks, "load_book", return_value=inside), clocks.book_kept(on=DAY):
            seen["own"] = clocks._kept.get()
            kept.set()
            looked.wait(5)
        seen["after"] = clocks._kept.get()

    def other():
        kept.wait(5)
        seen["other"] = clocks._kept.get() or outside
        looked.set()

    threads = [threading.Thread(target=keeper), threading.Thread(target=other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert seen == {"own": inside, "other": outside, "after": None}


@pytest.mark.django_db
def test_a_kept_book_is_read_once_and_forgotten(county, django_assert_num_queries):
    with clocks.book_kept(on=DAY) as book:
        with django_assert_num_queries(0):
            assert clocks.load_book(on=DAY) is book
        with clocks.book_kept(on=DAY) as nested:
            assert nested is book
        assert clocks.load_book(on=DAY) is book
    assert clocks.load_book(on=DAY) is not book


@pytest.mark.django_db
def test_a_failure_inside_forgets_the_book(county):
    def fails():
        with clocks.book_kept(on=DAY):
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        fails()
    assert clocks._kept.get() is None
