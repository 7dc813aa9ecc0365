"""What the pages of corrections share, of a bulletin or of an annual report: list, draft with its choice, file, acts.

Who may read the corrected paper at all is asked before (`Desk`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.http import attempt, redirect
from core.pdf import render as print_document
from organizations.views.common import authority_of
from reporting import permissions
from reporting.correction_forms import CorrectionForm, CorrectionReasonForm
from reporting.domain.correction_texts import offers
from reporting.domain.corrections import Change, cases_text
from reporting.models import AnnualReport, Bulletin, Correction, CorrectionStatus
from reporting.selectors.corrections import corrections_of
from reporting.services import correction_publication as publication
from reporting.services import corrections as services
from reporting.services.correction_document import correction_title
from reporting.services.correction_kinds import kind_of


@dataclass(frozen=True)
class Desk:
    """The corrections of one published paper, and where their pages are.

    Attributes:
        paper: published, and readable for who asks.
        key: the paper in an address, such as ``2026-10``.
        begins: what the names of the addresses begin with, "" or "annual_".
        list_name: heading of the list the paper stands in.
        list_url: its address.
    """

    paper: Bulletin | AnnualReport
    key: str | int
    begins: str
    list_name: str
    list_url: str

    def url(self, name: str, *args: Any) -> str:
        """The address of a page of this paper."""
        return reverse(f"reporting:{self.begins}{name}", args=[self.key, *args])

    @property
    def paper_url(self) -> str:
        """The corrected paper."""
        return self.url("report" if self.begins else "bulletin")

    @property
    def corrections_url(self) -> str:
        """The list of its corrections."""
        return self.url("corrections")

    @property
    def make_url(self) -> str:
        """Where a correction is drafted."""
        return self.url("correction_make")

    @property
    def verify_url(self) -> str:
        """Where the files are checked."""
        return self.url("verify")

    @property
    def heads(self) -> tuple[str, str]:
        """Headings of what a figure is of, and which figure it is."""
        return kind_of(self.paper).heads

    def correction(self, request: HttpRequest, pk: int) -> Correction:
        """One of them, or 404 for whoever may not read it."""
        sees_drafts = permissions.can_see_county(authority_of(request))
        found = get_object_or_404(corrections_of(self.paper, sees_drafts=sees_drafts), pk=pk)
        return self.belonging(found)

    def belonging(self, found: Correction) -> Correction:
        """The same correction, which need not ask for its paper any more."""
        setattr(found, kind_of(self.paper).prefix, self.paper)
        return found

    def back(self, request: HttpRequest, pk: int) -> HttpResponse:
        """To the page of a correction."""
        return redirect(request, f"reporting:{self.begins}correction", self.key, pk)


def list_page(
    request: HttpRequest,
    desk: Desk,
    form: CorrectionReasonForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """The corrections of a paper; `form` when a reason was refused."""
    authority = authority_of(request)
    rows = corrections_of(desk.paper, sees_drafts=permissions.can_see_county(authority))
    context = {
        "desk": desk,
        "rows": [
            (
                row,
                publication.correction_number(row),
                desk.url("correction", row.pk),
                desk.url("correction_pdf", row.pk),
            )
            for row in map(desk.belonging, rows.defer("changes", "texts", "content"))
        ],
        "form": form or CorrectionReasonForm(),
        "can_draft": permissions.can_draft(authority),
    }
    return render(request, "reporting/corrections.html", context, status=status)


def make(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Count the paper anew and draft a correction."""
    authority = authority_of(request)
    if not permissions.can_draft(authority):
        raise PermissionDenied
    form = CorrectionReasonForm(request.POST)
    if form.is_valid():
        made = attempt(
            form,
            lambda: services.make_correction(
                paper=desk.paper,
                reason=form.cleaned_data["reason"],
                authority=authority,
                now=timezone.now(),
            ),
        )
        if made:
            messages.success(request, _("已按现在的数据重新比对。"))
            return desk.back(request, made.pk)
    return list_page(request, desk, form, status=422)


