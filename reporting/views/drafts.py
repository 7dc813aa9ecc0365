"""Writing in a draft: the texts, and its pages as they would be printed."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.http import attempt, redirect
from organizations.views.common import authority_of
from reporting import permissions
from reporting.forms import TextsForm
from reporting.models import Bulletin, BulletinStatus
from reporting.services import bulletin_texts
from reporting.views.bulletins import page_context
from reporting.views.common import bulletin_or_404
from reporting.views.papers import BULLETIN_PAGES, picture_response


@require_POST
def texts(request: HttpRequest, period: str) -> HttpResponse:
    """Save what was written by hand; what somebody else saved meanwhile is shown beside what was typed."""
    bulletin = bulletin_or_404(request, period)
    form = TextsForm(request.POST, bulletin=bulletin)
    if form.is_valid() and _saved(request, bulletin, form):
        messages.success(request, _("文字已保存。"))
        return redirect(request, "reporting:bulletin", bulletin.period)
    bulletin.refresh_from_db()
    context = page_context(request, bulletin, form=form)
    if str(request.POST.get("edition")) != str(bulletin.edition):
        typed = request.POST.copy()  # the next save is made against the text that is shown now
        typed["edition"] = str(bulletin.edition)
        form.data = typed
        context["kept"] = bulletin
    return render(request, "reporting/bulletin.html", context, status=422)


def _saved(request: HttpRequest, bulletin: Bulletin, form: TextsForm) -> bool:
    def save() -> bool:
        bulletin_texts.edit_texts(
            bulletin=bulletin,
            requirements=form.cleaned_data["requirements"],
            additions=form.additions(),
            edition=form.cleaned_data["edition"],
            authority=authority_of(request),
            now=timezone.now(),
        )
        return True

    return bool(attempt(form, save))


@require_POST
def preview(request: HttpRequest, period: str) -> HttpResponse:
    """Fragment: have the pages of a draft printed with the texts of the form, saved or not; the draft is not touched."""
    bulletin = bulletin_or_404(request, period)
    if not permissions.can_draft(authority_of(request)):
        raise PermissionDenied
    form = TextsForm(request.POST, bulletin=bulletin)
    shown = None
    if bulletin.status == BulletinStatus.DRAFT and form.is_valid():
        shown = attempt(
            form,
            lambda: bulletin_texts.preview(
                bulletin=bulletin,
                requirements=form.cleaned_data["requirements"],
                additions=form.additions(),
                now=timezone.now(),
            ),
        )

    return BULLETIN_PAGES.fragment(request, period, shown, form)


@require_GET
def preview_state(request: HttpRequest, period: str, digest: str) -> HttpResponse:
    """Fragment asked for while the pages of a draft are being printed. Query budget: 5."""
    bulletin = bulletin_or_404(request, period)
    return BULLETIN_PAGES.progress(request, period, bulletin, digest)


@require_GET
def page_picture(request: HttpRequest, period: str, digest: str, number: int) -> HttpResponse:
    """One page of a draft as a picture."""
    bulletin = bulletin_or_404(request, period)
    return picture_response(bulletin, digest, number)
