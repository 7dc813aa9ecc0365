"""The first page after the log-in: what this user can start, and what waits for the user."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core import navigation


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Shortcuts and panels that the apps contributed for this user's posts.

    Query budget: 4 (session, user, authority, banner); the panels are loaded by requests of their own.
    """
    context = {
        "shortcuts": navigation.shortcuts(request),
        "panels": navigation.panels(request),
    }
    return render(request, "organizations/home.html", context)
