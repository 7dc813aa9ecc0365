"""Form of a correction of an issued letter."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from petitions.forms.acts import DayField, TextField


class CorrectionForm(forms.Form):
    """更正文书: the whole new text, and why."""

    body = TextField(label=_("更正后的内容"), rows=14)
    reason = TextField(label=_("更正理由"), rows=2)
    issued_on = DayField(label=_("更正日期"))
