"""Pages of the corrections of a bulletin: list, draft with its choice, file, acts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.errors import DomainError
from core.http import attempt, redirect
from core.pdf import render as print_document
from organizations.views.common import authority_of
from reporting import permissions
from reporting.correction_forms import CorrectionForm, CorrectionReasonForm
from reporting.domain.correction_texts import offers
from reporting.domain.corrections import Change, cases_text
from reporting.models import Bulletin, BulletinStatus, Correction, CorrectionStatus
from reporting.selectors.corrections import corrections_of
from reporting.services import correction_publication as publication
from reporting.services import corrections as services
from reporting.services.correction_document import correction_title
from reporting.views.common import bulletin_or_404


def _published(request: HttpRequest, period: str) -> Bulletin:
    bulletin = bulletin_or_404(request, period)
    if bulletin.status != BulletinStatus.PUBLISHED:
        raise Http404
    return bulletin


def _correction(request: HttpRequest, period: str, pk: int) -> Correction:
    bulletin = _published(request, period)
    seen = corrections_of(bulletin, sees_drafts=permissions.can_see_county(authority_of(request)))
    found = get_object_or_404(seen, pk=pk)
    found.bulletin = bulletin
    return found


@require_GET
def page(request: HttpRequest, period: str) -> HttpResponse:
    """Corrections of a bulletin. Query budget: 6 (session, user, authority, bulletin, corrections, banner)."""
    return _list(request, _published(request, period), CorrectionReasonForm())


def _list(
    request: HttpRequest, bulletin: Bulletin, form: CorrectionReasonForm, *, status: int = 200
) -> HttpResponse:
    authority = authority_of(request)
    rows = corrections_of(bulletin, sees_drafts=permissions.can_see_county(authority))
    context = {
        "bulletin": bulletin,
        "rows": [(row, publication.correction_number(row)) for row in rows],
        "form": form,
        "can_draft": permissions.can_draft(authority),
    }
    return render(request, "reporting/corrections.html", context, status=status)


@require_POST
def make(request: HttpRequest, period: str) -> HttpResponse:
    """Count the bulletin anew and draft a correction."""
    bulletin, authority = _published(request, period), authority_of(request)
    if not permissions.can_draft(authority):
        raise PermissionDenied
    form = CorrectionReasonForm(request.POST)
    if form.is_valid():
        made = attempt(
            form,
            lambda: services.make_correction(
                bulletin=bulletin,
                reason=form.cleaned_data["reason"],
                authority=authority,
                now=timezone.now(),
            ),
        )
        if made:
            messages.success(request, _("已按现在的数据重新比对。"))
            return redirect(request, "reporting:correction", period, made.pk)
    return _list(request, bulletin, form, status=422)


@require_GET
def correction(request: HttpRequest, period: str, pk: int) -> HttpResponse:
    """One correction. Query budget: 7 (session, user, authority, bulletin, correction, secret matters, banner)."""
    found = _correction(request, period, pk)
    return _page(request, found, _form(found))


def _form(found: Correction) -> CorrectionForm:
    texts = "\n".join(f"{one['old']} => {one['new']}" for one in found.texts)
    return CorrectionForm(initial={"reason": found.reason, "texts": texts})


def _page(
    request: HttpRequest, found: Correction, form: CorrectionForm, *, status: int = 200
) -> HttpResponse:
    authority = authority_of(request)
    is_draft = found.status == CorrectionStatus.DRAFT
    # what was published is frozen; a draft shows no number that has become secret since
    stored = publication.printable_changes(found) if is_draft else found.changes
    changes = [Change.from_json(one) for one in stored]
    chosen = request.POST.getlist("keys") if form.is_bound else None
    context: dict[str, Any] = {
        "correction": found,
        "bulletin": found.bulletin,
        "title": correction_title(found.bulletin),
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
    blocks = found.bulletin.content["document"]["blocks"]
    texts = [one["text"] for one in blocks if one["type"] == "paragraph"]
    known = {one["old"] for one in found.texts}
    return [pair for pair in offers(changes, texts) if pair[0] not in known]


@require_POST
def edit(request: HttpRequest, period: str, pk: int) -> HttpResponse:
    """Choose the changes, write the texts."""
    found = _correction(request, period, pk)
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
            return redirect(request, "reporting:correction", period, pk)
    return _page(request, found, form, status=422)


@require_POST
def approve(request: HttpRequest, period: str, pk: int) -> HttpResponse:
    """The office's head approves what somebody else drafted."""
    found = _correction(request, period, pk)
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
    return redirect(request, "reporting:correction", period, pk)


@require_GET
def pdf(request: HttpRequest, period: str, pk: int) -> HttpResponse:
    """The published file, or a draft as it would be printed."""
    found = _correction(request, period, pk)
    name = f"{correction_title(found.bulletin)}.pdf"
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
