"""The form of the channels a person chooses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accountability.domain.channels import Choice, default_choice
from accountability.services.channels import choosable


class ChannelsForm(forms.Form):
    """Two boxes for each kind of notice."""

    def __init__(self, *args: Any, chosen: Mapping[str, Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in choosable():
            choice = chosen.get(kind, default_choice(kind))
            for name, label, value in (
                ("mail", _("邮件"), choice.by_mail),
                ("sms", _("短信"), choice.by_sms),
            ):
                box = forms.CheckboxInput(attrs={"class": "form-check-input"})
                self.fields[f"{kind}__{name}"] = forms.BooleanField(
                    label=label, required=False, initial=value, widget=box
                )

    def rows(self) -> list[tuple[Any, forms.BoundField, forms.BoundField]]:
        """Each kind's word with its two fields."""
        return [(kind.label, self[f"{kind}__mail"], self[f"{kind}__sms"]) for kind in choosable()]

    def choices(self) -> dict[str, Choice]:
        """What was chosen."""
        data = self.cleaned_data
        return {
            str(kind): Choice(by_mail=data[f"{kind}__mail"], by_sms=data[f"{kind}__sms"])
            for kind in choosable()
        }
