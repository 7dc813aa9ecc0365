"""Duties of named officials: reminders, escalation, scoring, talks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountabilityConfig(AppConfig):
    """Who is asked, reminded and scored."""

    name = "accountability"
    verbose_name = _("责任落实")

    def ready(self) -> None:
        """Listen to the lower app's events and register the handlers of owed effects."""
        from accountability import handlers, tasks  # noqa: F401 - registration by import
