"""Bulletins, figures, dashboards."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    """Figures that can be traced to the last case."""

    name = "reporting"
    verbose_name = _("通报与统计")

    def ready(self) -> None:
        """Listen to the lower app's events and register the handlers of owed effects."""
        from reporting import handlers, tasks  # noqa: F401 - registration by import
