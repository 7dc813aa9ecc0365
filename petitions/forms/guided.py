"""Forms of acts that lead the petitioner into another procedure: filled in from the office's guides."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import field_of
from petitions.domain import letter_texts
from petitions.domain.guides import Guide
from petitions.domain.letter_texts import LetterFacts
from petitions.enums import LegalClass, RouteChoice
from petitions.forms.acts import ActForm, DayField, PaperForm, ServedField, TextField
from petitions.selectors.guides import guides
from petitions.services.referring import ReferralDraft

ROUTES = [choice for choice in RouteChoice.choices if choice[0] != RouteChoice.OPINION]


class GuideSelect(forms.Select):
    """The procedures; choosing one has the server fill the form in. Without scripts the button beside it does."""

    def __init__(self) -> None:
        super().__init__(
            attrs={
                "hx-post": "",
                "hx-vals": '{"fill": "1"}',
                "hx-include": "closest form",
                "hx-target": "#act-fields",
                "hx-select": "#act-fields",
                "hx-swap": "outerHTML",
            }
        )


class GuidedForm(ActForm):
    """An act whose texts can be taken from a guide, chosen in the field `guide`.

    What the user wrote of his own stays; a guide writes where nothing stands, a gap is left, or another guide wrote.
    """

    guide = forms.ChoiceField(
        label=_("法定程序指引"),
        required=False,
        widget=GuideSelect,
        help_text=_("选择后按指引填写下面各栏，可以再修改；已经改写过的内容不会被覆盖。"),
    )

    @property
    def can_fill(self) -> bool:
        return "guide" in self.fields

    def prepare(self) -> None:
        super().prepare()
        self.guides = {guide.code: guide for guide in guides(on=self.desk.on)}
        grouped = [
            (label, [(g.code, g.name) for g in self.guides.values() if g.route == route])
            for route, label in ROUTES
        ]
        field_of(self, "guide", forms.ChoiceField).choices = [("", _("不用指引"))] + [
            group for group in grouped if group[1]
        ]

    def texts(self, guide: Guide) -> dict[str, str]:
        """Field → what the guide writes there."""
        raise NotImplementedError

    def filled(self, data: Mapping[str, Any]) -> dict[str, Any]:
        values = super().filled(data)
        guide = self.guides.get(str(values.get("guide", "")))
        if guide is None:
            return values
        standard = [self.texts(other) for other in self.guides.values()]
        for name, text in self.texts(guide).items():
            if name in self.fields and self._is_own(name, str(values[name]), standard):
                continue
            values[name] = text
        return values

    def _is_own(self, name: str, typed: str, standard: list[dict[str, str]]) -> bool:
        text = "\n".join(typed.splitlines()).strip()
        return bool(
            text
            and not letter_texts.has_gap(text)
            and all(text != texts.get(name, "").strip() for texts in standard)
        )

    def arguments(self) -> dict[str, Any]:
        data = super().arguments()
        data.pop("guide", None)
        return data


class ReferForm(GuidedForm):
    """导入法定程序."""

    writes_letter = True
    today = ("referred_on",)
    field_order = (
        "guide",
        "route",
        "procedure",
        "organ",
        "basis",
        "own_clock",
        "guidance",
        "referred_on",
        "served_how",
    )
    route = forms.ChoiceField(label=_("途径"), choices=ROUTES, widget=forms.RadioSelect)
    procedure = forms.CharField(
        label=_("程序名称"),
        max_length=60,
        required=False,
        help_text=_("例如：行政复议。留空写途径的名称。"),
    )
    organ = TextField(label=_("受理机关"), max_length=120, rows=1)
    basis = TextField(label=_("依据"), max_length=300, rows=1)
    own_clock = TextField(
        label=_("该程序的法定期限"),
        max_length=200,
        rows=1,
        help_text=_("例如：法院应当在七日内决定是否立案。"),
    )
    guidance = TextField(label=_("释法说明"), help_text=_("将告知信访人：为什么、到哪里、怎么办。"))
    referred_on = DayField(label=_("导入日期"))
    served_how = ServedField()

    def prepare(self) -> None:
        super().prepare()
        if self.desk.case.is_anonymous:
            del self.fields["served_how"]

    def texts(self, guide: Guide) -> dict[str, str]:
        return {
            "route": guide.route,
            "procedure": guide.name,
            "organ": guide.organ,
            "basis": guide.basis,
            "own_clock": guide.limit,
            "guidance": guide.text,
        }

    def arguments(self) -> dict[str, Any]:
        return {"draft": ReferralDraft(**super().arguments())}


class GroundForm(PaperForm):
    """A matter is not taken: the ground, the letter."""

    today = ("refused_on",)
    ground = TextField(
        label=_("依据和理由"),
        rows=3,
        help_text=_("写明依据的条款，例如：应当通过诉讼解决（条例第三十一条第一项）。"),
    )
    refused_on = DayField(label=_("决定日期"))
    served_how = ServedField()
    body = TextField(label=_("告知书内容"), rows=8)


class RefuseForm(GuidedForm, GroundForm):
    """不予受理; a claim may be led into its own procedure."""

    drafts = {"body": letter_texts.non_acceptance}
    field_order = ("guide", "ground", "refused_on", "served_how", "body")

    def prepare(self) -> None:
        super().prepare()
        if self.desk.case.legal_class != LegalClass.CLAIM:
            del self.fields["guide"]

    def texts(self, guide: Guide) -> dict[str, str]:
        return {
            "ground": f"该事项应当通过{guide.name}解决（条例第三十一条{guide.item}）。",
            "body": letter_texts.guided_refusal(self._facts, guide),
        }

    @cached_property
    def _facts(self) -> LetterFacts:
        return self.desk.facts()


class NoLongerForm(GroundForm):
    """不再受理."""

    drafts = {"body": letter_texts.no_longer}
