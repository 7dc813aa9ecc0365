"""Forms of leaders' cases: taking one up, passing it on, the work in it, its end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accountability.models import (
    ConferenceKind,
    LeaderCaseStatus,
    LeaderOutcome,
    MarkKind,
    VisitKind,
)
from accountability.selectors import leader_choices
from accountability.services.leader_work import MAX_PROGRESS, VisitDraft
from core.forms import DateInput, field_of
from organizations.authority import Authority
from organizations.models import User
from petitions.forms.acts import TextField, UserOf
from petitions.forms.fields import FilesField, OneOf, as_uploads
from petitions.models import Case
from petitions.selectors.choices import Choice


class PastDay(forms.DateField):
    """A day not after today."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=DateInput(), **kwargs)

    def until(self, today: date) -> None:
        """Offer today, and no later day."""
        self.initial = today
        self.widget.attrs["max"] = today.isoformat()


def day_of(form: forms.Form, name: str, today: date) -> None:
    """Set the last day a field of a form offers."""
    field_of(form, name, PastDay).until(today)


class TakeUpForm(forms.Form):
    """Why a matter is hard or major, and who leads it."""

    kind = forms.ChoiceField(label=_("类别"), choices=MarkKind.choices, widget=forms.RadioSelect)
    reason = TextField(
        label=_("列为难案、要案的理由"),
        rows=3,
        help_text=_("写明难在哪里、影响多大；信访次数多本身不是理由。"),
    )
    leader = UserOf(
        label=_("包案领导"), required=False, help_text=_("不选即按一岗双责由系统确定。")
    )
    leader_reason = TextField(
        label=_("指定的理由"), rows=2, required=False, help_text=_("只在不按分工指定时填写。")
    )

    def __init__(
        self, *args: Any, users: Iterable[User], suggested: User | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        leader = field_of(self, "leader", UserOf)
        leader.offer_users(users)
        leader.initial = suggested.pk if suggested else None


class ReassignForm(forms.Form):
    """Another leader, and why."""

    leader = UserOf(label=_("新的包案领导"))
    reason = TextField(label=_("变更的理由"), rows=2)

    def __init__(self, *args: Any, users: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "leader", UserOf).offer_users(users)


class ReasonForm(forms.Form):
    """Why."""

    reason = TextField(label=_("理由"), rows=3)


class VisitForm(forms.Form):
    """A meeting with the petitioner."""

    kind = forms.ChoiceField(label=_("形式"), choices=VisitKind.choices, widget=forms.RadioSelect)
    on = PastDay(label=_("日期"))
    place = forms.CharField(label=_("地点"), max_length=120)
    who = forms.CharField(label=_("参加的工作人员"), max_length=200)
    by_leader = forms.BooleanField(label=_("包案领导本人参加"), required=False, initial=True)
    heard = TextField(label=_("听取的意见和诉求"), rows=4, help_text=_("如实记录信访人说了什么。"))
    promised = TextField(label=_("答复和承诺"), rows=3, required=False)
    next_step = TextField(label=_("下一步工作"), rows=3, required=False)
    attachments = FilesField(label=_("附件（可多选）"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day_of(self, "on", today)

    def draft(self) -> VisitDraft:
        """What the service takes."""
        data = {**self.cleaned_data}
        return VisitDraft(uploads=as_uploads(data.pop("attachments")), **data)


class ConferenceForm(forms.Form):
    """A conference on the case; its decisions are the steps beside it."""

    kind = forms.ChoiceField(
        label=_("形式"), choices=ConferenceKind.choices, widget=forms.RadioSelect
    )
    on = PastDay(label=_("日期"))
    place = forms.CharField(label=_("地点"), max_length=120)
    chair = forms.CharField(label=_("主持人"), max_length=60)
    participants = TextField(label=_("参加人员"), rows=2)
    by_leader = forms.BooleanField(label=_("包案领导本人参加"), required=False, initial=True)
    minutes = TextField(label=_("会议纪要"), rows=6)
    attachments = FilesField(label=_("附件（可多选）"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day_of(self, "on", today)


class ProgressForm(forms.Form):
    """How the case goes on, in a sentence."""

    on = PastDay(label=_("截至日期"))
    text = forms.CharField(
        label=_("进展"),
        max_length=MAX_PROGRESS,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": MAX_PROGRESS}),
        help_text=_("将列入每月公布的包案进展，不得写信访人姓名、电话、住址。"),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day_of(self, "on", today)


class StepDoneForm(forms.Form):
    """When a step was done and what came of it."""

    done_on = PastDay(label=_("完成日期"))
    result = TextField(label=_("完成情况"), rows=3)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day_of(self, "done_on", today)


class RelatedForm(forms.Form):
    """A matter to be solved together: one of the same kind, or any by its number."""

    case = OneOf(label=_("同类事项"), required=False)
    number = forms.CharField(
        label=_("或者输入信访件编号"), max_length=20, required=False, strip=True
    )
    note = TextField(label=_("关联说明"), rows=2, help_text=_("例如：同一地块、同一政策问题。"))

    def __init__(
        self, *args: Any, cases: Sequence[Case], authority: Authority, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.authority = authority
        self.by_id = {case.pk: case for case in cases}
        field_of(self, "case", OneOf).offer(
            Choice(case.pk, f"{case.number} {case.title[:40]}", case.number) for case in cases
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        number = data.get("number", "")
        found = self.by_id.get(data.get("case") or 0)
        if number:
            found = leader_choices.by_number(number, self.authority)
            if found is None:
                self.add_error("number", _("没有这个编号的信访事项，或者您无权查看。"))
        elif found is None and "case" not in self.errors:
            self.add_error("case", _("请选择或者输入要关联的信访事项。"))
        data["found"] = found
        return data


class ResultForm(forms.Form):
    """What came of a matter solved together."""

    text = TextField(label=_("适用结果"), rows=3)


class CloseForm(forms.Form):
    """What came of the case."""

    outcome = forms.ChoiceField(
        label=_("结果"), choices=LeaderOutcome.choices, widget=forms.RadioSelect
    )
    text = TextField(
        label=_("结果说明"),
        rows=5,
        help_text=_("写明解决了什么、信访人的意见；未化解的，写明后续疏导、帮扶的安排。"),
    )
    apply_to_related = forms.BooleanField(
        label=_("将结果一并登记到关联的同类事项（办一件、带一片）"), required=False
    )

    def __init__(self, *args: Any, has_related: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_related:
            del self.fields["apply_to_related"]


class FilterForm(forms.Form):
    """Which cases the list shows."""

    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部")), *LeaderCaseStatus.choices]
    )
    kind = forms.ChoiceField(
        label=_("类别"), required=False, choices=[("", _("全部")), *MarkKind.choices]
    )
    leader = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput())
