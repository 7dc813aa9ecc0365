"""Escalation: rules with their versions, steps up, and falls; every one is a row that stays."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accountability.querysets import EscalationQuerySet, InForceQuerySet
from organizations.models import Post
from petitions.enums import EscalationLevel, Purpose
from petitions.models import Case, Clock

CONDITIONS = ("code", "content", "purpose", "min_heads", "secret", "urgent")


class YesNo(models.TextChoices):
    """A condition that may be asked either way; empty means it is not asked."""

    YES = "yes", _("是")
    NO = "no", _("否")


class FallMode(models.TextChoices):
    """How a level is left once nothing is overdue any more."""

    CLEAR = "clear", _("逾期消除即降级")
    READ = "read", _("逾期消除并经本级签阅后降级")
    DECISION = "decision", _("只能由督查人员决定降级")


class FallKind(models.TextChoices):
    """Why a level fell."""

    DONE = "done", _("逾期消除")
    DECIDED = "decided", _("督查决定")


class EscalationRule(models.Model):
    """One version of a rule: after how many overdue days which matters climb to a level."""

    code = models.CharField(_("期限代码"), max_length=12, blank=True, help_text=_("空表示全部期限"))
    content = models.CharField(_("内容分类"), max_length=6, blank=True)
    purpose = models.CharField(_("信访目的"), max_length=12, choices=Purpose.choices, blank=True)
    min_heads = models.PositiveIntegerField(_("人数下限"), default=0)
    secret = models.CharField(_("检举控告"), max_length=3, choices=YesNo.choices, blank=True)
    urgent = models.CharField(_("重大紧急"), max_length=3, choices=YesNo.choices, blank=True)
    level = models.PositiveSmallIntegerField(_("升至层级"))
    days_overdue = models.PositiveSmallIntegerField(_("逾期天数"))
    valid_from = models.DateField(_("生效日期"))
    valid_to = models.DateField(_("失效日期"), null=True, blank=True)
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    previous = models.ForeignKey(
        "self",
        verbose_name=_("上一版"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="later",
    )
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("设置人"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    set_at = models.DateTimeField(_("设置时间"), null=True, blank=True)

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = _("升级规则")
        verbose_name_plural = _("升级规则")
        ordering = ["code", "level", "valid_from", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=[*CONDITIONS, "level", "valid_from"], name="escalation_rule_unique"
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=4), name="escalation_rule_level"
            ),
            models.CheckConstraint(
                condition=Q(days_overdue__gte=1), name="escalation_rule_days_positive"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="escalation_rule_dates",
                violation_error_message=_("失效日期不能早于生效日期。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code or '*'} +{self.days_overdue} → {self.level}"


class FallRule(models.Model):
    """How a level is left, from a day on; the latest row of a level counts."""

    level = models.PositiveSmallIntegerField(_("层级"))
    mode = models.CharField(_("降级方式"), max_length=10, choices=FallMode.choices)
    valid_from = models.DateField(_("生效日期"))
    valid_to = models.DateField(_("失效日期"), null=True, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("设置人"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    set_at = models.DateTimeField(_("设置时间"), null=True, blank=True)

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = _("降级规则")
        verbose_name_plural = _("降级规则")
        ordering = ["level", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["level", "valid_from"], name="fall_rule_unique"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=4), name="fall_rule_level"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="fall_rule_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level}: {self.mode}"


class LevelFall(models.Model):
    """One step down of a case; ``round`` is the number of the climb it ended, so that it exists once."""

    case = models.ForeignKey(
        Case, verbose_name=_("信访事项"), on_delete=models.CASCADE, related_name="level_falls"
    )
    round = models.PositiveSmallIntegerField(_("第几轮"))
    from_level = models.PositiveSmallIntegerField(_("原层级"))
    level = models.PositiveSmallIntegerField(_("降至层级"))
    kind = models.CharField(_("降级原因"), max_length=8, choices=FallKind.choices)
    reason = models.TextField(_("说明"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("决定人"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    hold_until = models.DateField(_("暂不再升级至"), null=True, blank=True)
    fell_at = models.DateTimeField(_("降级时间"))

    class Meta:
        verbose_name = _("降级记录")
        verbose_name_plural = _("降级记录")
        ordering = ["-fell_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="level_fall_once"),
            models.CheckConstraint(
                condition=Q(level__lt=F("from_level")), name="level_fall_goes_down"
            ),
            models.CheckConstraint(
                condition=Q(kind="decided", decided_by__isnull=False)
                | Q(kind="done", decided_by__isnull=True, hold_until__isnull=True),
                name="level_fall_decided_iff_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.from_level} → {self.level}"

    @property
    def from_level_name(self) -> str:
        """The word of the level left."""
        return str(EscalationLevel(self.from_level).label)

    @property
    def level_name(self) -> str:
        """The word of the level reached."""
        return str(EscalationLevel(self.level).label)


class Escalation(models.Model):
    """One step up: which clock, which level, who was asked, why; unique, so it fires once in a climb.

    ``round``: the number of the climb, one more after each fall. ``fall``: the fall that ended it. When the post
    changes hands the row stays with ``replaced_at``, and a new one that ``replaces`` it asks the successor.
    """

    case = models.ForeignKey(
        Case, verbose_name=_("信访事项"), on_delete=models.CASCADE, related_name="escalations"
    )
    clock = models.ForeignKey(
        Clock, verbose_name=_("期限"), on_delete=models.CASCADE, related_name="escalations"
    )
    round = models.PositiveSmallIntegerField(_("第几轮"), default=1)
    from_level = models.PositiveSmallIntegerField(_("原层级"))
    level = models.PositiveSmallIntegerField(_("升至层级"))
    days_overdue = models.PositiveSmallIntegerField(_("逾期天数"))
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("通知对象"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="escalations",
    )
    post = models.ForeignKey(
        Post,
        verbose_name=_("以何职务"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    capacity = models.CharField(_("身份"), max_length=120, blank=True)
    reason = models.TextField(_("原因"))
    fired_at = models.DateTimeField(_("升级时间"))
    acknowledged_at = models.DateTimeField(_("已阅时间"), null=True, blank=True)
    fall = models.ForeignKey(
        LevelFall,
        verbose_name=_("降级记录"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="ended",
    )
    replaces = models.OneToOneField(
        "self",
        verbose_name=_("接替"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="replaced_by",
    )
    replaced_at = models.DateTimeField(_("转交时间"), null=True, blank=True)

    objects = EscalationQuerySet.as_manager()

    class Meta:
        verbose_name = _("升级记录")
        verbose_name_plural = _("升级记录")
        ordering = ["-fired_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "level", "round"],
                condition=Q(replaced_at__isnull=True),
                name="escalation_once",
            ),
            models.CheckConstraint(
                condition=Q(level__gt=F("from_level")), name="escalation_goes_up"
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True) | Q(recipient__isnull=False),
                name="escalation_read_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "acknowledged_at"], name="escalation_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.from_level} → {self.level}"

    @property
    def level_name(self) -> str:
        """The word of the level reached."""
        return str(EscalationLevel(self.level).label)
