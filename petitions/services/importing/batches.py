"""Use cases of a register import: upload, mapping, dry run, import (each keyword-only, permission first)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, jobs, transitions
from core.errors import Invalid, NotAllowed
from organizations.authority import Authority
from petitions import permissions
from petitions.domain.import_fields import (
    FIELD_BY_NAME,
    HeaderGuess,
    guess_columns,
    guess_header,
    header_key,
)
from petitions.domain.import_plan import ImportDefaults
from petitions.domain.import_values import text_of
from petitions.enums import ImportStatus
from petitions.models import ImportBatch, ImportMapping
from petitions.services.importing import running
from petitions.services.importing.defaults import defaults_to_json, form_of_headings
from petitions.services.importing.reading import RegisterFile, Sheet, read_register

EFFECT_CHECK, EFFECT_IMPORT = "register.check", "register.import"
#: Up to so many rows the dry run answers at once; more are checked by a worker.
CHECK_AT_ONCE = 2000
SAMPLE_ROWS, SAMPLE_TEXT = 20, 120
NEEDED = ("title", "statement", "summary", "demand")
QUEUEABLE = (ImportStatus.CHECKED, ImportStatus.FAILED)
EDITABLE = (ImportStatus.UPLOADED, ImportStatus.CHECKED, ImportStatus.FAILED)


def upload_register(
    *, authority: Authority, source: str, name: str, size: int, file: BinaryIO, now: datetime
) -> ImportBatch:
    """Keep a register file and guess its sheet, header row and columns.

    Args:
        source: where the register comes from; its mapping is remembered under this name.
        name: the file's name as uploaded.
        size: bytes, as the upload states.

    Raises:
        NotAllowed: not the petition office.
        Invalid: no source, too large, or not a register (field ``file``).
    """
    _need_importer(authority)
    source = " ".join(source.split())
    if not source or len(source) > 80:
        raise Invalid(_("请填写来源名称（不超过 80 字）。"), field="source")
    if size > settings.IMPORT_MAX_BYTES:
        limit = settings.IMPORT_MAX_BYTES // (1024 * 1024)
        raise Invalid(_("文件超过 %(limit)s MB。") % {"limit": limit}, field="file")
    register = read_register(file, name=name)
    sheet = register.sheet("")
    saved = ImportMapping.objects.filter(source=source).first()
    guess = guess_sheet(sheet, saved)
    file.seek(0)
    digest = hashlib.sha256(file.read()).hexdigest()
    batch = ImportBatch(
        source=source,
        sample=sample_of(register, sheet),
        file_name=_plain_name(name),
        sha256=digest,
        sheet=sheet.name,
        header_row=sheet.rows[max(guess.row, 0)].number,
        columns={str(index): field for field, index in guess.columns.items()},
        defaults=saved.defaults if saved else form_of_headings(sheet, guess.row),
        total_rows=len(sheet.rows) - max(guess.row, 0) - 1,
        uploaded_by=authority.user,
        uploaded_at=now,
    )
    file.seek(0)
    with transaction.atomic():
        batch.file.save(f"{batch.sha256[:16]}.{register.kind}", File(file), save=False)
        batch.save()
        audit.record(
            batch,
            "import.upload",
            actor=authority.user,
            at=now,
            source=source,
            name=batch.file_name,
            sha256=batch.sha256,
        )
    return batch


def guess_sheet(sheet: Sheet, saved: ImportMapping | None) -> HeaderGuess:
    """Header row (index among the rows) and columns of a sheet, helped by the source's saved mapping."""
    return guess_header([row.cells for row in sheet.rows], saved.columns if saved else None)


def sample_of(register: RegisterFile, sheet: Sheet, *, header_row: int = 0) -> dict[str, Any]:
    """What the mapping page shows without opening the file again: the sheets, and rows from the top and the header on."""
    first = next((at for at, row in enumerate(sheet.rows) if row.number >= header_row), 0)
    shown = [*sheet.rows[:SAMPLE_ROWS], *sheet.rows[max(first, SAMPLE_ROWS) : first + SAMPLE_ROWS]]
    return {
        "sheets": [[each.name, len(each.rows)] for each in register.sheets],
        "rows": [
            [row.number, [text_of(cell)[:SAMPLE_TEXT] for cell in row.cells]] for row in shown
        ],
    }


def headers_of(batch: ImportBatch) -> list[str]:
    """The names of the columns, from the sample."""
    rows = batch.sample.get("rows", [])
    return next((cells for number, cells in rows if number == batch.header_row), [])


def read_batch(batch: ImportBatch) -> RegisterFile:
    """The stored file of a batch."""
    with batch.file.open("rb") as file:
        return read_register(file)


def choose_header(
    *, authority: Authority, batch: ImportBatch, sheet: str, header_row: int, now: datetime
) -> ImportBatch:
    """Take another sheet or header row and guess the columns again.

    Raises:
        Invalid: no such sheet, or the row is empty (fields ``sheet``, ``header_row``).
    """
    _need_editable(authority, batch)
    register = read_batch(batch)
    rows = register.sheet(sheet)
    headers = next((row.cells for row in rows.rows if row.number == header_row), None)
    if headers is None:
        raise Invalid(_("第 %(row)s 行是空行。") % {"row": header_row}, field="header_row")
    saved = ImportMapping.objects.filter(source=batch.source).first()
    columns = guess_columns(headers, saved.columns if saved else None)
    batch.sheet, batch.header_row = rows.name, header_row
    batch.sample = sample_of(register, rows, header_row=header_row)
    batch.columns = {str(index): field for field, index in columns.items()}
    batch.total_rows = sum(row.number > header_row for row in rows.rows)
    batch.save(update_fields=["sheet", "header_row", "sample", "columns", "total_rows"])
    return batch


