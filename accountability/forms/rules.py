"""Forms of the accountability pages; they validate, services decide."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accountability.domain.reminders import TASKS, ReminderPlan
from accountability.forms.rule_editor import SeenField
from core.forms import DateInput, field_of
from petitions.domain.clock_rules import ClockCode


class ApproveForm(forms.Form):
    """From which month a rule set is in force."""

    valid_from = forms.DateField(
        label=_("生效日期"), widget=DateInput(), help_text=_("每月1日，自该月的通报起适用")
    )
    seen = SeenField()

    def __init__(self, *args: Any, today: date, seen: datetime | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = seen
        self.initial["valid_from"] = (today.replace(day=1) + timedelta(days=32)).replace(day=1)


class ReminderRuleForm(forms.Form):
    """When to remind, from a day on."""

    code = forms.ChoiceField(label=_("期限"), required=False)
    days_before = forms.CharField(
        label=_("到期前天数"),
        help_text=_("用逗号隔开，如 7,3,1；留空表示到期前不提醒"),
        required=False,
    )
    on_the_day = forms.BooleanField(label=_("到期当日提醒"), required=False)
    every_days_after = forms.IntegerField(
        label=_("逾期后每隔天数"), min_value=1, max_value=60, help_text=_("逾期后每隔几天催办一次")
    )
    valid_from = forms.DateField(label=_("生效日期"), widget=DateInput())

    def __init__(self, *args: Any, plan: ReminderPlan, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        duties = [(c.value, f"{c.value} {c.name_zh}") for c in ClockCode]
        duties += [(code, f"{code} {name}") for code, name in TASKS.items()]
        field_of(self, "code", forms.ChoiceField).choices = [("", _("全部期限")), *duties]
        self.initial = {
            "days_before": ",".join(str(days) for days in plan.days_before),
            "on_the_day": plan.on_the_day,
            "every_days_after": plan.every_days_after,
            "valid_from": today,
        }

    def clean_days_before(self) -> list[int]:
        """Whole numbers between commas, full-width ones too."""
        text = self.cleaned_data["days_before"].replace("，", ",").replace("、", ",")
        try:
            return [int(part) for part in text.split(",") if part.strip()]
        except ValueError as error:
            raise forms.ValidationError(_("请填写用逗号隔开的整数。")) from error
