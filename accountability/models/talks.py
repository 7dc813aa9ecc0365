"""Talks (约谈、谈话): proposed, arranged, held with undertakings, checked and closed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accountability.models.papers import DutyLetter
from organizations.models import Unit


class TalkTarget(models.TextChoices):
    """Whom a talk is with."""

    DEPUTY = "deputy", _("分管领导")
    PRINCIPAL = "principal", _("主要领导")


class TalkSource(models.TextChoices):
    """What a talk rests on."""

    BULLETIN = "bulletin", _("月通报")
    MEETING = "meeting", _("联席会议决定")


class TalkStatus(models.TextChoices):
    """Life of a talk."""

    PROPOSED = "proposed", _("拟谈话")
    ARRANGED = "arranged", _("已通知")
    HELD = "held", _("已谈话")
    CLOSED = "closed", _("已办结")
    DROPPED = "dropped", _("不予谈话")


class Talk(models.Model):
    """A talk with a unit's leader: after consecutive bulletins among the worst, or as the joint meeting decided.

    It is about duties not done; volume alone leads to none (条例第三十九条).
    """

    unit = models.ForeignKey(
        Unit, verbose_name=_("单位"), on_delete=models.RESTRICT, related_name="talks"
    )
    source = models.CharField(
        _("来源"), max_length=10, choices=TalkSource.choices, default=TalkSource.BULLETIN
    )
    period = models.CharField(_("触发期间"), max_length=10, blank=True)
    consecutive = models.PositiveSmallIntegerField(_("连续期数"), default=0)
    basis = models.CharField(_("会议或文件"), max_length=200, blank=True)
    target = models.CharField(_("谈话对象"), max_length=12, choices=TalkTarget.choices)
    reason = models.TextField(_("事由"))
    status = models.CharField(
        _("状态"), max_length=10, choices=TalkStatus.choices, default=TalkStatus.PROPOSED
    )
    proposed_at = models.DateTimeField(_("提出时间"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("提出人"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("被谈话人"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="talks",
    )
    person_title = models.CharField(_("被谈话人职务"), max_length=60, blank=True)
    talker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("谈话人"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="talks_led",
    )
    scheduled_at = models.DateTimeField(_("约定时间"), null=True, blank=True)
    place = models.CharField(_("地点"), max_length=120, blank=True)
    arranged_at = models.DateTimeField(_("通知时间"), null=True, blank=True)
    letter = models.ForeignKey(
        DutyLetter,
        verbose_name=_("约谈通知"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="talks",
    )
    acknowledged_at = models.DateTimeField(_("已阅时间"), null=True, blank=True)
    held_on = models.DateField(_("谈话日期"), null=True, blank=True)
    attendees = models.TextField(_("参加人员"), blank=True)
    other_day = models.TextField(_("未按约定时间谈话的原因"), blank=True)
    minutes = models.TextField(_("谈话记录"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("记录人"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    no_undertakings = models.TextField(_("没有整改事项的理由"), blank=True)
    closed_on = models.DateField(_("办结日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("约谈")
        verbose_name_plural = _("约谈")
        ordering = ["-proposed_at", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "period"],
                condition=Q(source="bulletin"),
                name="talk_once_per_period",
            ),
            models.CheckConstraint(
                condition=Q(source="bulletin") | ~Q(basis=""),
                name="talk_of_a_meeting_has_its_basis",
                violation_error_message=_("联席会议决定的谈话须写明会议或文件。"),
            ),
            models.CheckConstraint(
                condition=~Q(status="arranged")
                | Q(
                    person__isnull=False,
                    talker__isnull=False,
                    scheduled_at__isnull=False,
                    arranged_at__isnull=False,
                ),
                name="talk_arranged_with_whom_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["held", "closed"])
                | (Q(held_on__isnull=False) & ~Q(minutes="")),
                name="talk_held_has_minutes",
                violation_error_message=_("谈话须有日期和记录。"),
            ),
            models.CheckConstraint(
                condition=Q(status="closed", closed_on__isnull=False)
                | (~Q(status="closed") & Q(closed_on__isnull=True)),
                name="talk_closed_iff_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.period or self.basis}"


class UndertakingStatus(models.TextChoices):
    """An undertaking is reported by the unit and checked by the office."""

    OPEN = "open", _("整改中")
    REPORTED = "reported", _("已报告，待核查")
    CONFIRMED = "confirmed", _("已落实")


class TalkUndertaking(models.Model):
    """What the unit promised in a talk, by when, what it reported and what the check found."""

    talk = models.ForeignKey(
        Talk, verbose_name=_("约谈"), on_delete=models.CASCADE, related_name="undertakings"
    )
    text = models.TextField(_("整改事项"))
    due_on = models.DateField(_("完成期限"))
    status = models.CharField(
        _("状态"),
        max_length=10,
        choices=UndertakingStatus.choices,
        default=UndertakingStatus.OPEN,
    )
    result = models.TextField(_("整改情况"), blank=True)
    reported_at = models.DateTimeField(_("报告时间"), null=True, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("报告人"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    check_note = models.TextField(_("核查意见"), blank=True)
    checked_at = models.DateTimeField(_("核查时间"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("核查人"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    reminded_on = models.DateField(_("提醒日期"), null=True, blank=True)
    overdue_told_on = models.DateField(_("逾期通知日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("整改事项")
        verbose_name_plural = _("整改事项")
        ordering = ["talk", "due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open") | (Q(reported_at__isnull=False) & ~Q(result="")),
                name="undertaking_reported_has_result",
                violation_error_message=_("报告须写明整改情况。"),
            ),
            models.CheckConstraint(
                condition=~Q(status="confirmed")
                | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="undertaking_confirmed_by_a_check",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_on} {self.text[:20]}"
