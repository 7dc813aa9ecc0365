"""Questions to the figures that somebody keeps, shares, and has sent by mail each month."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Roles a view is shared with."""

    OFFICE = "office", _("信访局工作人员")
    SUPERVISORS = "supervisors", _("督查人员")
    COUNTY_LEADERS = "county_leaders", _("县领导")
    UNIT_LEADERS = "unit_leaders", _("单位领导")


class MailTo(models.TextChoices):
    """Who is sent the table each month."""

    NOBODY = "", _("不发送")
    SELF = "self", _("只发给本人")
    SHARED = "shared", _("发给本人和共享的角色")


class SavedView(models.Model):
    """A question with a name; whoever opens it counts with rights of his own."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("保存人"),
        on_delete=models.RESTRICT,
        related_name="saved_views",
    )
    name = models.CharField(_("名称"), max_length=60)
    query = models.TextField(_("查询条件"))
    mail_to = models.CharField(
        _("每月邮件"), max_length=8, choices=MailTo.choices, blank=True, default=MailTo.NOBODY
    )
    mail_day = models.PositiveSmallIntegerField(_("每月几日发送"), null=True, blank=True)
    mail_since = models.DateField(_("定时起始日"), null=True, blank=True)
    created_at = models.DateTimeField(_("保存时间"))
    changed_at = models.DateTimeField(_("修改时间"))

    class Meta:
        verbose_name = _("统计视图")
        verbose_name_plural = _("统计视图")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="saved_view_name_once",
                violation_error_message=_("您已有同名的视图，请换一个名称。"),
            ),
            models.CheckConstraint(
                condition=Q(mail_to="", mail_day__isnull=True, mail_since__isnull=True)
                | Q(
                    mail_to__in=["self", "shared"],
                    mail_day__gte=2,
                    mail_day__lte=28,
                    mail_since__isnull=False,
                ),
                name="saved_view_mail_whole",
                violation_error_message=_("每月邮件请选 2 日至 28 日。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ViewAudience(models.Model):
    """A role a view is shared with."""

    view = models.ForeignKey(
        SavedView, verbose_name=_("统计视图"), on_delete=models.CASCADE, related_name="audiences"
    )
    audience = models.CharField(_("角色"), max_length=16, choices=Audience.choices)

    class Meta:
        verbose_name = _("视图共享")
        verbose_name_plural = _("视图共享")
        ordering = ["view", "audience"]
        constraints = [
            models.UniqueConstraint(fields=["view", "audience"], name="view_audience_once"),
        ]

    def __str__(self) -> str:
        return str(self.get_audience_display())


class ViewOptOut(models.Model):
    """Somebody who does not want the monthly mail of a view."""

    view = models.ForeignKey(
        SavedView, verbose_name=_("统计视图"), on_delete=models.CASCADE, related_name="opt_outs"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("退订人"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    at = models.DateTimeField(_("退订时间"))

    class Meta:
        verbose_name = _("视图退订")
        verbose_name_plural = _("视图退订")
        ordering = ["view", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["view", "user"], name="view_opt_out_once"),
        ]

    def __str__(self) -> str:
        return f"{self.view} ✕ {self.user}"
