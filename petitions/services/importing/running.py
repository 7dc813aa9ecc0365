"""The dry run and the import of one batch: the same plans, the same ledger; only the import writes matters.

The import goes chunk by chunk, each chunk one transaction together with `ImportBatch.next_row`: a worker killed at
any moment leaves whole chunks behind, and the next worker goes on where the last one committed.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import DataError, IntegrityError, transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from organizations.authority import Authority, authority_of
from organizations.selectors import setting
from petitions.domain.import_fields import FIELD_BY_NAME
from petitions.domain.import_plan import ERROR, RowPlan
from petitions.domain.import_rules import RowReader
from petitions.domain.similarity import SAME_MATTER
from petitions.enums import Form, ImportStatus, RowOutcome
from petitions.models import ImportBatch, ImportRow
from petitions.services.importing.decisions import Decision
from petitions.services.importing.defaults import defaults_from_json
from petitions.services.importing.ledger import Ledger
from petitions.services.importing.lookups import load_lookups
from petitions.services.importing.reading import Sheet, read_register
from petitions.services.importing.writing import Writer, open_writer

logger = logging.getLogger(__name__)
CHUNK = 500
OnChunk = Callable[[int, int], object]
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Prepared:
    """The rows of a batch in the order they are imported: by moment of receipt, so that numbers and repeats follow it."""

    plans: list[RowPlan]

    def chunks(self, start: int = 0) -> Iterator[tuple[int, list[RowPlan]]]:
        """(position, plans) from a position on."""
        for position in range(start, len(self.plans), CHUNK):
            yield position, self.plans[position : position + CHUNK]


def prepare(batch: ImportBatch, *, now: datetime) -> Prepared:
    """Read the file of a batch again and plan every row after the header.

    Raises:
        Invalid: the stored file can no longer be read.
    """
    on = timezone.localdate(now)
    with batch.file.open("rb") as file:
        sheet = read_register(file).sheet(batch.sheet)
    headers, rows = split_header(sheet, batch.header_row)
    reader = RowReader(
        headers=headers,
        columns={
            name: index
            for index, name in ((int(key), name) for key, name in batch.columns.items())
            if name in FIELD_BY_NAME
        },
        defaults=defaults_from_json(batch.defaults),
        lookups=load_lookups(source=batch.source, on=on),
        today=on,
    )
    return Prepared(sorted((reader.plan(row) for row in rows), key=lambda plan: plan.order))


def split_header(sheet: Sheet, header_row: int) -> tuple[tuple[object, ...], list]:
    """The header's cells and the rows below it; `header_row` counts as the spreadsheet shows it."""
    headers = next((row.cells for row in sheet.rows if row.number == header_row), ())
    return headers, [row for row in sheet.rows if row.number > header_row]


def check_rows(*, batch: ImportBatch, now: datetime, on_chunk: OnChunk | None = None) -> None:
    """The dry run: say of every row what it would become; replaces the result of an earlier dry run."""
    prepared = prepare(batch, now=now)
    ledger = _ledger(batch, authority_of(batch.uploaded_by, on=timezone.localdate(now)), now)
    rows: list[ImportRow] = []
    for position, plans in prepared.chunks():
        ledger.load(plans)
        rows += [_row(batch, ledger.settle(plan), preview=True) for plan in plans]
        _tell(on_chunk, position + len(plans), len(prepared.plans))
    with transaction.atomic():
        batch.rows.all().delete()
        ImportRow.objects.bulk_create(rows)
        ImportBatch.objects.filter(pk=batch.pk).update(
            status=ImportStatus.CHECKED, total_rows=len(rows), next_row=0, error=""
        )


def import_rows(
    *,
    batch: ImportBatch,
    now: datetime,
    on_chunk: OnChunk | None = None,
    clock: Clock | None = None,
) -> bool:
    """Import what is left of a batch; True when it is done, False when another worker goes on with it.

    Called again after a crash it starts at `next_row`. Every row ends as one ImportRow.

    Args:
        on_chunk: told after each chunk how many rows of how many are done.
        clock: asked for the time of the end, which may be minutes after `now`; `now` itself by default.
    """
    authority = authority_of(batch.uploaded_by, on=timezone.localdate(now))
    prepared = prepare(batch, now=now)
    total = len(prepared.plans)
    if not _begin(batch, total, now):
        return False
    writer = open_writer(authority=authority, batch=batch, now=now)
    with _plans_out_of_collection():
        for position, plans in prepared.chunks(batch.next_row):
            if not _import_chunk(writer, position, plans):
                return False
            _tell(on_chunk, position + len(plans), total)
    return _finish(batch, authority, clock() if clock else now)


