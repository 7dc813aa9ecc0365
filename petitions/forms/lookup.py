"""Forms of the public look-up page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from petitions.enums import EvaluationTarget, Rating
from petitions.services.evaluating import RatingDraft


class LookupForm(forms.Form):
    """The code printed on the letter, and the end of the identity number or telephone."""

    code = forms.CharField(label=_("查询码"), max_length=16, help_text=_("印在登记单和告知书上。"))
    proof = forms.CharField(label=_("证件号码或者电话号码的后四位"), min_length=4, max_length=4)


class EvaluationForm(forms.Form):
    """满意度评价: the petition office and the responsible unit apart."""

    office_rating = forms.ChoiceField(
        label=_("对信访部门的评价"), choices=Rating.choices, widget=forms.RadioSelect
    )
    office_reason = forms.CharField(label=_("理由（信访部门）"), max_length=500, required=False)
    unit_rating = forms.ChoiceField(
        label=_("对责任单位的评价"), choices=Rating.choices, widget=forms.RadioSelect
    )
    unit_reason = forms.CharField(label=_("理由（责任单位）"), max_length=500, required=False)

    def ratings(self) -> dict[str, Any]:
        """Target → what was said of it."""
        data = self.cleaned_data
        return {
            target: RatingDraft(data[f"{target}_rating"], data[f"{target}_reason"])
            for target in EvaluationTarget.values
        }
