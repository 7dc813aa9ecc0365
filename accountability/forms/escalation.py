"""Forms of escalation: its rules, and how its levels are left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accountability.domain.level_rules import LEVEL_NAMES, TOP_LEVEL, LevelRule
from accountability.models import EscalationRule, FallMode, YesNo
from accountability.selectors.level_rules import ANSWERS, class_prefix, duty_clock_choices
from accountability.selectors.recipients import Person
from accountability.services.instructions import Order
from core.forms import DateInput, field_of
from petitions.enums import Purpose
from petitions.models import ContentClass

LEVELS = range(1, TOP_LEVEL + 1)
ANY = ("", _("不限"))


class LevelsForm(forms.Form):
    """After how many days overdue each level is reached where no rule with conditions applies, from a day on."""

    basis = forms.CharField(label=_("依据"), max_length=200, required=False)
    valid_from = forms.DateField(label=_("生效日期"), widget=DateInput())

    def __init__(self, *args: Any, days: dict[int, int], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["valid_from"] = today
        for level in LEVELS:
            name = f"level_{level}"
            self.fields[name] = forms.IntegerField(
                label=_("升至 %(level)s 级（%(name)s）的逾期天数")
                % {"level": level, "name": LEVEL_NAMES[level]},
                min_value=1,
                max_value=365,
            )
            self.initial[name] = days.get(level)
        self.order_fields([f"level_{level}" for level in LEVELS])

    def days(self) -> dict[int, int]:
        """Level → days."""
        return {level: self.cleaned_data[f"level_{level}"] for level in LEVELS}


class RuleForm(forms.Form):
    """A rule with conditions."""

    level = forms.TypedChoiceField(label=_("升至"), coerce=int)
    days_overdue = forms.IntegerField(
        label=_("逾期天数"), min_value=1, max_value=365, help_text=_("期限届满后满几天（自然日）")
    )
    code = forms.ChoiceField(label=_("期限"), required=False)
    content = forms.ChoiceField(
        label=_("内容分类"), required=False, help_text=_("选一级分类的，包括其下各类")
    )
    purpose = forms.ChoiceField(
        label=_("信访目的"), required=False, choices=[ANY, *Purpose.choices]
    )
    min_heads = forms.IntegerField(
        label=_("信访人数不少于"), required=False, min_value=2, help_text=_("留空表示不限")
    )
    secret = forms.ChoiceField(
        label=_("检举控告（保密）"), required=False, choices=[ANY, *YesNo.choices]
    )
    urgent = forms.ChoiceField(label=_("重大紧急"), required=False, choices=[ANY, *YesNo.choices])
    basis = forms.CharField(
        label=_("依据"), max_length=200, help_text=_("文件名称、文号或者会议决定")
    )
    valid_from = forms.DateField(label=_("生效日期"), widget=DateInput())

    def __init__(
        self, *args: Any, today: date, source: EscalationRule | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        names = [(level, f"{level} {LEVEL_NAMES[level]}") for level in LEVELS]
        field_of(self, "level", forms.ChoiceField).choices = names
        clocks = field_of(self, "code", forms.ChoiceField)
        clocks.choices = [("", _("任何一项")), *duty_clock_choices()]
        classes = ContentClass.objects.order_by("code").values_list("code", "name")
        field_of(self, "content", forms.ChoiceField).choices = [
            ANY,
            *(
                (class_prefix(c), name if c.endswith("0000") else f"　{name}")
                for c, name in classes
            ),
        ]
        self.initial["valid_from"] = today
        if source is not None:
            for name in set(self.fields) - {"valid_from", "basis"}:
                self.initial[name] = getattr(source, name)
            self.initial["min_heads"] = source.min_heads or None

    def rule(self) -> LevelRule:
        """The rule as entered."""
        data = self.cleaned_data
        return LevelRule(
            level=data["level"],
            days_overdue=data["days_overdue"],
            code=data["code"],
            content=data["content"],
            purpose=data["purpose"],
            min_heads=data["min_heads"] or 0,
            secret=ANSWERS[data["secret"]],
            urgent=ANSWERS[data["urgent"]],
        )


class EndRuleForm(forms.Form):
    """The last day of a rule, and why it ends."""

    last_day = forms.DateField(label=_("最后一日"), widget=DateInput())
    reason = forms.CharField(label=_("理由"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["last_day"] = today


class FallModesForm(forms.Form):
    """How each level is left, from a day on."""

    valid_from = forms.DateField(label=_("生效日期"), widget=DateInput())

    def __init__(self, *args: Any, modes: dict[int, str], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["valid_from"] = today
        for level in LEVELS:
            name = f"level_{level}"
            self.fields[name] = forms.ChoiceField(
                label=_("%(level)s 级（%(name)s）") % {"level": level, "name": LEVEL_NAMES[level]},
                choices=FallMode.choices,
            )
            self.initial[name] = modes[level]
        self.order_fields([f"level_{level}" for level in LEVELS])

    def modes(self) -> dict[int, str]:
        """Level → mode."""
        return {level: self.cleaned_data[f"level_{level}"] for level in LEVELS}


class SignForm(forms.Form):
    """Sign a step, with an instruction if one is wanted."""

    text = forms.CharField(
        label=_("批示"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("不需要批示的留空，直接签阅"),
    )
    to = forms.ChoiceField(label=_("交谁办理"), required=False)
    due_on = forms.DateField(label=_("反馈期限"), required=False, widget=DateInput())

    def __init__(
        self, *args: Any, people: Sequence[Person], today: date, may_wait: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.user.pk): person for person in people}
        self.may_wait = may_wait
        choices = [(key, f"{p.capacity} {p.user}") for key, p in self.people.items()]
        field_of(self, "to", forms.ChoiceField).choices = [("", _("请选择")), *choices]
        self.initial["due_on"] = today + timedelta(days=7)

    def clean(self) -> dict[str, Any]:
        """An instruction is whole or absent; a step signed before asks for one."""
        data = super().clean() or self.cleaned_data
        text = data.get("text", "").strip()
        if not text and (data.get("to") or not self.may_wait):
            self.add_error("text", _("请填写批示内容。"))
        if text and not data.get("to"):
            self.add_error("to", _("请选择由谁办理。"))
        if text and not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("请填写反馈期限。"))
        return data

    def order(self) -> Order | None:
        """The instruction, None when the step is only signed."""
        data = self.cleaned_data
        if not data["text"].strip():
            return None
        return Order(text=data["text"], due_on=data["due_on"], to=self.people[data["to"]])


class LowerForm(forms.Form):
    """A supervisor's decision to lower a level."""

    to_level = forms.TypedChoiceField(label=_("降至"), coerce=int)
    reason = forms.CharField(label=_("理由"), widget=forms.Textarea(attrs={"rows": 3}))
    hold_until = forms.DateField(
        label=_("暂不再升级至"),
        required=False,
        widget=DateInput(),
        help_text=_("仍有期限逾期的必须填写；过后仍逾期的，重新逐级升级"),
    )

    def __init__(self, *args: Any, level: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(n, f"{n} {LEVEL_NAMES[n]}") for n in range(level)]
        field_of(self, "to_level", forms.ChoiceField).choices = names


class AnswerForm(forms.Form):
    """What was done about an instruction."""

    text = forms.CharField(
        label=_("办理情况"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )


class SendBackForm(forms.Form):
    """Why a feedback does not do, and the new day."""

    reason = forms.CharField(
        label=_("退回理由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = forms.DateField(label=_("反馈期限"), widget=DateInput())


class FinishForm(forms.Form):
    """The confirmation, with a remark if one is wanted."""

    text = forms.CharField(
        label=_("意见"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("留空即为“同意办结”"),
    )
