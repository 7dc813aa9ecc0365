"""Forms of the course of a talk."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accountability.models import Talk, TalkTarget
from accountability.selectors.talks import leaders_from
from accountability.services.talk_minutes import Minutes, Promise
from core.forms import DateInput, field_of
from petitions.forms.acts import UnitOf, UserOf
from petitions.selectors import choices

PROMISES = 5


def _text(
    label: Any, *, rows: int = 3, required: bool = True, help_text: Any = ""
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, required=required, help_text=help_text)


class DecideForm(forms.Form):
    """A talk the joint meeting decided."""

    unit = UnitOf(label=_("单位"))
    target = forms.ChoiceField(
        label=_("谈话对象"), choices=TalkTarget.choices, widget=forms.RadioSelect
    )
    basis = forms.CharField(
        label=_("会议或文件"),
        max_length=200,
        help_text=_("例如：县信访工作联席会议2026年第3次会议"),
    )
    reason = _text(
        _("事由"), help_text=_("写明履行职责方面存在的问题；信访数量多少本身不能作为谈话事由。")
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = choices.unit_choices(on=on, kinds=("township", "department"))
        field_of(self, "unit", UnitOf).offer(units)


class ArrangeForm(forms.Form):
    """Who talks, when and where."""

    person = UserOf(label=_("被谈话人"), help_text=_("届时担任该职务的人"))
    talker = UserOf(label=_("谈话人"))
    day = forms.DateField(label=_("日期"), widget=DateInput())
    time = forms.TimeField(
        label=_("时间"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    place = forms.CharField(label=_("地点"), max_length=120)
    at_any_time = forms.BooleanField(
        label=_("安排在休息日或者非办公时段"), required=False, help_text=_("平时不勾选")
    )

    def __init__(self, *args: Any, talk: Talk, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        users = choices.staff(on=on, kinds=("county_leader", "office_head"))
        field_of(self, "talker", UserOf).offer_users(users)
        people = leaders_from(talk, on=on)
        person = field_of(self, "person", UserOf)
        person.offer(
            choices.Choice(term.user_id, f"{term.user}（{term.post.title}）", term.user.username)
            for term in people
        )
        # Nobody to choose from is said by the service, in words.
        person.required = bool(people)
        person.initial = talk.person_id or (people[0].user_id if len(people) == 1 else None)


class HoldForm(forms.Form):
    """Minutes and up to five undertakings."""

    held_on = forms.DateField(label=_("谈话日期"), widget=DateInput())
    other_day = _text(
        _("未按约定时间谈话的原因"),
        rows=2,
        required=False,
        help_text=_("按约定时间谈话的留空"),
    )
    attendees = _text(_("参加人员"), rows=2, required=False)
    minutes = _text(
        _("谈话记录"), rows=6, help_text=_("指出的问题、被谈话人的说明、提出的要求；书面检查的要点")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, PROMISES + 1):
            self.fields[f"undertaking_{number}"] = _text(
                _("整改事项%(number)d") % {"number": number}, rows=2, required=False
            )
            self.fields[f"due_{number}"] = forms.DateField(
                label=_("完成期限%(number)d") % {"number": number},
                widget=DateInput(),
                required=False,
            )
        self.fields["no_undertakings"] = _text(
            _("没有整改事项的理由"),
            rows=2,
            required=False,
            help_text=_("有整改事项的留空"),
        )

    def written(self) -> Minutes:
        """What the service takes."""
        data = self.cleaned_data
        return Minutes(
            held_on=data["held_on"],
            text=data["minutes"],
            attendees=data["attendees"],
            promises=self.promises(),
            other_day=data["other_day"],
            no_promises=data["no_undertakings"],
        )

    def promises(self) -> list[Promise]:
        """The undertakings of which anything was entered, in their order."""
        data = self.cleaned_data
        rows = [
            Promise(data[f"undertaking_{n}"], data.get(f"due_{n}")) for n in range(1, PROMISES + 1)
        ]
        last = max((i for i, row in enumerate(rows, 1) if row.text or row.due_on), default=0)
        return rows[:last]


class UndertakingForm(forms.Form):
    """One more undertaking."""

    text = _text(_("整改事项"), rows=2)
    due_on = forms.DateField(label=_("完成期限"), widget=DateInput())


class ReportForm(forms.Form):
    """What the unit did."""

    result = _text(_("整改情况"), rows=5)


class CheckForm(forms.Form):
    """Confirm or return a report."""

    done = forms.TypedChoiceField(
        label=_("核查结果"),
        choices=[("1", _("已落实")), ("0", _("退回补充"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    note = _text(_("核查意见"), required=False, help_text=_("退回的写明还缺什么。"))


class NoteForm(forms.Form):
    """Why."""

    note = _text(_("说明"))


class CloseForm(NoteForm):
    """How it ended; whoever wrote the minutes says why no other person closes it."""

    alone = _text(
        _("由记录人本人办结的理由"),
        rows=2,
        required=False,
        help_text=_("谈话记录由您登记，应当由他人核查办结；例如局内只有一名督查人员"),
    )

    def __init__(self, *args: Any, is_recorder: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_recorder:
            del self.fields["alone"]
