"""First contact (首接负责制): who keeps a matter from its first receipt on, and how it is handed over."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accountability.querysets import FirstContactQuerySet, HandOverQuerySet
from organizations.models import Unit
from petitions.models import Case


class FirstContactDuty(models.Model):
    """One person's first-contact duty for one matter.

    It runs from the first receipt until a hand-over was accepted or the matter is closed; a matter that
    is opened again falls back to whoever held it last, because only a hand-over ends a row.
    """

    case = models.ForeignKey(
        Case,
        verbose_name=_("信访事项"),
        on_delete=models.CASCADE,
        related_name="first_contact_duties",
    )
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("首接责任人"),
        on_delete=models.RESTRICT,
        related_name="first_contact_duties",
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("首接单位"), on_delete=models.RESTRICT, related_name="+"
    )
    began_at = models.DateTimeField(_("开始时间"))
    ended_at = models.DateTimeField(_("移交时间"), null=True, blank=True)

    objects = FirstContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("首接责任")
        verbose_name_plural = _("首接责任")
        ordering = ["began_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ended_at__isnull=True),
                name="first_contact_one_holder",
                violation_error_message=_("一件信访事项只有一名首接责任人。"),
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")),
                name="first_contact_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.holder}"


class HandOverCause(models.TextChoices):
    """Why first contact is handed over."""

    LEAVE = "leave", _("请假、外出")
    POST = "post", _("岗位调整")
    LEFT = "left", _("离任")
    OTHER = "other", _("其他")


class HandOverList(models.Model):
    """An explicit hand-over list (移交清单): from whom, to whom, why, which matters."""

    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("移交人"),
        on_delete=models.RESTRICT,
        related_name="lists_given",
    )
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("接收人"),
        on_delete=models.RESTRICT,
        related_name="lists_received",
    )
    cause = models.CharField(_("移交原因"), max_length=8, choices=HandOverCause.choices)
    reason = models.TextField(_("说明"))
    returns_on = models.DateField(_("预计返岗日期"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("制单人"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
        help_text=_("空表示由系统按任职变动提出"),
    )
    created_at = models.DateTimeField(_("制单时间"))

    class Meta:
        verbose_name = _("移交清单")
        verbose_name_plural = _("移交清单")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")),
                name="hand_over_to_another",
                violation_error_message=_("接收人不能是移交人本人。"),
            ),
            models.CheckConstraint(
                condition=Q(cause="leave") | Q(returns_on__isnull=True),
                name="hand_over_return_only_after_leave",
                violation_error_message=_("只有请假、外出才填预计返岗日期。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.receiver}"


class HandOverStatus(models.TextChoices):
    """An offer is open until the receiver answers or the giver takes it back."""

    OFFERED = "offered", _("待接收")
    ACCEPTED = "accepted", _("已接收")
    DECLINED = "declined", _("已退回")
    WITHDRAWN = "withdrawn", _("已撤回")


class HandOver(models.Model):
    """One matter on a hand-over list; until it is accepted the duty stays with the giver."""

    sheet = models.ForeignKey(
        HandOverList, verbose_name=_("移交清单"), on_delete=models.CASCADE, related_name="items"
    )
    duty = models.ForeignKey(
        FirstContactDuty,
        verbose_name=_("首接责任"),
        on_delete=models.RESTRICT,
        related_name="offers",
    )
    status = models.CharField(
        _("状态"), max_length=10, choices=HandOverStatus.choices, default=HandOverStatus.OFFERED
    )
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    answer = models.TextField(_("退回理由"), blank=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("移交事项")
        verbose_name_plural = _("移交事项")
        ordering = ["sheet", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["duty"],
                condition=Q(status="offered"),
                name="hand_over_one_offer",
                violation_error_message=_("该事项已有待接收的移交。"),
            ),
            models.CheckConstraint(
                condition=Q(status="offered", answered_at__isnull=True)
                | (~Q(status="offered") & Q(answered_at__isnull=False)),
                name="hand_over_answered_iff_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(answer=""),
                name="hand_over_declined_with_reason",
                violation_error_message=_("退回须说明理由。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty} {self.get_status_display()}"
