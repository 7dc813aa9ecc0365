"""Forms of the corrections."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

#: Between the old and the new words of a line.
ARROW = "=>"


class CorrectionReasonForm(forms.Form):
    """Why a bulletin is corrected."""

    reason = forms.CharField(
        label=_("更正原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class CorrectionForm(CorrectionReasonForm):
    """Reason and the sentences corrected by hand; the changes of figures are chosen in their table."""

    texts = forms.CharField(
        label=_("文字更正"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("每行一处：原文 => 更正后的文字。"),
    )

    def clean_texts(self) -> list[tuple[str, str]]:
        """One pair a line."""
        found = []
        for line in self.cleaned_data["texts"].splitlines():
            if not line.strip():
                continue
            old, arrow, new = line.partition(ARROW)
            if not arrow or not old.strip() or not new.strip():
                raise forms.ValidationError(_("每行须写成：原文 => 更正后的文字。"))
            found.append((old.strip(), new.strip()))
        return found
