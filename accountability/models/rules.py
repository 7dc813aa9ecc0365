"""Rule sets (考核办法), score entries and talk proposals."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accountability.querysets import RuleSetQuerySet
from organizations.models import Unit
from petitions.models import Case, Clock


class RuleSet(models.Model):
    """A versioned set of scoring rules, in force from a date once approved by a second person."""

    code = models.CharField(_("代码"), max_length=40)
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    name = models.CharField(_("名称"), max_length=120)
    policy_note = models.TextField(_("政策提示"), blank=True)
    base_score = models.DecimalField(_("基础分"), max_digits=7, decimal_places=2, default=100)
    items = models.JSONField(_("计分项"), default=list)
    valid_from = models.DateField(_("生效日期"), null=True, blank=True)
    valid_to = models.DateField(_("失效日期"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("制定人"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("批准人"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    approved_at = models.DateTimeField(_("批准时间"), null=True, blank=True)

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("考核办法")
        verbose_name_plural = _("考核办法")
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="rule_set_version_unique"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=False, valid_to__gte=F("valid_from")),
                name="rule_set_dates_in_order",
                violation_error_message=_("失效日期不能早于生效日期。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（第{self.version}版）"


class TalkTarget(models.TextChoices):
    """Whom a proposed talk is with."""

    DEPUTY = "deputy", _("分管领导")
    PRINCIPAL = "principal", _("主要领导")


class TalkStatus(models.TextChoices):
    """Life of a proposed talk."""

    PROPOSED = "proposed", _("拟谈话")
    HELD = "held", _("已谈话")
    DROPPED = "dropped", _("不予谈话")


class TalkProposal(models.Model):
    """A unit listed for a talk after consecutive bulletins among the worst (谈话制度)."""

    unit = models.ForeignKey(
        Unit, verbose_name=_("单位"), on_delete=models.RESTRICT, related_name="talk_proposals"
    )
    period = models.CharField(_("触发期间"), max_length=10)
    consecutive = models.PositiveSmallIntegerField(_("连续期数"))
    target = models.CharField(_("谈话对象"), max_length=12, choices=TalkTarget.choices)
    reason = models.TextField(_("事由"))
    status = models.CharField(
        _("状态"), max_length=10, choices=TalkStatus.choices, default=TalkStatus.PROPOSED
    )
    proposed_at = models.DateTimeField(_("提出时间"))

    class Meta:
        verbose_name = _("谈话建议")
        verbose_name_plural = _("谈话建议")
        ordering = ["-proposed_at", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "period"], name="talk_once_per_period")
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.period}"


class ScoreEntry(models.Model):
    """One line of a unit's score in one period: the rule, the clause, the case, the points."""

    unit = models.ForeignKey(
        Unit, verbose_name=_("单位"), on_delete=models.RESTRICT, related_name="score_entries"
    )
    period = models.CharField(_("期间"), max_length=10)
    rule_set = models.ForeignKey(
        RuleSet, verbose_name=_("考核办法"), on_delete=models.RESTRICT, related_name="entries"
    )
    item = models.CharField(_("计分项"), max_length=40)
    clause = models.CharField(_("依据"), max_length=120)
    case = models.ForeignKey(
        Case,
        verbose_name=_("信访事项"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    clock = models.ForeignKey(
        Clock,
        verbose_name=_("期限"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    points = models.DecimalField(_("分值"), max_digits=7, decimal_places=2)
    reason = models.TextField(_("说明"))

    class Meta:
        verbose_name = _("计分明细")
        verbose_name_plural = _("计分明细")
        ordering = ["period", "unit", "id"]
        indexes = [models.Index(fields=["period", "unit"], name="score_period_unit")]

    def __str__(self) -> str:
        return f"{self.unit} {self.period} {self.points}"
