"""Forms of the three kinds of suggestion."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accountability.domain.supervision_letters import suggestion_basis
from accountability.forms.supervision import long_text, offer_units
from accountability.models import Adoption, Suggestion, SuggestionKind, Supervision
from accountability.services.suggestion_feedback import Feedback
from accountability.services.suggestions import SuggestionDraft
from core.forms import field_of
from organizations.models import Unit, User
from petitions.forms.acts import UnitOf
from petitions.forms.fields import FilesField, SeveralOf, as_uploads
from petitions.selectors.choices import Choice
from petitions.services.drafts import Upload


class SuggestionForm(forms.Form):
    """A draft; liability asks also whom it is about and what came of it."""

    addressee = UnitOf(label=_("主送单位"))
    title = forms.CharField(
        label=_("标题"), max_length=80, help_text=_("例如：规范征地补偿款发放公示")
    )
    about_unit = UnitOf(label=_("涉及单位"))
    about_people = SeveralOf(
        label=_("涉及人员"),
        required=False,
        help_text=_("选入的人员不能看到本建议；可以不选，只写涉及单位。"),
    )
    facts = long_text(_("问题和事实"), rows=5)
    consequence = long_text(
        _("造成的严重后果"),
        help_text=_("推诿、敷衍、拖延、弄虚作假造成了什么后果；信访本身不是后果。"),
    )
    text = long_text(_("建议内容"), rows=5)
    basis = forms.CharField(label=_("依据"), max_length=200)

    def __init__(
        self,
        *args: Any,
        kind: str,
        offered: Iterable[Unit],
        units: Iterable[Unit] = (),
        people: Iterable[User] = (),
        source: Suggestion | None = None,
        item: Supervision | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.item = kind, item
        offered = list(offered)
        offer_units(self.fields["addressee"], offered)
        self.initial["basis"] = suggestion_basis(kind)
        if len(offered) == 1:
            self.initial["addressee"] = offered[0].pk
        if kind == SuggestionKind.LIABILITY:
            offer_units(self.fields["about_unit"], units)
            self.people = {user.pk: user for user in people}
            field_of(self, "about_people", SeveralOf).offer(
                Choice(pk, f"{user}（{user.unit}）" if user.unit else str(user), user.username)
                for pk, user in self.people.items()
            )
        else:
            for name in ("about_unit", "about_people", "consequence"):
                del self.fields[name]
        if item is not None:
            self.initial["facts"] = item.facts
            if kind == SuggestionKind.IMPROVE:
                self.initial["addressee"] = item.unit_id
                self.initial["text"] = item.improvement
            elif kind == SuggestionKind.LIABILITY:
                self.initial["about_unit"] = item.unit_id
        if source is not None:
            self._fill(source)

    def _fill(self, source: Suggestion) -> None:
        for name in ("title", "facts", "consequence", "text", "basis"):
            self.initial[name] = getattr(source, name)
        self.initial["addressee"] = source.addressee_id
        self.initial["about_unit"] = source.about_unit_id
        if self.kind == SuggestionKind.LIABILITY:
            self.initial["about_people"] = [user.pk for user in source.about_people.all()]

    def draft(self) -> SuggestionDraft:
        """What the service takes."""
        data = {**self.cleaned_data}
        ids = data.pop("about_people", [])
        return SuggestionDraft(
            kind=self.kind,
            supervision=self.item,
            about_people=[self.people[pk] for pk in ids],
            **data,
        )


class FeedbackForm(forms.Form):
    """The addressee's words."""

    adoption = forms.ChoiceField(
        label=_("采纳情况"), choices=Adoption.choices, widget=forms.RadioSelect
    )
    text = long_text(
        _("书面反馈"), rows=5, help_text=_("采纳的写措施和安排；部分采纳、不采纳的写理由。")
    )
    source = forms.CharField(
        label=_("来文"), max_length=120, help_text=_("信访局代录：书面反馈的文号、日期")
    )
    attachments = FilesField(label=_("附件（可多选）"), required=False)

    def __init__(self, *args: Any, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if own:
            del self.fields["source"]

    def feedback(self) -> Feedback:
        """What the service takes."""
        data = self.cleaned_data
        return Feedback(data["adoption"], data["text"], data.get("source", ""))

    def uploads(self) -> tuple[Upload, ...]:
        """The chosen files."""
        return as_uploads(self.cleaned_data["attachments"])
