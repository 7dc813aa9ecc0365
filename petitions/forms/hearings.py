"""The form that tells of a hearing to come."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from petitions.enums import HearingForm
from petitions.forms.acts import ActForm, ServedField, TextField
from petitions.forms.urgent import MomentField


class AnnounceHearingForm(ActForm):
    """通知听证."""

    writes_letter = True
    held_at = MomentField(
        label=_("听证时间"), help_text=_("须在通知之后；提前的天数按本省听证办法。")
    )
    place = forms.CharField(label=_("听证地点"), max_length=120)
    subject = TextField(label=_("听证事项"), rows=3, max_length=600)
    form = forms.ChoiceField(
        label=_("听证方式"),
        choices=HearingForm.choices,
        initial=HearingForm.OPEN,
        widget=forms.RadioSelect,
    )
    members = forms.CharField(
        label=_("听证人员"), max_length=300, help_text=_("主持人、听证员、记录员。")
    )
    asked = forms.CharField(
        label=_("通知参加的其他人员"),
        max_length=300,
        required=False,
        help_text=_("例如：承办单位、第三人、律师、人大代表、村（居）民代表。"),
    )
    served_how = ServedField()

    def prepare(self) -> None:
        self.fields["subject"].initial = self.desk.case.title
        tomorrow = self.desk.on + timedelta(days=1)
        self.fields["held_at"].widget.attrs["min"] = f"{tomorrow.isoformat()}T00:00"

    def arguments(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
