"""Forms of why a matter came up: of one matter, and of the county's list."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, field_of
from petitions.forms.acts import ActForm, CauseOf, TextField
from petitions.forms.fields import OneOf
from petitions.models import Cause
from petitions.selectors import choices

NOTE = _("写事项、规定和办理中的原因，不写信访人的姓名，也不评价信访人。")


class CauseForm(ActForm):
    """登记成因."""

    cause = CauseOf(label=_("成因"))
    note = TextField(
        label=_("说明"),
        max_length=200,
        required=False,
        rows=2,
        help_text=NOTE,
    )

    def prepare(self) -> None:
        field_of(self, "cause", OneOf).offer(choices.cause_choices(on=self.desk.on))


class CorrectCauseForm(CauseForm):
    """更正成因."""

    reason = TextField(label=_("更正理由"), max_length=200, rows=2)

    def prepare(self) -> None:
        super().prepare()
        self.fields["cause"].initial = self.desk.case.cause_id


class NewCauseForm(forms.Form):
    """新增成因."""

    parent = forms.ModelChoiceField(
        label=_("上级成因"),
        queryset=Cause.objects.none(),
        required=False,
        empty_label=_("（新增一级成因）"),
    )
    name = forms.CharField(label=_("名称"), max_length=40)
    hint = TextField(
        label=_("何时选用"),
        max_length=200,
        required=False,
        rows=2,
        help_text=NOTE,
    )
    valid_from = forms.DateField(label=_("生效日期"), widget=DateInput)

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"valid_from": today})
        field_of(self, "parent", forms.ModelChoiceField).queryset = Cause.objects.filter(
            parent__isnull=True
        ).order_by("code")
        self.fields["valid_from"].widget.attrs["min"] = today.isoformat()


class CauseChangeForm(forms.Form):
    """修改、停用成因."""

    hint = TextField(
        label=_("何时选用"),
        max_length=200,
        required=False,
        rows=2,
        help_text=NOTE,
    )
    valid_to = forms.DateField(
        label=_("停用前最后一天"),
        required=False,
        widget=DateInput,
        help_text=_("不填写表示继续使用；停用后不能再选，已经登记的不变。"),
    )

    def __init__(self, data: Any = None, *, cause: Cause) -> None:
        super().__init__(data, initial={"hint": cause.hint, "valid_to": cause.valid_to})
