"""Case files that were too large to be printed while somebody waits."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from petitions.enums import PrintState
from petitions.models.case import Case


class CaseFilePrint(models.Model):
    """One order to put a case file together, and the file until it is removed."""

    case = models.ForeignKey(
        Case, verbose_name=_("信访事项"), on_delete=models.CASCADE, related_name="prints"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("申请人"),
        on_delete=models.RESTRICT,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("申请时间"))
    state = models.CharField(
        _("状态"), max_length=10, choices=PrintState.choices, default=PrintState.QUEUED
    )
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    file = models.FileField(_("文件"), upload_to="case-files/%Y/%m/", max_length=200, blank=True)
    pages = models.PositiveIntegerField(_("页数"), null=True, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    problem = models.CharField(_("问题"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("卷宗打印")
        verbose_name_plural = _("卷宗打印")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "by"],
                condition=Q(state="queued"),
                name="print_one_queued_per_person",
                violation_error_message=_("该卷宗正在生成。"),
            ),
            models.CheckConstraint(
                condition=Q(state="queued", ended_at__isnull=True)
                | (~Q(state="queued") & Q(ended_at__isnull=False)),
                name="print_ended_iff_time",
            ),
            models.CheckConstraint(
                condition=Q(state="done") & ~Q(file="") & ~Q(sha256="") & Q(pages__isnull=False)
                | (~Q(state="done") & Q(file="")),
                name="print_done_iff_file",
            ),
        ]
        indexes = [models.Index(fields=["state", "ended_at"], name="print_state_ended")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.get_state_display()}"
