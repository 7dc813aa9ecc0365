"""Saved views: list, keep, rename, share, schedule, open, delete."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import DomainError
from core.http import attempt, redirect
from core.pagination import keyset_page
from organizations.views.common import authority_of
from reporting import permissions
from reporting.domain.asking import Asked, AskError
from reporting.forms import ViewForm
from reporting.models import SavedView
from reporting.selectors.querying import title_of
from reporting.selectors.saved_views import asked_of as view_asked
from reporting.selectors.saved_views import listed_views, mail_readers, views_for
from reporting.services.saved_views import (
    choose_mail,
    delete_view,
    edit_view,
    replace_question,
    save_view,
)
from reporting.views.query import asked_of, query_url


@require_GET
def view_list(request: HttpRequest) -> HttpResponse:
    """The reader's own views and those shared with a role of his.

    Query budget: 5 (session, user, authority, views, roles).
    """
    authority = _reader(request)
    page = keyset_page(listed_views(authority), request.GET, order=("name", "id"))
    rows = [
        {
            "view": view,
            "words": partial(_words, view, sees_county=authority.sees_all_cases),
            "is_mine": view.owner_id == authority.user.pk,
        }
        for view in page.rows
    ]
    return render(request, "reporting/saved_views.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Keep the question of the address under a name."""
    authority = authority_of(request)
    asked = asked_of(request).asked
    if asked is None:
        return redirect(request, f"{reverse('reporting:query')}?{request.GET.urlencode()}")
    form = ViewForm(request.POST or None, initial={"name": _name_of(asked)})
    if request.method == "POST" and form.is_valid():
        view = attempt(
            form,
            lambda: save_view(
                authority=authority, asked=asked, draft=form.draft(), now=timezone.now()
            ),
        )
        if view is not None:
            messages.success(request, _("已保存视图“%(name)s”。") % {"name": view.name})
            return redirect(request, query_url(asked, view.pk))
    context = _form_page(request, form) | {
        "words": partial(title_of, asked),
        "back": query_url(asked),
    }
    return render(
        request, "reporting/saved_view_form.html", context, status=422 if form.errors else 200
    )


@require_GET
def open_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the view's question with the reader's own rights: the whole question comes into the address."""
    authority = _reader(request)
    view = _view(request, pk)
    try:
        asked = view_asked(view, sees_county=authority.sees_all_cases)
    except AskError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(f"{reverse('reporting:query')}?{view.query}")
    return HttpResponseRedirect(query_url(asked, view.pk))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename, share, schedule one's own view."""
    authority, view = _reader(request), _own(request, pk)
    form = ViewForm(
        request.POST or None,
        initial={
            "name": view.name,
            "audiences": list(view.audiences.values_list("audience", flat=True)),
            "mail_to": view.mail_to,
            "mail_day": view.mail_day,
        },
    )
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: edit_view(
                view=view, authority=authority, draft=form.draft(), now=timezone.now()
            ),
        )
        if done is not None:
            messages.success(request, _("已保存视图“%(name)s”。") % {"name": done.name})
            return redirect(request, "reporting:saved_views")
    readers = mail_readers(view, on=authority.on)
    context = _form_page(request, form) | {
        "view": view,
        "words": partial(_words, view, sees_county=authority.sees_all_cases),
        "back": reverse("reporting:saved_views"),
        "readers": readers.count(),
        "without_address": list(readers.filter(email="")),
    }
    return render(
        request, "reporting/saved_view_form.html", context, status=422 if form.errors else 200
    )


@require_POST
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the view ask what the address asks."""
    view, asked = _own(request, pk), asked_of(request).asked
    if asked is None:
        return redirect(request, f"{reverse('reporting:query')}?{request.GET.urlencode()}")
    try:
        replace_question(
            view=view, authority=authority_of(request), asked=asked, now=timezone.now()
        )
        messages.success(request, _("视图“%(name)s”已改用现在的条件。") % {"name": view.name})
    except DomainError as error:
        messages.error(request, str(error))
    return redirect(request, query_url(asked, view.pk))


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove one's own view."""
    view = _own(request, pk)
    delete_view(view=view, authority=authority_of(request), now=timezone.now())
    messages.success(request, _("已删除视图“%(name)s”。") % {"name": view.name})
    return redirect(request, "reporting:saved_views")


@require_POST
def mail_choice(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse or take again the monthly mail of a view."""
    view, wants = _view(request, pk), request.POST.get("wants") == "1"
    choose_mail(view=view, authority=authority_of(request), wants=wants, now=timezone.now())
    said = _("已恢复接收“%(name)s”的每月邮件。") if wants else _("已退订“%(name)s”的每月邮件。")
    messages.success(request, said % {"name": view.name})
    return redirect(request, "reporting:saved_views")


def _reader(request: HttpRequest) -> Any:
    authority = authority_of(request)
    if not permissions.can_query(authority):
        raise PermissionDenied
    return authority


def _view(request: HttpRequest, pk: int) -> SavedView:
    """A view the reader may open; 404 for all others."""
    view = views_for(_reader(request)).select_related("owner").filter(pk=pk).first()
    if view is None:
        raise Http404
    return view


def _own(request: HttpRequest, pk: int) -> SavedView:
    """A view of the reader's own; 404 where he may not see it, 403 where it is only shared with him."""
    view = _view(request, pk)
    if not permissions.can_keep_view(authority_of(request), view):
        raise PermissionDenied
    return view


def _form_page(request: HttpRequest, form: ViewForm) -> dict[str, Any]:
    can_mail = permissions.can_mail_roles(authority_of(request))
    return {
        "form": form,
        "can_mail_roles": can_mail,
        "view": None,
        "readers": 0,
        "without_address": [],
    }


def _words(view: SavedView, *, sees_county: bool) -> str:
    """What the view asks, in a line; why it cannot be asked by this reader."""
    try:
        return title_of(view_asked(view, sees_county=sees_county))
    except AskError as error:
        return str(error)


def _name_of(asked: Asked) -> str:
    """The name proposed; it will be kept, and what is kept is Chinese."""
    with translation.override(settings.LANGUAGE_CODE):
        return title_of(asked)[:60]
