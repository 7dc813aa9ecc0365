"""Proof of service (送达回证) and the petitioner's evaluation (满意度评价)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from petitions.enums import EvaluationSource, EvaluationTarget, Rating, ServiceMethod
from petitions.models.acts import Document
from petitions.models.case import Case
from petitions.models.procedure import acted_by


class ServiceProof(models.Model):
    """One attempt to hand over a paper; a refusal counts only with its reason and a witness."""

    document = models.ForeignKey(
        Document, verbose_name=_("文书"), on_delete=models.CASCADE, related_name="proofs"
    )
    method = models.CharField(_("送达方式"), max_length=12, choices=ServiceMethod.choices)
    on = models.DateField(_("送达日期"))
    place = models.CharField(_("送达地点"), max_length=200, blank=True)
    receiver = models.CharField(_("签收人"), max_length=80, blank=True)
    relation = models.CharField(_("代收人与受送达人关系"), max_length=60, blank=True)
    is_served = models.BooleanField(_("已送达"), default=True)
    refusal = models.CharField(_("拒收事由"), max_length=200, blank=True)
    witness = models.CharField(_("见证人"), max_length=80, blank=True)
    server = models.CharField(_("送达人"), max_length=80)
    note = models.CharField(_("备注"), max_length=200, blank=True)
    by = acted_by(_("记录人"))
    recorded_at = models.DateTimeField(_("记录时间"))

    class Meta:
        verbose_name = _("送达回证")
        verbose_name_plural = _("送达回证")
        ordering = ["document_id", "on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(refusal="") | ~Q(witness=""),
                name="service_refusal_has_witness",
                violation_error_message=_("拒收的，须记明事由并有见证人。"),
            ),
            models.CheckConstraint(
                condition=~Q(method="left") | ~Q(witness=""),
                name="service_left_has_witness",
                violation_error_message=_("留置送达须有见证人。"),
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(is_served=True),
                name="service_once",
                violation_error_message=_("该文书已经送达。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_method_display()} {self.on}"


class Evaluation(models.Model):
    """What the petitioner says of the petition office and of the responsible unit, each apart."""

    case = models.ForeignKey(
        Case, verbose_name=_("信访事项"), on_delete=models.CASCADE, related_name="evaluations"
    )
    target = models.CharField(_("评价对象"), max_length=8, choices=EvaluationTarget.choices)
    rating = models.CharField(_("评价"), max_length=12, choices=Rating.choices)
    reason = models.TextField(_("理由"), blank=True)
    source = models.CharField(_("来源"), max_length=10, choices=EvaluationSource.choices)
    source_note = models.CharField(_("来源说明"), max_length=200, blank=True)
    by = acted_by(_("录入人"), optional=True)
    at = models.DateTimeField(_("评价时间"))

    class Meta:
        verbose_name = _("满意度评价")
        verbose_name_plural = _("满意度评价")
        ordering = ["case_id", "target"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "target"],
                name="evaluation_once_per_target",
                violation_error_message=_("该对象已经评价。"),
            ),
            models.CheckConstraint(
                condition=Q(source="public", by__isnull=True)
                | (~Q(source="public") & Q(by__isnull=False) & ~Q(source_note="")),
                name="evaluation_by_clerk_has_source",
                violation_error_message=_("代录评价须写明来源。"),
            ),
            models.CheckConstraint(
                condition=~Q(rating="bad") | ~Q(reason=""),
                name="evaluation_bad_has_reason",
                violation_error_message=_("评价“不满意”的，请说明理由。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_target_display()} {self.get_rating_display()}"
