"""Letters on the screen and on paper: one, its correction, its proof of service, the registration slip, a day's all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.access import record_view
from core.http import attempt, redirect
from core.pdf import bundle
from core.pdf import render as print_document
from core.pdf.copies import copies
from organizations.views.common import authority_of
from petitions import permissions
from petitions.domain.letters import KINDS
from petitions.enums import DocumentState
from petitions.forms.letters import CorrectionForm
from petitions.models import Case, Document
from petitions.selectors.letters import letters_of_day, service_form_of, slip_of
from petitions.services import letters
from petitions.services.previewing import drafts_of
from petitions.views.common import CASE_RELATED, visible_case

#: Letters in one file: about half a second each.
PART = 30


def as_pdf(content: bytes, name: str) -> HttpResponse:
    """A PDF for the browser's own viewer, kept in no cache."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def print_joined(drafts: Sequence[Mapping[str, Any]]) -> bytes:
    """Letters that were not issued, as one file."""
    files = [print_document(draft).content for draft in drafts]
    return files[0] if len(files) == 1 else bundle.joined(files)


def printed(document: Document) -> bytes:
    """The file of an issued letter, from its frozen content."""
    if not document.content:
        raise Http404  # a paper of an old register, which has no letter
    if not letters.is_intact(document):
        raise PermissionDenied(_("文书内容与出具时不一致，已停止打印，请联系系统管理员。"))
    return print_document(document.content).content


def _document(case: Case, pk: int) -> Document:
    found = case.documents.select_related("unit", "corrects").filter(pk=pk).first()
    if found is None:
        raise Http404
    found.case = case
    return found


@require_GET
def letter(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """One letter as PDF, once or a copy for each hand; noted in the access log. Query budget: 7."""
    case = visible_case(request, pk)
    row = _document(case, document)
    record_view(case, user=request.user, at=timezone.now(), action=f"letter:{row.pk}")
    if "copies" in request.GET:
        return as_pdf(copies([(printed(row), KINDS[row.kind].copies)]), f"letter-{row.pk}-copies")
    return as_pdf(printed(row), f"letter-{row.pk}")


@require_GET
def service_form(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """送达回证 of a letter, to be signed by hand. Query budget: 8."""
    case = visible_case(request, pk, *CASE_RELATED)
    row = _document(case, document)
    return as_pdf(print_document(service_form_of(row)).content, f"service-{row.pk}")


@require_GET
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """来访登记单, read back to the petitioner and signed (条例第十九条). Query budget: 8."""
    case = visible_case(request, pk, *CASE_RELATED)
    record_view(case, user=request.user, at=timezone.now(), action="slip")
    return as_pdf(print_document(slip_of(case)).content, f"slip-{case.number}")


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """Replace an issued letter by a numbered correction. Query budget of the form: 8."""
    authority = authority_of(request)
    case = visible_case(request, pk, *CASE_RELATED)
    row = _document(case, document)
    if not permissions.can_correct_letter(authority, case, row):
        raise PermissionDenied
    initial = {"body": row.body, "issued_on": authority.on}
    form = CorrectionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        act = partial(
            letters.correct_letter,
            authority=authority,
            document=row,
            now=timezone.now(),
            **form.cleaned_data,
        )
        if "preview" in request.POST:
            if drafts := attempt(form, lambda: drafts_of(case, act)):
                return as_pdf(print_joined(drafts), f"draft-correction-{row.pk}")
        elif made := attempt(form, act):
            messages.success(
                request, _("已出具更正件 %(number)s，请重新送达。") % {"number": made.number}
            )
            return redirect(request, "petitions:case_detail", case.pk)
    context = {"case": case, "document": row, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "petitions/letter_correct.html", context, status=status)


@require_GET
def day(request: HttpRequest) -> HttpResponse:
    """The letters the user's units issued on a day, in parts that print at once. Query budget: 6."""
    authority = authority_of(request)
    if not authority.posts:
        raise PermissionDenied
    on = _day_of(request, authority.on)
    rows = letters_of_day(authority, on=on)
    context = {
        "on": on,
        "rows": rows,
        "parts": [
            (at, first + 1, min(first + PART, len(rows)))
            for at, first in enumerate(range(0, len(rows), PART), start=1)
        ],
        "before": on - timedelta(days=1),
        "after": on + timedelta(days=1) if on < authority.on else None,
    }
    return render(request, "petitions/letters_day.html", context)


@require_GET
def day_file(request: HttpRequest) -> HttpResponse:
    """A part of a day's letters as one file, with `copies` a copy for each hand. Query budget: 6."""
    authority = authority_of(request)
    if not authority.posts:
        raise PermissionDenied
    on = _day_of(request, authority.on)
    part = request.GET.get("part", "1")
    first = (int(part) - 1) * PART if part.isdecimal() and 0 < int(part[:6]) < 10_000 else 0
    rows = [
        row
        for row in letters_of_day(authority, on=on)[first : first + PART]
        if row.content and row.state == DocumentState.ISSUED
    ]
    if not rows:
        raise Http404
    if "copies" in request.GET:
        file = copies([(printed(row), KINDS[row.kind].copies) for row in rows])
    else:
        file = bundle.joined([printed(row) for row in rows])
    return as_pdf(file, f"letters-{on}-{first + 1}")


def _day_of(request: HttpRequest, default: date) -> date:
    try:
        return parse_date(request.GET.get("on", "")) or default
    except ValueError:
        return default
