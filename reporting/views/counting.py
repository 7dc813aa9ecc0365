"""Counting a draft from a page: at once, or by a worker while a page asks how far it is; the same for every paper."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from core.http import attempt, is_htmx, redirect
from organizations.views.common import authority_of
from reporting import permissions
from reporting.services import draft_counts

#: Kind of paper → its page, the list it stands in, and the name of the list.
PAGES = {
    draft_counts.BULLETIN: (
        "reporting:bulletin",
        "reporting:bulletins",
        gettext_lazy("信访通报"),
    ),
    draft_counts.ANNUAL: (
        "reporting:annual_report",
        "reporting:annual_reports",
        gettext_lazy("年度报告"),
    ),
}


def count_new(
    request: HttpRequest, paper: str, code: object, form: forms.Form, *, done: str
) -> HttpResponse | None:
    """Count a draft as a valid form asks; where the answer leads, or None when the form says why not.

    Args:
        paper, code: the paper and its period or year.
        form: takes what the service refuses.
        done: said when the draft is there at once.
    """

    def count() -> tuple[bool]:
        authority, now = authority_of(request), timezone.now()
        return (
            draft_counts.count_draft(paper=paper, code=str(code), authority=authority, now=now),
        )

    found = attempt(form, count)
    return _lead_on(request, paper, code, is_there=found[0], done=done) if found else None


def count_anew(
    request: HttpRequest, act: Callable[[], bool], *, kind: str, page: str, code: object
) -> HttpResponse:
    """Count a draft anew and go back to its page, or to the one that tells how far a worker is.

    Args:
        act: counts; False when a worker will.
        kind: key of `PAGES`, or "" for a kind that no worker counts.
        page, code: URL name of the paper and what names it.
    """
    try:
        is_there = act()
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(request, page, code)
    if not is_there:
        return redirect(request, "reporting:counting", kind, code)
    messages.success(request, _("已按现在的数据重新统计。"))
    return redirect(request, page, code)


def _lead_on(
    request: HttpRequest, paper: str, code: object, *, is_there: bool, done: str
) -> HttpResponse:
    if not is_there:
        return redirect(request, "reporting:counting", paper, code)
    messages.success(request, done)
    return redirect(request, PAGES[paper][0], code)


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, paper: str, code: str) -> HttpResponse:
    """How far an owed count is, asked again until the draft is there; POST asks for it once more.

    Query budget: 5 (session, user, authority, effect, banner).
    """
    if paper not in PAGES or not permissions.can_draft(authority_of(request)):
        raise Http404
    found = draft_counts.progress(paper, code, now=timezone.now())
    if found is None:
        raise Http404
    if request.method == "POST":
        return _again(request, paper, code)
    paper_page, list_page, list_name = PAGES[paper]
    if found.is_done:
        return redirect(request, paper_page, code)
    context = {
        "found": found,
        "url": reverse("reporting:counting", args=[paper, code]),
        "list_url": reverse(list_page),
        "list_name": list_name,
        "code": code,
    }
    name = "_counting" if is_htmx(request) else "counting"
    return render(request, f"reporting/{name}.html", context)


def _again(request: HttpRequest, paper: str, code: str) -> HttpResponse:
    authority, now = authority_of(request), timezone.now()
    try:
        is_there = draft_counts.count_again(paper=paper, code=code, authority=authority, now=now)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(request, "reporting:counting", paper, code)
    return _lead_on(request, paper, code, is_there=is_there, done=_("已按现在的数据重新统计。"))
