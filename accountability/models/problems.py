"""Problems that the monthly analysis found, and the tasks units were given for them (月分析：问题 → 整改任务)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accountability.models.supervision_answers import StoredFile
from organizations.models import Unit
from petitions.models.procedure import acted_by


class ProblemKind(models.TextChoices):
    """Where in the analysis a problem was seen."""

    RISE = "rise", _("上升")
    HOT = "hot", _("热点")
    CHAIN = "chain", _("反复信访")
    CAUSE = "cause", _("成因")
    SPEED = "speed", _("环节用时与质量")
    OTHER = "other", _("其他")


class AnalysisProblem(models.Model):
    """A problem common to several matters; it names no petitioner and no single matter."""

    month = models.CharField(_("分析月份"), max_length=7, db_index=True)
    kind = models.CharField(_("来源"), max_length=8, choices=ProblemKind.choices)
    title = models.CharField(_("问题"), max_length=80)
    text = models.TextField(_("情况和分析"))
    question = models.CharField(
        _("所含事项"), max_length=300, blank=True, help_text=_("统计数所含事项的查询条件")
    )
    by = acted_by(_("提出人"))
    at = models.DateTimeField(_("提出时间"))

    class Meta:
        verbose_name = _("月分析问题")
        verbose_name_plural = _("月分析问题")
        ordering = ["-month", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(text=""), name="problem_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class TaskStatus(models.TextChoices):
    """Life of a task."""

    OPEN = "open", _("整改中")
    ANSWERED = "answered", _("已报结果，待审核")
    RETURNED = "returned", _("退回继续整改")
    CLOSED = "closed", _("已销号")


#: The unit still owes its result.
TASK_OWED = (TaskStatus.OPEN, TaskStatus.RETURNED)


class ProblemTask(models.Model):
    """What one unit is to put right by when, and who answers for it there."""

    problem = models.ForeignKey(
        AnalysisProblem, verbose_name=_("问题"), on_delete=models.CASCADE, related_name="tasks"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("整改单位"), on_delete=models.RESTRICT, related_name="problem_tasks"
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("责任人"),
        on_delete=models.RESTRICT,
        related_name="problem_tasks",
    )
    text = models.TextField(_("整改要求"))
    due_on = models.DateField(_("完成期限"))
    status = models.CharField(
        _("状态"), max_length=10, choices=TaskStatus.choices, default=TaskStatus.OPEN
    )
    given_by = acted_by(_("交办人"))
    given_at = models.DateTimeField(_("交办时间"))
    given_on = models.DateField(_("交办日期"))
    closed_at = models.DateTimeField(_("销号时间"), null=True, blank=True)
    closed_on = models.DateField(_("销号日期"), null=True, blank=True)
    reminded_step = models.CharField(_("最近提醒步骤"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("整改任务")
        verbose_name_plural = _("整改任务")
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False, closed_on__isnull=False)
                | (~Q(status="closed") & Q(closed_at__isnull=True, closed_on__isnull=True)),
                name="problem_task_closed_iff_time",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("given_on")), name="problem_task_due_after_given"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="problem_task_says_something"),
            models.UniqueConstraint(
                fields=["problem", "unit"],
                condition=~Q(status="closed"),
                name="problem_task_one_open_a_unit",
                violation_error_message=_("该单位在此问题上已有未销号的任务。"),
            ),
        ]
        indexes = [
            models.Index(fields=["status", "due_on"], name="problem_task_due"),
            models.Index(fields=["unit", "status"], name="problem_task_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.due_on}"


class TaskNoteKind(models.TextChoices):
    """What was written about a task."""

    PROGRESS = "progress", _("整改进展")
    ANSWER = "answer", _("整改结果")
    RETURNED = "returned", _("退回")
    MOVED = "moved", _("调整期限、责任人")
    CLOSED = "closed", _("销号")


class ProblemTaskNote(models.Model):
    """One line about a task, never changed; of a result the day it was due and whether it came in time."""

    task = models.ForeignKey(
        ProblemTask, verbose_name=_("整改任务"), on_delete=models.CASCADE, related_name="notes"
    )
    kind = models.CharField(_("种类"), max_length=10, choices=TaskNoteKind.choices)
    text = models.TextField(_("内容"))
    due_on = models.DateField(_("当时的期限"))
    on_time = models.BooleanField(_("是否按期"), null=True, blank=True)
    by = acted_by(_("经办人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("整改任务记录")
        verbose_name_plural = _("整改任务记录")
        ordering = ["task", "at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="answer", on_time__isnull=False)
                | (~Q(kind="answer") & Q(on_time__isnull=True)),
                name="problem_note_answer_judged",
            )
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.kind}"


class ProblemTaskFile(StoredFile):
    """A file that came with progress or a result."""

    note = models.ForeignKey(
        ProblemTaskNote,
        verbose_name=_("整改任务记录"),
        on_delete=models.CASCADE,
        related_name="files",
    )

    class Meta:
        verbose_name = _("整改佐证材料")
        verbose_name_plural = _("整改佐证材料")
        ordering = ["note", "id"]
