"""Forms of supervision: propose, decide, answer, return, close, list, check."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accountability.domain.supervision_letters import DEFAULT_IMPROVEMENT, default_requirement
from accountability.models import (
    CheckItem,
    ChecklistTemplate,
    CheckResult,
    Ground,
    Supervision,
)
from accountability.services.supervision import Order
from accountability.services.supervision_lists import MeetingDecision
from core.forms import DateInput, field_of
from organizations.models import Unit
from petitions.forms.acts import UnitOf
from petitions.forms.fields import FilesField, as_uploads
from petitions.selectors.choices import Choice
from petitions.services.drafts import Upload

LISTED_DAYS = 60


def long_text(
    label: Any, *, rows: int = 4, required: bool = True, help_text: Any = ""
) -> forms.CharField:
    """A field for several lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, required=required, help_text=help_text)


def offer_units(field: forms.Field, units: Iterable[Unit]) -> None:
    """Set the units a field offers."""
    cast("UnitOf", field).offer(
        Choice(unit.pk, str(unit), f"{unit.initials} {unit.code} {unit.name}") for unit in units
    )


class ProposeForm(forms.Form):
    """An item proposed by hand."""

    unit = UnitOf(label=_("被督办单位"))
    ground = forms.ChoiceField(
        label=_("督办情形"), choices=Ground.choices, widget=forms.RadioSelect
    )
    since = forms.DateField(
        label=_("发生日期"),
        widget=DateInput(),
        help_text=_("该履行而未履行、或者违规行为发生的日期"),
    )
    facts = long_text(
        _("事实"), help_text=_("写明违反哪项规定、有何依据；信访件数多少不是督办的理由。")
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_units(self.fields["unit"], units)


class OrderForm(forms.Form):
    """What the letter asks for."""

    requirement = long_text(_("督办要求"))
    improvement = long_text(_("改进工作的建议"), rows=3)
    due_on = forms.DateField(label=_("答复期限"), widget=DateInput())

    def __init__(
        self, *args: Any, item: Supervision, due_on: date, days: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "requirement": default_requirement(item.ground),
            "improvement": DEFAULT_IMPROVEMENT,
            "due_on": due_on,
        }
        self.fields["due_on"].help_text = _("默认%(days)d个工作日（“系统 → 参数”可改）") % {
            "days": days
        }

    def order(self) -> Order:
        """What the service takes."""
        return Order(**self.cleaned_data)


class ReasonForm(forms.Form):
    """One text."""

    reason = long_text(_("理由"))

    def __init__(self, *args: Any, label: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["reason"].label = label


class AnswerSupervisionForm(forms.Form):
    """A unit's answer."""

    text = long_text(
        _("整改、办理情况"),
        rows=6,
        help_text=_("逐项对照督办要求和改进建议，写明做了什么、何时完成、由谁负责。"),
    )
    evidence = long_text(_("佐证说明"), rows=2, required=False)
    attachments = FilesField(label=_("佐证材料（可多选）"), required=False)

    def uploads(self) -> tuple[Upload, ...]:
        """The chosen files."""
        return as_uploads(self.cleaned_data["attachments"])


class ReturnForm(forms.Form):
    """Give an answer back."""

    reason = long_text(_("退回理由"))
    due_on = forms.DateField(label=_("新的答复期限"), widget=DateInput())


class CloseForm(forms.Form):
    """Close an item."""

    conclusion = long_text(
        _("办结意见"), required=False, help_text=_("没有待审核的答复而办结的，须写明理由。")
    )


class ListingForm(forms.Form):
    """What the joint meeting decided."""

    meeting = forms.CharField(
        label=_("联席会议"), max_length=120, help_text=_("会议名称、届次或者会议纪要文号")
    )
    decided_on = forms.DateField(label=_("决定日期"), widget=DateInput())
    reason = long_text(_("挂牌理由"), rows=3)
    starts_on = forms.DateField(label=_("挂牌日期"), widget=DateInput())
    ends_on = forms.DateField(label=_("挂牌期限"), widget=DateInput())

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "decided_on": today,
            "starts_on": today,
            "ends_on": today + timedelta(days=LISTED_DAYS),
        }

    def decision(self) -> MeetingDecision:
        """What the service takes."""
        return MeetingDecision(**self.cleaned_data)


class AddChecklistForm(forms.Form):
    """Which template."""

    template = forms.TypedChoiceField(label=_("清单模板"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, templates: Sequence[ChecklistTemplate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_id = {row.pk: row for row in templates}
        field_of(self, "template", forms.ChoiceField).choices = [
            (row.pk, f"{row.name}（{len(row.questions)}）") for row in templates
        ]

    @property
    def chosen(self) -> ChecklistTemplate:
        """The template that was ticked."""
        return self.by_id[self.cleaned_data["template"]]


class ChecklistForm(forms.Form):
    """A result and evidence for each question."""

    def __init__(self, *args: Any, checks: Sequence[CheckItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.checks = checks
        for row in checks:
            self.fields[f"result_{row.pk}"] = forms.ChoiceField(
                label=row.question,
                choices=CheckResult.choices,
                required=False,
                widget=forms.RadioSelect,
                initial=row.result,
            )
            self.fields[f"evidence_{row.pk}"] = forms.CharField(
                label=_("佐证"),
                required=False,
                initial=row.evidence,
                widget=forms.Textarea(attrs={"rows": 1}),
            )

    def rows(self) -> list[tuple[CheckItem, forms.BoundField, forms.BoundField]]:
        """Each question with its two fields."""
        return [(row, self[f"result_{row.pk}"], self[f"evidence_{row.pk}"]) for row in self.checks]

    def results(self) -> dict[int, tuple[str, str]]:
        """Question → (result, evidence)."""
        data = self.cleaned_data
        return {
            row.pk: (data[f"result_{row.pk}"], data[f"evidence_{row.pk}"]) for row in self.checks
        }
