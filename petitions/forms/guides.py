"""The form of one guide's next version."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput
from petitions.domain.guides import Guide
from petitions.enums import RouteChoice
from petitions.forms.acts import TextField


class GuideForm(forms.Form):
    """修改指引: all texts of a procedure, and from when they count."""

    route = forms.ChoiceField(
        label=_("途径"),
        choices=[choice for choice in RouteChoice.choices if choice[0] != RouteChoice.OPINION],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=_("程序名称"), max_length=60)
    organ = forms.CharField(label=_("受理机关"), max_length=120)
    basis = forms.CharField(label=_("依据"), max_length=300, widget=forms.Textarea({"rows": 2}))
    limit = forms.CharField(
        label=_("一般期限"),
        max_length=200,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("写“一般”：个案是否超过期限由受理机关认定。"),
    )
    text = TextField(label=_("释法说明"), rows=6)
    is_active = forms.BooleanField(label=_("使用（不勾选则不再列出）"), required=False)
    valid_from = forms.DateField(label=_("生效日期"), widget=DateInput)

    def __init__(self, data: Any = None, *, guide: Guide | None, today: date) -> None:
        initial: dict[str, Any] = {"is_active": True, "valid_from": today}
        if guide is not None:
            for name in ("route", "name", "organ", "basis", "limit", "text"):
                initial[name] = getattr(guide, name)
        super().__init__(data, initial=initial)
        self.code = guide.code if guide else ""
        self.fields["valid_from"].widget.attrs["min"] = today.isoformat()

    def arguments(self) -> dict[str, Any]:
        """Arguments of the service."""
        data = dict(self.cleaned_data)
        rest = {name: data.pop(name) for name in ("is_active", "valid_from")}
        return {"guide": Guide(code=self.code, **data), **rest}
