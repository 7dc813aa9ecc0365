"""The one page on which a duty's act is asked for: its basis, its form, its refusal, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from core.http import attempt, redirect

Text = str | Promise


@dataclass(frozen=True)
class Page:
    """What surrounds the form of an act.

    Attributes:
        heading: title of the page.
        back: address of the page one came from; the way out, and where one lands when no other is named.
        crumbs: (label, address) of the pages above, outermost first.
        intro: what the act does, in a sentence or two.
        basis: the article or practice it rests on, "" when there is none.
        submit: label of the button; the heading when empty.
        facts: (label, text) shown above the form.
        template: a template that extends ``accountability/act_form.html`` when the fields need more than a list.
    """

    heading: Text
    back: str
    crumbs: tuple[tuple[Text, str], ...] = ()
    intro: Text = ""
    basis: Text = ""
    submit: Text = ""
    facts: tuple[tuple[Text, Any], ...] = ()
    template: str = "accountability/act_form.html"
    extra: dict[str, Any] = field(default_factory=dict)


def act_page(
    request: HttpRequest,
    *,
    form: forms.Form,
    page: Page,
    act: Callable[[], Any],
    done: Text,
    to: Callable[[Any], str] | None = None,
) -> HttpResponse:
    """Show the form of an act, or do it.

    Args:
        request: GET shows the form; POST does the act.
        form: bound when the request is a POST.
        page: what surrounds it.
        act: calls the service with the cleaned data; its refusal is shown next to its field.
        done: message after success.
        to: address to go to, from what the service returned; `page.back` when None.

    Returns:
        The page (422 when the form was refused), or a redirect.
    """
    if request.method == "POST" and form.is_valid():
        found: list[Any] = []

        def run() -> bool:
            found.append(act())
            return True

        if attempt(form, run):
            messages.success(request, str(done))
            return redirect(request, to(found[0]) if to else page.back)
    status = 422 if form.is_bound else 200
    context = {"form": form, "page": page, **page.extra}
    return render(request, page.template, context, status=status)
