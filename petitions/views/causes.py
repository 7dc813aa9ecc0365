"""The county's list of causes: read by everybody with a post, kept by the office's head and administrators."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.http import attempt, redirect
from organizations.views.common import authority_of
from petitions import permissions
from petitions.forms.causes import CauseChangeForm, NewCauseForm
from petitions.models import Cause
from petitions.selectors.causes import cause_groups
from petitions.services.cause_list import add_cause, change_cause


@require_GET
def cause_list(request: HttpRequest) -> HttpResponse:
    """Every cause, when to choose it, and how many matters have it. Query budget: 5."""
    authority = authority_of(request)
    if not (authority.posts or authority.is_administrator):
        raise PermissionDenied
    context = {
        "groups": cause_groups(on=authority.on),
        "can_set": permissions.can_set_causes(authority),
        "sees_counts": authority.sees_all_cases,
    }
    return render(request, "petitions/cause_list.html", context)


@require_http_methods(["GET", "POST"])
def cause_new(request: HttpRequest) -> HttpResponse:
    """Add a cause. Query budget of the form: 5."""
    authority = authority_of(request)
    if not permissions.can_set_causes(authority):
        raise PermissionDenied
    form = NewCauseForm(request.POST or None, today=authority.on)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: add_cause(authority=authority, now=timezone.now(), **form.cleaned_data),
        )
        if made:
            messages.success(
                request,
                _("已新增成因“%(name)s”，自%(day)s起使用。")
                % {"name": made.name, "day": made.valid_from},
            )
            return redirect(request, "petitions:cause_list")
    status = 422 if form.is_bound else 200
    return render(
        request, "petitions/cause_form.html", {"form": form, "cause": None}, status=status
    )


@require_http_methods(["GET", "POST"])
def cause_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Reword when a cause is chosen, or end it. Query budget of the form: 5."""
    authority = authority_of(request)
    if not permissions.can_set_causes(authority):
        raise PermissionDenied
    cause = get_object_or_404(Cause.objects.select_related("parent"), code=code)
    form = CauseChangeForm(request.POST or None, cause=cause)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: change_cause(
                authority=authority, cause=cause, now=timezone.now(), **form.cleaned_data
            ),
        )
        if done:
            messages.success(request, _("成因“%(name)s”已修改。") % {"name": cause.name})
            return redirect(request, "petitions:cause_list")
    status = 422 if form.is_bound else 200
    return render(
        request, "petitions/cause_form.html", {"form": form, "cause": cause}, status=status
    )
