"""Closed by default: which addresses answer without a log-in, and nothing else does."""

from django.contrib.admin.sites import site as admin_site
from django.urls import get_resolver

from tests.architecture.source import require_none

# Addresses that must answer before anyone has logged in.
OPEN = {
    "login",
    "logout",
    "health",
    "health_jobs",
    "set_language",
    "session-state",  # says only whose session it is, if any
    # the petitioner's own page, guarded by number and query code
    "accountability:reception_public",
    "petitions:lookup",
    "petitions:lookup_letter",
    "petitions:lookup_evaluate",
    # the link in a bulletin's mail, guarded by its signature
    "reporting:receipt_link",
    "password_reset",
    "password_reset_done",
    "password_reset_confirm",
    "password_reset_complete",
}


def _views(patterns, prefix=""):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _views(pattern.url_patterns, inner)
        else:
            yield f"{prefix}{pattern.name}", pattern.callback


def test_only_the_named_addresses_answer_without_a_log_in():
    """Pages are closed by LoginRequiredMiddleware; the interface by its own permission classes."""
    found = set()
    for name, callback in _views(get_resolver().url_patterns):
        is_api = hasattr(callback, "cls") and hasattr(callback.cls, "permission_classes")
        if not getattr(callback, "login_required", True) and not is_api:
            found.add(name)
    assert found - OPEN == set()


def test_every_interface_view_asks_who_is_calling():
    from rest_framework.permissions import AllowAny

    wrong = []
    for name, callback in _views(get_resolver().url_patterns):
        classes = getattr(getattr(callback, "cls", None), "permission_classes", None)
        if classes is not None and (not classes or AllowAny in classes):
            wrong.append(name)
    require_none(wrong)


def test_the_administration_site_shows_no_petition():
    """Administrators keep accounts and units; matters are read on pages that log who read them."""
    shown = {model._meta.app_label for model in admin_site._registry}
    assert shown & {"petitions"} == set()
