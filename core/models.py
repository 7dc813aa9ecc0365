"""Kernel tables: audit chain, transition log, owed effects, counters, mail, access log."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.querysets import OutgoingQuerySet, OwedEffectQuerySet


class AuditEntry(models.Model):
    """One append-only, hash-chained row; a chain is one object's life (e.g. ``case:12``)."""

    chain = models.CharField(_("链"), max_length=64)
    seq = models.PositiveIntegerField(_("序号"))
    at = models.DateTimeField(_("时间"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("经办人"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    actor_label = models.CharField(_("经办人姓名"), max_length=80, blank=True)
    verb = models.CharField(_("动作"), max_length=60)
    data = models.JSONField(_("内容"), default=dict)
    previous_hash = models.CharField(_("前一哈希"), max_length=64, blank=True)
    hash = models.CharField(_("哈希"), max_length=64)

    class Meta:
        verbose_name = _("审计记录")
        verbose_name_plural = _("审计记录")
        ordering = ["chain", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "seq"], name="audit_chain_seq_unique"),
        ]
        indexes = [models.Index(fields=["at"], name="audit_at")]

    def __str__(self) -> str:
        return f"{self.chain}#{self.seq} {self.verb}"


class TransitionLog(models.Model):
    """One change of an object's status, written by `core.transitions.apply` only."""

    model = models.CharField(_("对象类型"), max_length=64)
    object_id = models.BigIntegerField(_("对象"))
    source = models.CharField(_("原状态"), max_length=32)
    target = models.CharField(_("新状态"), max_length=32)
    verb = models.CharField(_("动作"), max_length=60)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("经办人"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    at = models.DateTimeField(_("时间"))
    reason = models.TextField(_("原因"), blank=True)

    class Meta:
        verbose_name = _("状态变更")
        verbose_name_plural = _("状态变更")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["model", "object_id", "at"], name="transition_object")]

    def __str__(self) -> str:
        return f"{self.model}:{self.object_id} {self.source}→{self.target}"


class Counter(models.Model):
    """A gap-free counter; its value moves in the transaction that uses it."""

    scope = models.CharField(_("范围"), max_length=64, unique=True)
    value = models.PositiveBigIntegerField(_("当前值"), default=0)

    class Meta:
        verbose_name = _("流水号")
        verbose_name_plural = _("流水号")

    def __str__(self) -> str:
        return f"{self.scope}={self.value}"


