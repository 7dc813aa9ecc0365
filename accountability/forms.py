"""Forms of the accountability pages; they validate, services decide."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accountability.domain.describe import describe_item, plain
from accountability.domain.escalation import LEVEL_NAMES, TOP_LEVEL
from accountability.domain.reminders import ReminderPlan
from accountability.domain.score_terms import Formula, RuleItem
from accountability.models import RuleSet, TalkStatus
from core.forms import DateInput
from petitions.domain.clock_rules import ClockCode

NUMBERS = (("points", _("分值")), ("cap", _("扣分上限")), ("mark", _("基准（标准）")))
WITH_CAP = (Formula.PER_EVENT, Formula.PER_POINT)
WITH_MARK = (Formula.PER_POINT, Formula.THRESHOLD)


class RuleSetForm(forms.Form):
    """The numbers of a rule set: name, base and, for each item, its points, cap and mark."""

    name = forms.CharField(label=_("名称"), max_length=120)
    base_score = forms.DecimalField(
        label=_("基础分"), min_value=Decimal(1), max_digits=7, decimal_places=2
    )
    policy_note = forms.CharField(
        label=_("政策提示"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, source: RuleSet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source
        self.initial = {
            "name": source.name,
            "base_score": plain(source.base_score),
            "policy_note": source.policy_note,
        }
        self.rules = [RuleItem.from_json(item) for item in source.items]
        for item in self.rules:
            for name, label in _numbers_of(item):
                value = getattr(item, name)
                key = f"{item.code}__{name}"
                self.fields[key] = forms.DecimalField(
                    label=label,
                    min_value=Decimal(0),
                    max_digits=7,
                    decimal_places=2,
                    required=name != "cap",
                    help_text=_("空表示不设上限") if name == "cap" else "",
                )
                self.initial[key] = None if value is None else plain(value)

    def rows(self) -> list[tuple[RuleItem, str, list[forms.BoundField]]]:
        """Each item with its sentence as it stands and its fields, for the page."""
        return [
            (
                item,
                describe_item(item),
                [self[f"{item.code}__{n}"] for n, _label in _numbers_of(item)],
            )
            for item in self.rules
        ]

    def items(self) -> list[dict[str, Any]]:
        """The items with the numbers entered."""
        changed = []
        for item in self.rules:
            data = item.to_json()
            for name, _label in _numbers_of(item):
                value = self.cleaned_data[f"{item.code}__{name}"]
                data[name] = None if value is None else str(value)
            changed.append(data)
        return changed


def _numbers_of(item: RuleItem) -> list[tuple[str, Any]]:
    return [
        (name, label)
        for name, label in NUMBERS
        if name == "points"
        or (name == "cap" and item.formula in WITH_CAP)
        or (name == "mark" and item.formula in WITH_MARK)
    ]


class ApproveForm(forms.Form):
    """From which month a rule set is in force."""

    valid_from = forms.DateField(
        label=_("生效日期"), widget=DateInput(), help_text=_("每月1日，自该月的通报起适用")
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
        cast("forms.ChoiceField", self.fields["code"]).choices = [("", _("全部期限")), *duties]
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


class LevelsForm(forms.Form):
    """After how many days overdue each level is reached, from a day on."""

    valid_from = forms.DateField(label=_("生效日期"), widget=DateInput())

    def __init__(self, *args: Any, days: dict[int, int], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["valid_from"] = today
        for level in range(1, TOP_LEVEL + 1):
            name = f"level_{level}"
            self.fields[name] = forms.IntegerField(
                label=_("升至 %(level)s 级（%(name)s）的逾期天数")
                % {"level": level, "name": LEVEL_NAMES[level]},
                min_value=1,
                max_value=365,
            )
            self.initial[name] = days.get(level)
        self.order_fields([f"level_{level}" for level in range(1, TOP_LEVEL + 1)])

    def days(self) -> dict[int, int]:
        """Level → days."""
        return {n: self.cleaned_data[f"level_{n}"] for n in range(1, TOP_LEVEL + 1)}


class SettleTalkForm(forms.Form):
    """What came of a proposed talk."""

    result = forms.ChoiceField(
        label=_("结果"),
        choices=[(s.value, s.label) for s in (TalkStatus.HELD, TalkStatus.DROPPED)],
        widget=forms.RadioSelect,
        initial=TalkStatus.HELD.value,
    )
    note = forms.CharField(
        label=_("情况说明"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("谈话时间、谈话人、整改要求和期限；不予谈话的写明理由"),
    )
