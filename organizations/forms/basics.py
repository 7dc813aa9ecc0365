"""Forms of the work calendar and the settings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput
from organizations.domain.numbers import NumberSpec

WORDS = {
    "collective_threshold": _("集体访人数下限"),
    "representatives_max": _("集体访代表人数上限"),
    "clock.roll_over": _("期限届满遇节假日顺延"),
    "import.same_matter": _("导入时视为同一事项的文字相似度"),
    "hollow.min_length": _("答复内容过短的字数界限"),
    "talk.worst": _("每期列为末位的单位数"),
    "talk.consecutive": _("连续几期末位提请谈话"),
}


def setting_label(code: str) -> Any:
    """What the screen calls a setting."""
    return WORDS.get(code, code)


class CalendarImportForm(forms.Form):
    """A file of days off and make-up days."""

    file = forms.FileField(
        label=_("日历文件"),
        help_text=_(".csv 或 .xlsx，三列：日期、性质（放假或上班）、名称；文件所含年度整年替换。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    source = forms.CharField(
        label=_("依据"), max_length=200, help_text=_("例如：国务院办公厅通知的名称和文号。")
    )


class NumberForm(forms.Form):
    """A new value of a setting."""

    value = forms.CharField(label=_("新值"), max_length=100)
    valid_from = forms.DateField(label=_("生效日期"), widget=DateInput)
    basis = forms.CharField(label=_("依据"), max_length=200)

    def __init__(self, *args: Any, spec: NumberSpec, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if spec.kind == "boolean":
            self.fields["value"] = forms.ChoiceField(
                label=_("新值"), choices=[("true", _("是")), ("false", _("否"))]
            )
        else:
            bounds = {"low": spec.low, "high": spec.high}
            percent = _("百分比，%(low)s 至 %(high)s 的整数。") % bounds
            number = _("%(low)s 至 %(high)s 的整数。") % bounds
            self.fields["value"].help_text = percent if spec.kind == "percent" else number
