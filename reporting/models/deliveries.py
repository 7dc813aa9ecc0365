"""Who was sent a bulletin, by which messages, what became of them, and who signed for it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accountability.models import Notice
from core.models import Mail
from organizations.models import Post
from reporting.domain.deliveries import BOUNCED, NONE, SENT, SIGNED, UNKNOWN, WAITING
from reporting.models.bulletins import Bulletin
from reporting.querysets import DeliveryQuerySet


class DeliveryState(models.TextChoices):
    """What became of a delivery; computed by `DeliveryQuerySet.with_state`, never stored."""

    WAITING = WAITING, _("待发送")
    SENT = SENT, _("已发送")
    BOUNCED = BOUNCED, _("退信")
    UNKNOWN = UNKNOWN, _("不明请核查")
    SIGNED = SIGNED, _("已签收")
    NONE = NONE, _("未发送")


class PostGroup(models.TextChoices):
    """Groups of posts that may get a bulletin; the county switches each on or off."""

    COUNTY_PRINCIPALS = "county_principals", _("县委、县政府主要领导")
    COUNTY_DEPUTIES = "county_deputies", _("其他县领导")
    SECRETARIES = "secretaries", _("秘书长、两办主任")
    TOWNSHIP_HEADS = "township_heads", _("乡镇（街道）主要领导")
    TOWNSHIP_DEPUTIES = "township_deputies", _("乡镇（街道）分管领导")
    DEPARTMENT_HEADS = "department_heads", _("县直部门主要领导")
    DEPARTMENT_DEPUTIES = "department_deputies", _("县直部门分管领导")


class ReceiptMeans(models.TextChoices):
    """How a recipient signed for a bulletin."""

    LINK = "link", _("邮件中的签收链接")
    LOGIN = "login", _("登录系统")


class Delivery(models.Model):
    """One bulletin to one holder of a post; `mail` is the latest message, `messages` are all of them."""

    #: A `DeliveryState`, on rows of `DeliveryQuerySet.with_state` alone.
    state: str

    bulletin = models.ForeignKey(
        Bulletin, verbose_name=_("月通报"), on_delete=models.CASCADE, related_name="deliveries"
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("收件人"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="deliveries",
        help_text=_("空表示职务空缺"),
    )
    post = models.ForeignKey(
        Post,
        verbose_name=_("职务"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
        help_text=_("空表示由签发人加入名单、当日没有职务的人员"),
    )
    mail = models.OneToOneField(
        Mail,
        verbose_name=_("邮件"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="delivery",
    )
    problem = models.CharField(_("未发送原因"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("生成时间"))
    signed_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    signed_means = models.CharField(
        _("签收方式"), max_length=8, choices=ReceiptMeans.choices, blank=True
    )

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("通报送达")
        verbose_name_plural = _("通报送达")
        ordering = ["bulletin", "post"]
        constraints = [
            models.UniqueConstraint(
                fields=["bulletin", "recipient"], name="delivery_once_per_person"
            ),
            models.UniqueConstraint(
                fields=["bulletin", "post"],
                condition=Q(recipient__isnull=True),
                name="delivery_vacancy_once",
            ),
            models.CheckConstraint(
                condition=Q(mail__isnull=False) | ~Q(problem=""), name="delivery_mail_or_problem"
            ),
            models.CheckConstraint(
                condition=Q(recipient__isnull=False)
                | Q(post__isnull=False, mail__isnull=True, signed_at__isnull=True),
                name="delivery_of_somebody_or_vacancy",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_means="")
                | (Q(signed_at__isnull=False) & ~Q(signed_means="")),
                name="delivery_signed_all_or_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bulletin_id} → {self.recipient or self.post}"


class DeliveryMessage(models.Model):
    """One message of a delivery; the second and later ones were sent by a person, with a reason."""

    delivery = models.ForeignKey(
        Delivery, verbose_name=_("送达"), on_delete=models.CASCADE, related_name="messages"
    )
    number = models.PositiveSmallIntegerField(_("第几封"))
    mail = models.OneToOneField(
        Mail,
        verbose_name=_("邮件"),
        on_delete=models.RESTRICT,
        related_name="delivery_message",
    )
    reason = models.CharField(_("重发原因"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("重发人"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    at = models.DateTimeField(_("时间"))
    bounced_at = models.DateTimeField(_("退信登记时间"), null=True, blank=True)
    bounced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("退信登记人"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    bounce_reason = models.CharField(_("退信原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("送达邮件")
        verbose_name_plural = _("送达邮件")
        ordering = ["delivery", "number"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="delivery_message_once"),
            models.CheckConstraint(
                condition=Q(number=1) | (Q(number__gt=1, by__isnull=False) & ~Q(reason="")),
                name="delivery_message_resent_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(bounced_at__isnull=True, bounced_by__isnull=True, bounce_reason="")
                | (Q(bounced_at__isnull=False, bounced_by__isnull=False) & ~Q(bounce_reason="")),
                name="delivery_message_bounce_all_or_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id}#{self.number}"


class DeliveryReminder(models.Model):
    """One reminder to somebody who has not signed yet: it exists once."""

    delivery = models.ForeignKey(
        Delivery, verbose_name=_("送达"), on_delete=models.CASCADE, related_name="reminders"
    )
    number = models.PositiveSmallIntegerField(_("第几次"))
    notice = models.ForeignKey(
        Notice, verbose_name=_("站内通知"), on_delete=models.RESTRICT, related_name="+"
    )
    sent_at = models.DateTimeField(_("提醒时间"))

    class Meta:
        verbose_name = _("签收提醒")
        verbose_name_plural = _("签收提醒")
        ordering = ["delivery", "number"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="delivery_reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id}#{self.number}"


class DistributionKind(models.TextChoices):
    """What the signer changed on a distribution list."""

    ADD = "add", _("加入")
    OMIT = "omit", _("不发送")


class DistributionChange(models.Model):
    """A person added to, or left out of, the distribution list that the posts give."""

    bulletin = models.ForeignKey(
        Bulletin, verbose_name=_("月通报"), on_delete=models.CASCADE, related_name="changes"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("人员"),
        on_delete=models.RESTRICT,
        related_name="+",
    )
    kind = models.CharField(_("调整"), max_length=4, choices=DistributionKind.choices)
    reason = models.CharField(_("原因"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("调整人"),
        on_delete=models.RESTRICT,
        related_name="+",
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("发送名单调整")
        verbose_name_plural = _("发送名单调整")
        ordering = ["bulletin", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bulletin", "user"],
                name="distribution_change_once",
                violation_error_message=_("此人已经调整过。"),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="distribution_change_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.bulletin_id} {self.kind} {self.user}"
