"""In-app notices, reminders and escalation steps."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accountability.models.channels import Digest
from accountability.querysets import InForceQuerySet, NoticeQuerySet
from petitions.models import Case, Clock


class NoticeKind(models.TextChoices):
    """Why somebody is told something."""

    REMINDER = "reminder", _("到期提醒")
    OVERDUE = "overdue", _("逾期催办")
    ESCALATION = "escalation", _("升级督办")
    FALL = "fall", _("降级告知")
    INSTRUCTION = "instruction", _("批示")
    TASK = "task", _("待办")
    BULLETIN = "bulletin", _("月通报")


class Notice(models.Model):
    """One line in a person's inbox."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("收件人"),
        on_delete=models.RESTRICT,
        related_name="notices",
    )
    kind = models.CharField(_("种类"), max_length=12, choices=NoticeKind.choices)
    case = models.ForeignKey(
        Case,
        verbose_name=_("信访事项"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="notices",
    )
    title = models.CharField(_("标题"), max_length=200)
    text = models.TextField(_("内容"), blank=True)
    link = models.CharField(_("打开的页面"), max_length=80, blank=True)
    at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(_("阅知时间"), null=True, blank=True)
    clock_name = models.CharField(_("期限名称"), max_length=60, blank=True)
    due_on = models.DateField(_("到期日"), null=True, blank=True)
    carried_at = models.DateTimeField(_("汇总时间"), null=True, blank=True)
    digest = models.ForeignKey(
        Digest,
        verbose_name=_("提醒汇总"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="notices",
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("站内通知")
        verbose_name_plural = _("站内通知")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["user", "read_at", "-at"], name="notice_user_read"),
            models.Index(fields=["user", "carried_at"], name="notice_user_carried"),
        ]

    def __str__(self) -> str:
        return self.title


class ReminderRule(models.Model):
    """When to remind about a clock: days relative to its due date (negative is before)."""

    code = models.CharField(_("期限代码"), max_length=12, blank=True, help_text=_("空表示全部期限"))
    days_before = models.JSONField(_("到期前天数"), default=list)
    on_the_day = models.BooleanField(_("到期当日"), default=True)
    every_days_after = models.PositiveSmallIntegerField(_("逾期后每隔天数"), default=3)
    valid_from = models.DateField(_("生效日期"))
    valid_to = models.DateField(_("失效日期"), null=True, blank=True)

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = _("提醒规则")
        verbose_name_plural = _("提醒规则")
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="reminder_rule_code_from"),
            models.CheckConstraint(
                condition=Q(every_days_after__gte=1), name="reminder_rule_step_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code or '*'} {self.days_before}"


class Reminder(models.Model):
    """One reminder for one step of one clock to one person: it exists once."""

    clock = models.ForeignKey(
        Clock, verbose_name=_("期限"), on_delete=models.CASCADE, related_name="reminders"
    )
    step = models.CharField(_("步骤"), max_length=20)
    due_on = models.DateField(_("针对的到期日"))
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("被提醒人"),
        on_delete=models.RESTRICT,
        related_name="reminders",
    )
    notice = models.ForeignKey(
        Notice, verbose_name=_("站内通知"), on_delete=models.RESTRICT, related_name="+"
    )
    reason = models.CharField(_("说明"), max_length=200)
    sent_at = models.DateTimeField(_("提醒时间"))

    class Meta:
        verbose_name = _("催办提醒")
        verbose_name_plural = _("催办提醒")
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "step", "due_on", "recipient"], name="reminder_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.clock} {self.step}"
