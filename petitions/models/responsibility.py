"""The names a case carries, as history."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from petitions.enums import Responsibility
from petitions.models.case import Case


class ResponsibilityChange(models.Model):
    """History of the names a case carries: who was made responsible, by whom, why."""

    case = models.ForeignKey(
        Case,
        verbose_name=_("信访事项"),
        on_delete=models.CASCADE,
        related_name="responsibility_changes",
    )
    what = models.CharField(_("变更事项"), max_length=16, choices=Responsibility.choices)
    old = models.CharField(_("原"), max_length=120, blank=True)
    new = models.CharField(_("新"), max_length=120, blank=True)
    old_id = models.BigIntegerField(_("原标识"), null=True, blank=True)
    new_id = models.BigIntegerField(_("新标识"), null=True, blank=True)
    reason = models.TextField(_("原因"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("经办人"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("责任变更")
        verbose_name_plural = _("责任变更")
        ordering = ["case_id", "at", "id"]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.old} → {self.new}"
