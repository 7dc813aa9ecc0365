"""The guidance to procedures of their own: read by everybody with a post, worded by the office's head."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.http import attempt, redirect
from organizations.views.common import authority_of
from petitions import permissions
from petitions.domain.guides import CAVEAT, Guide
from petitions.enums import RouteChoice
from petitions.forms.guides import GuideForm
from petitions.selectors.guides import default_guide, guides, versions
from petitions.services.guides import set_guide


@require_GET
def guide_list(request: HttpRequest) -> HttpResponse:
    """Every procedure with its guidance, by the items of 条例第三十一条. Query budget: 6."""
    authority = authority_of(request)
    if not (authority.posts or authority.is_administrator):
        raise PermissionDenied
    found = guides(on=authority.on)
    groups = [
        (RouteChoice(route).label, list(rows))
        for route, rows in groupby(found, key=lambda guide: guide.route)
    ]
    context = {
        "groups": groups,
        "caveat": CAVEAT,
        "can_set": permissions.can_set_guides(authority),
    }
    return render(request, "petitions/guide_list.html", context)


@require_http_methods(["GET", "POST"])
def guide_edit(request: HttpRequest, code: str = "") -> HttpResponse:
    """Set the next version of a guide, or a procedure of the county's own. Query budget of the form: 7."""
    authority = authority_of(request)
    if not permissions.can_set_guides(authority):
        raise PermissionDenied
    earlier = versions(code) if code else []
    guide = _latest(code, earlier)
    form = GuideForm(request.POST or None, guide=guide, today=authority.on)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form, lambda: set_guide(authority=authority, now=timezone.now(), **form.arguments())
        )
        if made:
            messages.success(
                request,
                _("“%(name)s”已设置，自%(day)s起使用。")
                % {"name": made.name, "day": made.valid_from},
            )
            return redirect(request, "petitions:guide_list")
    context = {"form": form, "guide": guide, "earlier": earlier}
    status = 422 if form.is_bound else 200
    return render(request, "petitions/guide_edit.html", context, status=status)


def _latest(code: str, earlier: list) -> Guide | None:
    if not code:
        return None
    guide = earlier[0].as_version().guide if earlier else default_guide(code)
    if guide is None:
        raise Http404
    return guide
