"""The list of petitioners: pasted, uploaded, corrected."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from petitions.enums import ParticipantRole

PASTED = 60_000


class RollForm(forms.Form):
    """名单 as typed, one person a line, and how many people there are."""

    text = forms.CharField(
        label=_("名单，每行一人"),
        required=False,
        strip=False,
        max_length=PASTED,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "data-draft-skip": ""}),
        help_text=_(
            "姓名在前，证件号码、电话、住址、身份（代表、代理人）可有可无，用制表符、逗号或者空格分开；可以直接从表格中复制。"
        ),
    )
    head_count = forms.IntegerField(label=_("信访人数"), min_value=1, max_value=99999)


class RollFileForm(forms.Form):
    """A workbook with one person a row."""

    file = forms.FileField(
        label=_("名单文件"),
        help_text=_(".xlsx 或者 .csv，一行一人；读入后先核对再加入。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )


#: Parts somebody on the list may be given; the main petitioner stays who was registered as such.
ROLES = [choice for choice in ParticipantRole.choices if choice[0] != ParticipantRole.MAIN]


class RoleForm(forms.Form):
    """Part of one person."""

    role = forms.ChoiceField(label=_("身份"), choices=ROLES)


class RemovalForm(forms.Form):
    """Why somebody is taken off the list."""

    reason = forms.CharField(label=_("移出原因"), max_length=200, required=False)
