"""Which part of a matter's life is asked for; everything stands in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput
from petitions.domain.timeline import Wanted
from petitions.enums import TimelineKind

BOX = {"class": "form-check-input"}
SMALL = {"class": "form-control form-control-sm"}


class TimelineForm(forms.Form):
    """Kinds, days, only what the law asks for, order."""

    kind = forms.MultipleChoiceField(
        label=_("种类"),
        choices=TimelineKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=BOX),
    )
    since = forms.DateField(label=_("自"), required=False, widget=DateInput(attrs=SMALL))
    until = forms.DateField(label=_("至"), required=False, widget=DateInput(attrs=SMALL))
    statutory = forms.BooleanField(
        label=_("只看法定事项（有条款依据）"),
        required=False,
        widget=forms.CheckboxInput(attrs=BOX),
    )
    newest = forms.BooleanField(
        label=_("新的在前"), required=False, widget=forms.CheckboxInput(attrs=BOX)
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and since > until:
            self.add_error("until", _("结束日期不能早于开始日期。"))
        return data

    def wanted(self) -> Wanted:
        """What is asked for; everything while the form has a mistake."""
        if not self.is_valid():
            return Wanted()
        data = self.cleaned_data
        return Wanted(
            kinds=frozenset(data["kind"]),
            since=data["since"],
            until=data["until"],
            statutory=data["statutory"],
            newest_first=data["newest"],
        )
