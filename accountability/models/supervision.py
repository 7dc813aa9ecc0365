"""Supervision (督办, 条例第四十条): what was proposed, decided, asked, answered, and how it ended."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accountability.domain import supervision_grounds as grounds
from accountability.models.papers import DutyLetter
from accountability.supervision_querysets import SupervisionQuerySet
from organizations.models import Unit
from petitions.models import Case, Clock
from petitions.models.procedure import acted_by


class Ground(models.TextChoices):
    """What a unit is supervised for (条例第四十条第一款)."""

    ACCEPTANCE = grounds.ACCEPTANCE, _("违反规定受理")
    HANDLING = grounds.HANDLING, _("违反规定办理")
    SHIRKING = grounds.SHIRKING, _("推诿")
    PERFUNCTORY = grounds.PERFUNCTORY, _("敷衍")
    DELAY = grounds.DELAY, _("拖延")
    FALSEHOOD = grounds.FALSEHOOD, _("弄虚作假")
    UNEXECUTED = grounds.UNEXECUTED, _("拒不执行处理意见")
    NO_REPORT = grounds.NO_REPORT, _("交办未反馈")
    OTHER = grounds.OTHER, _("其他")


class SupervisionStatus(models.TextChoices):
    """Life of a supervision item."""

    PROPOSED = "proposed", _("待决定")
    DISMISSED = "dismissed", _("不予督办")
    OPEN = "open", _("待答复")
    ANSWERED = "answered", _("待审核")
    RETURNED = "returned", _("退回重报")
    CLOSED = "closed", _("已办结")


#: The unit has to do something, or the office has to look at what it did.
UNDER_WAY = (SupervisionStatus.OPEN, SupervisionStatus.ANSWERED, SupervisionStatus.RETURNED)
#: The unit owes an answer.
OWED = (SupervisionStatus.OPEN, SupervisionStatus.RETURNED)
#: The unit knows of it.
ISSUED = (*UNDER_WAY, SupervisionStatus.CLOSED)


class SupervisionGroup(models.Model):
    """Which kind of matter is led by which department (督办分组): a rule the county edits."""

    name = models.CharField(_("名称"), max_length=60, unique=True)
    lead_unit = models.ForeignKey(
        Unit, verbose_name=_("牵头单位"), on_delete=models.RESTRICT, related_name="+"
    )
    contents = models.JSONField(_("内容分类"), default=list, blank=True)
    routes = models.JSONField(_("办理途径"), default=list, blank=True)
    min_repeats = models.PositiveSmallIntegerField(
        _("重复次数不少于"), default=0, help_text=_("0 表示不限")
    )
    order = models.PositiveSmallIntegerField(_("顺序"), default=0)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        verbose_name = _("督办分组")
        verbose_name_plural = _("督办分组")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name


class Supervision(models.Model):
    """One supervision item (督办件) against one unit."""

    case = models.ForeignKey(
        Case,
        verbose_name=_("信访事项"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="supervisions",
        help_text=_("空表示针对单位整体工作的督办"),
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("被督办单位"), on_delete=models.RESTRICT, related_name="supervisions"
    )
    ground = models.CharField(_("督办情形"), max_length=12, choices=Ground.choices)
    facts = models.TextField(_("事实"))
    article = models.CharField(_("依据条款"), max_length=120, blank=True)
    since = models.DateField(_("发生日期"))
    clock = models.ForeignKey(
        Clock,
        verbose_name=_("期限"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="supervisions",
    )
    rests_on = models.CharField(
        _("提出依据"),
        max_length=40,
        blank=True,
        help_text=_("系统提出的，记明依据的期限、异议、文书等；空表示人工立项"),
    )
    status = models.CharField(
        _("状态"),
        max_length=10,
        choices=SupervisionStatus.choices,
        default=SupervisionStatus.PROPOSED,
    )
    proposed_by = acted_by(_("提出人"), optional=True)
    proposed_at = models.DateTimeField(_("提出时间"))
    decided_by = acted_by(_("决定人"), optional=True)
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    dismissal = models.TextField(_("不予督办的理由"), blank=True)
    requirement = models.TextField(_("督办要求"), blank=True)
    improvement = models.TextField(_("改进建议"), blank=True)
    letter = models.OneToOneField(
        DutyLetter,
        verbose_name=_("督办函"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="supervision",
    )
    due_on = models.DateField(_("答复期限"), null=True, blank=True)
    group = models.ForeignKey(
        SupervisionGroup,
        verbose_name=_("督办分组"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="supervisions",
    )
    lead_unit = models.ForeignKey(
        Unit,
        verbose_name=_("牵头单位"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    closed_by = acted_by(_("办结人"), optional=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    conclusion = models.TextField(_("办结意见"), blank=True)

    objects = SupervisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("督办件")
        verbose_name_plural = _("督办件")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "unit", "ground", "rests_on"],
                condition=~Q(rests_on=""),
                name="supervision_proposed_once",
                violation_error_message=_("同一事由已经提出督办。"),
            ),
            models.CheckConstraint(
                condition=Q(status="proposed", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(status="proposed") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="supervision_decided_iff_time",
            ),
            models.CheckConstraint(
                condition=Q(status="dismissed") & ~Q(dismissal="")
                | (~Q(status="dismissed") & Q(dismissal="")),
                name="supervision_dismissed_with_reason",
                violation_error_message=_("不予督办须说明理由。"),
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["proposed", "dismissed"], letter__isnull=True, due_on__isnull=True
                )
                | (
                    ~Q(status__in=["proposed", "dismissed"])
                    & Q(letter__isnull=False, due_on__isnull=False)
                ),
                name="supervision_opened_with_letter",
                violation_error_message=_("立项督办须有督办函和答复期限。"),
            ),
            models.CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False, closed_by__isnull=False)
                | (~Q(status="closed") & Q(closed_at__isnull=True, closed_by__isnull=True)),
                name="supervision_closed_iff_time",
            ),
            models.CheckConstraint(
                condition=Q(group__isnull=True) | Q(lead_unit__isnull=False),
                name="supervision_group_has_lead",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "due_on"], name="supervision_status_due"),
            models.Index(fields=["unit", "status"], name="supervision_unit_status"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_ground_display()}"

    @property
    def is_under_way(self) -> bool:
        """Opened and not closed."""
        return self.status in UNDER_WAY

    @property
    def is_owed(self) -> bool:
        """The unit owes an answer."""
        return self.status in OWED
