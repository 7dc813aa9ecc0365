"""The monthly public table of leaders' cases (每月公布包案进展): frozen when it is published."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accountability.models.leading import LeaderCase, LeaderOutcome, MarkKind
from petitions.models.procedure import acted_by


class LeaderTable(models.Model):
    """One month's table, as it was published."""

    period = models.CharField(_("月份"), max_length=7, unique=True)
    serial_year = models.PositiveSmallIntegerField(_("发文年度"))
    serial = models.PositiveSmallIntegerField(_("发文序号"))
    content = models.JSONField(_("版式内容"), default=dict)
    published_by = acted_by(_("公布人"))
    published_at = models.DateTimeField(_("公布时间"))

    class Meta:
        verbose_name = _("包案进展公布")
        verbose_name_plural = _("包案进展公布")
        ordering = ["-period"]
        constraints = [
            models.UniqueConstraint(
                fields=["serial_year", "serial"], name="leader_table_number_once"
            )
        ]

    def __str__(self) -> str:
        return self.period


class LeaderTableRow(models.Model):
    """One case in a published table: nothing of the petitioner, the class of the matter instead of its title."""

    table = models.ForeignKey(
        LeaderTable, verbose_name=_("包案进展公布"), on_delete=models.CASCADE, related_name="rows"
    )
    order = models.PositiveSmallIntegerField(_("序号"))
    leader_case = models.ForeignKey(
        LeaderCase, verbose_name=_("领导包案"), on_delete=models.RESTRICT, related_name="+"
    )
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("包案领导"),
        on_delete=models.RESTRICT,
        related_name="+",
    )
    leader_name = models.CharField(_("姓名"), max_length=60)
    leader_title = models.CharField(_("职务"), max_length=120, blank=True)
    kind = models.CharField(_("类别"), max_length=8, choices=MarkKind.choices)
    subject = models.CharField(_("内容分类"), max_length=120)
    unit_name = models.CharField(_("责任单位"), max_length=80)
    steps_total = models.PositiveSmallIntegerField(_("步骤"))
    steps_due = models.PositiveSmallIntegerField(_("应完成"))
    steps_done = models.PositiveSmallIntegerField(_("已完成"))
    steps_overdue = models.PositiveSmallIntegerField(_("逾期"))
    visits = models.PositiveSmallIntegerField(_("走访约见次数"))
    progress = models.CharField(_("进展"), max_length=200, blank=True)
    outcome = models.CharField(_("结果"), max_length=12, choices=LeaderOutcome.choices, blank=True)

    class Meta:
        verbose_name = _("包案进展行")
        verbose_name_plural = _("包案进展行")
        ordering = ["table", "order"]
        constraints = [
            models.UniqueConstraint(fields=["table", "leader_case"], name="leader_table_row_once"),
            models.CheckConstraint(
                condition=Q(steps_done__lte=F("steps_total"), steps_due__lte=F("steps_total"))
                & Q(steps_overdue__lte=F("steps_due")),
                name="leader_table_row_counts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table_id} {self.order}"
