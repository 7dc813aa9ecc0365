"""Forms of problems of the monthly analysis and of the tasks given for them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accountability.forms.supervision import long_text, offer_units
from accountability.models import AnalysisProblem, ProblemKind, ProblemTask
from accountability.selectors.problems import people_for_tasks, units_for_tasks
from accountability.services.problems import ProblemDraft, TaskDraft
from core.forms import DateInput, field_of
from petitions.forms.acts import UnitOf, UserOf
from petitions.forms.fields import FilesField, as_uploads
from petitions.selectors.choices import staff
from petitions.services.drafts import Upload

TASK_DAYS = 30
GENERAL = _("写一类事项和工作，不写信访人姓名、电话、证件号码和信访件编号。")


class TaskForm(forms.Form):
    """What a unit is to do for a problem, by when, and who answers for it."""

    unit = UnitOf(label=_("整改单位"))
    responsible = UserOf(
        label=_("责任人"), required=False, help_text=_("不选的，由该单位主要负责人负责。")
    )
    requirement = long_text(_("整改要求"), help_text=GENERAL)
    due_on = forms.DateField(label=_("完成期限"), widget=DateInput())

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_units(self.fields["unit"], units_for_tasks(on=on))
        field_of(self, "responsible", UserOf).offer_users(people_for_tasks(on=on))
        self.fields["due_on"].initial = on + timedelta(days=TASK_DAYS)
        self.fields["due_on"].widget.attrs["min"] = on.isoformat()

    def task(self) -> TaskDraft:
        """What the service takes."""
        data = self.cleaned_data
        return TaskDraft(data["unit"], data["requirement"], data["due_on"], data["responsible"])


class ProblemForm(TaskForm):
    """A problem with its first task."""

    month = forms.ChoiceField(label=_("分析月份"))
    kind = forms.ChoiceField(label=_("来源"), choices=ProblemKind.choices)
    title = forms.CharField(
        label=_("问题"),
        max_length=80,
        widget=forms.Textarea(attrs={"rows": 1}),
        help_text=_("一句话，如“征地补偿款发放不及时”。"),
    )
    text = long_text(_("情况和分析"), rows=5, help_text=GENERAL)
    question = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput())
    field_order = (
        "month",
        "kind",
        "title",
        "text",
        "unit",
        "responsible",
        "requirement",
        "due_on",
        "question",
    )

    def __init__(self, *args: Any, on: date, months: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, on=on, **kwargs)
        field_of(self, "month", forms.ChoiceField).choices = months

    def problem(self) -> ProblemDraft:
        """What the service takes."""
        names = ("month", "kind", "title", "text", "question")
        return ProblemDraft(**{name: self.cleaned_data[name] for name in names})


class WorkForm(forms.Form):
    """Progress or a result, with its evidence."""

    text = long_text(_("整改情况"), rows=6, help_text=GENERAL)
    attachments = FilesField(label=_("佐证材料（可多选）"), required=False)

    def uploads(self) -> tuple[Upload, ...]:
        """The chosen files."""
        return as_uploads(self.cleaned_data["attachments"])


class ReturnTaskForm(forms.Form):
    """The result does not do."""

    reason = long_text(_("退回理由"), help_text=_("写明还缺什么。"))
    due_on = forms.DateField(label=_("新的完成期限"), widget=DateInput())


class CloseTaskForm(forms.Form):
    """The result is accepted."""

    note = long_text(
        _("审核意见"),
        rows=3,
        required=False,
        help_text=_("单位没有报结果而销号的（如问题不再存在、交办有误），须写明理由。"),
    )


class AdjustTaskForm(forms.Form):
    """Another day, or another person who answers for it."""

    due_on = forms.DateField(label=_("完成期限"), widget=DateInput())
    responsible = UserOf(label=_("新的责任人"), required=False, help_text=_("不选的不变。"))
    reason = long_text(_("调整理由"), rows=3)

    def __init__(self, *args: Any, task: ProblemTask, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].initial = task.due_on
        people = [
            user for user in staff(on=on, unit_id=task.unit_id) if user.pk != task.responsible_id
        ]
        field_of(self, "responsible", UserOf).offer_users(people)


def facts_of(problem: AnalysisProblem) -> tuple[tuple[Any, Any], ...]:
    """The problem above a form."""
    return ((_("问题"), problem.title), (_("情况和分析"), problem.text))
