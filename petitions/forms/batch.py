"""Sending several matters to one unit."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import field_of
from petitions.forms.acts import TextField, UnitOf
from petitions.forms.fields import OneOf
from petitions.selectors import choices

BATCH_LIMIT = 50


class BatchTransferForm(forms.Form):
    """Receiving unit and note; which matters is checked row by row by the service."""

    to_unit = UnitOf(label=_("接收单位"))
    note = TextField(label=_("办理要求"), required=False, rows=2, initial=_("请依法处理。"))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = choices.unit_choices(on=on, kinds=choices.HANDLER_KINDS)
        field_of(self, "to_unit", OneOf).offer(units)
