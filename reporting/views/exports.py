"""Files of a bulletin for those who work on with it: workbook and Word file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import docx, sheets
from reporting.models import Bulletin, BulletinStatus
from reporting.services import exports
from reporting.views.common import bulletin_or_404


@require_GET
def excel(request: HttpRequest, period: str) -> HttpResponse:
    """Every table of the bulletin. Query budget: 4 (session, user, authority, bulletin)."""
    bulletin = bulletin_or_404(request, period)
    content = exports.bulletin_workbook(bulletin, now=timezone.now())
    return _file(bulletin, content, ".xlsx", sheets.CONTENT_TYPE)


@require_GET
def word(request: HttpRequest, period: str) -> HttpResponse:
    """The bulletin to edit. Query budget: 4 (session, user, authority, bulletin)."""
    bulletin = bulletin_or_404(request, period)
    content = exports.paper_word(bulletin, now=timezone.now())
    return _file(bulletin, content, ".docx", docx.CONTENT_TYPE)


def _file(bulletin: Bulletin, content: bytes, ending: str, content_type: str) -> HttpResponse:
    name = f"{bulletin.title}{ending}"
    if bulletin.status != BulletinStatus.PUBLISHED:
        name = _("（送审稿）%(name)s") % {"name": name}
    shown = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": shown})
