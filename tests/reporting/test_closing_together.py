"""Several workers close months while others write: each month is right, nobody's change is lost.

On SQLite one transaction writes at a time, so that there is nothing to prove; PostgreSQL lets them collide.
"""

import threading
import time
from datetime import date
from random import Random

import pytest
from django.db import connection, transaction

from petitions.models import Case
from reporting.models import ClosedMonth, MonthTouch
from reporting.services.closed_months import close_months
from tests.reporting.conftest import NOW, build_county
from tests.reporting.test_closed_months import both_ways, proven

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'",
        reason="SQLite lets one writer in at a time; set DATABASE_URL to PostgreSQL to let workers collide",
    ),
]


def together(*works):
    """Run each in a thread with a connection of its own; fails with what any of them raised."""
    problems = []

    def run(work):
        try:
            work()
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems, problems


@pytest.fixture
def filled():
    county = build_county()
    for month in range(1, 11):
        county.case(received_on=date(2026, month, 3), place=county.townships[month % 2])
    return county


def test_eight_workers_build_each_month_once(filled):
    built = []
    together(*[lambda: built.extend(close_months(now=NOW)) for _ in range(8)])
    assert len(built) == len(set(built)) == ClosedMonth.objects.count() == 10
    assert proven() == []


def test_a_matter_that_is_being_written_is_waited_for_or_noted(filled):
    """The month is closed for the first time while a transaction has written into it and not ended."""
    written, done = threading.Event(), threading.Event()

    def write():
        with transaction.atomic():
            filled.case(received_on=date(2026, 10, 30), place=filled.townships[0])
            written.set()
            time.sleep(1.5)
        done.set()

    def close():
        written.wait()
        close_months(now=NOW)
        assert done.is_set(), "the job waited"

    together(write, close)
    counted, found = both_ways()
    assert counted == found
    assert found.matters.now == 2
    close_months(now=NOW)
    assert proven() == []


def test_changes_while_months_are_built_are_never_lost(filled):
    close_months(now=NOW)
    pks = list(Case.objects.order_by("pk").values_list("pk", flat=True))
    stop = threading.Event()

    def change(seed):
        pick = Random(seed)
        for _ in range(60):
            with transaction.atomic():
                Case.objects.filter(pk=pick.choice(pks)).update(
                    head_count=pick.randrange(1, 9), place=pick.choice(filled.townships)
                )

    def close():
        while not stop.is_set():
            close_months(now=NOW)

    def write():
        together(lambda: change(1), lambda: change(2))
        stop.set()

    together(write, close, close)
    counted, found = both_ways()
    assert counted == found
    close_months(now=NOW)
    assert not MonthTouch.objects.exists()
    assert proven() == []