class EffectState(models.TextChoices):
    """Life of an owed effect."""

    OWED = "owed", _("待执行")
    CLAIMED = "claimed", _("执行中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("已失败")
    CANCELLED = "cancelled", _("已取消")


class OwedEffect(models.Model):
    """An effect the system owes (a mail, a reminder, an import, a bulletin): the queue of record."""

    kind = models.CharField(_("种类"), max_length=60)
    key = models.CharField(_("对象"), max_length=120)
    period = models.CharField(_("期间"), max_length=40, blank=True)
    payload = models.JSONField(_("参数"), default=dict, blank=True)
    state = models.CharField(
        _("状态"), max_length=12, choices=EffectState.choices, default=EffectState.OWED
    )
    due_at = models.DateTimeField(_("应执行时间"))
    claimed_at = models.DateTimeField(_("领取时间"), null=True, blank=True)
    claim_token = models.CharField(_("领取凭据"), max_length=36, blank=True)
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    last_error = models.TextField(_("最近错误"), blank=True)
    done_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    created_at = models.DateTimeField(_("登记时间"))

    objects = OwedEffectQuerySet.as_manager()

    class Meta:
        verbose_name = _("待办效果")
        verbose_name_plural = _("待办效果")
        ordering = ["due_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "period"], name="effect_once"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_at__isnull=False), name="effect_done_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="claimed") | Q(claimed_at__isnull=False),
                name="effect_claimed_has_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="effect_state_due")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}:{self.period}"


class MailState(models.TextChoices):
    """Life of one message to one recipient."""

    QUEUED = "queued", _("待发送")
    SENDING = "sending", _("发送中")
    SENT = "sent", _("已发送")
    FAILED = "failed", _("发送失败")
    UNKNOWN = "unknown", _("结果不明，待核实")


class Mail(models.Model):
    """One e-mail to one recipient; the row is the truth, SMTP or the outbox file follows it."""

    key = models.CharField(_("业务键"), max_length=120, unique=True)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("收件人"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="mails",
    )
    to_name = models.CharField(_("收件人姓名"), max_length=80)
    to_address = models.EmailField(_("收件地址"))
    subject = models.CharField(_("主题"), max_length=200)
    text = models.TextField(_("正文"))
    html = models.TextField(_("网页正文"), blank=True)
    attachments = models.JSONField(_("附件"), default=list, blank=True)
    message_id = models.CharField(_("邮件标识"), max_length=120)
    state = models.CharField(
        _("状态"), max_length=12, choices=MailState.choices, default=MailState.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    created_at = models.DateTimeField(_("生成时间"))
    sending_at = models.DateTimeField(_("开始发送时间"), null=True, blank=True)
    sent_at = models.DateTimeField(_("发送时间"), null=True, blank=True)
    last_error = models.TextField(_("最近错误"), blank=True)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        verbose_name = _("邮件")
        verbose_name_plural = _("邮件")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="mail_sent_has_time",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(sent_at__gte=F("created_at")),
                name="mail_sent_after_created",
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], name="mail_state")]

    def __str__(self) -> str:
        return f"{self.to_address}: {self.subject}"


class SmsState(models.TextChoices):
    """Life of one text message to one telephone."""

    QUEUED = "queued", _("待发送")
    SENDING = "sending", _("发送中")
    SENT = "sent", _("已提交网关")
    DELIVERED = "delivered", _("已送达")
    FAILED = "failed", _("发送失败")
    UNKNOWN = "unknown", _("结果不明，待核实")


class Sms(models.Model):
    """One text message to one person; the row is the truth, the gateway follows it."""

    key = models.CharField(_("业务键"), max_length=120, unique=True)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("收件人"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="text_messages",
    )
    to_name = models.CharField(_("收件人姓名"), max_length=80)
    to_phone = models.CharField(_("手机"), max_length=20)
    text = models.CharField(_("内容"), max_length=500)
    message_id = models.CharField(_("短信标识"), max_length=40, unique=True)
    gateway_id = models.CharField(_("网关编号"), max_length=80, blank=True)
    state = models.CharField(
        _("状态"), max_length=12, choices=SmsState.choices, default=SmsState.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    created_at = models.DateTimeField(_("生成时间"))
    sending_at = models.DateTimeField(_("开始发送时间"), null=True, blank=True)
    sent_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("送达时间"), null=True, blank=True)
    last_error = models.TextField(_("最近错误"), blank=True)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        verbose_name = _("短信")
        verbose_name_plural = _("短信")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "sending"], sent_at__isnull=True)
                | Q(state__in=["sent", "delivered"], sent_at__isnull=False)
                | Q(state__in=["failed", "unknown"]),
                name="sms_sent_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state="delivered", delivered_at__isnull=False)
                | (~Q(state="delivered") & Q(delivered_at__isnull=True)),
                name="sms_delivered_has_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], name="sms_state")]

    def __str__(self) -> str:
        return f"{self.to_phone}: {self.text[:20]}"


class AccessLog(models.Model):
    """Who looked at which personal matter, and when (个人信息保护法第五十一条)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("查阅人"),
        on_delete=models.RESTRICT,
        related_name="+",
    )
    chain = models.CharField(_("对象"), max_length=64)
    action = models.CharField(_("动作"), max_length=40)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("查阅记录")
        verbose_name_plural = _("查阅记录")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["chain", "at"], name="access_chain")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.action} {self.chain}"
