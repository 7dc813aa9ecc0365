"""Closed months in sums: what the bulletin adds up instead of the matters (docs/adr/0031)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organizations.models import Unit
from petitions.enums import Form, LevelVisited
from petitions.models import ContentClass


class ClosedMonth(models.Model):
    """A month that is over and is kept in sums; re-opened when one of its matters changes."""

    first_day = models.DateField(_("起始日"), unique=True)
    last_day = models.DateField(_("截止日"), db_index=True)
    is_open = models.BooleanField(_("待重算"), default=True)
    built_at = models.DateTimeField(_("汇总时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("已结月份")
        verbose_name_plural = _("已结月份")
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gt=F("first_day")), name="closed_month_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(is_open=True) | Q(built_at__isnull=False),
                name="closed_month_settled_was_built",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day:%Y-%m}"


class ReceivedCell(models.Model):
    """Matters received in a month that are alike in all by which the county's figures are split."""

    month = models.ForeignKey(
        ClosedMonth, verbose_name=_("月份"), on_delete=models.CASCADE, related_name="cells"
    )
    form = models.CharField(_("信访形式"), max_length=10, choices=Form.choices)
    level_visited = models.CharField(_("信访层级"), max_length=10, choices=LevelVisited.choices)
    is_collective = models.BooleanField(_("集体访"))
    content_class = models.ForeignKey(
        ContentClass,
        verbose_name=_("内容分类"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    is_repeat = models.BooleanField(_("重复信访"))
    is_unplaced = models.BooleanField(_("属地待定"))
    matters = models.PositiveIntegerField(_("起数"))
    persons = models.PositiveIntegerField(_("人次"))

    class Meta:
        verbose_name = _("月度收件汇总")
        verbose_name_plural = _("月度收件汇总")
        ordering = ["month", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "month",
                    "form",
                    "level_visited",
                    "is_collective",
                    "content_class",
                    "is_repeat",
                    "is_unplaced",
                ],
                name="received_cell_once",
            ),
            models.CheckConstraint(condition=Q(matters__gte=1), name="received_cell_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.month_id} {self.form}: {self.matters}"


class PlaceCell(models.Model):
    """Matters received in a month in one place, of one class and form: what the monthly analysis compares (ADR 0037)."""

    month = models.ForeignKey(
        ClosedMonth, verbose_name=_("月份"), on_delete=models.CASCADE, related_name="placed"
    )
    place = models.ForeignKey(
        Unit,
        verbose_name=_("问题属地"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    form = models.CharField(_("信访形式"), max_length=10, choices=Form.choices)
    content_class = models.ForeignKey(
        ContentClass,
        verbose_name=_("内容分类"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    is_repeat = models.BooleanField(_("重复信访"))
    matters = models.PositiveIntegerField(_("起数"))

    class Meta:
        verbose_name = _("月度属地分类汇总")
        verbose_name_plural = _("月度属地分类汇总")
        ordering = ["month", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["month", "place", "form", "content_class", "is_repeat"],
                name="place_cell_once",
            ),
            models.CheckConstraint(condition=Q(matters__gte=1), name="place_cell_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.month_id} {self.place_id}: {self.matters}"


class FlowSide(models.TextChoices):
    """By what a matter is counted for a unit."""

    PLACE = "place", _("问题属地")
    OWNER = "owner", _("责任单位")


class UnitFlow(models.Model):
    """A unit's month: what was open, came, went and stayed, chained to the month before.

    A unit that ever had a matter has a row in each later month.
    """

    month = models.ForeignKey(
        ClosedMonth, verbose_name=_("月份"), on_delete=models.CASCADE, related_name="flows"
    )
    side = models.CharField(_("统计口径"), max_length=5, choices=FlowSide.choices)
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("单位"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    opening = models.IntegerField(_("期初在办"), default=0)
    received = models.PositiveIntegerField(_("收到"), default=0)
    closed = models.PositiveIntegerField(_("了结"), default=0)
    pending = models.IntegerField(_("期末在办"), default=0)
    persons = models.PositiveIntegerField(_("人次"), default=0)
    batches = models.PositiveIntegerField(_("来访批次"), default=0)
    collective = models.PositiveIntegerField(_("集体访"), default=0)
    repeats = models.PositiveIntegerField(_("重复信访"), default=0)

    class Meta:
        verbose_name = _("单位月度增减")
        verbose_name_plural = _("单位月度增减")
        ordering = ["month", "side", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["month", "side", "unit"], name="unit_flow_once"),
            models.UniqueConstraint(
                fields=["month", "side"],
                condition=Q(unit__isnull=True),
                name="unit_flow_of_none_once",
            ),
            models.CheckConstraint(
                condition=Q(pending=F("opening") + F("received") - F("closed")),
                name="unit_flow_proves",
            ),
        ]
        indexes = [models.Index(fields=["side", "unit"], name="unit_flow_unit")]

    def __str__(self) -> str:
        return f"{self.month_id} {self.side} {self.unit_id}: {self.pending}"


class LimitKind(models.TextChoices):
    """Whose limits are counted: 及时受理率 and 按期办结率."""

    INFORM = "inform", _("受理告知")
    CONCLUDE = "conclude", _("办结")


class LimitCell(models.Model):
    """Matters whose limit at a unit ended in a month, and matters past a limit at its end."""

    month = models.ForeignKey(
        ClosedMonth, verbose_name=_("月份"), on_delete=models.CASCADE, related_name="limits"
    )
    kind = models.CharField(_("期限"), max_length=8, choices=LimitKind.choices)
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("责任单位"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    due = models.PositiveIntegerField(_("到期"), default=0)
    missed = models.PositiveIntegerField(_("逾期"), default=0)
    late = models.PositiveIntegerField(_("期末超期"), default=0)

    class Meta:
        verbose_name = _("月度期限汇总")
        verbose_name_plural = _("月度期限汇总")
        ordering = ["month", "kind", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["month", "kind", "unit"], name="limit_cell_once"),
            models.UniqueConstraint(
                fields=["month", "kind"],
                condition=Q(unit__isnull=True),
                name="limit_cell_of_none_once",
            ),
            models.CheckConstraint(
                condition=Q(missed__lte=F("due")), name="limit_cell_missed_was_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month_id} {self.kind} {self.unit_id}: {self.missed}/{self.due}"


class MonthTouch(models.Model):
    """Days whose sums no longer hold, written by the database itself when a matter or a limit changes.

    Append-only and without unique keys: two transactions never wait for each other here.
    """

    since = models.DateField(_("起始日"))
    until = models.DateField(_("截止日"), null=True, blank=True, help_text=_("空表示至今"))

    class Meta:
        verbose_name = _("月份变动")
        verbose_name_plural = _("月份变动")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.since}–{self.until or ''}"
