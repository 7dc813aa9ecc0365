"""Forms of first contact: the hand-over list, its answer, and the period of first-time resolution."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accountability.models import FirstContactDuty, HandOverCause
from core.forms import DateInput, field_of
from organizations.models import User
from petitions.forms.acts import UserOf


class HandOverForm(forms.Form):
    """To whom, why, and which matters."""

    receiver = UserOf(
        label=_("接收人"), help_text=_("须在首接单位任职；对方接收之前，首接责任仍在移交人。")
    )
    cause = forms.ChoiceField(
        label=_("移交原因"), choices=HandOverCause.choices, widget=forms.RadioSelect
    )
    returns_on = forms.DateField(
        label=_("预计返岗日期"),
        required=False,
        widget=DateInput(),
        help_text=_("只在请假、外出时填写"),
    )
    reason = forms.CharField(label=_("说明"), widget=forms.Textarea(attrs={"rows": 2}))
    duties = forms.TypedMultipleChoiceField(
        label=_("移交的信访事项"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        users: Iterable[User],
        duties: Sequence[FirstContactDuty],
        chosen: Sequence[int] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "receiver", UserOf).offer_users(users)
        field_of(self, "duties", forms.ChoiceField).choices = [
            (duty.pk, self._label(duty)) for duty in duties
        ]
        self.initial["duties"] = list(chosen) or [duty.pk for duty in duties]
        self.by_id = {duty.pk: duty for duty in duties}

    @staticmethod
    def _label(duty: FirstContactDuty) -> str:
        due = duty.case.next_due_on
        text = f"{duty.case.number} {duty.case.title[:40]}"
        return gettext("%(matter)s（%(day)s到期）") % {"matter": text, "day": due} if due else text

    def arguments(self) -> dict[str, Any]:
        """What the service takes."""
        data = {**self.cleaned_data}
        data["duties"] = [self.by_id[pk] for pk in data["duties"]]
        return data


class AnswerForm(forms.Form):
    """Accept or decline matters of a list."""

    ACCEPT, DECLINE = "accept", "decline"
    offers = forms.TypedMultipleChoiceField(
        label=_("信访事项"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    answer = forms.ChoiceField(choices=[(ACCEPT, _("接收")), (DECLINE, _("退回"))])
    reason = forms.CharField(
        label=_("退回理由"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, offers: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_id = {item.pk: item for item in offers}
        field_of(self, "offers", forms.ChoiceField).choices = [
            (pk, item.duty.case.number) for pk, item in self.by_id.items()
        ]
        self.initial["offers"] = list(self.by_id)

    @property
    def chosen(self) -> list[Any]:
        """The offers that were ticked."""
        return [self.by_id[pk] for pk in self.cleaned_data["offers"]]


class ResolutionForm(forms.Form):
    """Whose figures, and for which period of closing."""

    UNIT, OFFICER = "responsible_unit", "first_contact"
    by = forms.ChoiceField(
        label=_("按"), choices=[(UNIT, _("责任单位")), (OFFICER, _("首接责任人"))], required=False
    )
    first = forms.DateField(label=_("了结日期自"), required=False, widget=DateInput())
    last = forms.DateField(label=_("至"), required=False, widget=DateInput())

    def __init__(self, data: Any, *, today: date) -> None:
        filled = {name: data.get(name, "") for name in ("by", "first", "last")}
        filled["by"] = filled["by"] or self.UNIT
        filled["first"] = filled["first"] or f"{today.year}-01-01"
        filled["last"] = filled["last"] or today.isoformat()
        super().__init__(filled)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("first") and data.get("last") and data["first"] > data["last"]:
            self.add_error("last", _("结束日期不能早于开始日期。"))
        return data
