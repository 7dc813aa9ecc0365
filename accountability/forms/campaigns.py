"""Forms of special campaigns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accountability.domain.campaigns import MAX_REPEATS, Scope
from accountability.forms.supervision import long_text
from accountability.services.campaigns import CampaignDraft
from core.forms import DateInput, KeywordSelectMultiple, field_of
from organizations.models import Unit
from petitions.enums import OPEN_STATUSES, CaseStatus, Form
from petitions.forms.fields import SeveralOf
from petitions.selectors.choices import Choice

MONTHS = 90


class CampaignForm(forms.Form):
    """A campaign with its scope; every condition left empty fits every matter."""

    name = forms.CharField(label=_("名称"), max_length=80)
    basis = forms.CharField(label=_("依据文件"), max_length=200)
    purpose = long_text(
        _("目标任务"), rows=3, help_text=_("化解问题、纠正错误、完善制度；不以信访件数下降为目标。")
    )
    starts_on = forms.DateField(label=_("开始日期"), widget=DateInput())
    ends_on = forms.DateField(label=_("结束日期"), widget=DateInput())
    contents = forms.MultipleChoiceField(
        label=_("内容分类"),
        required=False,
        widget=KeywordSelectMultiple,
        help_text=_("选一级分类即包含其下各类"),
    )
    units = SeveralOf(label=_("责任单位"), required=False)
    forms_ = forms.MultipleChoiceField(
        label=_("信访形式"),
        required=False,
        choices=Form.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    statuses = forms.MultipleChoiceField(
        label=_("状态"),
        required=False,
        choices=[(code, CaseStatus(code).label) for code in OPEN_STATUSES],
        widget=forms.CheckboxSelectMultiple,
    )
    received_from = forms.DateField(label=_("收到日期自"), required=False, widget=DateInput())
    received_to = forms.DateField(label=_("收到日期至"), required=False, widget=DateInput())
    min_age = forms.IntegerField(
        label=_("收到已满（天）"), required=False, min_value=0, max_value=3650
    )
    min_repeats = forms.IntegerField(
        label=_("同一事项重复信访次数不少于"),
        required=False,
        min_value=0,
        max_value=MAX_REPEATS,
        help_text=_("按事项计，不按人计"),
    )
    overdue = forms.BooleanField(label=_("有期限已经逾期"), required=False)

    def __init__(
        self, *args: Any, units: Iterable[Unit], contents: Iterable[Choice], on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "units", SeveralOf).offer(
            Choice(unit.pk, str(unit), f"{unit.initials} {unit.code}") for unit in units
        )
        field_of(self, "contents", forms.MultipleChoiceField).choices = [
            (choice.keywords, choice.label) for choice in contents
        ]
        self.initial = {"starts_on": on, "ends_on": on + timedelta(days=MONTHS)}

    def draft(self) -> CampaignDraft:
        """What the service takes."""
        data = self.cleaned_data
        scope = Scope(
            contents=tuple(data["contents"]),
            units=tuple(data["units"]),
            forms=tuple(data["forms_"]),
            statuses=tuple(data["statuses"]),
            min_age=data["min_age"] or 0,
            min_repeats=data["min_repeats"] or 0,
            overdue=data["overdue"],
            received_from=_iso(data["received_from"]),
            received_to=_iso(data["received_to"]),
        )
        names = ("name", "basis", "purpose", "starts_on", "ends_on")
        return CampaignDraft(scope=scope, **{name: data[name] for name in names})


class EndCampaignForm(forms.Form):
    """The summary."""

    summary = long_text(
        _("总结"),
        rows=8,
        help_text=_("化解了什么、查明什么原因、还有什么没有解决、制度上怎样改进。"),
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
