"""Reception days (领导接访日, 条例第十八条第二款): the schedule, the queue, what was promised; reception at a higher office."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accountability.querysets import OnSiteQuerySet, ReceptionQuerySet, ReceptionVisitQuerySet
from organizations.models import Unit
from petitions.enums import LevelVisited
from petitions.models import Case


class ReceptionKind(models.TextChoices):
    """How a leader meets petitioners."""

    OFFICE = "office", _("定点接访")
    APPOINTED = "appointed", _("预约接访")
    DOWN = "down", _("带案下访")


class ReceptionStatus(models.TextChoices):
    """A day is planned until it was held or called off."""

    PLANNED = "planned", _("已安排")
    HELD = "held", _("已接访")
    CANCELLED = "cancelled", _("已取消")


class ReceptionDay(models.Model):
    """One leader's reception on one day."""

    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("接访领导"),
        on_delete=models.RESTRICT,
        related_name="reception_days",
    )
    leader_title = models.CharField(_("职务"), max_length=80)
    on = models.DateField(_("接访日期"))
    kind = models.CharField(
        _("方式"), max_length=10, choices=ReceptionKind.choices, default=ReceptionKind.OFFICE
    )
    place = models.CharField(_("地点"), max_length=120)
    begins = models.TimeField(_("开始时间"))
    ends = models.TimeField(_("结束时间"))
    seats = models.PositiveSmallIntegerField(_("预约名额"), default=10)
    status = models.CharField(
        _("状态"),
        max_length=10,
        choices=ReceptionStatus.choices,
        default=ReceptionStatus.PLANNED,
    )
    published_at = models.DateTimeField(_("公布时间"), null=True, blank=True)
    held_at = models.DateTimeField(_("登记接访时间"), null=True, blank=True)
    note = models.TextField(_("小结或者取消原因"), blank=True)
    last_queue_number = models.PositiveSmallIntegerField(_("已发号数"), default=0)

    objects = ReceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("接访日")
        verbose_name_plural = _("接访日")
        ordering = ["on", "begins", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["leader", "on", "begins"],
                condition=~Q(status="cancelled"),
                name="reception_once_at_a_time",
                violation_error_message=_("该领导此时已有接访安排。"),
            ),
            models.CheckConstraint(
                condition=Q(ends__gt=F("begins")),
                name="reception_times_in_order",
                violation_error_message=_("结束时间须晚于开始时间。"),
            ),
            models.CheckConstraint(
                condition=~Q(status="held") | Q(held_at__isnull=False),
                name="reception_held_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(note=""),
                name="reception_cancelled_with_reason",
                violation_error_message=_("取消接访须说明原因。"),
            ),
        ]
        indexes = [models.Index(fields=["on", "status"], name="reception_on_status")]

    def __str__(self) -> str:
        return f"{self.on} {self.leader}"


class VisitStatus(models.TextChoices):
    """An appointment is waiting until the visitor was heard or did not come."""

    BOOKED = "booked", _("已预约")
    HEARD = "heard", _("已接待")
    ABSENT = "absent", _("未到")


class ReceptionVisit(models.Model):
    """One appointment or visit on a reception day: who came, what was heard, what was promised."""

    day = models.ForeignKey(
        ReceptionDay, verbose_name=_("接访日"), on_delete=models.RESTRICT, related_name="visits"
    )
    queue_number = models.PositiveSmallIntegerField(_("号"))
    name = models.CharField(_("来访人"), max_length=60)
    phone = models.CharField(_("电话"), max_length=30, blank=True)
    head_count = models.PositiveSmallIntegerField(_("人数"), default=1)
    topic = models.CharField(_("反映事项"), max_length=200)
    is_secret = models.BooleanField(_("涉及检举控告"), default=False)
    case = models.ForeignKey(
        Case,
        verbose_name=_("信访事项"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="reception_visits",
    )
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("登记人"),
        on_delete=models.RESTRICT,
        related_name="+",
    )
    booked_at = models.DateTimeField(_("登记时间"))
    status = models.CharField(
        _("状态"), max_length=8, choices=VisitStatus.choices, default=VisitStatus.BOOKED
    )
    heard = models.TextField(_("接谈情况"), blank=True)
    heard_at = models.DateTimeField(_("接谈登记时间"), null=True, blank=True)
    promised = models.TextField(_("承诺事项"), blank=True)
    promise_unit = models.ForeignKey(
        Unit,
        verbose_name=_("落实单位"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="reception_promises",
    )
    promise_due_on = models.DateField(_("落实期限"), null=True, blank=True)
    promise_result = models.TextField(_("落实情况"), blank=True)
    promise_done_on = models.DateField(_("落实日期"), null=True, blank=True)
    reminded_on = models.DateField(_("提醒日期"), null=True, blank=True)
    overdue_told_on = models.DateField(_("逾期通知日期"), null=True, blank=True)

    objects = ReceptionVisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("接访记录")
        verbose_name_plural = _("接访记录")
        ordering = ["day", "queue_number"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "queue_number"], name="reception_queue_number_once"
            ),
            models.CheckConstraint(
                condition=~Q(status="heard") | (Q(heard_at__isnull=False) & ~Q(heard="")),
                name="reception_heard_has_words",
                violation_error_message=_("请填写接谈情况。"),
            ),
            models.CheckConstraint(
                condition=Q(promised="", promise_unit__isnull=True, promise_due_on__isnull=True)
                | (~Q(promised="") & Q(promise_unit__isnull=False, promise_due_on__isnull=False)),
                name="reception_promise_is_complete",
                violation_error_message=_("承诺事项、落实单位和期限须一并填写。"),
            ),
            models.CheckConstraint(
                condition=Q(promise_done_on__isnull=True) | ~Q(promise_result=""),
                name="reception_promise_done_has_result",
                violation_error_message=_("请填写落实情况。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.queue_number}"

    @property
    def keeps_secret(self) -> bool:
        """Marked as a report when it was booked, or about a matter that is one by now (条例第三十条)."""
        return self.is_secret or (self.case is not None and self.case.is_secret)


class OnSiteReception(models.Model):
    """Staff who went to hear petitioners at a higher office's reception place (到上级接待场所现场接访).

    It records help given where people already are: who heard whom, with what result. Nobody is brought back.
    """

    level = models.CharField(
        _("层级"),
        max_length=10,
        choices=[
            (level.value, level.label)
            for level in (LevelVisited.CITY, LevelVisited.PROVINCE, LevelVisited.NATIONAL)
        ],
    )
    place = models.CharField(_("接待场所"), max_length=120)
    on = models.DateField(_("接访日期"))
    unit = models.ForeignKey(
        Unit, verbose_name=_("派出单位"), on_delete=models.RESTRICT, related_name="+"
    )
    staff = models.CharField(_("接访人员"), max_length=200)
    head_count = models.PositiveSmallIntegerField(_("接谈人数"))
    case = models.ForeignKey(
        Case,
        verbose_name=_("信访事项"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="on_site_receptions",
    )
    topic = models.CharField(_("反映事项"), max_length=200)
    is_secret = models.BooleanField(_("涉及检举控告"), default=False)
    heard = models.TextField(_("接谈情况"))
    result = models.TextField(_("处理结果和后续安排"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("登记人"),
        on_delete=models.RESTRICT,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    objects = OnSiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("上级接待场所现场接访")
        verbose_name_plural = _("上级接待场所现场接访")
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(head_count__gte=1), name="on_site_head_count")
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.place}"
