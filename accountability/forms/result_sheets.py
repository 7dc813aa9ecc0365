"""Search of result sheets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import field_of
from organizations.models import Unit
from petitions.forms.fields import OneOf
from petitions.selectors.choices import Choice


class HoldersForm(forms.Form):
    """By name and unit."""

    q = forms.CharField(label=_("姓名"), required=False, max_length=60)
    unit = OneOf(label=_("单位"), required=False)

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "unit", OneOf).offer(
            (Choice(unit.pk, unit.name, unit.code) for unit in units), empty=str(_("全部单位"))
        )
