"""Names every page needs."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, str]:
    """County name for the page head."""
    return {"county_name": settings.COUNTY_NAME}