def detail(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """One correction."""
    found = desk.correction(request, pk)
    texts = "\n".join(f"{one['old']} => {one['new']}" for one in found.texts)
    form = CorrectionForm(initial={"reason": found.reason, "texts": texts})
    return _page(request, desk, found, form)


def _page(
    request: HttpRequest, desk: Desk, found: Correction, form: CorrectionForm, *, status: int = 200
) -> HttpResponse:
    authority = authority_of(request)
    is_draft = found.status == CorrectionStatus.DRAFT
    # what was published is frozen; a draft shows no number that has become secret since
    stored = publication.printable_changes(found) if is_draft else found.changes
    changes = [Change.from_json(one) for one in stored]
    chosen = request.POST.getlist("keys") if form.is_bound else None
    context: dict[str, Any] = {
        "desk": desk,
        "correction": found,
        "pdf_url": desk.url("correction_pdf", found.pk),
        "edit_url": desk.url("correction_edit", found.pk),
        "approve_url": desk.url("correction_approve", found.pk),
        "title": correction_title(desk.paper),
        "number": publication.correction_number(found),
        "rows": [
            (
                one,
                cases_text(one.cases),
                one.chosen if chosen is None else one.key in chosen,
                is_draft and one.held and permissions.can_draft(authority),
            )
            for one in changes
            if is_draft or one.chosen
        ],
        "form": form,
        "offers": _offers(found, changes) if is_draft else [],
        "stated_secrets": sum(one.held and one.chosen for one in changes),
        "can_edit": is_draft and permissions.can_draft(authority),
        "can_approve": is_draft
        and permissions.can_sign(authority)
        and found.made_by_id != authority.user.pk,
    }
    return render(request, "reporting/correction.html", context, status=status)


def _offers(found: Correction, changes: list[Change]) -> list[tuple[str, str]]:
    """Printed sentences with an old figure, but those the draft corrects already."""
    blocks = found.paper.content["document"]["blocks"]
    texts = [one["text"] for one in blocks if one["type"] == "paragraph"]
    known = {one["old"] for one in found.texts}
    return [pair for pair in offers(changes, texts) if pair[0] not in known]


def edit(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Choose the changes, write the texts."""
    found = desk.correction(request, pk)
    if not permissions.can_draft(authority_of(request)):
        raise PermissionDenied
    typed = request.POST.copy()
    lines = [typed.get("texts", ""), *typed.getlist("offers")]
    typed["texts"] = "\n".join(line for line in lines if line)
    form = CorrectionForm(typed)
    if form.is_valid():

        def save() -> bool:
            services.edit_correction(
                correction=found,
                reason=form.cleaned_data["reason"],
                keys=request.POST.getlist("keys"),
                texts=form.cleaned_data["texts"],
                authority=authority_of(request),
                now=timezone.now(),
            )
            return True

        if attempt(form, save):
            messages.success(request, _("更正草稿已保存。"))
            return desk.back(request, pk)
    return _page(request, desk, found, form, status=422)


def approve(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """The office's head approves what somebody else drafted."""
    found = desk.correction(request, pk)
    if not permissions.can_sign(authority_of(request)):
        raise PermissionDenied
    try:
        services.approve_correction(
            correction=found,
            authority=authority_of(request),
            now=timezone.now(),
            with_secrets="with_secrets" in request.POST,
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("更正已批准，正在排版并发送。"))
    return desk.back(request, pk)


def pdf(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """The published file, or a draft as it would be printed."""
    found = desk.correction(request, pk)
    name = f"{correction_title(desk.paper)}.pdf"
    if found.status == CorrectionStatus.PUBLISHED:
        path = Path(settings.MEDIA_ROOT) / str(found.pdf)
        if not path.is_file():
            raise Http404
        content = path.read_bytes()
    else:
        content = print_document(publication.draft_document(found)).content
        name = _("（送审稿）%(name)s") % {"name": name}
    shown = content_disposition_header(as_attachment=False, filename=name)
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": shown}
    )
