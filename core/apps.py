"""The shared kernel: no petition words in here."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Audit, transitions, owed effects, mail, access log."""

    name = "core"
    verbose_name = _("系统内核")

    def ready(self) -> None:
        """Let every app contribute to the navigation, and register the handlers of owed effects."""
        from core import checks, tasks  # noqa: F401 - registration by import

        autodiscover_modules("navigation")
