"""What each figure means (口径): one page, an anchor for each figure."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from organizations.views.common import authority_of
from reporting.domain.indicators import AREAS, INDICATORS, OF_THE_DAY, Indicator
from reporting.domain.measures import MINIMUM_FOR_RANK


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Definitions of all figures, for everybody who holds a post.

    Query budget: 4 (session, user, authority, banner).
    """
    if not authority_of(request).posts:
        raise PermissionDenied
    chapters: list[tuple[str, str, list[Indicator]]] = [
        (area, name, [one for one in INDICATORS if one.area == area])
        for area, name in AREAS.items()
    ]
    chapters.append(("day", _("看板当日"), list(OF_THE_DAY)))
    context = {"chapters": chapters, "minimum": MINIMUM_FOR_RANK}
    return render(request, "reporting/definitions.html", context)
