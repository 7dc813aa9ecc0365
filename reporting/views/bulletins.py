"""Pages of the monthly bulletin: list, bulletin, explanation of a unit, file, acts."""

from __future__ import annotations

from collections.abc import Callable
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
from core.pagination import keyset_page
from organizations.authority import Authority
from reporting import permissions
from reporting.domain.results import BulletinData
from reporting.forms import MonthForm, ReasonForm, RequirementsForm
from reporting.models import Bulletin, BulletinStatus
from reporting.selectors import bulletins as selectors
from reporting.services import bulletins as services
from reporting.services import publication
from reporting.views.common import authority_of, printed_blocks


def _bulletin(request: HttpRequest, period: str) -> Bulletin:
    """The bulletin of the month, or 404 when the user may not see it."""
    bulletin = get_object_or_404(
        Bulletin.objects.select_related("rule_set", "approved_by", "requested_by", "built_by"),
        period=period,
    )
    if not permissions.can_see_bulletin(authority_of(request), bulletin):
        raise Http404
    return bulletin


@require_GET
def bulletin_list(request: HttpRequest) -> HttpResponse:
    """Bulletins the user may read, newest first. Query budget: 5 (session, user, authority, rows, banner)."""
    authority = authority_of(request)
    if not permissions.can_see_bulletins(authority):
        raise PermissionDenied
    found = selectors.bulletins_for(authority, sees_drafts=permissions.can_see_county(authority))
    page = keyset_page(found, request.GET, order=("-first_day", "-id"), size=24)
    context = {
        "page": page,
        "rows": [(bulletin, publication.number_of(bulletin)) for bulletin in page.rows],
        "form": MonthForm(today=timezone.localdate()),
        "can_draft": permissions.can_draft(authority),
    }
    return render(request, "reporting/bulletin_list.html", context)


@require_POST
def build(request: HttpRequest) -> HttpResponse:
    """Build the draft of a month, or build it anew."""
    now = timezone.now()
    form = MonthForm(request.POST, today=timezone.localdate(now))
    if form.is_valid():
        month = form.cleaned_data["month"]
        authority = authority_of(request)
        if attempt(
            form, lambda: services.build_bulletin(month=month, now=now, authority=authority)
        ):
            messages.success(request, _("已生成%(month)s通报草稿。") % {"month": month.label})
            return redirect(request, "reporting:bulletin", month.code)
    for error in [str(text) for texts in form.errors.values() for text in texts]:
        messages.error(request, error)
    return redirect(request, "reporting:bulletins")


@require_GET
def bulletin_page(request: HttpRequest, period: str) -> HttpResponse:
    """The bulletin as printed, with its deliveries and acts.

    Query budget: 6 (session, user, authority, bulletin, deliveries, banner).
    """
    bulletin = _bulletin(request, period)
    return render(request, "reporting/bulletin.html", _page_context(request, bulletin))


def _page_context(
    request: HttpRequest, bulletin: Bulletin, *, form: RequirementsForm | None = None
) -> dict[str, Any]:
    authority = authority_of(request)
    sees_county = permissions.can_see_county(authority)
    is_draft = bulletin.status == BulletinStatus.DRAFT
    return {
        "bulletin": bulletin,
        "number": publication.number_of(bulletin),
        "document": bulletin.content["document"],
        "blocks": printed_blocks(
            bulletin.content,
            period=bulletin.period,
            unit_ids=None if sees_county else authority.unit_ids,
        ),
        "deliveries": selectors.deliveries_of(bulletin) if sees_county else [],
        "is_publishing": _is_publishing(bulletin),
        "failure": selectors.publication_failure(bulletin) if _is_publishing(bulletin) else "",
        "can_draft": is_draft and permissions.can_draft(authority),
        "can_approve": is_draft and permissions.can_sign(authority),
        "can_sign": (
            bulletin.status == BulletinStatus.APPROVED
            and bulletin.serial is None
            and permissions.can_sign(authority)
        ),
        "form": form or RequirementsForm(initial={"requirements": bulletin.requirements}),
        "reason_form": ReasonForm(),
        "sees_county": sees_county,
    }


def _is_publishing(bulletin: Bulletin) -> bool:
    return bulletin.serial is not None and bulletin.status != BulletinStatus.PUBLISHED


