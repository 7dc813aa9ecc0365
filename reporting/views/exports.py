"""Files of a bulletin for those who work on with it: workbook and Word file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from core import docx, sheets
from reporting.services import exports
from reporting.views.common import bulletin_or_404
from reporting.views.papers import download


@require_GET
def excel(request: HttpRequest, period: str) -> HttpResponse:
    """Every table of the bulletin. Query budget: 4 (session, user, authority, bulletin)."""
    bulletin = bulletin_or_404(request, period)
    content = exports.bulletin_workbook(bulletin, now=timezone.now())
    return download(bulletin, content, ".xlsx", sheets.CONTENT_TYPE)


@require_GET
def word(request: HttpRequest, period: str) -> HttpResponse:
    """The bulletin to edit. Query budget: 4 (session, user, authority, bulletin)."""
    bulletin = bulletin_or_404(request, period)
    content = exports.paper_word(bulletin, now=timezone.now())
    return download(bulletin, content, ".docx", docx.CONTENT_TYPE)
