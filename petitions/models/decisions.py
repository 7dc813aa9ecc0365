"""Decisions of others about a matter: competence disputes, recusals, reviews."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organizations.models import Unit
from petitions.enums import (
    DeciderKind,
    DecisionStatus,
    ReviewLevel,
    ReviewOutcome,
    ReviewStatus,
)
from petitions.models.acts import Document
from petitions.models.case import Case
from petitions.models.procedure import acted_by


class CompetenceDispute(models.Model):
    """Who must take a matter that nobody takes (条例第二十四条)."""

    case = models.ForeignKey(
        Case, verbose_name=_("信访事项"), on_delete=models.CASCADE, related_name="disputes"
    )
    parties = models.ManyToManyField(Unit, verbose_name=_("争议单位"), related_name="+")
    reason = models.TextField(_("争议情况"))
    raised_by = acted_by(_("提出人"))
    raised_at = models.DateTimeField(_("提出时间"))
    status = models.CharField(
        _("状态"), max_length=10, choices=DecisionStatus.choices, default=DecisionStatus.PENDING
    )
    decider = models.CharField(
        _("决定机关"), max_length=16, choices=DeciderKind.choices, blank=True
    )
    decided_unit = models.ForeignKey(
        Unit,
        verbose_name=_("确定的受理单位"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    decided_by = acted_by(_("决定人"), optional=True)
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    decision = models.TextField(_("决定理由"), blank=True)

    class Meta:
        verbose_name = _("受理争议")
        verbose_name_plural = _("受理争议")
        ordering = ["case_id", "raised_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(status="pending"),
                name="dispute_one_pending_per_case",
                violation_error_message=_("该事项已有待决定的受理争议。"),
            ),
            models.CheckConstraint(
                condition=Q(status="pending", decided_at__isnull=True, decided_unit__isnull=True)
                | (
                    ~Q(status="pending")
                    & ~Q(decider="")
                    & Q(decided_at__isnull=False, decided_unit__isnull=False)
                ),
                name="dispute_decided_all_or_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.get_status_display()}"


class Recusal(models.Model):
    """Somebody with a direct interest steps back; the superior decides (条例第二十八条第三款)."""

    case = models.ForeignKey(
        Case, verbose_name=_("信访事项"), on_delete=models.CASCADE, related_name="recusals"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("回避人员"),
        on_delete=models.RESTRICT,
        related_name="recusals",
    )
    reason = models.TextField(_("利害关系"))
    asked_by = acted_by(_("提出人"))
    asked_at = models.DateTimeField(_("提出时间"))
    status = models.CharField(
        _("状态"), max_length=10, choices=DecisionStatus.choices, default=DecisionStatus.PENDING
    )
    decided_by = acted_by(_("决定人"), optional=True)
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    decision = models.TextField(_("决定理由"), blank=True)

    class Meta:
        verbose_name = _("回避")
        verbose_name_plural = _("回避")
        ordering = ["case_id", "asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"],
                condition=Q(status__in=["pending", "approved"]),
                name="recusal_once_per_person",
                violation_error_message=_("此人的回避已经提出。"),
            ),
            models.CheckConstraint(
                condition=Q(status="pending", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(status="pending") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="recusal_decided_all_or_nothing",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("user")),
                name="recusal_not_decided_by_oneself",
                violation_error_message=_("回避不能由本人决定。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_status_display()}"


class Review(models.Model):
    """复查 (条例第三十五条) or 复核 (第三十六条) of an opinion by the next higher organ."""

    case = models.ForeignKey(
        Case, verbose_name=_("信访事项"), on_delete=models.CASCADE, related_name="reviews"
    )
    level = models.CharField(_("层级"), max_length=8, choices=ReviewLevel.choices)
    # 1 against the first opinion, 2 against the one made on an order to handle anew …
    round = models.PositiveSmallIntegerField(_("第几次处理意见"), default=1)
    organ = models.ForeignKey(
        Unit,
        verbose_name=_("复查（复核）机关"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="reviews",
    )
    organ_name = models.CharField(_("机关名称"), max_length=120, default="")
    grounds = models.TextField(_("请求和理由"))
    requested_on = models.DateField(_("请求日期"))
    in_time = models.BooleanField(_("是否在期限内"))
    recorded_by = acted_by(_("登记人"))
    recorded_at = models.DateTimeField(_("登记时间"))
    status = models.CharField(
        _("状态"), max_length=10, choices=ReviewStatus.choices, default=ReviewStatus.OPEN
    )
    outcome = models.CharField(_("结果"), max_length=10, choices=ReviewOutcome.choices, blank=True)
    decided_on = models.DateField(_("决定日期"), null=True, blank=True)
    redo_due_on = models.DateField(_("重新处理期限"), null=True, blank=True)
    document = models.OneToOneField(
        Document,
        verbose_name=_("文书"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="review",
    )

    class Meta:
        verbose_name = _("复查复核")
        verbose_name_plural = _("复查复核")
        ordering = ["case_id", "requested_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "level", "round"],
                condition=Q(status__in=["open", "decided"]),
                name="review_once_per_level",
                violation_error_message=_("同一信访事项每一级只复查（复核）一次。"),
            ),
            models.CheckConstraint(
                condition=Q(status="open", decided_on__isnull=True)
                | (~Q(status="open") & Q(decided_on__isnull=False)),
                name="review_status_iff_day",
            ),
            models.CheckConstraint(
                condition=Q(status="decided", document__isnull=False) & ~Q(outcome="")
                | (~Q(status="decided") & Q(outcome="")),
                name="review_decided_has_opinion",
            ),
            models.CheckConstraint(
                condition=Q(outcome="redo", redo_due_on__isnull=False)
                | (~Q(outcome="redo") & Q(redo_due_on__isnull=True)),
                name="review_redo_iff_day",
                violation_error_message=_("责令重新处理的，须指定期限。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.requested_on}"
