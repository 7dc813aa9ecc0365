"""Bulletins with their frozen figures, rows per unit, and deliveries."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accountability.models import RuleSet
from core.models import Mail
from organizations.models import Post, Unit


class BulletinStatus(models.TextChoices):
    """Life of a bulletin."""

    DRAFT = "draft", _("草稿")
    APPROVED = "approved", _("已批准")
    PUBLISHED = "published", _("已印发")


class Bulletin(models.Model):
    """A monthly ranking bulletin (月通报)."""

    period = models.CharField(_("期间"), max_length=10)
    first_day = models.DateField(_("起始日"))
    last_day = models.DateField(_("截止日"))
    serial_year = models.PositiveSmallIntegerField(_("发文年度"))
    serial = models.PositiveSmallIntegerField(_("发文序号"), null=True, blank=True)
    title = models.CharField(_("标题"), max_length=200)
    rule_set = models.ForeignKey(
        RuleSet, verbose_name=_("考核办法"), on_delete=models.RESTRICT, related_name="bulletins"
    )
    status = models.CharField(
        _("状态"), max_length=12, choices=BulletinStatus.choices, default=BulletinStatus.DRAFT
    )
    requirements = models.TextField(_("下月要求"), blank=True)
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
                violation_error_message=_("该月的通报已经生成。"),
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
    """One unit's line in one bulletin: what it was ranked on, kept for next month's comparison."""

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
    points = models.DecimalField(_("扣分"), max_digits=7, decimal_places=2)
    score = models.DecimalField(_("得分"), max_digits=7, decimal_places=2)
    rank_matters = models.PositiveSmallIntegerField(_("名次（起数）"))
    rank_per_10k = models.PositiveSmallIntegerField(_("名次（占人口比例）"), null=True, blank=True)
    rank_score = models.PositiveSmallIntegerField(_("名次（得分）"))
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


class Delivery(models.Model):
    """One bulletin to one holder of a post: never sent twice."""

    bulletin = models.ForeignKey(
        Bulletin, verbose_name=_("月通报"), on_delete=models.CASCADE, related_name="deliveries"
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("收件人"),
        on_delete=models.RESTRICT,
        related_name="deliveries",
    )
    post = models.ForeignKey(
        Post, verbose_name=_("职务"), on_delete=models.RESTRICT, related_name="+"
    )
    mail = models.OneToOneField(
        Mail,
        verbose_name=_("邮件"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="delivery",
    )
    problem = models.CharField(_("未发送原因"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("生成时间"))

    class Meta:
        verbose_name = _("通报送达")
        verbose_name_plural = _("通报送达")
        ordering = ["bulletin", "post"]
        constraints = [
            models.UniqueConstraint(
                fields=["bulletin", "recipient"], name="delivery_once_per_person"
            ),
            models.CheckConstraint(
                condition=Q(mail__isnull=False) | ~Q(problem=""), name="delivery_mail_or_problem"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bulletin_id} → {self.recipient}"


class DailySnapshot(models.Model):
    """What was open and overdue at the end of a day, for a unit or (unit empty) the county."""

    day = models.DateField(_("日期"))
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("单位"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="snapshots",
        help_text=_("空表示全县"),
    )
    open_cases = models.PositiveIntegerField(_("在办"))
    overdue_cases = models.PositiveIntegerField(_("超期"))
    taken_at = models.DateTimeField(_("记录时间"))

    class Meta:
        verbose_name = _("每日存量")
        verbose_name_plural = _("每日存量")
        ordering = ["-day", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["day", "unit"], name="snapshot_once_per_unit_day"),
            models.UniqueConstraint(
                fields=["day"], condition=Q(unit__isnull=True), name="snapshot_once_per_county_day"
            ),
            models.CheckConstraint(
                condition=Q(overdue_cases__lte=F("open_cases")), name="snapshot_overdue_is_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.unit or ''}: {self.open_cases}"
