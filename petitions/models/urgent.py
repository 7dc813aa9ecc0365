"""Major, urgent matters reported onward: the report, and each recipient with time, means and receipt (条例第二十五条)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from petitions.enums import UrgentMeans, UrgentRecipient
from petitions.models.case import Case
from petitions.models.procedure import acted_by


class UrgentReport(models.Model):
    """What was found and reported: discovery and report to the minute (瞒报、缓报 第四十六条)."""

    case = models.ForeignKey(
        Case, verbose_name=_("信访事项"), on_delete=models.CASCADE, related_name="urgent_reports"
    )
    discovered_at = models.DateTimeField(_("发现时间"))
    reported_at = models.DateTimeField(_("报告时间"))
    text = models.TextField(_("报告内容"))
    measures = models.TextField(_("已采取措施"), blank=True)
    by = acted_by(_("报告人"))

    class Meta:
        verbose_name = _("重大紧急报告")
        verbose_name_plural = _("重大紧急报告")
        ordering = ["case_id", "reported_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reported_at__gte=F("discovered_at")),
                name="urgent_report_after_discovery",
                violation_error_message=_("报告时间不能早于发现时间。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.reported_at:%Y-%m-%d %H:%M}"


class UrgentDelivery(models.Model):
    """The report to one recipient: when, by what means, to whom by name, and that it was received."""

    report = models.ForeignKey(
        UrgentReport,
        verbose_name=_("重大紧急报告"),
        on_delete=models.CASCADE,
        related_name="deliveries",
    )
    recipient = models.CharField(
        _("报告对象"), max_length=24, choices=UrgentRecipient.choices, db_index=True
    )
    organ = models.CharField(_("具体单位"), max_length=80, blank=True)
    means = models.CharField(_("报告方式"), max_length=10, choices=UrgentMeans.choices)
    sent_at = models.DateTimeField(_("报告时间"))
    by = acted_by(_("报告人"))
    acknowledged_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    receiver = models.CharField(_("签收人"), max_length=60, blank=True)
    note = models.CharField(_("签收意见"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("重大紧急报告送达")
        verbose_name_plural = _("重大紧急报告送达")
        ordering = ["report", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "recipient"],
                name="urgent_delivery_once",
                violation_error_message=_("同一报告对同一对象只登记一次。"),
            ),
            models.CheckConstraint(
                condition=~Q(recipient="department") | ~Q(organ=""),
                name="urgent_delivery_names_department",
                violation_error_message=_("请写明主管部门的名称。"),
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True, receiver="")
                | (Q(acknowledged_at__isnull=False) & ~Q(receiver="")),
                name="urgent_receipt_all_or_nothing",
                violation_error_message=_("签收时间与签收人须同时填写。"),
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True) | Q(acknowledged_at__gte=F("sent_at")),
                name="urgent_receipt_after_report",
                violation_error_message=_("签收时间不能早于报告时间。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_recipient_display()} {self.sent_at:%Y-%m-%d %H:%M}"

    @property
    def name(self) -> str:
        """The recipient with the organ's own name where one was written."""
        label = str(self.get_recipient_display())
        return f"{label}（{self.organ}）" if self.organ else label
