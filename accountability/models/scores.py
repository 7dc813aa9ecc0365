"""Scores of a period: its lines, objections to them, findings entered by hand, and their files."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accountability.models.rules import RuleSet
from organizations.models import Unit
from petitions.models import Case, Clock
from petitions.models.procedure import acted_by


def month_label(period: str) -> str:
    """2026年10月 for 2026-10."""
    year, _dash, month = period.partition("-")
    return f"{year}年{int(month)}月"


class ScorePeriod(models.Model):
    """The scores of one month: counted, open to objections until a day, frozen with the bulletin."""

    period = models.CharField(_("期间"), max_length=10, unique=True)
    rule_set = models.ForeignKey(
        RuleSet, verbose_name=_("考核办法"), on_delete=models.RESTRICT, related_name="periods"
    )
    computed_at = models.DateTimeField(_("计分时间"))
    computed_by = acted_by(_("计分人"), optional=True)
    closes_on = models.DateField(_("异议截止日"), null=True, blank=True)
    frozen_at = models.DateTimeField(_("封存时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("计分期间")
        verbose_name_plural = _("计分期间")
        ordering = ["-period"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The month as people write it."""
        return month_label(self.period)


class ScoreEntry(models.Model):
    """One line of a unit's score in one period: the rule, the clause, the case, the points.

    ``key`` names the line among those of its item, also after the month is counted again; a line that
    ``corrects`` stands for the decision on an objection to the line of the same key.
    """

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
    wanted = models.DecimalField(
        _("未计上限的分值"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    reason = models.TextField(_("说明"))
    key = models.CharField(_("行标识"), max_length=60, blank=True)
    corrects = models.BooleanField(_("更正"), default=False)

    class Meta:
        verbose_name = _("计分明细")
        verbose_name_plural = _("计分明细")
        ordering = ["period", "unit", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "unit", "item", "key", "corrects"],
                condition=~Q(key=""),
                name="score_line_once",
            )
        ]
        indexes = [models.Index(fields=["period", "unit"], name="score_period_unit")]

    def __str__(self) -> str:
        return f"{self.unit} {self.period} {self.points}"


class ScoreObjectionStatus(models.TextChoices):
    """What became of an objection to a deduction."""

    PENDING = "pending", _("待决定")
    UPHELD = "upheld", _("维持扣分")
    CHANGED = "changed", _("调整扣分")
    STRUCK = "struck", _("撤销扣分")
    WITHDRAWN = "withdrawn", _("单位撤回")


