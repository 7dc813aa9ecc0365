"""Clocks with their explanation; pauses and extensions are rows, never running totals."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organizations.models import Unit
from petitions.domain.duties import RIGHTS
from petitions.enums import ClockStatus
from petitions.models.acts import Dispatch
from petitions.models.case import Case
from petitions.querysets import ClockQuerySet


class ClockRuleOverride(models.Model):
    """A local number for a statutory clock, in force for matters registered in its span."""

    code = models.CharField(_("期限代码"), max_length=12)
    length = models.PositiveSmallIntegerField(_("期限长度"))
    roll_over = models.BooleanField(_("末日遇假日顺延"), default=True)
    valid_from = models.DateField(_("生效日期"))
    valid_to = models.DateField(_("失效日期"), null=True, blank=True)
    basis = models.CharField(_("依据"), max_length=200)

    class Meta:
        verbose_name = _("期限参数")
        verbose_name_plural = _("期限参数")
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="clock_rule_code_from"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="clock_rule_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(length__gte=1, length__lte=365), name="clock_rule_length"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}={self.length}"


class Clock(models.Model):
    """One running or stopped statutory clock of a case."""

    case = models.ForeignKey(
        Case, verbose_name=_("信访事项"), on_delete=models.CASCADE, related_name="clocks"
    )
    dispatch = models.ForeignKey(
        Dispatch,
        verbose_name=_("转送交办"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="clocks",
    )
    code = models.CharField(_("期限代码"), max_length=12)
    name = models.CharField(_("期限名称"), max_length=60)
    article = models.CharField(_("依据条款"), max_length=60)
    owed_by_unit = models.ForeignKey(
        Unit,
        verbose_name=_("责任单位"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="clocks",
    )
    started_on = models.DateField(_("起算日"))
    due_on = models.DateField(_("到期日"))
    raw_due_on = models.DateField(_("未顺延到期日"))
    is_provisional = models.BooleanField(_("日历未公布，暂定"), default=False)
    explanation = models.JSONField(_("计算说明"), default=dict)
    status = models.CharField(
        _("状态"), max_length=10, choices=ClockStatus.choices, default=ClockStatus.OPEN
    )
    stopped_on = models.DateField(_("完成日期"), null=True, blank=True)
    stopped_by = models.CharField(_("完成行为"), max_length=60, blank=True)
    on_time = models.BooleanField(_("是否按期"), null=True, blank=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        verbose_name = _("期限")
        verbose_name_plural = _("期限")
        ordering = ["case_id", "started_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "code"],
                condition=Q(status="open"),
                name="clock_one_open_per_kind",
                violation_error_message=_("同一事项同一种期限不能同时计两个。"),
            ),
            models.CheckConstraint(
                condition=Q(status="open", stopped_on__isnull=True, on_time__isnull=True)
                | Q(status="met", stopped_on__isnull=False, on_time__isnull=False)
                | Q(status="cancelled", stopped_on__isnull=False, on_time__isnull=True),
                name="clock_status_iff_stop",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("started_on")), name="clock_due_after_start"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "due_on"], name="clock_status_due"),
            models.Index(fields=["owed_by_unit", "status", "due_on"], name="clock_unit_due"),
            models.Index(fields=["due_on", "code"], name="clock_due_code"),
            models.Index(
                fields=["stopped_on"],
                condition=Q(stopped_on__isnull=True) | Q(stopped_on__gt=F("due_on")),
                name="clock_ever_late",
            ),
        ]

    @property
    def is_right(self) -> bool:
        """Whether it limits a right: letting it pass is no breach, so it is never overdue."""
        return self.code in RIGHTS

    def __str__(self) -> str:
        return f"{self.code} {self.due_on}"


class ClockPause(models.Model):
    """An interval that does not count (条例第三十六条第二款: a hearing in re-review)."""

    clock = models.ForeignKey(
        Clock, verbose_name=_("期限"), on_delete=models.CASCADE, related_name="pauses"
    )
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"), null=True, blank=True)
    reason = models.TextField(_("原因"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("经办人"),
        on_delete=models.RESTRICT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("期限中止")
        verbose_name_plural = _("期限中止")
        ordering = ["clock_id", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="pause_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["clock"], condition=Q(ends_on__isnull=True), name="pause_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on}–{self.ends_on or ''}"


class ClockExtension(models.Model):
    """An approved extension (条例第三十四条: at most 30 days, once)."""

    clock = models.OneToOneField(
        Clock, verbose_name=_("期限"), on_delete=models.CASCADE, related_name="extension"
    )
    days = models.PositiveSmallIntegerField(_("延长天数"))
    reason = models.TextField(_("延期理由"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("批准人"),
        on_delete=models.RESTRICT,
        related_name="+",
    )
    approved_on = models.DateField(_("批准日期"))

    class Meta:
        verbose_name = _("期限延长")
        verbose_name_plural = _("期限延长")
        constraints = [
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=30),
                name="extension_1_to_30_days",
                violation_error_message=_("延长期限不得超过三十日（条例第三十四条）。"),
            )
        ]

    def __str__(self) -> str:
        return f"+{self.days}"
