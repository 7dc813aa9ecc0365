"""Register imports, saved column mappings and the rule table for the place of a matter."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models import Unit
from petitions.enums import ImportStatus, RowOutcome
from petitions.models.case import Case


class ImportMapping(models.Model):
    """How the columns of one source map to fields; kept for the next file of that source."""

    source = models.CharField(_("来源"), max_length=80, unique=True)
    columns = models.JSONField(_("列对应"), default=dict)
    defaults = models.JSONField(_("缺省值"), default=dict, blank=True)
    updated_at = models.DateTimeField(_("更新时间"))

    class Meta:
        verbose_name = _("列对应方案")
        verbose_name_plural = _("列对应方案")
        ordering = ["source"]

    def __str__(self) -> str:
        return self.source


class ImportBatch(models.Model):
    """One uploaded register file and what became of its rows."""

    source = models.CharField(_("来源"), max_length=80)
    file = models.FileField(_("文件"), upload_to="imports/%Y/%m/", max_length=200)
    file_name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    sheet = models.CharField(_("工作表"), max_length=80, blank=True)
    header_row = models.PositiveSmallIntegerField(_("表头行"), default=1)
    sample = models.JSONField(_("工作表与开头几行"), default=dict, blank=True)
    columns = models.JSONField(_("列对应"), default=dict)
    defaults = models.JSONField(_("缺省值"), default=dict, blank=True)
    status = models.CharField(
        _("状态"), max_length=10, choices=ImportStatus.choices, default=ImportStatus.UPLOADED
    )
    total_rows = models.PositiveIntegerField(_("总行数"), default=0)
    next_row = models.PositiveIntegerField(_("下一行"), default=0)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("上传人"),
        on_delete=models.RESTRICT,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("上传时间"))
    started_at = models.DateTimeField(_("开始时间"), null=True, blank=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    error = models.TextField(_("错误"), blank=True)

    class Meta:
        verbose_name = _("登记簿导入")
        verbose_name_plural = _("登记簿导入")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """What became of one row of a file."""

    batch = models.ForeignKey(
        ImportBatch, verbose_name=_("导入批次"), on_delete=models.CASCADE, related_name="rows"
    )
    row_number = models.PositiveIntegerField(_("行号"))
    fingerprint = models.CharField(_("行指纹"), max_length=64, db_index=True)
    outcome = models.CharField(_("结果"), max_length=10, choices=RowOutcome.choices)
    reasons = models.JSONField(_("说明"), default=list, blank=True)
    has_warning = models.BooleanField(_("有提醒"), default=False)
    preview = models.JSONField(_("试运行预览"), default=dict, blank=True)
    case = models.ForeignKey(
        Case,
        verbose_name=_("信访事项"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="import_rows",
    )

    class Meta:
        verbose_name = _("导入行")
        verbose_name_plural = _("导入行")
        ordering = ["batch_id", "row_number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "row_number"], name="import_row_once"),
        ]
        indexes = [models.Index(fields=["batch", "outcome"], name="import_row_outcome")]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.row_number} {self.outcome}"


class PlaceRule(models.Model):
    """Pattern in the text → unit of the place of the matter (问题属地)."""

    pattern = models.CharField(_("匹配文字"), max_length=120)
    is_regex = models.BooleanField(_("正则表达式"), default=False)
    unit = models.ForeignKey(
        Unit, verbose_name=_("属地单位"), on_delete=models.RESTRICT, related_name="place_rules"
    )
    priority = models.IntegerField(_("优先级"), default=0)
    source = models.CharField(_("适用来源"), max_length=80, blank=True)
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = _("属地规则")
        verbose_name_plural = _("属地规则")
        ordering = ["-priority", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pattern", "source"],
                name="place_rule_pattern_unique",
                violation_error_message=_("该来源已有相同的匹配文字。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.pattern} → {self.unit}"
