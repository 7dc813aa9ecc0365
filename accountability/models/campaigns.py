"""Special campaigns (专项治理): a scope, the matters in it, and what each week came of them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organizations.models import Unit
from petitions.models import Case
from petitions.models.procedure import acted_by


class Campaign(models.Model):
    """A campaign over a period; its scope is fixed with it."""

    name = models.CharField(_("名称"), max_length=80, unique=True)
    basis = models.CharField(_("依据文件"), max_length=200)
    purpose = models.TextField(_("目标任务"))
    scope = models.JSONField(_("范围"))
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    created_by = acted_by(_("制定人"))
    created_at = models.DateTimeField(_("制定时间"))
    ended_on = models.DateField(_("结束登记日期"), null=True, blank=True)
    ended_by = acted_by(_("结束登记人"), optional=True)
    summary = models.TextField(_("总结"), blank=True)

    class Meta:
        verbose_name = _("专项治理")
        verbose_name_plural = _("专项治理")
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="campaign_dates_in_order",
                violation_error_message=_("结束日期不能早于开始日期。"),
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_by__isnull=True, summary="")
                | (Q(ended_on__isnull=False, ended_by__isnull=False) & ~Q(summary="")),
                name="campaign_ended_with_summary",
                violation_error_message=_("结束专项治理须写总结。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CampaignEntry(models.Model):
    """One matter in a campaign: on the list from the beginning, or found later; it stays on it."""

    campaign = models.ForeignKey(
        Campaign, verbose_name=_("专项治理"), on_delete=models.CASCADE, related_name="entries"
    )
    case = models.ForeignKey(
        Case,
        verbose_name=_("信访事项"),
        on_delete=models.CASCADE,
        related_name="campaign_entries",
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("列入时的责任单位"), on_delete=models.RESTRICT, related_name="+"
    )
    entered_on = models.DateField(_("列入日期"))
    is_new = models.BooleanField(_("开展期间新列入"), default=False)

    class Meta:
        verbose_name = _("专项治理事项")
        verbose_name_plural = _("专项治理事项")
        ordering = ["campaign", "id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "case"], name="campaign_case_once")
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.case_id}"


class CampaignWeek(models.Model):
    """One unit's progress at the end of one week, fixed."""

    campaign = models.ForeignKey(
        Campaign, verbose_name=_("专项治理"), on_delete=models.CASCADE, related_name="weeks"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("单位"), on_delete=models.RESTRICT, related_name="+"
    )
    on = models.DateField(_("截至日期"))
    total = models.PositiveIntegerField(_("列入"))
    closed = models.PositiveIntegerField(_("已了结"))
    overdue = models.PositiveIntegerField(_("逾期"))

    class Meta:
        verbose_name = _("专项治理周进度")
        verbose_name_plural = _("专项治理周进度")
        ordering = ["campaign", "on", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit", "on"], name="campaign_week_once"),
            models.CheckConstraint(
                condition=Q(closed__lte=F("total")) & Q(overdue__lte=F("total") - F("closed")),
                name="campaign_week_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.unit} {self.on}"

    @property
    def open(self) -> int:
        """Not closed yet."""
        return self.total - self.closed
