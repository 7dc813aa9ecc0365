"""What was wrong in a registration and what it was put right to: a row for each field, never changed afterwards."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from petitions.enums import CorrectedField
from petitions.models.procedure import acted_by


class RegistrationCorrection(models.Model):
    """更正登记: one field, as it was and as it is since (条例第二十一条).

    Telephones and identity numbers stand here as a list shows them, never whole (个人信息保护法第六条).
    """

    case = models.ForeignKey(
        "petitions.Case",
        verbose_name=_("信访事项"),
        on_delete=models.CASCADE,
        related_name="corrections",
    )
    field = models.CharField(_("更正的内容"), max_length=20, choices=CorrectedField.choices)
    old = models.TextField(_("原登记"))
    new = models.TextField(_("更正为"))
    reason = models.CharField(_("更正理由"), max_length=500)
    #: The matter was a report before or after: once it is none, only few read this row (条例第三十条第三款).
    of_report = models.BooleanField(_("涉及检举控告"), default=False)
    by = acted_by(_("更正人"))
    recorded_at = models.DateTimeField(_("更正时间"))

    class Meta:
        verbose_name = _("更正登记")
        verbose_name_plural = _("更正登记")
        ordering = ["case", "recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="registration_correction_has_reason",
                violation_error_message=_("请写明更正理由。"),
            ),
            models.CheckConstraint(
                condition=~Q(old=F("new")),
                name="registration_correction_differs",
                violation_error_message=_("与原来登记的相同。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.field}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Written once."""
        if not self._state.adding:
            raise TypeError("a correction is never changed; write another one")
        super().save(*args, **kwargs)
