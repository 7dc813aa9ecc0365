"""Answers to a supervision: the unit's words, their files, the office's verdict, and who was told that one is due."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accountability.models.supervision import Supervision
from petitions.models.procedure import acted_by


class AnswerVerdict(models.TextChoices):
    """What the office thought of an answer."""

    PENDING = "pending", _("待审核")
    ACCEPTED = "accepted", _("认可")
    RETURNED = "returned", _("退回重报")


class SupervisionAnswer(models.Model):
    """A unit's written answer, and whether it was accepted; the deadline it met or missed is kept with it."""

    supervision = models.ForeignKey(
        Supervision, verbose_name=_("督办件"), on_delete=models.CASCADE, related_name="answers"
    )
    text = models.TextField(_("整改办理情况"))
    evidence = models.TextField(_("佐证说明"), blank=True)
    due_on = models.DateField(_("答复期限"))
    on_time = models.BooleanField(_("是否按期"))
    by = acted_by(_("答复人"))
    at = models.DateTimeField(_("答复时间"))
    verdict = models.CharField(
        _("审核结果"),
        max_length=10,
        choices=AnswerVerdict.choices,
        default=AnswerVerdict.PENDING,
    )
    judged_by = acted_by(_("审核人"), optional=True)
    judged_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    judgement = models.TextField(_("审核意见"), blank=True)

    class Meta:
        verbose_name = _("督办答复")
        verbose_name_plural = _("督办答复")
        ordering = ["supervision", "at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["supervision"],
                condition=Q(verdict="pending"),
                name="supervision_one_answer_pending",
                violation_error_message=_("该督办件已有待审核的答复。"),
            ),
            models.CheckConstraint(
                condition=Q(verdict="pending", judged_at__isnull=True, judged_by__isnull=True)
                | (~Q(verdict="pending") & Q(judged_at__isnull=False, judged_by__isnull=False)),
                name="supervision_answer_judged_iff_time",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="returned") | ~Q(judgement=""),
                name="supervision_answer_returned_with_reason",
                violation_error_message=_("退回须说明理由。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supervision_id} {self.get_verdict_display()}"


class SupervisionChase(models.Model):
    """Somebody was told that an answer is due or overdue; unique, so it happens once for each deadline and level."""

    supervision = models.ForeignKey(
        Supervision, verbose_name=_("督办件"), on_delete=models.CASCADE, related_name="chases"
    )
    due_on = models.DateField(_("针对的答复期限"))
    level = models.PositiveSmallIntegerField(_("层级"), help_text=_("0 为到期前提醒"))
    days_overdue = models.SmallIntegerField(_("逾期天数"))
    recipients = models.CharField(_("通知对象"), max_length=200, blank=True)
    at = models.DateTimeField(_("通知时间"))

    class Meta:
        verbose_name = _("督办催办记录")
        verbose_name_plural = _("督办催办记录")
        ordering = ["supervision", "at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["supervision", "due_on", "level"], name="supervision_chased_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.supervision_id} {self.level}"


class StoredFile(models.Model):
    """A file that came with an answer."""

    file = models.FileField(_("文件"), upload_to="duties/%Y/%m/", max_length=200)
    name = models.CharField(_("文件名"), max_length=200)
    size = models.PositiveIntegerField(_("大小（字节）"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    uploaded_by = acted_by(_("上传人"))
    uploaded_at = models.DateTimeField(_("上传时间"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class AnswerFile(StoredFile):
    """A file of a unit's answer."""

    answer = models.ForeignKey(
        SupervisionAnswer,
        verbose_name=_("督办答复"),
        on_delete=models.CASCADE,
        related_name="files",
    )

    class Meta:
        verbose_name = _("督办答复附件")
        verbose_name_plural = _("督办答复附件")
        ordering = ["answer", "id"]
