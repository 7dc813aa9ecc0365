"""The distribution list of a bulletin before it is signed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.errors import DomainError
from core.http import attempt, redirect
from organizations.models import User
from organizations.views.common import authority_of
from reporting import permissions
from reporting.forms import DistributionForm
from reporting.models import Bulletin, DistributionChange, DistributionKind
from reporting.selectors.distribution import distribution, people_to_choose
from reporting.services.distribution import change_distribution, undo_change
from reporting.views.common import bulletin_or_404


@require_GET
def page(request: HttpRequest, period: str) -> HttpResponse:
    """Who would get the bulletin if it were signed today, who would not, and why.

    Query budget: 10 (session, user, authority, bulletin, settings, posts, holders, changes, people, banner).
    """
    return _page(request, _unsigned(request, period))


@require_POST
def change(request: HttpRequest, period: str) -> HttpResponse:
    """Add somebody to the list, or leave somebody out."""
    bulletin, now = _unsigned(request, period, to_change=True), timezone.now()
    is_omission = request.POST.get("kind") == DistributionKind.OMIT
    kind = DistributionKind.OMIT if is_omission else DistributionKind.ADD
    people = people_to_choose(timezone.localdate(now))
    form = DistributionForm(request.POST, people=people)
    if form.is_valid():
        user = get_object_or_404(User, pk=form.cleaned_data["user"])
        done = attempt(
            form,
            lambda: change_distribution(
                bulletin=bulletin,
                user=user,
                kind=kind,
                reason=form.cleaned_data["reason"],
                authority=authority_of(request),
                now=now,
            ),
        )
        if done:
            messages.success(request, _("发送名单已调整。"))
            return redirect(request, "reporting:distribution", bulletin.period)
    return _page(request, bulletin, form=form, kind=kind)


@require_POST
def undo(request: HttpRequest, period: str, pk: int) -> HttpResponse:
    """Take a change back."""
    bulletin = _unsigned(request, period, to_change=True)
    found = get_object_or_404(
        DistributionChange.objects.select_related("bulletin"), pk=pk, bulletin=bulletin
    )
    try:
        undo_change(change=found, authority=authority_of(request), now=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已撤销这项调整。"))
    return redirect(request, "reporting:distribution", bulletin.period)


def _unsigned(request: HttpRequest, period: str, *, to_change: bool = False) -> Bulletin:
    bulletin = bulletin_or_404(request, period)
    if bulletin.serial is not None or not permissions.can_see_county(authority_of(request)):
        raise Http404
    if to_change and not permissions.can_sign(authority_of(request)):
        raise PermissionDenied
    return bulletin


def _page(
    request: HttpRequest,
    bulletin: Bulletin,
    *,
    form: DistributionForm | None = None,
    kind: str = "",
) -> HttpResponse:
    on = timezone.localdate()
    can_change = permissions.can_sign(authority_of(request))
    people = people_to_choose(on) if can_change else []
    empty = DistributionForm(people=people)
    found = distribution(bulletin, on=on)
    context: dict[str, Any] = {
        "bulletin": bulletin,
        "found": found,
        "others": [line for line in found.lines if line not in found.served],
        "can_change": can_change,
        "form_add": form if form and kind == DistributionKind.ADD else empty,
        "form_omit": form
        if form and kind == DistributionKind.OMIT
        else DistributionForm(people=people),
    }
    return render(request, "reporting/distribution.html", context, status=422 if form else 200)
