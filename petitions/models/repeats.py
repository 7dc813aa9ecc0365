"""Decisions that a matter is no repeat of another, so that nobody is asked again."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from petitions.models.case import Case
from petitions.models.procedure import acted_by


class RepeatDenial(models.Model):
    """Somebody found that a matter does not repeat an earlier one; may be taken back."""

    case = models.ForeignKey(
        Case, verbose_name=_("信访事项"), on_delete=models.CASCADE, related_name="repeat_denials"
    )
    earlier = models.ForeignKey(
        Case, verbose_name=_("前件"), on_delete=models.CASCADE, related_name="+"
    )
    reason = models.TextField(_("理由"))
    by = acted_by(_("认定人"))
    at = models.DateTimeField(_("认定时间"))
    withdrawn_by = acted_by(_("撤回人"), optional=True)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("非重复认定")
        verbose_name_plural = _("非重复认定")
        ordering = ["case", "at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "earlier"],
                condition=Q(withdrawn_at__isnull=True),
                name="repeat_denial_once",
                violation_error_message=_("已认定不是重复信访。"),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="repeat_denial_withdrawal_all_or_nothing",
            ),
            models.CheckConstraint(
                condition=~Q(case=F("earlier")), name="repeat_denial_not_of_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} ≠ {self.earlier_id}"
