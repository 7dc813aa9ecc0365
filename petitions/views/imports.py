"""Pages of the register import: upload, columns, dry run, progress, report."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.access import record_view
from core.errors import DomainError
from core.http import attempt, redirect
from core.pagination import keyset_page
from organizations.authority import Authority
from organizations.views.common import authority_of
from petitions import permissions
from petitions.enums import ImportStatus, RowOutcome
from petitions.forms.imports import HeaderForm, MappingForm, UploadForm, mapping_initial
from petitions.models import ImportBatch, ImportMapping
from petitions.selectors import imports as selectors
from petitions.services.importing import batches, report
from petitions.services.importing.defaults import parse_defaults

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
PAGE = 50


def importer(request: HttpRequest) -> Authority:
    """The user's authority; 403 outside the petition office."""
    authority = authority_of(request)
    if not permissions.can_import(authority):
        raise PermissionDenied
    return authority


def _batch(authority: Authority, pk: int) -> ImportBatch:
    batch = selectors.batches_for(authority).filter(pk=pk).first()
    if batch is None:
        raise Http404
    return batch


# Query budget 6: session, user, posts, batches, sources, and the reader's notices.
@require_http_methods(["GET", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """Files imported so far, and the form for the next one."""
    authority = importer(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        batch = attempt(
            form,
            lambda: batches.upload_register(
                authority=authority,
                source=form.cleaned_data["source"],
                name=file.name,
                size=file.size,
                file=file,
                now=timezone.now(),
            ),
        )
        if batch is not None:
            return redirect(request, "petitions:import_columns", batch.pk)
    page = keyset_page(selectors.batches_for(authority), request.GET, size=20)
    sources = ImportMapping.objects.order_by("source").values_list("source", flat=True)[:100]
    context = {"form": form, "page": page, "sources": sources}
    return render(
        request, "petitions/import_list.html", context, status=422 if form.errors else 200
    )


# Query budget 8: session, user, posts, batch, classes, townships.
@require_http_methods(["GET", "POST"])
def import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Which column fills which field; saving runs the dry run."""
    authority = importer(request)
    batch = _batch(authority, pk)
    if not batches.is_editable(batch):
        return redirect(request, "petitions:import_detail", batch.pk)
    form = _mapping_form(request, authority, batch)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: _map_and_check(authority, batch, form, timezone.now()))
    ):
        return redirect(request, "petitions:import_detail", batch.pk)
    return _columns_page(request, batch, form)


def _mapping_form(request: HttpRequest, authority: Authority, batch: ImportBatch) -> MappingForm:
    rows = batch.sample.get("rows", [])
    return MappingForm(
        request.POST or None,
        headers=batches.headers_of(batch),
        samples=[cells for number, cells in rows if number > batch.header_row],
        on=authority.on,
        initial=mapping_initial(batch.columns, batch.defaults),
    )


def _map_and_check(
    authority: Authority, batch: ImportBatch, form: MappingForm, now: datetime
) -> bool:
    defaults = parse_defaults(form.defaults(), today=authority.on)
    batches.save_mapping(
        authority=authority, batch=batch, columns=form.columns(), defaults=defaults, now=now
    )
    batches.start_check(authority=authority, batch=batch, now=now)
    return True


def _columns_page(
    request: HttpRequest,
    batch: ImportBatch,
    form: MappingForm | None,
    header_form: HeaderForm | None = None,
) -> HttpResponse:
    failed = bool(form and form.errors) or bool(header_form and header_form.errors)
    sheets = batch.sample.get("sheets", [])
    header_form = header_form or HeaderForm(
        sheets=sheets, initial={"sheet": batch.sheet, "header_row": batch.header_row}
    )
    context = {
        "batch": batch,
        "form": form,
        "header_form": header_form,
        "top_rows": [
            (number, cells[:12])
            for number, cells in batch.sample.get("rows", [])
            if number <= batch.header_row
        ],
    }
    return render(request, "petitions/import_columns.html", context, status=422 if failed else 200)


@require_POST
def import_header(request: HttpRequest, pk: int) -> HttpResponse:
    """Take another sheet or header row."""
    authority = importer(request)
    batch = _batch(authority, pk)
    header_form = HeaderForm(request.POST, sheets=batch.sample.get("sheets", []))
    if header_form.is_valid():
        done = attempt(
            header_form,
            lambda: batches.choose_header(
                authority=authority, batch=batch, now=timezone.now(), **header_form.cleaned_data
            ),
        )
        if done:
            return redirect(request, "petitions:import_columns", batch.pk)
    form = MappingForm(
        headers=batches.headers_of(batch),
        samples=[],
        on=authority.on,
        initial=mapping_initial(batch.columns, batch.defaults),
    )
    return _columns_page(request, batch, form, header_form)


# Query budget 7: session, user, posts, batch, counts, rows with their cases.
@require_GET
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: how far it is, counts, and its rows with the reasons."""
    authority = importer(request)
    batch = _batch(authority, pk)
    outcome = request.GET.get("outcome", "")
    warned = request.GET.get("warned") == "1"
    rows = selectors.rows_of(
        authority=authority,
        batch=batch,
        outcome=outcome if outcome in RowOutcome.values else "",
        warned=warned,
    )
    figures = selectors.figures_of(authority=authority, batch=batch)
    record_view(batch, user=request.user, at=timezone.now())
    context = {
        "batch": batch,
        "progress": selectors.progress_of(batch),
        "page": keyset_page(rows, request.GET, order=("row_number",), size=PAGE),
        "figures": [
            (value, label, figures.by_outcome[value]) for value, label in RowOutcome.choices
        ],
        "accounted": figures.accounted,
        "rejected": figures.by_outcome[RowOutcome.REJECTED],
        "warned_count": figures.warned,
        "outcome": outcome,
        "warned": warned,
        "planned": batch.status == ImportStatus.CHECKED,
        "can_start": batch.status in batches.QUEUEABLE,
        "can_edit": batches.is_editable(batch),
        "is_done": batch.status == ImportStatus.DONE,
    }
    return render(request, "petitions/import_detail.html", context)


# Query budget 4: session, user, posts, batch. Asked every second while a worker is busy.
@require_GET
def import_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The progress bar; tells the page to reload when the worker has finished."""
    batch = _batch(importer(request), pk)
    progress = selectors.progress_of(batch)
    response = render(
        request, "petitions/_import_progress.html", {"batch": batch, "progress": progress}
    )
    if not progress.busy:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def import_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the import on the books of the workers."""
    authority = importer(request)
    batch = _batch(authority, pk)
    try:
        batches.queue_import(authority=authority, batch=batch, now=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    return redirect(request, "petitions:import_detail", batch.pk)


# Query budget 6: session, user, posts, batch, rows, access log.
@require_GET
def import_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole report as a file; `part=problems` holds a line for each problem with its cell instead."""
    authority = importer(request)
    batch = _batch(authority, pk)
    kind = _kind(request)
    record_view(batch, user=request.user, at=timezone.now(), action="import.report")
    if request.GET.get("part") == "problems":
        data = report.build_problems(authority=authority, batch=batch, kind=kind)
        return _file(data, kind, f"{_('导入问题明细')}-{batch.pk}")
    data = report.build(authority=authority, batch=batch, kind=kind)
    return _file(data, kind, f"{_('导入报告')}-{batch.pk}")


@require_GET
def import_rejected(request: HttpRequest, pk: int) -> HttpResponse:
    """The refused rows as a file to mend."""
    authority = importer(request)
    batch = _batch(authority, pk)
    kind = _kind(request)
    record_view(batch, user=request.user, at=timezone.now(), action="import.rejected")
    data = report.build_rejected(authority=authority, batch=batch, kind=kind)
    return _file(data, kind, f"{_('未导入行')}-{batch.pk}")


def _kind(request: HttpRequest) -> str:
    kind = request.GET.get("kind", "xlsx")
    return kind if kind in report.KINDS else "xlsx"


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=TYPES[kind])
    header = content_disposition_header(as_attachment=True, filename=f"{name}.{kind}")
    response["Content-Disposition"] = header or "attachment"
    return response