def _import_chunk(writer: Writer, position: int, plans: list[RowPlan]) -> bool:
    """One transaction: the mark, the matters, the rows; False when another worker has moved the mark."""
    batch = writer.batch
    with transaction.atomic():
        # the guard comes first: of two workers one moves the mark, the other leaves
        moved = ImportBatch.objects.filter(
            pk=batch.pk, status=ImportStatus.RUNNING, next_row=position
        ).update(next_row=position + len(plans))
        if moved:
            decisions = _write_together(writer, plans)
            if decisions is None:
                decisions = [_write_alone(writer, plan) for plan in plans]
            ImportRow.objects.bulk_create([_row(batch, found) for found in decisions])
    return bool(moved)


def _write_together(writer: Writer, plans: list[RowPlan]) -> list[Decision] | None:
    """Write a chunk in bulk; None, with nothing written, when the database refuses one of its rows."""
    ledger = _ledger(writer.batch, writer.authority, writer.now)
    own = [replace(plan, findings=[*plan.findings]) for plan in plans]
    try:
        with transaction.atomic():
            ledger.load(own)
            decisions = [ledger.settle(plan) for plan in own]
            writer.write(decisions)
    except (IntegrityError, DataError, ValueError):
        logger.exception("chunk of import %s refused, going row by row", writer.batch.pk)
        return None
    return decisions


def _write_alone(writer: Writer, plan: RowPlan) -> Decision:
    """Write one row, or refuse it with what the database said: one bad row never holds up the others."""
    own = replace(plan, findings=[*plan.findings])
    ledger = _ledger(writer.batch, writer.authority, writer.now)
    try:
        with transaction.atomic():
            ledger.load([own])
            decision = ledger.settle(own)
            writer.write([decision])
    except (IntegrityError, DataError, ValueError) as error:
        plan.say(ERROR, _("数据库拒绝写入：%(error)s") % {"error": str(error)[:200]})
        return Decision(plan, RowOutcome.REJECTED)
    return decision


@contextmanager
def _plans_out_of_collection() -> Iterator[None]:
    """Spare the garbage collector the plans, which live to the end: a fifth of the time went into visiting them."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _begin(batch: ImportBatch, total: int, now: datetime) -> bool:
    """Take the batch up: from nothing (the rows of the dry run give way to those of the import), or where it stopped."""
    with transaction.atomic():
        started = ImportBatch.objects.filter(
            pk=batch.pk,
            status__in=[ImportStatus.QUEUED, ImportStatus.RUNNING],
            next_row=batch.next_row,
        ).update(
            status=ImportStatus.RUNNING,
            started_at=batch.started_at or now,
            total_rows=total,
            error="",
        )
        if started and batch.next_row == 0:
            batch.rows.all().delete()
    return bool(started)


def _finish(batch: ImportBatch, authority: Authority, now: datetime) -> bool:
    with transaction.atomic():
        done = ImportBatch.objects.filter(pk=batch.pk, status=ImportStatus.RUNNING).update(
            status=ImportStatus.DONE, finished_at=now
        )
        if done:
            audit.record(
                batch, "import.finish", actor=authority.user, at=now, counts=outcome_counts(batch)
            )
    return True


def outcome_counts(batch: ImportBatch) -> dict[str, int]:
    """Rows by outcome, every outcome named (one query)."""
    found = dict(batch.rows.order_by().values_list("outcome").annotate(count=Count("pk")))
    return {str(outcome): found.get(outcome, 0) for outcome in RowOutcome.values}


def _ledger(batch: ImportBatch, authority: Authority, now: datetime) -> Ledger:
    threshold = setting("import.same_matter", on=timezone.localdate(now), default=SAME_MATTER)
    return Ledger(
        authority=authority,
        source=batch.source,
        now=now,
        threshold=float(threshold),
        batch_id=batch.pk,
    )


def _row(batch: ImportBatch, decision: Decision, *, preview: bool = False) -> ImportRow:
    plan = decision.plan
    target = decision.existing or decision.ref
    return ImportRow(
        batch=batch,
        row_number=plan.row.number,
        fingerprint=plan.fingerprint,
        outcome=decision.outcome,
        reasons=[found.to_json() for found in plan.findings],
        has_warning=plan.warned,
        preview=_preview(plan) if preview else {},
        case_id=target.pk if target else None,
    )


def _preview(plan: RowPlan) -> dict[str, str]:
    """What the dry run shows of a row that would be imported."""
    if plan.refused or plan.received is None:
        return {"title": plan.title}
    return {
        "title": plan.title,
        "received_on": plan.received.day.isoformat(),
        "form": str(Form(plan.form).label),
        "person": plan.names[0] if plan.names else plan.source_key,
        "place": plan.place_name,
        "handling": plan.handling,
        "concluded_on": plan.concluded.isoformat() if plan.concluded else "",
    }


def _tell(on_chunk: OnChunk | None, done: int, total: int) -> None:
    if on_chunk is not None:
        on_chunk(done, total)
