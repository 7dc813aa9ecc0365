"""What a leader does in a case: the plan with its steps, visits, conferences, and how it goes on."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accountability.models.leading import LeaderCase
from accountability.querysets import StepQuerySet
from organizations.models import Unit
from petitions.models import Attachment
from petitions.models.procedure import acted_by


class ConferenceKind(models.TextChoices):
    """What a conference on one case is."""

    DISPATCH = "dispatch", _("专题调度")
    CONSULTATION = "consultation", _("会商")


class CaseConference(models.Model):
    """A conference on one case (专题调度、会商): who took part, what was said; what was decided are steps."""

    leader_case = models.ForeignKey(
        LeaderCase, verbose_name=_("领导包案"), on_delete=models.CASCADE, related_name="conferences"
    )
    kind = models.CharField(_("形式"), max_length=14, choices=ConferenceKind.choices)
    on = models.DateField(_("日期"))
    place = models.CharField(_("地点"), max_length=120)
    chair = models.CharField(_("主持人"), max_length=60)
    participants = models.TextField(_("参加人员"))
    by_leader = models.BooleanField(_("包案领导本人参加"), default=False)
    minutes = models.TextField(_("会议纪要"))
    files = models.ManyToManyField(
        Attachment, verbose_name=_("附件"), blank=True, related_name="conferences"
    )
    by = acted_by(_("记录人"))
    recorded_at = models.DateTimeField(_("记录时间"))

    class Meta:
        verbose_name = _("个案会商")
        verbose_name_plural = _("个案会商")
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class PlanStatus(models.TextChoices):
    """A plan is in force once the leader confirmed it; the next one replaces it."""

    DRAFT = "draft", _("待确认")
    CONFIRMED = "confirmed", _("执行中")
    REPLACED = "replaced", _("已修订")


class LeaderPlan(models.Model):
    """The plan of a case (一案一方案); each revision is kept as it was."""

    leader_case = models.ForeignKey(
        LeaderCase, verbose_name=_("领导包案"), on_delete=models.CASCADE, related_name="plans"
    )
    revision = models.PositiveSmallIntegerField(_("版次"))
    problem = models.TextField(_("问题症结"))
    measures = models.TextField(_("化解目标和措施"))
    reason = models.TextField(_("修订理由"), blank=True)
    conference = models.ForeignKey(
        CaseConference,
        verbose_name=_("会商"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="plans",
    )
    status = models.CharField(
        _("状态"), max_length=10, choices=PlanStatus.choices, default=PlanStatus.DRAFT
    )
    written_by = acted_by(_("拟定人"))
    written_at = models.DateTimeField(_("拟定时间"))
    confirmed_by = acted_by(_("确认人"), optional=True)
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("包案方案")
        verbose_name_plural = _("包案方案")
        ordering = ["leader_case", "revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["leader_case", "revision"], name="leader_plan_revision_once"
            ),
            models.UniqueConstraint(
                fields=["leader_case"],
                condition=Q(status="draft"),
                name="leader_plan_one_draft",
                violation_error_message=_("已有待确认的方案。"),
            ),
            models.UniqueConstraint(
                fields=["leader_case"],
                condition=Q(status="confirmed"),
                name="leader_plan_one_in_force",
                violation_error_message=_("已有执行中的方案。"),
            ),
            models.CheckConstraint(
                condition=Q(status="draft", confirmed_at__isnull=True, confirmed_by__isnull=True)
                | (~Q(status="draft") & Q(confirmed_at__isnull=False, confirmed_by__isnull=False)),
                name="leader_plan_confirmed_iff_signed",
            ),
            models.CheckConstraint(
                condition=Q(revision=1) | ~Q(reason=""),
                name="leader_plan_revision_has_reason",
                violation_error_message=_("修订方案须写明理由。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leader_case_id} #{self.revision}"


class PlanStep(models.Model):
    """One step of a plan: what, who, by when, and what came of it."""

    plan = models.ForeignKey(
        LeaderPlan, verbose_name=_("包案方案"), on_delete=models.CASCADE, related_name="steps"
    )
    order = models.PositiveSmallIntegerField(_("序号"))
    text = models.TextField(_("步骤"))
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("责任单位"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    person = acted_by(_("责任人"), optional=True)
    due_on = models.DateField(_("完成期限"))
    done_on = models.DateField(_("完成日期"), null=True, blank=True)
    result = models.TextField(_("完成情况"), blank=True)
    done_by = acted_by(_("登记人"), optional=True)
    alerted_at = models.DateTimeField(_("逾期催办时间"), null=True, blank=True)
    before = models.ForeignKey(
        "self",
        verbose_name=_("修订前的步骤"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="after",
    )
    conference = models.ForeignKey(
        CaseConference,
        verbose_name=_("会商"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="steps",
    )

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("方案步骤")
        verbose_name_plural = _("方案步骤")
        ordering = ["plan", "order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "order"], name="plan_step_order_once"),
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(person__isnull=False),
                name="plan_step_has_owner",
                violation_error_message=_("每个步骤须有责任单位或者责任人。"),
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, result="", done_by__isnull=True)
                | (Q(done_on__isnull=False, done_by__isnull=False) & ~Q(result="")),
                name="plan_step_done_with_result",
                violation_error_message=_("完成日期与完成情况须同时填写。"),
            ),
            models.CheckConstraint(
                condition=Q(before__isnull=True) | ~Q(before=F("id")),
                name="plan_step_not_before_itself",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(done_on__isnull=True), name="plan_step_open_due"
            )
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.text[:30]}"

    @property
    def owner(self) -> str:
        """Who does it, in words."""
        return " ".join(str(one) for one in (self.unit, self.person) if one)


class VisitKind(models.TextChoices):
    """How a leader met the petitioner."""

    HOME = "home", _("走访")
    MEETING = "meeting", _("约见")
    DOWN = "down", _("下访")
    RECEPTION = "reception", _("接访")


class LeaderVisit(models.Model):
    """A meeting with the petitioner, to listen and to help: what was heard, what was promised, what comes next."""

    leader_case = models.ForeignKey(
        LeaderCase, verbose_name=_("领导包案"), on_delete=models.CASCADE, related_name="visits"
    )
    kind = models.CharField(_("形式"), max_length=10, choices=VisitKind.choices)
    on = models.DateField(_("日期"))
    place = models.CharField(_("地点"), max_length=120)
    who = models.CharField(_("参加的工作人员"), max_length=200)
    by_leader = models.BooleanField(_("包案领导本人参加"), default=False)
    heard = models.TextField(_("听取的意见和诉求"))
    promised = models.TextField(_("答复和承诺"), blank=True)
    next_step = models.TextField(_("下一步工作"), blank=True)
    files = models.ManyToManyField(
        Attachment, verbose_name=_("附件"), blank=True, related_name="leader_visits"
    )
    by = acted_by(_("记录人"))
    recorded_at = models.DateTimeField(_("记录时间"))

    class Meta:
        verbose_name = _("走访约见")
        verbose_name_plural = _("走访约见")
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class LeaderProgress(models.Model):
    """How a case goes on, in one sentence that may be published."""

    leader_case = models.ForeignKey(
        LeaderCase, verbose_name=_("领导包案"), on_delete=models.CASCADE, related_name="progress"
    )
    on = models.DateField(_("日期"))
    text = models.CharField(_("进展"), max_length=200)
    by = acted_by(_("填写人"))
    recorded_at = models.DateTimeField(_("填写时间"))

    class Meta:
        verbose_name = _("包案进展")
        verbose_name_plural = _("包案进展")
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return self.text
