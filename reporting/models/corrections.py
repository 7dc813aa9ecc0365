"""Corrections (更正) of published papers, and the facts of the matters a bulletin was counted from."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reporting.models.annual import AnnualReport
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


def _once_per_paper(field: str, *, prefix: str) -> list[models.BaseConstraint]:
    """Numbers count within the paper, 发文字号 within its kind, and one correction is worked on at a time."""
    of_kind = Q(**{f"{field}__isnull": False})
    return [
        models.UniqueConstraint(
            fields=[field, "number"], condition=of_kind, name=f"{prefix}_number_once"
        ),
        models.UniqueConstraint(
            fields=["serial_year", "serial"], condition=of_kind, name=f"{prefix}_serial_unique"
        ),
        models.UniqueConstraint(
            fields=[field],
            condition=of_kind & ~Q(status="published"),
            name=f"{prefix}_one_at_a_time",
            violation_error_message=_("该文件已有一份未印发的更正。"),
        ),
    ]


class Correction(models.Model):
    """A numbered correction that shows old and new; the paper itself, a bulletin or an annual report, never changes.

    `changes` are the cells that differ ("key", "table", "row", "column", "old", "new", "cases", "chosen"), `texts` the
    sentences corrected by hand ("old", "new").
    """

    bulletin = models.ForeignKey(
        Bulletin,
        verbose_name=_("月通报"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="corrections",
    )
    annual = models.ForeignKey(
        AnnualReport,
        verbose_name=_("年度报告"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="corrections",
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
        verbose_name = _("更正")
        verbose_name_plural = _("更正")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(bulletin__isnull=False, annual__isnull=True)
                | Q(bulletin__isnull=True, annual__isnull=False),
                name="correction_of_one_paper",
            ),
            *_once_per_paper("bulletin", prefix="correction"),
            *_once_per_paper("annual", prefix="correction_annual"),
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
        return f"{self.paper} #{self.number or ''}"

    @property
    def paper(self) -> Bulletin | AnnualReport:
        """What is corrected."""
        found = self.bulletin or self.annual
        if found is None:
            raise ValueError("a correction belongs to a paper")
        return found
