"""Letters of the supervising office that belong to a duty and not to a matter's own procedure, numbered and frozen."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models import Unit
from petitions.models.procedure import acted_by


class DutyLetterKind(models.TextChoices):
    """What the letter is."""

    SUPERVISION = "supervision", _("督办函")
    SUGGESTION = "suggestion", _("建议书")
    TALK = "talk", _("约谈通知")


class DutyLetter(models.Model):
    """A numbered letter with its content as it prints; never rewritten."""

    kind = models.CharField(_("文书种类"), max_length=12, choices=DutyLetterKind.choices)
    unit = models.ForeignKey(
        Unit, verbose_name=_("出具单位"), on_delete=models.RESTRICT, related_name="+"
    )
    title = models.CharField(_("标题"), max_length=200)
    body = models.TextField(_("内容"))
    addressee = models.CharField(_("主送"), max_length=200)
    issued_by = acted_by(_("出具人"))
    issued_on = models.DateField(_("出具日期"))
    recorded_at = models.DateTimeField(_("记录时间"))
    number = models.CharField(_("文号"), max_length=60)
    number_year = models.PositiveSmallIntegerField(_("文号年份"))
    number_serial = models.PositiveIntegerField(_("文号序号"))
    content = models.JSONField(_("版式内容"))
    content_sha256 = models.CharField(_("版式内容的 SHA-256"), max_length=64)

    class Meta:
        verbose_name = _("督办文书")
        verbose_name_plural = _("督办文书")
        ordering = ["-issued_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "number_year", "number_serial"],
                name="duty_letter_number_unique",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
