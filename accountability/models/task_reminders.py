"""Reminders of dated tasks that are no statutory clock: a co-handling unit's part, the execution of an opinion."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accountability.models.notices import Notice
from accountability.querysets import TaskReminderQuerySet
from petitions.models import CoHandling, Execution


class TaskReminder(models.Model):
    """One reminder for one step of one task to one person: it exists once (条例第二十四条、第三十二条第二款)."""

    co_handling = models.ForeignKey(
        CoHandling,
        verbose_name=_("协办"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="reminders",
    )
    execution = models.ForeignKey(
        Execution,
        verbose_name=_("意见执行"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="reminders",
    )
    step = models.CharField(_("步骤"), max_length=20)
    due_on = models.DateField(_("针对的到期日"))
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("被提醒人"),
        on_delete=models.RESTRICT,
        related_name="task_reminders",
    )
    notice = models.ForeignKey(
        Notice, verbose_name=_("站内通知"), on_delete=models.RESTRICT, related_name="+"
    )
    reason = models.CharField(_("说明"), max_length=200)
    sent_at = models.DateTimeField(_("提醒时间"))

    objects = TaskReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("任务提醒")
        verbose_name_plural = _("任务提醒")
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(co_handling__isnull=False, execution__isnull=True)
                | Q(co_handling__isnull=True, execution__isnull=False),
                name="task_reminder_of_one_task",
            ),
            models.UniqueConstraint(
                fields=["co_handling", "step", "due_on"],
                condition=Q(co_handling__isnull=False),
                name="task_reminder_co_handling_once",
            ),
            models.UniqueConstraint(
                fields=["execution", "step", "due_on"],
                condition=Q(execution__isnull=False),
                name="task_reminder_execution_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.co_handling or self.execution} {self.step}"
