"""Forms of what the county sets for supervision: groups with their lead departments, check-list templates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accountability.forms.supervision import long_text, offer_units
from accountability.models import ChecklistTemplate, SupervisionGroup
from accountability.services.supervision_rules import GroupDraft
from core.forms import KeywordSelectMultiple, field_of
from organizations.models import Unit
from petitions.enums import RouteChoice
from petitions.forms.acts import UnitOf
from petitions.selectors.choices import Choice


class GroupForm(forms.Form):
    """A group: which matters, led by whom."""

    name = forms.CharField(label=_("名称"), max_length=60)
    lead_unit = UnitOf(label=_("牵头单位"))
    contents = forms.MultipleChoiceField(
        label=_("内容分类"),
        required=False,
        widget=KeywordSelectMultiple,
        help_text=_("选一级分类即包含其下各类"),
    )
    routes = forms.MultipleChoiceField(
        label=_("办理途径（条例第三十一条）"),
        required=False,
        choices=RouteChoice.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    min_repeats = forms.IntegerField(
        label=_("重复次数不少于"), min_value=0, max_value=50, initial=0, help_text=_("0 表示不限")
    )
    order = forms.IntegerField(
        label=_("顺序"), min_value=0, max_value=999, initial=10, help_text=_("小的先适用")
    )
    is_active = forms.BooleanField(label=_("在用"), required=False, initial=True)

    def __init__(
        self,
        *args: Any,
        units: Iterable[Unit],
        contents: Iterable[Choice],
        source: SupervisionGroup | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_units(self.fields["lead_unit"], units)
        field_of(self, "contents", forms.MultipleChoiceField).choices = [
            (choice.keywords, choice.label) for choice in contents
        ]
        if source is not None:
            names = ("name", "contents", "routes", "min_repeats", "order", "is_active")
            self.initial = {name: getattr(source, name) for name in names}
            self.initial["lead_unit"] = source.lead_unit_id

    def draft(self) -> GroupDraft:
        """What the service takes."""
        return GroupDraft(**self.cleaned_data)


class TemplateForm(forms.Form):
    """A check-list template: one question in a line."""

    name = forms.CharField(label=_("名称"), max_length=60)
    questions = long_text(_("问题"), rows=8, help_text=_("每行一个问题，用“是、否、不涉及”回答"))
    is_active = forms.BooleanField(label=_("在用"), required=False, initial=True)

    def __init__(self, *args: Any, source: ChecklistTemplate | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if source is not None:
            self.initial = {
                "name": source.name,
                "questions": "\n".join(source.questions),
                "is_active": source.is_active,
            }

    def arguments(self) -> dict[str, Any]:
        """What the service takes."""
        lines = [line.strip() for line in self.cleaned_data["questions"].splitlines()]
        return {**self.cleaned_data, "questions": [line for line in lines if line]}
