"""Listed supervision (挂牌督办) and the check-lists of supervision (督查清单)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accountability.models.supervision import Supervision
from petitions.models.procedure import acted_by


class Listing(models.Model):
    """Listed supervision (挂牌督办) by decision of the joint meeting, until a day (条例第三十九条第三款)."""

    supervision = models.ForeignKey(
        Supervision, verbose_name=_("督办件"), on_delete=models.CASCADE, related_name="listings"
    )
    meeting = models.CharField(
        _("联席会议"), max_length=120, help_text=_("会议名称、届次或者纪要文号")
    )
    decided_on = models.DateField(_("决定日期"))
    reason = models.TextField(_("挂牌理由"))
    starts_on = models.DateField(_("挂牌日期"))
    ends_on = models.DateField(_("挂牌期限"))
    recorded_by = acted_by(_("登记人"))
    recorded_at = models.DateTimeField(_("登记时间"))
    removed_on = models.DateField(_("摘牌日期"), null=True, blank=True)
    removed_by = acted_by(_("摘牌登记人"), optional=True)
    removal = models.TextField(_("摘牌理由"), blank=True)

    class Meta:
        verbose_name = _("挂牌督办")
        verbose_name_plural = _("挂牌督办")
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["supervision"],
                condition=Q(removed_on__isnull=True),
                name="listing_one_open",
                violation_error_message=_("该督办件正在挂牌督办。"),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__gte=F("decided_on")) & Q(ends_on__gte=F("starts_on")),
                name="listing_dates_in_order",
                violation_error_message=_("挂牌日期不能早于决定日期，挂牌期限不能早于挂牌日期。"),
            ),
            models.CheckConstraint(
                condition=Q(removed_on__isnull=True, removed_by__isnull=True, removal="")
                | (Q(removed_on__isnull=False, removed_by__isnull=False) & ~Q(removal="")),
                name="listing_removed_all_or_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supervision_id} {self.starts_on}"


class ChecklistTemplate(models.Model):
    """Questions asked in a supervision (督查清单), edited by the county."""

    name = models.CharField(_("名称"), max_length=60, unique=True)
    questions = models.JSONField(_("问题"), default=list)
    is_active = models.BooleanField(_("在用"), default=True)
    changed_by = acted_by(_("修改人"), optional=True)
    changed_at = models.DateTimeField(_("修改时间"))

    class Meta:
        verbose_name = _("督查清单模板")
        verbose_name_plural = _("督查清单模板")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CheckResult(models.TextChoices):
    """Answer to one question."""

    YES = "yes", _("是")
    NO = "no", _("否")
    NONE = "none", _("不涉及")


class CheckItem(models.Model):
    """One question of a supervision item, with its answer and evidence; copied from the template, so that it stays."""

    supervision = models.ForeignKey(
        Supervision, verbose_name=_("督办件"), on_delete=models.CASCADE, related_name="checks"
    )
    order = models.PositiveSmallIntegerField(_("序号"))
    question = models.CharField(_("问题"), max_length=200)
    result = models.CharField(_("结果"), max_length=4, choices=CheckResult.choices, blank=True)
    evidence = models.TextField(_("佐证"), blank=True)
    by = acted_by(_("检查人"), optional=True)
    at = models.DateTimeField(_("检查时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("督查清单项")
        verbose_name_plural = _("督查清单项")
        ordering = ["supervision", "order"]
        constraints = [
            models.UniqueConstraint(fields=["supervision", "order"], name="check_order_unique"),
            models.CheckConstraint(
                condition=Q(result="", by__isnull=True, at__isnull=True)
                | (~Q(result="") & Q(by__isnull=False, at__isnull=False)),
                name="check_answered_all_or_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.question}"
