"""Addresses of the accountability app, one module for each area."""

from django.urls import include, path

from accountability.urls import (
    escalation,
    first_contact,
    inquiries,
    leading,
    problems,
    reception,
    rules,
    scores,
    suggestions,
    supervision,
    talks,
)
from accountability.urls import inbox as notices
from accountability.views import inbox

AREAS = (
    notices,
    escalation,
    first_contact,
    inquiries,
    leading,
    problems,
    rules,
    scores,
    reception,
    supervision,
    suggestions,
    talks,
)

urlpatterns = [
    path("notices/bell/", inbox.bell, name="notice-bell"),
    path("", include(([page for area in AREAS for page in area.pages], "accountability"))),
]
