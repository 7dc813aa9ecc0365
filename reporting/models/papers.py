"""What the papers the office issues have in common: a draft with hand-written parts, an approval, a number, a frozen file."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class BulletinStatus(models.TextChoices):
    """Life of a bulletin, or of an annual report."""

    DRAFT = "draft", _("草稿")
    APPROVED = "approved", _("已批准")
    PUBLISHED = "published", _("已印发")


class Paper(models.Model):
    """A document counted from the figures, approved by a second person, issued once and frozen (ADR 0030)."""

    serial_year = models.PositiveSmallIntegerField(_("发文年度"))
    serial = models.PositiveSmallIntegerField(_("发文序号"), null=True, blank=True)
    title = models.CharField(_("标题"), max_length=200)
    status = models.CharField(
        _("状态"), max_length=12, choices=BulletinStatus.choices, default=BulletinStatus.DRAFT
    )
    edition = models.PositiveIntegerField(
        _("文字版次"), default=1, help_text=_("每次保存手写文字加一，先保存的不会被后保存的覆盖")
    )
    edited_at = models.DateTimeField(_("修改时间"), null=True, blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("修改人"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    figures = models.JSONField(_("数据"), default=dict)
    content = models.JSONField(_("正文"), default=dict)
    # `reporting.services.paper_files.store_file` names the file; a form never uploads one.
    pdf = models.FileField(_("PDF"), upload_to="bulletins/%Y/", blank=True, max_length=200)
    pdf_sha256 = models.CharField(_("PDF 的 SHA-256"), max_length=64, blank=True)
    built_at = models.DateTimeField(_("生成时间"))
    built_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("生成人"),
        null=True,
        blank=True,
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
    requested_at = models.DateTimeField(_("签发时间"), null=True, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("签发人"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    published_at = models.DateTimeField(_("印发时间"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("印发人"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


def paper_constraints(prefix: str) -> list[models.BaseConstraint]:
    """State and timestamps agree, and each number is given once; the names begin with ``prefix``."""
    return [
        models.UniqueConstraint(
            fields=["serial_year", "serial"],
            condition=Q(serial__isnull=False),
            name=f"{prefix}_serial_unique",
        ),
        models.CheckConstraint(
            condition=Q(status="draft", approved_at__isnull=True, approved_by__isnull=True)
            | (~Q(status="draft") & Q(approved_at__isnull=False, approved_by__isnull=False)),
            name=f"{prefix}_approved_all_or_nothing",
        ),
        models.CheckConstraint(
            condition=(
                Q(
                    status="published",
                    published_at__isnull=False,
                    published_by__isnull=False,
                    serial__isnull=False,
                )
                & ~Q(pdf_sha256="")
            )
            | (~Q(status="published") & Q(published_at__isnull=True, published_by__isnull=True)),
            name=f"{prefix}_published_all_or_nothing",
        ),
        models.CheckConstraint(
            condition=Q(serial__isnull=True, requested_at__isnull=True, requested_by__isnull=True)
            | (
                ~Q(status="draft")
                & Q(serial__isnull=False, requested_at__isnull=False, requested_by__isnull=False)
            ),
            name=f"{prefix}_serial_iff_requested",
            violation_error_message=_("发文序号在签发时取得。"),
        ),
    ]
