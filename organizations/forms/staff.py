"""Forms of staff accounts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import KeywordSelect, field_of
from organizations.forms.units import unit_choices
from organizations.models import User
from organizations.services.staff import StaffFacts


class StaffForm(forms.Form):
    """An account and its holder."""

    username = forms.CharField(
        label=_("账号"), max_length=150, help_text=_("登录用，建议用姓名全拼；建立后不能更改。")
    )
    name = forms.CharField(label=_("姓名"), max_length=60)
    unit_id = forms.TypedChoiceField(
        label=_("所在单位"), required=False, coerce=int, empty_value=None, widget=KeywordSelect
    )
    phone = forms.CharField(label=_("手机"), max_length=30, required=False)
    email = forms.EmailField(
        label=_("电子邮箱"), required=False, help_text=_("通报和提醒发往这里。")
    )

    def __init__(self, *args: Any, on: date, account: User | None = None, **kwargs: Any) -> None:
        if account is not None:
            names = ("name", "unit_id", "phone", "email")
            kwargs["initial"] = {name: getattr(account, name) for name in names}
        super().__init__(*args, **kwargs)
        field_of(self, "unit_id", forms.ChoiceField).choices = unit_choices(on)
        if account is not None:
            del self.fields["username"]

    def facts(self) -> StaffFacts:
        """What the service takes."""
        data = self.cleaned_data
        return StaffFacts(
            name=data["name"], unit_id=data["unit_id"], phone=data["phone"], email=data["email"]
        )


class StaffFilterForm(forms.Form):
    """Filters of the list of accounts."""

    q = forms.CharField(label=_("姓名、账号或手机"), required=False, max_length=40)
    unit = forms.TypedChoiceField(label=_("单位"), required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("全部")), ("active", _("在用")), ("stopped", _("已停用"))],
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "unit", forms.ChoiceField).choices = [("", _("全部")), *unit_choices(on)[1:]]
