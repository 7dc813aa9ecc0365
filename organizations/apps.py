"""Units, staff, posts and terms, work calendar, population."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    """Who exists and who holds which post on which day."""

    name = "organizations"
    verbose_name = _("机构与人员")
