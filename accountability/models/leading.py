"""Cases of leaders (领导包案, 条例第十八条第二款): the mark, the case, who was in charge of it, matters solved with it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accountability.querysets import LeaderCaseQuerySet, MarkQuerySet
from organizations.models import Post
from petitions.models import Case
from petitions.models.procedure import acted_by


class MarkKind(models.TextChoices):
    """Why a matter needs a leader's own plan."""

    HARD = "hard", _("难案")
    MAJOR = "major", _("要案")


class CaseMark(models.Model):
    """A matter marked as hard or major: by whom and why; cleared the same way."""

    case = models.ForeignKey(
        Case, verbose_name=_("信访事项"), on_delete=models.CASCADE, related_name="marks"
    )
    kind = models.CharField(_("类别"), max_length=8, choices=MarkKind.choices)
    reason = models.TextField(_("列为难案、要案的理由"))
    set_by = acted_by(_("认定人"))
    set_at = models.DateTimeField(_("认定时间"))
    cleared_by = acted_by(_("取消人"), optional=True)
    cleared_at = models.DateTimeField(_("取消时间"), null=True, blank=True)
    clear_reason = models.TextField(_("取消理由"), blank=True)

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("难案要案")
        verbose_name_plural = _("难案要案")
        ordering = ["set_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(cleared_at__isnull=True),
                name="case_mark_one_open",
                violation_error_message=_("该事项已列为难案或者要案。"),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="case_mark_has_reason"),
            models.CheckConstraint(
                condition=Q(cleared_at__isnull=True, cleared_by__isnull=True, clear_reason="")
                | (
                    Q(cleared_at__isnull=False, cleared_by__isnull=False)
                    & ~Q(clear_reason="")
                    & Q(cleared_at__gte=F("set_at"))
                ),
                name="case_mark_cleared_all_or_nothing",
                violation_error_message=_("取消难案、要案须写明理由。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.get_kind_display()}"


class LeaderCaseStatus(models.TextChoices):
    """A case of a leader stays open until the matter is done; cancelled is one that was begun by mistake."""

    OPEN = "open", _("包案中")
    CLOSED = "closed", _("已了结")
    CANCELLED = "cancelled", _("已撤销")


class LeaderOutcome(models.TextChoices):
    """What became of it."""

    RESOLVED = "resolved", _("化解")
    UNRESOLVED = "unresolved", _("未化解")
    OTHER_PROCEDURE = "other", _("转入其他程序")


class LeaderCase(models.Model):
    """One matter, one leader, one plan, until the end (一个问题、一名领导、一个方案、一抓到底)."""

    case = models.ForeignKey(
        Case, verbose_name=_("信访事项"), on_delete=models.RESTRICT, related_name="leader_cases"
    )
    mark = models.ForeignKey(
        CaseMark, verbose_name=_("难案要案"), on_delete=models.RESTRICT, related_name="leader_cases"
    )
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("包案领导"),
        on_delete=models.RESTRICT,
        related_name="leader_cases",
    )
    post = models.ForeignKey(
        Post,
        verbose_name=_("职务"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    status = models.CharField(
        _("状态"),
        max_length=10,
        choices=LeaderCaseStatus.choices,
        default=LeaderCaseStatus.OPEN,
    )
    opened_by = acted_by(_("提出人"))
    opened_at = models.DateTimeField(_("包案时间"))
    plan_due_on = models.DateField(_("方案制定期限"))
    plan_alerted_at = models.DateTimeField(_("方案催办时间"), null=True, blank=True)
    outcome = models.CharField(_("结果"), max_length=12, choices=LeaderOutcome.choices, blank=True)
    outcome_text = models.TextField(_("结果说明"), blank=True)
    closed_by = acted_by(_("了结人"), optional=True)
    closed_at = models.DateTimeField(_("了结时间"), null=True, blank=True)

    objects = LeaderCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("领导包案")
        verbose_name_plural = _("领导包案")
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(status="open"),
                name="leader_case_one_open",
                violation_error_message=_("该事项已由领导包案。"),
            ),
            models.CheckConstraint(
                condition=(
                    Q(status="open", outcome="", outcome_text="", closed_at__isnull=True)
                    & Q(closed_by__isnull=True)
                )
                | (
                    Q(status="closed", closed_at__isnull=False, closed_by__isnull=False)
                    & ~Q(outcome="")
                    & ~Q(outcome_text="")
                )
                | (
                    Q(status="cancelled", closed_at__isnull=False, closed_by__isnull=False)
                    & Q(outcome="")
                    & ~Q(outcome_text="")
                ),
                name="leader_case_closed_with_outcome",
                violation_error_message=_("包案了结须有结果和说明。"),
            ),
        ]
        indexes = [models.Index(fields=["leader", "status"], name="leader_case_leader_status")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.leader}"

    @property
    def is_open(self) -> bool:
        """True until it is closed or cancelled."""
        return self.status == LeaderCaseStatus.OPEN


class ChargeKind(models.TextChoices):
    """How a leader came to a case."""

    RULE = "rule", _("按分工")
    DECISION = "decision", _("指定")
    SUCCESSION = "succession", _("接任")


class LeaderCharge(models.Model):
    """One leader's time in charge of a case, with the reason in words; it ends only when the next one begins."""

    leader_case = models.ForeignKey(
        LeaderCase, verbose_name=_("领导包案"), on_delete=models.CASCADE, related_name="charges"
    )
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("包案领导"),
        on_delete=models.RESTRICT,
        related_name="leader_charges",
    )
    post = models.ForeignKey(
        Post,
        verbose_name=_("职务"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    kind = models.CharField(_("方式"), max_length=10, choices=ChargeKind.choices)
    reason = models.TextField(_("理由"))
    by = acted_by(_("决定人"), optional=True)
    began_at = models.DateTimeField(_("开始时间"))
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("包案领导任期")
        verbose_name_plural = _("包案领导任期")
        ordering = ["began_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["leader_case"],
                condition=Q(ended_at__isnull=True),
                name="leader_charge_one_current",
                violation_error_message=_("一个包案只有一名领导。"),
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")),
                name="leader_charge_dates_in_order",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="leader_charge_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.leader_case_id} {self.leader}"


class RelatedMatter(models.Model):
    """A matter of the same kind that is solved with a leader's case (办一件、带一片)."""

    leader_case = models.ForeignKey(
        LeaderCase, verbose_name=_("领导包案"), on_delete=models.CASCADE, related_name="related"
    )
    case = models.ForeignKey(
        Case, verbose_name=_("信访事项"), on_delete=models.CASCADE, related_name="solved_with"
    )
    note = models.TextField(_("关联说明"))
    by = acted_by(_("登记人"))
    at = models.DateTimeField(_("登记时间"))
    result = models.TextField(_("适用结果"), blank=True)
    result_by = acted_by(_("结果登记人"), optional=True)
    result_at = models.DateTimeField(_("结果登记时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("一并化解的事项")
        verbose_name_plural = _("一并化解的事项")
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["leader_case", "case"],
                name="related_matter_once",
                violation_error_message=_("该事项已关联。"),
            ),
            models.CheckConstraint(
                condition=Q(result="", result_at__isnull=True, result_by__isnull=True)
                | (~Q(result="") & Q(result_at__isnull=False, result_by__isnull=False)),
                name="related_matter_result_all_or_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leader_case_id} + {self.case_id}"
