"""The editor of a rule set: its head, its document, and giving it up."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accountability.domain.score_words import plain
from accountability.forms.rule_items import RuleItemsBase, points_field
from accountability.models import RuleSet
from accountability.services.rule_sets import RuleSetContent
from core.forms import field_of
from petitions.forms.fields import FilesField, SeveralOf, as_uploads
from petitions.selectors.choices import Choice
from petitions.services.drafts import Upload


class SeenField(forms.CharField):
    """Which state of a draft was on the screen; None before it was ever changed."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput)

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, datetime) else value

    def clean(self, value: Any) -> datetime | None:
        text = super().clean(value)
        try:
            return datetime.fromisoformat(text) if text else None
        except ValueError as error:
            raise forms.ValidationError(_("页面已过期，请刷新后再办理。")) from error


class RuleSetHeadForm(forms.Form):
    """What is said of the rule set as a whole."""

    name = forms.CharField(label=_("名称"), max_length=120)
    base_score = forms.DecimalField(
        label=_("基础分"), min_value=Decimal(1), max_digits=7, decimal_places=2
    )
    floor_score = points_field(_("最低分"), help_text=_("得分低于此数的按此数计"), required=True)
    policy_note = forms.CharField(
        label=_("政策提示"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("印在通报的口径说明里"),
    )
    other_units = SeveralOf(
        label=_("其他单位"), required=False, help_text=_("县直部门中单独分组排名的单位，没有则不选")
    )
    seen = SeenField()
    as_new = forms.BooleanField(label=_("另立为新的办法，不作为原办法的新版本"), required=False)

    def __init__(self, *args: Any, departments: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "other_units", SeveralOf).offer(departments)

    @staticmethod
    def initial_of(rule_set: RuleSet) -> dict[str, Any]:
        """The head of a stored version, as the page shows it."""
        return {
            "name": rule_set.name,
            "base_score": plain(rule_set.base_score),
            "floor_score": plain(rule_set.floor_score),
            "policy_note": rule_set.policy_note,
            "other_units": rule_set.other_units,
            "seen": rule_set.edited_at,
        }


def rules_of(head: RuleSetHeadForm, items: RuleItemsBase) -> RuleSetContent:
    """What was typed, as the service takes it."""
    data = head.cleaned_data
    return RuleSetContent(
        name=data["name"],
        base_score=data["base_score"],
        floor_score=data["floor_score"],
        policy_note=data["policy_note"],
        other_units=data["other_units"],
        items=items.items(),
    )


class BasisForm(forms.Form):
    """The document a rule set rests on."""

    basis = forms.CharField(label=_("依据文件（名称、文号）"), max_length=200)
    file = FilesField(label=_("文件"), help_text=_("扫描件或者电子件"))

    def upload(self) -> Upload | None:
        """The chosen file."""
        return next(iter(as_uploads(self.cleaned_data["file"])), None)


class SeenForm(forms.Form):
    """An act on a draft as it was read."""

    seen = SeenField()


class WithdrawForm(forms.Form):
    """Why a draft is given up."""

    reason = forms.CharField(
        label=_("撤回原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
