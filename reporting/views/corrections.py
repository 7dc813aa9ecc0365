"""Pages of the corrections of a bulletin, and of an annual report: who may read the paper, and where its pages are."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from reporting.models import AnnualReport, Bulletin, BulletinStatus
from reporting.views import correction_pages as pages
from reporting.views.annual import report_or_404
from reporting.views.common import bulletin_or_404
from reporting.views.correction_pages import Desk


def _desk(paper: Bulletin | AnnualReport, *where: Any) -> Desk:
    """Only what was published is corrected."""
    if paper.status != BulletinStatus.PUBLISHED:
        raise Http404
    return Desk(paper, *where)


def _of_bulletin(request: HttpRequest, period: str) -> Desk:
    paper = bulletin_or_404(request, period)
    return _desk(paper, period, "", _("信访通报"), reverse("reporting:bulletins"))


def _of_annual(request: HttpRequest, year: int) -> Desk:
    paper = report_or_404(request, year)
    return _desk(paper, year, "annual_", _("年度报告"), reverse("reporting:annual_reports"))


@require_GET
def page(request: HttpRequest, period: str) -> HttpResponse:
    """Corrections of a bulletin. Query budget: 6 (session, user, authority, bulletin, corrections, banner)."""
    return pages.list_page(request, _of_bulletin(request, period))


@require_POST
def make(request: HttpRequest, period: str) -> HttpResponse:
    """Count the bulletin anew and draft a correction."""
    return pages.make(request, _of_bulletin(request, period))


@require_GET
def correction(request: HttpRequest, period: str, pk: int) -> HttpResponse:
    """One correction. Query budget: 7 (session, user, authority, bulletin, correction, secret matters, banner)."""
    return pages.detail(request, _of_bulletin(request, period), pk)


@require_POST
def edit(request: HttpRequest, period: str, pk: int) -> HttpResponse:
    """Choose the changes, write the texts."""
    return pages.edit(request, _of_bulletin(request, period), pk)


@require_POST
def approve(request: HttpRequest, period: str, pk: int) -> HttpResponse:
    """The office's head approves what somebody else drafted."""
    return pages.approve(request, _of_bulletin(request, period), pk)


@require_GET
def pdf(request: HttpRequest, period: str, pk: int) -> HttpResponse:
    """The published file, or a draft as it would be printed."""
    return pages.pdf(request, _of_bulletin(request, period), pk)


@require_GET
def annual_page(request: HttpRequest, year: int) -> HttpResponse:
    """Corrections of an annual report. Query budget: 6, as of a bulletin."""
    return pages.list_page(request, _of_annual(request, year))


@require_POST
def annual_make(request: HttpRequest, year: int) -> HttpResponse:
    """Count the year anew and draft a correction."""
    return pages.make(request, _of_annual(request, year))


@require_GET
def annual_correction(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """One correction of an annual report. Query budget: 7, as of a bulletin."""
    return pages.detail(request, _of_annual(request, year), pk)


@require_POST
def annual_edit(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """Choose the changes, write the texts."""
    return pages.edit(request, _of_annual(request, year), pk)


@require_POST
def annual_approve(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """The office's head approves what somebody else drafted."""
    return pages.approve(request, _of_annual(request, year), pk)


@require_GET
def annual_pdf(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """The published file, or a draft as it would be printed."""
    return pages.pdf(request, _of_annual(request, year), pk)
