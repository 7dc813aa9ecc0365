"""Reads of register imports: who may see which batch and which of its rows, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from organizations.authority import Authority
from petitions.enums import ImportStatus, RowOutcome
from petitions.models import Case, ImportBatch, ImportRow

BUSY = (ImportStatus.CHECKING, ImportStatus.QUEUED, ImportStatus.RUNNING)


def batches_for(authority: Authority) -> QuerySet[ImportBatch]:
    """Batches a user may open: one's own, and all for the office's head; none outside the office.

    A register may hold reports against persons, so it is not passed around inside the office (条例第三十条).
    """
    if not authority.is_office_staff:
        return ImportBatch.objects.none()
    found = ImportBatch.objects.select_related("uploaded_by")
    return found if authority.is_office_head else found.filter(uploaded_by=authority.user)


def rows_of(
    *, authority: Authority, batch: ImportBatch, outcome: str = "", warned: bool = False
) -> QuerySet[ImportRow]:
    """Rows of a batch in the order of the file; rows of a matter kept from the reader are left out."""
    seen = Case.objects.visible_to(authority)
    rows = batch.rows.filter(Q(case__isnull=True) | Q(case__in=seen)).select_related("case")
    if outcome:
        rows = rows.filter(outcome=outcome)
    if warned:
        rows = rows.filter(has_warning=True)
    return rows.order_by("row_number")


@dataclass(frozen=True)
class BatchFigures:
    """Rows of a batch by outcome, with those that carry a warning; `read` is what the file holds."""

    read: int
    by_outcome: dict[str, int]
    warned: int

    @property
    def accounted(self) -> int:
        """Rows that have ended as something."""
        return sum(self.by_outcome.values())


def figures_of(*, authority: Authority, batch: ImportBatch) -> BatchFigures:
    """Counts of a batch (one query)."""
    seen = Case.objects.visible_to(authority)
    rows = batch.rows.filter(Q(case__isnull=True) | Q(case__in=seen))
    wanted = {str(name): Count("pk", filter=Q(outcome=name)) for name in RowOutcome.values}
    found = rows.aggregate(warned_rows=Count("pk", filter=Q(has_warning=True)), **wanted)
    warned = found.pop("warned_rows")
    return BatchFigures(read=batch.total_rows, by_outcome=found, warned=warned)


@dataclass(frozen=True)
class Progress:
    """How far a batch has come, for the bar that asks every second."""

    done: int
    total: int
    busy: bool

    @property
    def percent(self) -> int:
        """Whole percent, 100 only at the end."""
        return min(100, self.done * 100 // self.total) if self.total else 0


def progress_of(batch: ImportBatch) -> Progress:
    """Progress of a batch, from its row alone."""
    return Progress(batch.next_row, batch.total_rows, batch.status in BUSY)
