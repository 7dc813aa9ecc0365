"""Names every page needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from core import navigation


def site(request: HttpRequest) -> dict[str, Any]:
    """County name, today, and (lazily, for users who are logged in) navigation and banners."""
    known = getattr(request, "user", None) is not None and request.user.is_authenticated
    return {
        "county_name": settings.COUNTY_NAME,
        "today": timezone.localdate(),
        "logged_in": known,
        "nav_groups": SimpleLazyObject(lambda: navigation.groups(request)) if known else [],
        "banners": SimpleLazyObject(lambda: navigation.banners(request)) if known else [],
    }
