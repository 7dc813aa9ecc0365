"""Dispatches, objections, papers and attachments."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organizations.models import Unit
from petitions.enums import (
    DispatchKind,
    DispatchStatus,
    DocumentKind,
    DocumentState,
    ObjectionStatus,
    ServiceMethod,
)
from petitions.models.case import Case


class Dispatch(models.Model):
    """One sending of a matter to a unit: transfer 转送 or assignment 交办 (条例第二十二条)."""

    case = models.ForeignKey(
        Case, verbose_name=_("信访事项"), on_delete=models.CASCADE, related_name="dispatches"
    )
    kind = models.CharField(_("方式"), max_length=10, choices=DispatchKind.choices)
    from_unit = models.ForeignKey(
        Unit, verbose_name=_("发出单位"), on_delete=models.RESTRICT, related_name="+"
    )
    to_unit = models.ForeignKey(
        Unit,
        verbose_name=_("接收单位"),
        on_delete=models.RESTRICT,
        related_name="incoming_dispatches",
    )
    sent_at = models.DateTimeField(_("发出时间"))
    received_on = models.DateField(_("收到日期"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("发出人"),
        on_delete=models.RESTRICT,
        related_name="+",
    )
    report_due_on = models.DateField(_("指定办理期限"), null=True, blank=True)
    note = models.TextField(_("办理要求"), blank=True)
    status = models.CharField(
        _("状态"), max_length=10, choices=DispatchStatus.choices, default=DispatchStatus.SENT
    )
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("转送交办")
        verbose_name_plural = _("转送交办")
        ordering = ["case_id", "sent_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(status__in=["sent", "objected", "accepted"]),
                name="dispatch_one_live_per_case",
                violation_error_message=_("该事项已有正在进行的转送（交办）。"),
            ),
            models.CheckConstraint(
                condition=Q(kind="transfer") | Q(report_due_on__isnull=False),
                name="dispatch_assign_has_period",
                violation_error_message=_("交办须指定办理期限（条例第二十二条第三项）。"),
            ),
            models.CheckConstraint(
                condition=~Q(from_unit=F("to_unit")), name="dispatch_not_to_self"
            ),
        ]
        indexes = [models.Index(fields=["to_unit", "status"], name="dispatch_to_status")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} → {self.to_unit}"


class Objection(models.Model):
    """A unit's objection that the matter is not its own (条例第二十三条第三款)."""

    dispatch = models.ForeignKey(
        Dispatch, verbose_name=_("转送交办"), on_delete=models.CASCADE, related_name="objections"
    )
    reason = models.TextField(_("异议理由"))
    suggested_unit = models.ForeignKey(
        Unit,
        verbose_name=_("建议承办单位"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("提出人"),
        on_delete=models.RESTRICT,
        related_name="+",
    )
    raised_at = models.DateTimeField(_("提出时间"))
    status = models.CharField(
        _("状态"), max_length=10, choices=ObjectionStatus.choices, default=ObjectionStatus.PENDING
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("审核人"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    decision_reason = models.TextField(_("审核意见"), blank=True)

    class Meta:
        verbose_name = _("异议")
        verbose_name_plural = _("异议")
        ordering = ["raised_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dispatch"],
                condition=Q(status="pending"),
                name="objection_one_pending_per_dispatch",
                violation_error_message=_("该事项已有待审核的异议。"),
            ),
            models.CheckConstraint(
                condition=Q(status="pending", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(status="pending") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="objection_decided_all_or_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispatch} {self.get_status_display()}"


class Document(models.Model):
    """A paper of the case: what it says, when it was issued, when and how it was served."""

    case = models.ForeignKey(
        Case, verbose_name=_("信访事项"), on_delete=models.CASCADE, related_name="documents"
    )
    kind = models.CharField(_("文书种类"), max_length=20, choices=DocumentKind.choices)
    unit = models.ForeignKey(
        Unit, verbose_name=_("出具单位"), on_delete=models.RESTRICT, related_name="+"
    )
    title = models.CharField(_("标题"), max_length=200)
    body = models.TextField(_("内容"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("出具人"),
        on_delete=models.RESTRICT,
        related_name="+",
    )
    issued_on = models.DateField(_("出具日期"))
    served_on = models.DateField(_("送达日期"), null=True, blank=True)
    served_how = models.CharField(
        _("送达方式"), max_length=12, choices=ServiceMethod.choices, blank=True
    )
    recorded_at = models.DateTimeField(_("记录时间"))
    number = models.CharField(_("文号"), max_length=60, blank=True)
    number_year = models.PositiveSmallIntegerField(_("文号年份"), null=True, blank=True)
    number_serial = models.PositiveIntegerField(_("文号序号"), null=True, blank=True)
    addressee = models.CharField(_("受送达人（主送）"), max_length=200, blank=True)
    content = models.JSONField(_("版式内容"), default=dict, blank=True)
    content_sha256 = models.CharField(_("版式内容的 SHA-256"), max_length=64, blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=DocumentState.choices, default=DocumentState.ISSUED
    )
    corrects = models.OneToOneField(
        "self",
        verbose_name=_("更正的文书"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="corrected_by",
    )

    class Meta:
        verbose_name = _("文书")
        verbose_name_plural = _("文书")
        ordering = ["case_id", "issued_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(served_on__isnull=True, served_how="")
                | (Q(served_on__isnull=False) & ~Q(served_how="")),
                name="document_service_all_or_nothing",
                violation_error_message=_("送达日期与送达方式须同时填写。"),
            ),
            models.UniqueConstraint(
                fields=["unit", "kind", "number_year", "number_serial"],
                condition=Q(number_serial__isnull=False),
                name="document_number_unique",
            ),
            models.CheckConstraint(
                condition=Q(number="", number_year__isnull=True, number_serial__isnull=True)
                | (~Q(number="") & Q(number_year__isnull=False, number_serial__isnull=False)),
                name="document_number_all_or_nothing",
            ),
            models.CheckConstraint(
                condition=Q(served_on__isnull=True) | Q(served_on__gte=F("issued_on")),
                name="document_served_after_issued",
                violation_error_message=_("送达日期不能早于出具日期。"),
            ),
        ]
        indexes = [models.Index(fields=["served_on", "kind"], name="document_served")]

    @property
    def is_of_higher_organ(self) -> bool:
        """True for the paper of an organ outside the county, whose name stands in the title: we only keep it on file."""
        remedies = (DocumentKind.REVIEW, DocumentKind.RECHECK, DocumentKind.DISMISSAL)
        return self.kind in remedies and not self.number

    def __str__(self) -> str:
        return self.title


class Attachment(models.Model):
    """A file handed in with the matter."""

    case = models.ForeignKey(
        Case, verbose_name=_("信访事项"), on_delete=models.CASCADE, related_name="attachments"
    )
    file = models.FileField(_("文件"), upload_to="attachments/%Y/%m/", max_length=200)
    name = models.CharField(_("文件名"), max_length=200)
    content_type = models.CharField(_("类型"), max_length=100, blank=True)
    size = models.PositiveIntegerField(_("大小（字节）"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("上传人"),
        on_delete=models.RESTRICT,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = _("附件")
        verbose_name_plural = _("附件")
        ordering = ["case_id", "id"]

    def __str__(self) -> str:
        return self.name
