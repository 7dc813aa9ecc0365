"""Why a matter came up: the county's list of causes, and what was written down of each matter."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from petitions.models.procedure import acted_by


class Cause(models.Model):
    """成因: two levels, two digits a level (0200 / 0201); a name never changes its meaning, it ends and another begins."""

    #: Whether it may be chosen on the day asked about, on rows of `selectors.causes.cause_groups` alone.
    is_on: bool

    code = models.CharField(_("代码"), max_length=4, unique=True)
    name = models.CharField(_("名称"), max_length=40)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级成因"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="children",
    )
    hint = models.CharField(_("何时选用"), max_length=200, blank=True)
    valid_from = models.DateField(_("生效日期"))
    valid_to = models.DateField(_("停用前最后一天"), null=True, blank=True)

    class Meta:
        verbose_name = _("成因")
        verbose_name_plural = _("成因")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="cause_days_in_order",
                violation_error_message=_("停用日期不能早于生效日期。"),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, code__endswith="00")
                | (Q(parent__isnull=False) & ~Q(code__endswith="00")),
                name="cause_code_tells_level",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def in_force(self, on: date) -> bool:
        """Whether it may be chosen on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


class CaseCause(models.Model):
    """The cause written down of a matter; a correction is a new row that names the one it replaces."""

    case = models.ForeignKey(
        "petitions.Case",
        verbose_name=_("信访事项"),
        on_delete=models.CASCADE,
        related_name="causes",
    )
    cause = models.ForeignKey(
        Cause, verbose_name=_("成因"), on_delete=models.RESTRICT, related_name="records"
    )
    note = models.CharField(_("说明"), max_length=200, blank=True)
    replaces = models.OneToOneField(
        "self",
        verbose_name=_("更正的记录"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="replaced_by",
    )
    reason = models.CharField(_("更正理由"), max_length=200, blank=True)
    by = acted_by(_("经办人"))
    recorded_at = models.DateTimeField(_("记录时间"))

    class Meta:
        verbose_name = _("成因登记")
        verbose_name_plural = _("成因登记")
        ordering = ["case", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(replaces__isnull=True),
                name="case_cause_one_first",
                violation_error_message=_("该事项已经登记成因，请用“更正成因”。"),
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True, reason="")
                | (Q(replaces__isnull=False) & ~Q(reason="")),
                name="case_cause_corrected_with_reason",
                violation_error_message=_("更正须写明理由。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.cause}"
