"""What is said, changed and decided in an inquiry: rows that are added and never rewritten."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accountability.models.inquiries import Inquiry, InquiryPerson
from accountability.models.supervision_answers import StoredFile
from petitions.models.procedure import acted_by


class StatementKind(models.TextChoices):
    """What a person did with the right to be heard."""

    SAID = "said", _("陈述申辩")
    WAIVED = "waived", _("放弃陈述申辩")


class InquiryStatement(models.Model):
    """One statement or waiver; the office enters one only from a paper that the person signed."""

    person = models.ForeignKey(
        InquiryPerson,
        verbose_name=_("责任人员"),
        on_delete=models.CASCADE,
        related_name="statements",
    )
    kind = models.CharField(_("种类"), max_length=8, choices=StatementKind.choices)
    text = models.TextField(_("内容"), blank=True)
    by_person = models.BooleanField(_("本人填写"))
    entered_by = acted_by(_("登记人"))
    entered_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("陈述申辩")
        verbose_name_plural = _("陈述申辩")
        ordering = ["person", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="waived") | ~Q(text=""), name="inquiry_statement_says_something"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.entered_at:%Y-%m-%d}"


class StatementFile(StoredFile):
    """A file of a statement: what the person hands in, or the signed paper the office entered it from."""

    statement = models.ForeignKey(
        InquiryStatement,
        verbose_name=_("陈述申辩"),
        on_delete=models.CASCADE,
        related_name="files",
    )

    class Meta:
        verbose_name = _("陈述申辩附件")
        verbose_name_plural = _("陈述申辩附件")
        ordering = ["statement", "id"]


class DecisionFile(StoredFile):
    """The competent organ's paper on a person."""

    person = models.ForeignKey(
        InquiryPerson, verbose_name=_("责任人员"), on_delete=models.CASCADE, related_name="files"
    )

    class Meta:
        verbose_name = _("处理决定文件")
        verbose_name_plural = _("处理决定文件")
        ordering = ["person", "id"]


class InquiryAmendment(models.Model):
    """The consequence as it read before and after a change."""

    inquiry = models.ForeignKey(
        Inquiry, verbose_name=_("责任追究"), on_delete=models.CASCADE, related_name="amendments"
    )
    old = models.TextField(_("原内容"), blank=True)
    new = models.TextField(_("新内容"))
    made_by = acted_by(_("修改人"))
    made_at = models.DateTimeField(_("修改时间"))
    told_at = models.DateTimeField(_("告知时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("后果的修改")
        verbose_name_plural = _("后果的修改")
        ordering = ["inquiry", "id"]

    def __str__(self) -> str:
        return f"{self.inquiry} {self.made_at:%Y-%m-%d}"
