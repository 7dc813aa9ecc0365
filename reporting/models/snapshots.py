"""What was open at the end of each day."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organizations.models import Unit


class DailySnapshot(models.Model):
    """What was open and overdue at the end of a day, for a unit or (unit empty) the county."""

    day = models.DateField(_("日期"))
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("单位"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="snapshots",
        help_text=_("空表示全县"),
    )
    open_cases = models.PositiveIntegerField(_("在办"))
    overdue_cases = models.PositiveIntegerField(_("超期"))
    taken_at = models.DateTimeField(_("记录时间"))

    class Meta:
        verbose_name = _("每日存量")
        verbose_name_plural = _("每日存量")
        ordering = ["-day", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["day", "unit"], name="snapshot_once_per_unit_day"),
            models.UniqueConstraint(
                fields=["day"], condition=Q(unit__isnull=True), name="snapshot_once_per_county_day"
            ),
            models.CheckConstraint(
                condition=Q(overdue_cases__lte=F("open_cases")), name="snapshot_overdue_is_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.unit or ''}: {self.open_cases}"