@require_GET
def state(request: HttpRequest, period: str) -> HttpResponse:
    """Fragment asked for while a signed bulletin is being printed; reloads the page at the end."""
    bulletin = _bulletin(request, period)
    if not _is_publishing(bulletin):
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"bulletin": bulletin, "failure": selectors.publication_failure(bulletin)}
    return render(request, "reporting/_publishing.html", context)


def _act(
    request: HttpRequest, period: str, act: Callable[[Bulletin, Authority], Any], done: str
) -> HttpResponse:
    """Carry out one act on a bulletin and go back to its page with a message."""
    bulletin = _bulletin(request, period)
    try:
        act(bulletin, authority_of(request))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(request, "reporting:bulletin", bulletin.period)


@require_POST
def requirements(request: HttpRequest, period: str) -> HttpResponse:
    """Save the text of 下月要求."""
    bulletin = _bulletin(request, period)
    form = RequirementsForm(request.POST)
    if form.is_valid():

        def save() -> bool:
            services.edit_requirements(
                bulletin=bulletin,
                text=form.cleaned_data["requirements"],
                authority=authority_of(request),
                now=timezone.now(),
            )
            return True

        if attempt(form, save):
            messages.success(request, _("下月要求已保存。"))
            return redirect(request, "reporting:bulletin", bulletin.period)
    context = _page_context(request, bulletin, form=form)
    return render(request, "reporting/bulletin.html", context, status=422)


@require_POST
def approve(request: HttpRequest, period: str) -> HttpResponse:
    """The office's head approves the draft."""

    def act(bulletin: Bulletin, authority: Authority) -> None:
        services.approve_bulletin(bulletin=bulletin, authority=authority, now=timezone.now())

    return _act(request, period, act, _("通报已批准，可以印发。"))


@require_POST
def send_back(request: HttpRequest, period: str) -> HttpResponse:
    """The office's head takes the approval back."""
    reason = request.POST.get("reason", "")

    def act(bulletin: Bulletin, authority: Authority) -> None:
        services.send_back_bulletin(
            bulletin=bulletin, reason=reason, authority=authority, now=timezone.now()
        )

    return _act(request, period, act, _("通报已退回修改。"))


@require_POST
def sign(request: HttpRequest, period: str) -> HttpResponse:
    """The office's head signs the approved bulletin for publication."""

    def act(bulletin: Bulletin, authority: Authority) -> None:
        publication.sign_bulletin(bulletin=bulletin, authority=authority, now=timezone.now())

    return _act(request, period, act, _("通报已签发，正在排版并发送。"))


@require_GET
def pdf(request: HttpRequest, period: str) -> HttpResponse:
    """The published file, or a draft as it would be printed today; shown in the browser."""
    bulletin = _bulletin(request, period)
    name = f"{bulletin.title}.pdf"
    if bulletin.status == BulletinStatus.PUBLISHED:
        path = Path(settings.MEDIA_ROOT) / str(bulletin.pdf)
        if not path.is_file():
            raise Http404
        content = path.read_bytes()
    else:
        content = publication.preview_pdf(bulletin, now=timezone.now())
        name = _("（送审稿）%(name)s") % {"name": name}
    shown = content_disposition_header(as_attachment=False, filename=name)
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": shown}
    )


@require_GET
def verify(request: HttpRequest, period: str) -> HttpResponse:
    """Recompute the digest of the published file and compare it with the one stored then."""
    bulletin = _bulletin(request, period)
    if bulletin.status != BulletinStatus.PUBLISHED:
        raise Http404
    context = {"bulletin": bulletin, "problem": publication.verify_pdf(bulletin)}
    return render(request, "reporting/verify.html", context)


@require_GET
def unit_page(request: HttpRequest, period: str, unit_id: int) -> HttpResponse:
    """Why a unit has its score: every line with its rule, clause and case.

    Query budget: 8 (session, user, authority, bulletin, row, entries, visible cases, banner).
    """
    bulletin = _bulletin(request, period)
    authority = authority_of(request)
    if unit_id >= 2**63 or not permissions.can_see_explanation(authority, unit_id):
        raise Http404  # no unit has an id that large, and the database would refuse it
    row = get_object_or_404(bulletin.rows.select_related("unit"), unit_id=unit_id)
    data = BulletinData.from_json(bulletin.figures)
    context = {
        "bulletin": bulletin,
        "row": row,
        "result": next(r for r in data.results if r.unit_id == unit_id),
        "figures": next(u for u in data.figures.units if u.unit_id == unit_id),
        "items": selectors.explanation(bulletin, unit_id, authority=authority),
    }
    return render(request, "reporting/unit.html", context)
