"""Forms of what may happen to a matter at any time: recusal, merging, splitting, links, withdrawal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import field_of
from petitions.enums import Purpose
from petitions.forms.acts import ActForm, DayField, TextField, UserOf
from petitions.models import Case
from petitions.selectors import choices
from petitions.selectors.cases import of_same_people
from petitions.services.merging import Part


class RecuseForm(ActForm):
    """申请回避."""

    user = UserOf(label=_("回避人员"))
    reason = TextField(label=_("与信访事项或者信访人的直接利害关系"))

    def prepare(self) -> None:
        staff = choices.staff(on=self.desk.on, unit_id=self.desk.case.responsible_unit_id)
        field_of(self, "user", UserOf).offer_users(staff)


class DecideRecusalForm(ActForm):
    """决定回避."""

    recusal = forms.ChoiceField(label=_("回避申请"), choices=[], widget=forms.RadioSelect)
    approve = forms.TypedChoiceField(
        label=_("决定"),
        choices=[("1", _("应当回避")), ("0", _("不需回避"))],
        coerce=lambda value: value == "1",
        empty_value=None,
        widget=forms.RadioSelect,
    )
    reason = TextField(label=_("决定理由"), rows=3)

    def prepare(self) -> None:
        rows = self.desk.file.proceedings.recusals
        field_of(self, "recusal", forms.ChoiceField).choices = [
            (str(row.pk), f"{row.user}：{row.reason}") for row in rows
        ]
        if len(rows) == 1:
            self.fields["recusal"].initial = str(rows[0].pk)

    def arguments(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        rows = {str(row.pk): row for row in self.desk.file.proceedings.recusals}
        return {**data, "recusal": rows[data["recusal"]]}


class OtherCaseField(forms.CharField):
    """Another matter by its number, among those the user may see; the browser offers `numbers`."""

    widget = forms.TextInput(attrs={"list": "numbers", "autocomplete": "off"})

    def find(self, number: str, desk: Any) -> Case | None:
        """The matter of that number, None when the user cannot see one."""
        return Case.objects.visible_to(desk.authority).filter(number=number.strip()).first()


class OtherCaseForm(ActForm):
    """An act that names another matter, most often one of the same petitioner."""

    def numbers(self) -> list[Case]:
        """Matters to offer (one query)."""
        return of_same_people(self.desk.case, self.desk.authority)


class MergeForm(OtherCaseForm):
    """并案."""

    into = OtherCaseField(
        label=_("并入的信访件编号"),
        max_length=24,
        help_text=_("点击可从同一信访人的其他事项中选择；须是正在办理的另一件。"),
    )
    reason = TextField(label=_("并案理由"), rows=3)

    def numbers(self) -> list[Case]:
        return [case for case in super().numbers() if case.is_open]

    def clean_into(self) -> Case:
        """The other matter."""
        return _other(self, "into")


class LinkForm(OtherCaseForm):
    """认定重复信访."""

    earlier = OtherCaseField(
        label=_("前件的信访件编号"),
        max_length=24,
        required=False,
        help_text=_("点击可从同一信访人的其他事项中选择。已经关联的，清空后确认即取消关联。"),
    )
    reason = TextField(label=_("认定理由（同人、同事）"), rows=3)

    def prepare(self) -> None:
        if self.desk.case.repeat_of:
            self.fields["earlier"].initial = self.desk.case.repeat_of.number

    def clean_earlier(self) -> Case | None:
        """The earlier matter, None to take the link back."""
        if self.cleaned_data["earlier"].strip():
            return _other(self, "earlier")
        if self.desk.case.repeat_of_id is None:
            raise forms.ValidationError(_("请填写前件的编号。"))
        return None


def _other(form: ActForm, name: str) -> Case:
    found = field_of(form, name, OtherCaseField).find(form.cleaned_data[name], form.desk)
    if found is None:
        raise forms.ValidationError(_("找不到该编号的信访事项。"))
    return found


class SplitForm(ActForm):
    """分案: one further matter."""

    title = forms.CharField(label=_("分出事项的主题"), max_length=200)
    statement = TextField(label=_("分出事项的诉求"), rows=6)
    purpose = forms.ChoiceField(label=_("信访目的"), choices=[])
    reason = TextField(label=_("分案理由"), rows=2)

    def prepare(self) -> None:
        field_of(self, "purpose", forms.ChoiceField).choices = Purpose.choices
        self.fields["purpose"].initial = self.desk.case.purpose

    def arguments(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        reason = data.pop("reason")
        return {"parts": [Part(**data)], "reason": reason}


class WithdrawForm(ActForm):
    """信访人撤回."""

    today = ("withdrawn_on",)
    withdrawn_on = DayField(label=_("撤回日期"))
    reason = TextField(
        label=_("信访人的意思表示及凭据"),
        rows=3,
        help_text=_("撤回须出于信访人自愿；任何单位不得要求信访人撤回（条例第十八条第四款）。"),
    )
