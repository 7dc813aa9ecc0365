"""Petition matters from receipt to conclusion."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PetitionsConfig(AppConfig):
    """Cases, people, transfers, clocks, documents, register import."""

    name = "petitions"
    verbose_name = _("信访事项")

    def ready(self) -> None:
        """Register the handlers of owed effects, and the classes a post's portfolio may name."""
        from organizations import portfolio
        from petitions import handlers, tasks  # noqa: F401 - registration by import
        from petitions.selectors.choices import first_level_classes

        portfolio.provide(first_level_classes)
