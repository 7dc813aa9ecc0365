"""Rule sets (考核办法) and talk proposals."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accountability.querysets import RuleSetQuerySet
from petitions.models.procedure import acted_by


class RuleSetStatus(models.TextChoices):
    """Life of a version of a rule set."""

    DRAFT = "draft", _("草案")
    COUNTERSIGNED = "countersigned", _("已会签")
    APPROVED = "approved", _("已批准")
    WITHDRAWN = "withdrawn", _("已撤回")


class RuleSet(models.Model):
    """A versioned set of scoring rules, in force from a date once approved by a second person."""

    code = models.CharField(_("代码"), max_length=40)
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    name = models.CharField(_("名称"), max_length=120)
    status = models.CharField(
        _("状态"), max_length=14, choices=RuleSetStatus.choices, default=RuleSetStatus.DRAFT
    )
    policy_note = models.TextField(_("政策提示"), blank=True)
    base_score = models.DecimalField(_("基础分"), max_digits=7, decimal_places=2, default=100)
    floor_score = models.DecimalField(_("最低分"), max_digits=7, decimal_places=2, default=0)
    items = models.JSONField(_("计分项"), default=list)
    other_units = models.JSONField(_("单独排名的其他单位"), default=list, blank=True)
    source = models.ForeignKey(
        "self",
        verbose_name=_("起草所据的版本"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="copies",
    )
    basis = models.CharField(_("依据文件（名称、文号）"), max_length=200, blank=True)
    basis_file = models.FileField(_("依据文件"), upload_to="rule-sets/%Y/", blank=True)
    basis_name = models.CharField(_("文件名"), max_length=200, blank=True)
    basis_sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    valid_from = models.DateField(_("生效日期"), null=True, blank=True)
    valid_to = models.DateField(_("失效日期"), null=True, blank=True)
    created_by = acted_by(_("制定人"), optional=True)
    edited_by = acted_by(_("最近修改人"), optional=True)
    edited_at = models.DateTimeField(_("最近修改时间"), null=True, blank=True)
    countersigned_by = acted_by(_("会签人"), optional=True)
    countersigned_at = models.DateTimeField(_("会签时间"), null=True, blank=True)
    approved_by = acted_by(_("批准人"), optional=True)
    approved_at = models.DateTimeField(_("批准时间"), null=True, blank=True)
    withdrawn_by = acted_by(_("撤回人"), optional=True)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

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
            models.CheckConstraint(
                condition=Q(status="approved", approved_at__isnull=False, valid_from__isnull=False)
                | (~Q(status="approved") & Q(approved_at__isnull=True, valid_from__isnull=True)),
                name="rule_set_approved_iff_dated",
                violation_error_message=_("批准与生效日期须同时具备。"),
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(created_by__isnull=True)
                | ~Q(approved_by=F("created_by")),
                name="rule_set_approved_by_another",
                violation_error_message=_("起草人不能批准自己起草的考核办法。"),
            ),
            models.CheckConstraint(
                condition=Q(edited_by__isnull=True)
                | (
                    (Q(approved_by__isnull=True) | ~Q(approved_by=F("edited_by")))
                    & (Q(countersigned_by__isnull=True) | ~Q(countersigned_by=F("edited_by")))
                ),
                name="rule_set_edited_by_another",
                violation_error_message=_("修改人不能会签、批准自己修改的考核办法。"),
            ),
            models.CheckConstraint(
                condition=Q(countersigned_by__isnull=True, countersigned_at__isnull=True)
                | (
                    Q(countersigned_by__isnull=False, countersigned_at__isnull=False)
                    & (Q(created_by__isnull=True) | ~Q(countersigned_by=F("created_by")))
                    & (Q(approved_by__isnull=True) | ~Q(countersigned_by=F("approved_by")))
                ),
                name="rule_set_countersigned_by_another",
                violation_error_message=_("会签人须是起草人、批准人以外的人。"),
            ),
            models.CheckConstraint(
                condition=Q(status="withdrawn", withdrawn_at__isnull=False)
                | (~Q(status="withdrawn") & Q(withdrawn_at__isnull=True)),
                name="rule_set_withdrawn_iff_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（第{self.version}版）"

    @property
    def is_open(self) -> bool:
        """Not yet in force and not withdrawn: it may still be changed."""
        return self.status in (RuleSetStatus.DRAFT, RuleSetStatus.COUNTERSIGNED)
