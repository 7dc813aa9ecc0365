"""What a person chose about channels, and each message that carried notices to a person."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Mail, Sms


class NoticeChoice(models.Model):
    """By which channels a person wants notices of a kind, beside the screen."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("工作人员"),
        on_delete=models.CASCADE,
        related_name="notice_choices",
    )
    kind = models.CharField(_("通知种类"), max_length=12)
    by_mail = models.BooleanField(_("邮件"))
    by_sms = models.BooleanField(_("短信"))
    chosen_at = models.DateTimeField(_("设置时间"))

    class Meta:
        verbose_name = _("提醒方式")
        verbose_name_plural = _("提醒方式")
        ordering = ["user", "kind"]
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="notice_choice_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"


class Digest(models.Model):
    """One delivery to one person: the notices it took along, the mail and the text message that carried them."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("收件人"),
        on_delete=models.RESTRICT,
        related_name="digests",
    )
    slot = models.CharField(pgettext_lazy("channel", "批次"), max_length=40)
    at = models.DateTimeField(_("时间"))
    mail = models.OneToOneField(
        Mail,
        verbose_name=_("邮件"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="digest",
    )
    sms = models.OneToOneField(
        Sms,
        verbose_name=_("短信"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="digest",
    )

    class Meta:
        verbose_name = _("提醒汇总")
        verbose_name_plural = _("提醒汇总")
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["user", "slot"], name="digest_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.slot}"
