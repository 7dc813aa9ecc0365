"""Forms of the bulletin pages; they validate shape only, the services decide."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.domain.periods import Month, PeriodError

MONTHS_OFFERED = 24


class MonthForm(forms.Form):
    """Chooses a month that is over."""

    month = forms.ChoiceField(label=_("月份"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = Month.of(today).previous.trailing(MONTHS_OFFERED)
        self.fields["month"].choices = [(m.code, m.label) for m in reversed(months)]  # type: ignore[attr-defined]

    def clean_month(self) -> Month:
        """The month as a value."""
        try:
            return Month.parse(self.cleaned_data["month"])
        except PeriodError as error:
            raise forms.ValidationError(str(error)) from error


class RequirementsForm(forms.Form):
    """Text of 下月要求, one paragraph a line."""

    requirements = forms.CharField(
        label=_("下月要求"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("每行一段；印发前可以修改。"),
    )


class ReasonForm(forms.Form):
    """Why an approval is taken back."""

    reason = forms.CharField(label=_("退回原因"), max_length=200)