class ScoreObjection(models.Model):
    """A unit's objection to one deduction in a draft (异议申诉), and the office's decision."""

    period = models.CharField(_("期间"), max_length=10)
    number = models.PositiveSmallIntegerField(_("序号"))
    unit = models.ForeignKey(
        Unit, verbose_name=_("单位"), on_delete=models.RESTRICT, related_name="score_objections"
    )
    item = models.CharField(_("计分项"), max_length=40)
    item_name = models.CharField(_("项目名称"), max_length=60)
    key = models.CharField(_("行标识"), max_length=60, blank=True)
    case = models.ForeignKey(
        Case,
        verbose_name=_("信访事项"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    line = models.TextField(_("扣分说明"))
    points = models.DecimalField(_("原分值"), max_digits=7, decimal_places=2)
    text = models.TextField(_("异议理由"))
    raised_by = acted_by(_("提出人"))
    raised_at = models.DateTimeField(_("提出时间"))
    status = models.CharField(
        _("状态"),
        max_length=10,
        choices=ScoreObjectionStatus.choices,
        default=ScoreObjectionStatus.PENDING,
    )
    new_points = models.DecimalField(
        _("决定的分值"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    decision = models.TextField(_("决定理由"), blank=True)
    decided_by = acted_by(_("决定人"), optional=True)
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("扣分异议")
        verbose_name_plural = _("扣分异议")
        ordering = ["-period", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "number"], name="score_objection_number_unique"
            ),
            models.UniqueConstraint(
                fields=["period", "unit", "item", "key"],
                condition=~Q(status="withdrawn"),
                name="score_objection_once_per_line",
                violation_error_message=_("对该扣分已经提出异议。"),
            ),
            models.CheckConstraint(
                condition=Q(status="pending", decided_at__isnull=True, decided_by__isnull=True)
                | (
                    ~Q(status="pending")
                    & ~Q(decision="")
                    & Q(decided_at__isnull=False, decided_by__isnull=False)
                ),
                name="score_objection_decided_all_or_nothing",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["changed", "struck"], new_points__isnull=False)
                | (~Q(status__in=["changed", "struck"]) & Q(new_points__isnull=True)),
                name="score_objection_points_iff_changed",
            ),
            models.CheckConstraint(
                condition=Q(points__lt=0)
                & (Q(new_points__isnull=True) | Q(new_points__gt=F("points"), new_points__lte=0)),
                name="score_objection_never_worse",
                violation_error_message=_("异议决定不能比原扣分更多。"),
            ),
        ]
        indexes = [models.Index(fields=["status", "period"], name="score_objection_status")]

    def __str__(self) -> str:
        return f"{self.period} {self.unit} {self.number}"

    @property
    def month(self) -> str:
        """The month as people write it."""
        return month_label(self.period)


class FindingStatus(models.TextChoices):
    """Life of a finding entered by hand."""

    ENTERED = "entered", _("待认定")
    CONFIRMED = "confirmed", _("已认定")
    REFUSED = "refused", _("不予认定")


class ScoreFinding(models.Model):
    """What a person found for an item scored by hand; it counts once another person confirms it."""

    period = models.CharField(_("期间"), max_length=10)
    unit = models.ForeignKey(
        Unit, verbose_name=_("单位"), on_delete=models.RESTRICT, related_name="score_findings"
    )
    rule_set = models.ForeignKey(
        RuleSet, verbose_name=_("考核办法"), on_delete=models.RESTRICT, related_name="findings"
    )
    item = models.CharField(_("计分项"), max_length=40)
    item_name = models.CharField(_("项目名称"), max_length=60)
    points = models.DecimalField(_("分值"), max_digits=7, decimal_places=2)
    text = models.TextField(_("事由"))
    document = models.CharField(_("依据文件（名称、文号）"), max_length=200)
    entered_by = acted_by(_("录入人"))
    entered_at = models.DateTimeField(_("录入时间"))
    status = models.CharField(
        _("状态"), max_length=10, choices=FindingStatus.choices, default=FindingStatus.ENTERED
    )
    decision = models.TextField(_("认定意见"), blank=True)
    decided_by = acted_by(_("认定人"), optional=True)
    decided_at = models.DateTimeField(_("认定时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("人工计分")
        verbose_name_plural = _("人工计分")
        ordering = ["-period", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="entered", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(status="entered") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="score_finding_decided_all_or_nothing",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("entered_by")),
                name="score_finding_confirmed_by_another",
                violation_error_message=_("录入人不能认定自己录入的事项。"),
            ),
            models.CheckConstraint(
                condition=~Q(points=0),
                name="score_finding_has_points",
                violation_error_message=_("分值不能为0。"),
            ),
        ]
        indexes = [models.Index(fields=["period", "unit"], name="score_finding_period_unit")]

    def __str__(self) -> str:
        return f"{self.period} {self.unit} {self.item_name}"

    @property
    def month(self) -> str:
        """The month as people write it."""
        return month_label(self.period)


class ScoreFile(models.Model):
    """A file handed in with an objection or a finding."""

    objection = models.ForeignKey(
        ScoreObjection,
        verbose_name=_("扣分异议"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="files",
    )
    finding = models.ForeignKey(
        ScoreFinding,
        verbose_name=_("人工计分"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="files",
    )
    file = models.FileField(_("文件"), upload_to="scores/%Y/%m/", max_length=200)
    name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    uploaded_by = acted_by(_("上传人"))
    uploaded_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = _("计分依据文件")
        verbose_name_plural = _("计分依据文件")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(objection__isnull=False, finding__isnull=True)
                | Q(objection__isnull=True, finding__isnull=False),
                name="score_file_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.name