def save_mapping(
    *,
    authority: Authority,
    batch: ImportBatch,
    columns: Mapping[int, str],
    defaults: ImportDefaults,
    now: datetime,
) -> ImportBatch:
    """Set which column fills which field, and the defaults; remembered for the next file of the source.

    Args:
        columns: column index from 0 → field name.

    Raises:
        Invalid: a field filled twice, no column with text, or no day of receipt and no default for it.
    """
    _need_editable(authority, batch)
    chosen = {index: name for index, name in columns.items() if name}
    _check_columns(chosen, defaults)
    mapping = {
        header_key(header): chosen.get(index, "")
        for index, header in enumerate(headers_of(batch))
        if header_key(header)
    }
    with transaction.atomic():
        batch.columns = {str(index): name for index, name in sorted(chosen.items())}
        batch.defaults = defaults_to_json(defaults)
        batch.save(update_fields=["columns", "defaults"])
        known = ImportMapping.objects.filter(source=batch.source).first()
        ImportMapping.objects.update_or_create(
            source=batch.source,
            defaults={
                # another layout of the same source keeps its own columns
                "columns": {**(known.columns if known else {}), **mapping},
                "defaults": batch.defaults,
                "updated_at": now,
            },
        )
        audit.record(
            batch,
            "import.map",
            actor=authority.user,
            at=now,
            columns=batch.columns,
            defaults=batch.defaults,
        )
    return batch


def start_check(*, authority: Authority, batch: ImportBatch, now: datetime) -> ImportBatch:
    """Dry run: at once for a small file, by a worker for a large one."""
    _need_editable(authority, batch)
    if batch.total_rows <= CHECK_AT_ONCE:
        running.check_rows(batch=batch, now=now)
        batch.refresh_from_db()
        return batch
    with transaction.atomic():
        _move(batch, EDITABLE, ImportStatus.CHECKING, "import.check", authority, now)
        jobs.owe(EFFECT_CHECK, key=batch.pk, period=now.isoformat(), now=now)
    return batch


def queue_import(*, authority: Authority, batch: ImportBatch, now: datetime) -> ImportBatch:
    """Put a checked batch on the books of the workers; a failed one goes on where it stopped.

    Raises:
        NotAllowed: not the petition office.
        StaleState: not checked, or queued already (a second click changes nothing).
    """
    _need_importer(authority)
    with transaction.atomic():
        _move(batch, QUEUEABLE, ImportStatus.QUEUED, "import.queue", authority, now)
        audit.record(batch, "import.queue", actor=authority.user, at=now)
        jobs.owe(EFFECT_IMPORT, key=batch.pk, period=now.isoformat(), now=now)
    return batch


def take_in_hand(*, authority: Authority, batch: ImportBatch, now: datetime) -> ImportBatch:
    """Import without a dry run, in the caller's own process (the command is its own worker)."""
    _need_editable(authority, batch)
    _move(batch, EDITABLE, ImportStatus.QUEUED, "import.queue", authority, now)
    audit.record(batch, "import.queue", actor=authority.user, at=now)
    return batch


def fail(*, batch: ImportBatch, error: str) -> None:
    """Mark a batch whose file or user can no longer be used, with the reason on its page."""
    ImportBatch.objects.filter(pk=batch.pk).exclude(status=ImportStatus.DONE).update(
        status=ImportStatus.FAILED, error=error[:2000]
    )


def _check_columns(chosen: Mapping[int, str], defaults: ImportDefaults) -> None:
    names = list(chosen.values())
    for name in names:
        if name not in FIELD_BY_NAME:
            raise Invalid(_("没有名为“%(name)s”的字段。") % {"name": name}, field="columns")
        if names.count(name) > 1:
            zh = FIELD_BY_NAME[name].name_zh
            raise Invalid(_("“%(name)s”对应了两列，请只保留一列。") % {"name": zh}, field="columns")
    if not set(names) & set(NEEDED):
        raise Invalid(_("至少要有一列是“反映问题”或“主题”。"), field="columns")
    if not {"received", "registered"} & set(names) and defaults.received is None:
        raise Invalid(
            _("没有日期列：请指定“信访日期”列，或在缺省值中填写信访日期。"), field="received"
        )


def _move(
    batch: ImportBatch,
    sources: tuple[str, ...] | list[str],
    target: str,
    verb: str,
    authority: Authority,
    now: datetime,
) -> None:
    transitions.apply(
        batch,
        sources=[str(source) for source in sources],
        target=target,
        verb=verb,
        actor=authority.user,
        at=now,
    )


def is_editable(batch: ImportBatch) -> bool:
    """True until the first rows are imported."""
    return batch.status in EDITABLE and batch.next_row == 0


def _need_importer(authority: Authority) -> None:
    if not permissions.can_import(authority):
        raise NotAllowed(_("只有信访局工作人员可以导入登记簿。"))


def _need_editable(authority: Authority, batch: ImportBatch) -> None:
    _need_importer(authority)
    if not is_editable(batch):
        raise Invalid(_("该文件已开始导入，不能再更改。"))


def _plain_name(name: str) -> str:
    return PurePosixPath(PureWindowsPath(name).name).name[:200] or str(_("登记簿"))
