"""Bulletins with their frozen figures and their rows per unit."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accountability.models import RuleSet
from organizations.models import Unit


class BulletinStatus(models.TextChoices):
    """Life of a bulletin."""

    DRAFT = "draft", _("草稿")
    APPROVED = "approved", _("已批准")
    PUBLISHED = "published", _("已印发")


class BulletinKind(models.TextChoices):
    """How long a period a bulletin covers; a free span is neither scored nor ranked by score."""

    MONTH = "month", _("月通报")
    QUARTER = "quarter", _("季度通报")
    HALF = "half", _("半年通报")
    YEAR = "year", _("年度通报")
    DAYS = "days", _("情况通报")


class Bulletin(models.Model):
    """A bulletin (通报) of a month or of another period; `period` is the code of a `reporting.domain.spans.Period`."""

    kind = models.CharField(
        _("种类"), max_length=8, choices=BulletinKind.choices, default=BulletinKind.MONTH
    )
    period = models.CharField(_("期间"), max_length=21)
    first_day = models.DateField(_("起始日"))
    last_day = models.DateField(_("截止日"))
    serial_year = models.PositiveSmallIntegerField(_("发文年度"))
    serial = models.PositiveSmallIntegerField(_("发文序号"), null=True, blank=True)
    title = models.CharField(_("标题"), max_length=200)
    rule_set = models.ForeignKey(
        RuleSet,
        verbose_name=_("考核办法"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="bulletins",
    )
    status = models.CharField(
        _("状态"), max_length=12, choices=BulletinStatus.choices, default=BulletinStatus.DRAFT
    )
    requirements = models.TextField(_("下月要求"), blank=True)
    additions = models.JSONField(
        _("各部分的补充文字"), default=dict, blank=True, help_text=_("部分代码 → 手写的段落")
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
        verbose_name = _("月通报")
        verbose_name_plural = _("月通报")
        ordering = ["-first_day", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["period"],
                name="bulletin_once_per_period",
                violation_error_message=_("该期间的通报已经生成。"),
            ),
            models.UniqueConstraint(
                fields=["serial_year", "serial"],
                condition=Q(serial__isnull=False),
                name="bulletin_serial_unique",
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="bulletin_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(kind="days", rule_set__isnull=True)
                | (~Q(kind="days") & Q(rule_set__isnull=False)),
                name="bulletin_scored_unless_free_span",
                violation_error_message=_("自定期间的情况通报不计分，其他通报须有考核办法。"),
            ),
            models.CheckConstraint(
                condition=Q(status="draft", approved_at__isnull=True, approved_by__isnull=True)
                | (~Q(status="draft") & Q(approved_at__isnull=False, approved_by__isnull=False)),
                name="bulletin_approved_all_or_nothing",
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
                | (
                    ~Q(status="published") & Q(published_at__isnull=True, published_by__isnull=True)
                ),
                name="bulletin_published_all_or_nothing",
            ),
            models.CheckConstraint(
                condition=Q(
                    serial__isnull=True, requested_at__isnull=True, requested_by__isnull=True
                )
                | (
                    ~Q(status="draft")
                    & Q(
                        serial__isnull=False, requested_at__isnull=False, requested_by__isnull=False
                    )
                ),
                name="bulletin_serial_iff_requested",
                violation_error_message=_("发文序号在签发时取得。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class BulletinRow(models.Model):
    """One unit's line in one bulletin: what it was ranked on, kept for the next one's comparison."""

    bulletin = models.ForeignKey(
        Bulletin, verbose_name=_("月通报"), on_delete=models.CASCADE, related_name="rows"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("单位"), on_delete=models.RESTRICT, related_name="bulletin_rows"
    )
    group = models.CharField(_("组别"), max_length=20)
    matters = models.PositiveIntegerField(_("起数"))
    persons = models.PositiveIntegerField(_("人次"))
    residents = models.PositiveIntegerField(_("常住人口"), null=True, blank=True)
    per_10k = models.DecimalField(
        _("每万人起数"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    points = models.DecimalField(_("扣分"), max_digits=7, decimal_places=2, null=True, blank=True)
    score = models.DecimalField(_("得分"), max_digits=7, decimal_places=2, null=True, blank=True)
    rank_matters = models.PositiveSmallIntegerField(_("名次（起数）"))
    rank_per_10k = models.PositiveSmallIntegerField(_("名次（占人口比例）"), null=True, blank=True)
    rank_score = models.PositiveSmallIntegerField(_("名次（得分）"), null=True, blank=True)
    last_rank = models.PositiveSmallIntegerField(_("上月名次"), null=True, blank=True)
    is_worst = models.BooleanField(_("列末位"), default=False)

    class Meta:
        verbose_name = _("通报单位行")
        verbose_name_plural = _("通报单位行")
        ordering = ["bulletin", "group", "rank_score", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "unit"], name="bulletin_row_once")
        ]

    def __str__(self) -> str:
        return f"{self.bulletin_id} {self.unit}"
