"""Deciding on a proposed earlier matter."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

LINK, DENY = "link", "deny"


class DecisionForm(forms.Form):
    """认定或者不认定 a proposed earlier matter, with the reason on record."""

    decision = forms.ChoiceField(
        choices=[(LINK, _("认定为重复信访")), (DENY, _("不是重复信访"))],
        widget=forms.HiddenInput,
    )
    earlier = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("认定理由"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
