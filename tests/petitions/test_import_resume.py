"""A worker may die at any moment: whole chunks stay, the rest is done once."""

from datetime import timedelta

import pytest

from core import jobs
from petitions import tasks
from petitions.enums import ImportStatus
from petitions.models import Case
from petitions.services.importing import batches, running, writing
from tests.petitions.importing_support import (
    NOW,
    counts,
    make_import_county,
    map_batch,
    queued,
    reasons,
    upload,
)
from tests.support.registers import HEADERS, messages, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return make_import_county()


def test_a_kill_in_the_middle_loses_nothing_and_doubles_nothing(county, monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 4)
    batch = queued(map_batch(county, upload(county, xlsx([HEADERS, *messages(10)]))))

    class Killed(BaseException):
        pass

    def die_after_two(done, total):
        if done >= 8:
            raise Killed

    with pytest.raises(Killed):
        running.import_rows(batch=batch, now=NOW, on_chunk=die_after_two)
    batch.refresh_from_db()
    assert (batch.next_row, batch.status, Case.objects.count()) == (8, ImportStatus.RUNNING, 8)
    assert running.import_rows(batch=batch, now=NOW)
    batch.refresh_from_db()
    assert batch.status == ImportStatus.DONE
    assert counts(batch) == {"imported": 10}
    serials = sorted(int(n[11:17]) for n in Case.objects.values_list("number", flat=True))
    assert serials == list(range(1, 11))


def test_a_failure_inside_a_chunk_leaves_no_half_of_it(county, monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 4)
    batch = queued(map_batch(county, upload(county, xlsx([HEADERS, *messages(10)]))))
    real, calls = running.ImportRow.objects.bulk_create, []

    def fail_second(rows):
        calls.append(1)
        if len(calls) == 2:
            raise OSError("disk full")
        return real(rows)

    monkeypatch.setattr(running.ImportRow.objects, "bulk_create", fail_second)
    with pytest.raises(OSError, match="disk full"):
        running.import_rows(batch=batch, now=NOW)
    assert Case.objects.count() == 4
    monkeypatch.undo()
    batch.refresh_from_db()
    assert running.import_rows(batch=batch, now=NOW)
    assert Case.objects.count() == 10
    serials = sorted(int(n[11:17]) for n in Case.objects.values_list("number", flat=True))
    assert serials == list(range(1, 11))  # the roll-back gave its numbers back


def test_two_workers_never_import_a_row_twice(county, monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 4)
    batch = queued(map_batch(county, upload(county, xlsx([HEADERS, *messages(8)]))))

    def second_worker(done, total):
        if done == 4:
            twin = type(batch).objects.get(pk=batch.pk)
            running.import_rows(batch=twin, now=NOW)

    assert running.import_rows(batch=batch, now=NOW, on_chunk=second_worker) is False
    assert Case.objects.count() == 8
    assert counts(batch) == {"imported": 8}


def test_one_row_the_database_refuses_does_not_hold_up_the_others(county, monkeypatch):
    batch = queued(map_batch(county, upload(county, xlsx([HEADERS, *messages(6)]))))
    build = writing.CaseBuilder.case

    def broken(self, plan):
        case = build(self, plan)
        if plan.row.number == 4:
            case.head_count = 0
        return case

    monkeypatch.setattr(writing.CaseBuilder, "case", broken)
    assert running.import_rows(batch=batch, now=NOW)
    assert counts(batch) == {"imported": 5, "rejected": 1}
    assert "数据库拒绝写入" in reasons(batch, 4)
    serials = sorted(int(n[11:17]) for n in Case.objects.values_list("number", flat=True))
    assert serials == list(range(1, 6))


def test_what_keeps_failing_is_shown_on_the_page(county, monkeypatch):
    batch = queued(map_batch(county, upload(county, xlsx([HEADERS, *messages(2)]))))
    effect, _created = jobs.owe(batches.EFFECT_IMPORT, key=batch.pk, now=NOW)

    def broken(**kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(tasks.running, "import_rows", broken)
    now = NOW
    for _attempt in range(jobs.MAX_ATTEMPTS):
        jobs.run(effect.pk, now=now)
        now += timedelta(days=1)
    batch.refresh_from_db()
    assert (batch.status, batch.error) == (ImportStatus.FAILED, "OSError: disk full")
