"""Forms about scores: an objection, its decision, a finding by hand."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accountability.domain.rule_items import RuleItem
from accountability.domain.score_words import plain
from accountability.forms.rule_items import points_field
from accountability.models import ScoreObjectionStatus
from accountability.services.score_objections import DECIDING
from core.forms import field_of
from petitions.forms.fields import FilesField, OneOf, as_uploads
from petitions.selectors.choices import Choice
from petitions.services.drafts import Upload


class ObjectionForm(forms.Form):
    """Why a unit disputes a deduction, with its evidence."""

    text = forms.CharField(
        label=_("异议理由"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("写明事实和依据；不要写信访人的姓名、电话、住址"),
    )
    evidence = FilesField(label=_("证据材料"), required=False, help_text=_("可选多个文件"))

    def uploads(self) -> tuple[Upload, ...]:
        """The chosen files."""
        return as_uploads(self.cleaned_data["evidence"])


class DecisionForm(forms.Form):
    """What becomes of an objection."""

    outcome = forms.ChoiceField(
        label=_("处理结果"),
        choices=[(one.value, one.label) for one in DECIDING],
        widget=forms.RadioSelect,
    )
    new_points = points_field(_("调整后的扣分"), help_text=_("只在“调整扣分”时填写，须少于原扣分"))
    reason = forms.CharField(
        label=_("决定理由"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写进该单位的计分明细；附件只列结果，不列理由"),
    )

    def clean(self) -> dict[str, Any]:
        """Points belong to a change only."""
        data = super().clean() or {}
        if data.get("outcome") != ScoreObjectionStatus.CHANGED:
            data["new_points"] = None
        elif data.get("new_points") is None and "new_points" not in self.errors:
            self.add_error("new_points", _("请填写调整后的扣分。"))
        return data


class ReasonForm(forms.Form):
    """Why an objection is taken back."""

    reason = forms.CharField(
        label=_("撤回原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class MonthForm(forms.Form):
    """Which month a finding is for."""

    period = forms.ChoiceField(label=_("月份"))

    def __init__(self, *args: Any, periods: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, code) for code in periods]
        field_of(self, "period", forms.ChoiceField).choices = choices


class FindingForm(forms.Form):
    """What was found of a unit, for an item scored by hand."""

    unit = OneOf(label=_("单位"))
    item = forms.ChoiceField(label=_("计分项"))
    way = forms.ChoiceField(
        label=_("加减"),
        choices=[("lost", _("扣分")), ("gained", _("加分"))],
        widget=forms.RadioSelect,
        initial="lost",
    )
    points = points_field(_("分值"), required=True)
    text = forms.CharField(label=_("事由"), widget=forms.Textarea(attrs={"rows": 4}))
    document = forms.CharField(label=_("依据文件（名称、文号）"), max_length=200)
    evidence = FilesField(label=_("文件"), help_text=_("依据文件的扫描件或者电子件"))

    def __init__(
        self, *args: Any, units: Iterable[Choice], items: Iterable[RuleItem], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "unit", OneOf).offer(units, empty="—")
        self.fields["unit"].required = True
        field_of(self, "item", forms.ChoiceField).choices = [
            (item.code, _item_label(item)) for item in items
        ]

    def signed(self) -> Decimal:
        """The points with their sign."""
        points: Decimal = self.cleaned_data["points"]
        return points if self.cleaned_data["way"] == "gained" else -points

    def uploads(self) -> tuple[Upload, ...]:
        """The chosen files."""
        return as_uploads(self.cleaned_data["evidence"])


class FindingDecisionForm(forms.Form):
    """Whether a second person confirms a finding."""

    confirm = forms.ChoiceField(
        label=_("认定"),
        choices=[("yes", _("认定，计入得分")), ("no", _("不予认定"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("认定意见"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("不予认定的须写明理由"),
    )


def _item_label(item: RuleItem) -> str:
    words = _("%(name)s（最多扣%(lost)s分") % {
        "name": item.name,
        "lost": plain(item.limit or Decimal(0)),
    }
    if item.bonus_cap:
        words += _("，最多加%(gained)s分") % {"gained": plain(item.bonus_cap)}
    return f"{words}）"
