"""Instructions (批示) that a leader gives on signing an escalation, and what became of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accountability.models.escalations import Escalation
from accountability.querysets import OfCasesQuerySet
from organizations.models import Post
from petitions.models import Case


class InstructionStatus(models.TextChoices):
    """Life of an instruction."""

    OPEN = "open", _("待反馈")
    ANSWERED = "answered", _("已反馈待确认")
    DONE = "done", _("已办结")


class InstructionNoteKind(models.TextChoices):
    """What was written about an instruction."""

    FEEDBACK = "feedback", _("反馈")
    RETURNED = "returned", _("退回补办")
    PASSED_ON = "passed_on", _("转交")
    DONE = "done", _("确认办结")


class Instruction(models.Model):
    """What a leader asked whom to do by when about an overdue matter: a task that waits for feedback."""

    case = models.ForeignKey(
        Case, verbose_name=_("信访事项"), on_delete=models.CASCADE, related_name="instructions"
    )
    escalation = models.ForeignKey(
        Escalation,
        verbose_name=_("升级记录"),
        on_delete=models.CASCADE,
        related_name="instructions",
    )
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("批示人"),
        on_delete=models.RESTRICT,
        related_name="+",
    )
    given_as = models.CharField(_("批示人身份"), max_length=120, blank=True)
    given_at = models.DateTimeField(_("批示时间"))
    text = models.TextField(_("批示内容"))
    due_on = models.DateField(_("反馈期限"))
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("承办人"),
        on_delete=models.RESTRICT,
        related_name="instructions",
    )
    to_post = models.ForeignKey(
        Post,
        verbose_name=_("承办职务"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    to_capacity = models.CharField(_("承办人身份"), max_length=120, blank=True)
    status = models.CharField(
        _("状态"),
        max_length=10,
        choices=InstructionStatus.choices,
        default=InstructionStatus.OPEN,
    )
    done_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    reminded_step = models.CharField(_("最近提醒步骤"), max_length=20, blank=True)

    objects = OfCasesQuerySet.as_manager()

    class Meta:
        verbose_name = _("批示")
        verbose_name_plural = _("批示")
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="done", done_at__isnull=False)
                | (~Q(status="done") & Q(done_at__isnull=True)),
                name="instruction_done_iff_time",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="instruction_says_something"),
        ]
        indexes = [models.Index(fields=["to_user", "status", "due_on"], name="instruction_todo")]

    def __str__(self) -> str:
        return f"{self.given_by}: {self.text[:20]}"


class InstructionNote(models.Model):
    """One line about an instruction: feedback, return, passing on, confirmation; never changed."""

    instruction = models.ForeignKey(
        Instruction, verbose_name=_("批示"), on_delete=models.CASCADE, related_name="notes"
    )
    kind = models.CharField(_("种类"), max_length=10, choices=InstructionNoteKind.choices)
    text = models.TextField(_("内容"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("经办人"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("批示办理记录")
        verbose_name_plural = _("批示办理记录")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.instruction_id} {self.kind}"
