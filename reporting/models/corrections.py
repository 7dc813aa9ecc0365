"""Corrections (更正) of published bulletins, and the facts of the matters a bulletin was counted from."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reporting.models.bulletins import Bulletin


class BulletinLedger(models.Model):
    """What each matter was counted as when a bulletin was built: by number, without names; tells later what changed."""

    bulletin = models.OneToOneField(
        Bulletin, verbose_name=_("月通报"), on_delete=models.CASCADE, related_name="ledger"
    )
    facts = models.JSONField(_("事项要素"), default=dict)

    class Meta:
        verbose_name = _("通报事项明细")
        verbose_name_plural = _("通报事项明细")

    def __str__(self) -> str:
        return str(self.bulletin_id)


class CorrectionStatus(models.TextChoices):
    """Life of a correction."""

    DRAFT = "draft", _("草稿")
    APPROVED = "approved", _("已批准")
    PUBLISHED = "published", _("已印发")


class Correction(models.Model):
    """A numbered correction that shows old and new; the bulletin itself never changes.

    `changes` are the cells that differ ("key", "table", "row", "column", "old", "new", "cases", "chosen"), `texts` the
    sentences corrected by hand ("old", "new").
    """

    bulletin = models.ForeignKey(
        Bulletin, verbose_name=_("月通报"), on_delete=models.RESTRICT, related_name="corrections"
    )
    number = models.PositiveSmallIntegerField(_("更正次序"), null=True, blank=True)
    serial_year = models.PositiveSmallIntegerField(_("发文年度"), null=True, blank=True)
    serial = models.PositiveSmallIntegerField(_("发文序号"), null=True, blank=True)
    status = models.CharField(
        _("状态"), max_length=12, choices=CorrectionStatus.choices, default=CorrectionStatus.DRAFT
    )
    reason = models.CharField(_("更正原因"), max_length=500)
    changes = models.JSONField(_("数据更正"), default=list)
    texts = models.JSONField(_("文字更正"), default=list)
    content = models.JSONField(_("正文"), default=dict)
    pdf = models.FileField(_("PDF"), upload_to="bulletins/%Y/", blank=True, max_length=200)
    pdf_sha256 = models.CharField(_("PDF 的 SHA-256"), max_length=64, blank=True)
    made_at = models.DateTimeField(_("比对时间"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("拟稿人"),
        on_delete=models.RESTRICT,
        related_name="+",
    )
    approved_at = models.DateTimeField(_("批准时间"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("批准人"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    published_at = models.DateTimeField(_("印发时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("通报更正")
        verbose_name_plural = _("通报更正")
        ordering = ["bulletin", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "number"], name="correction_number_once"),
            models.UniqueConstraint(
                fields=["serial_year", "serial"], name="correction_serial_unique"
            ),
            models.UniqueConstraint(
                fields=["bulletin"],
                condition=~Q(status="published"),
                name="correction_one_at_a_time",
                violation_error_message=_("该通报已有一份未印发的更正。"),
            ),
            models.CheckConstraint(
                condition=Q(
                    status="draft",
                    number__isnull=True,
                    serial__isnull=True,
                    approved_at__isnull=True,
                )
                | (
                    ~Q(status="draft")
                    & Q(number__isnull=False, serial__isnull=False, approved_at__isnull=False)
                ),
                name="correction_numbered_iff_approved",
            ),
            models.CheckConstraint(
                condition=(Q(status="published", published_at__isnull=False) & ~Q(pdf_sha256=""))
                | (~Q(status="published") & Q(published_at__isnull=True)),
                name="correction_published_all_or_nothing",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.bulletin} #{self.number or ''}"
