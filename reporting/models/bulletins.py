"""Bulletins with their frozen figures and their rows per unit."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accountability.models import RuleSet
from organizations.models import Unit
from reporting.models.papers import Paper, paper_constraints


class BulletinKind(models.TextChoices):
    """How long a period a bulletin covers; a free span is neither scored nor ranked by score."""

    MONTH = "month", _("月通报")
    QUARTER = "quarter", _("季度通报")
    HALF = "half", _("半年通报")
    YEAR = "year", _("年度通报")
    DAYS = "days", _("情况通报")


class Bulletin(Paper):
    """A bulletin (通报) of a month or of another period; `period` is the code of a `reporting.domain.spans.Period`."""

    kind = models.CharField(
        _("种类"), max_length=8, choices=BulletinKind.choices, default=BulletinKind.MONTH
    )
    period = models.CharField(_("期间"), max_length=21)
    first_day = models.DateField(_("起始日"))
    last_day = models.DateField(_("截止日"))
    rule_set = models.ForeignKey(
        RuleSet,
        verbose_name=_("考核办法"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="bulletins",
    )
    requirements = models.TextField(_("下月要求"), blank=True)
    additions = models.JSONField(
        _("各部分的补充文字"), default=dict, blank=True, help_text=_("部分代码 → 手写的段落")
    )

    class Meta:
        verbose_name = _("月通报")
        verbose_name_plural = _("月通报")
        ordering = ["-first_day", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["period"],
                name="bulletin_once_per_period",
                violation_error_message=_("该期间的通报已经生成。"),
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="bulletin_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(kind="days", rule_set__isnull=True)
                | (~Q(kind="days") & Q(rule_set__isnull=False)),
                name="bulletin_scored_unless_free_span",
                violation_error_message=_("自定期间的情况通报不计分，其他通报须有考核办法。"),
            ),
            *paper_constraints("bulletin"),
        ]


class BulletinRow(models.Model):
    """One unit's line in one bulletin: what it was ranked on, kept for the next one's comparison."""

    bulletin = models.ForeignKey(
        Bulletin, verbose_name=_("月通报"), on_delete=models.CASCADE, related_name="rows"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("单位"), on_delete=models.RESTRICT, related_name="bulletin_rows"
    )
    group = models.CharField(_("组别"), max_length=20)
    matters = models.PositiveIntegerField(_("起数"))
    persons = models.PositiveIntegerField(_("人次"))
    residents = models.PositiveIntegerField(_("常住人口"), null=True, blank=True)
    per_10k = models.DecimalField(
        _("每万人起数"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    points = models.DecimalField(_("扣分"), max_digits=7, decimal_places=2, null=True, blank=True)
    score = models.DecimalField(_("得分"), max_digits=7, decimal_places=2, null=True, blank=True)
    rank_matters = models.PositiveSmallIntegerField(_("名次（起数）"))
    rank_per_10k = models.PositiveSmallIntegerField(_("名次（占人口比例）"), null=True, blank=True)
    rank_score = models.PositiveSmallIntegerField(_("名次（得分）"), null=True, blank=True)
    last_rank = models.PositiveSmallIntegerField(_("上月名次"), null=True, blank=True)
    is_worst = models.BooleanField(_("列末位"), default=False)

    class Meta:
        verbose_name = _("通报单位行")
        verbose_name_plural = _("通报单位行")
        ordering = ["bulletin", "group", "rank_score", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "unit"], name="bulletin_row_once")
        ]

    def __str__(self) -> str:
        return f"{self.bulletin_id} {self.unit}"
