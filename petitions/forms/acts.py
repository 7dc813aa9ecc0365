"""One small form per act of the law; the services check what the law asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, field_of
from organizations.authority import Authority
from organizations.models import Unit, User
from petitions.domain import letter_texts
from petitions.domain.letter_texts import LetterFacts
from petitions.enums import ObjectionStatus, ServiceMethod
from petitions.forms.fields import OneOf
from petitions.models import Case, Cause
from petitions.selectors import choices
from petitions.selectors.acts import CaseFile
from petitions.selectors.letters import letter_facts

NOT_SERVED = [("", _("尚未送达"))]
ASSIGN_DAYS = 30


@dataclass(frozen=True)
class Desk:
    """What a form may look at: who acts, on which matter, what is on its file, which day it is."""

    authority: Authority
    case: Case
    file: CaseFile
    on: date

    def facts(self) -> LetterFacts:
        """Names and dates for the wording of a paper (two queries)."""
        return letter_facts(
            self.case, dispatch=self.file.live_dispatch, user=self.authority.user, on=self.on
        )


class UnitOf(OneOf):
    """A unit from the offered ones."""

    def clean(self, value: Any) -> Unit | None:
        pk = super().clean(value)
        return Unit.objects.filter(pk=pk).first() if pk else None


class CauseOf(OneOf):
    """A cause from the offered ones."""

    def clean(self, value: Any) -> Cause | None:
        pk = super().clean(value)
        return Cause.objects.filter(pk=pk).first() if pk else None


class UserOf(OneOf):
    """An account from the offered ones."""

    def clean(self, value: Any) -> User | None:
        pk = super().clean(value)
        return User.objects.filter(pk=pk, is_active=True).first() if pk else None

    def offer_users(self, users: Iterable[User]) -> None:
        """Set who may be chosen, each under the name of the unit."""
        self.offer(
            choices.Choice(u.pk, f"{u}（{u.unit}）" if u.unit else str(u), u.username)
            for u in users
        )


class DayField(forms.DateField):
    """A day; the browser offers none after today."""

    widget = DateInput


class TextField(forms.CharField):
    """A longer text."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class ServedField(forms.ChoiceField):
    """How a paper was served; empty while it was not."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("送达方式"),
            required=False,
            choices=[*NOT_SERVED, *ServiceMethod.choices],
            help_text=_("尚未送达的，送达后在事项页“登记送达”。"),
            **kwargs,
        )


class ActForm(forms.Form):
    """Base: fields named as the arguments of the service; drafts of papers are filled in.

    `writes_letter`: the act issues a letter, which can be looked at beforehand.
    """

    drafts: ClassVar[dict[str, Callable[[LetterFacts], str]]] = {}
    today: ClassVar[tuple[str, ...]] = ()
    writes_letter: ClassVar[bool] = False

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desk = desk
        self.prepare()
        for name in self.today:
            self.fields[name].initial = desk.on
            self.fields[name].widget.attrs["max"] = desk.on.isoformat()
        wanted = [name for name in self.drafts if name in self.fields]
        if wanted and not self.is_bound:
            facts = desk.facts()
            for name in wanted:
                self.fields[name].initial = self.drafts[name](facts)

    @property
    def issues_letter(self) -> bool:
        """Whether doing the act on this matter issues a letter."""
        return self.writes_letter

    @property
    def draft_version(self) -> str:
        """What a draft kept in the browser rests on: another one is not written back over it."""
        return ""

    @property
    def can_fill(self) -> bool:
        """Whether texts can be taken from a guide."""
        return False

    def filled(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """What was typed, with the texts of the chosen guide."""
        return {name: data.get(name, "") for name in self.fields}

    def prepare(self) -> None:
        """Set choices, and leave out fields that do not apply."""

    def numbers(self) -> list[Case]:
        """Matters whose numbers the browser offers where another one is asked for."""
        return []

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in self.drafts:
            if letter_texts.has_gap(str(data.get(name, ""))):
                self.add_error(name, _("请把【】中的内容填写完整，并去掉【】。"))
        return data

    def arguments(self) -> dict[str, Any]:
        """Arguments of the service; what the form did not ask for is empty."""
        return dict(self.cleaned_data)


class TransferForm(ActForm):
    """转送."""

    writes_letter = True
    to_unit = UnitOf(label=_("接收单位"))
    note = TextField(label=_("办理要求"), required=False, rows=3, initial=_("请依法处理。"))

    def prepare(self) -> None:
        units = choices.unit_choices(on=self.desk.on, kinds=choices.HANDLER_KINDS)
        if self.desk.case.is_secret:
            units = [u for u in units if u.competence]
            self.fields["to_unit"].help_text = _(
                "检举控告事项只能转有权处理的纪检监察机关或者组织（人事）部门（条例第三十条）。"
            )
        mine = self.desk.case.responsible_unit_id
        field_of(self, "to_unit", OneOf).offer(u for u in units if u.id != mine)
        self.fields["to_unit"].initial = self._suggested()

    def _suggested(self) -> int | None:
        """The unit named in the objection that brought the matter back."""
        last = self.desk.file.dispatches[-1] if self.desk.file.dispatches else None
        agreed = (
            [o for o in last.objections.all() if o.status == ObjectionStatus.APPROVED]
            if last
            else []
        )
        return agreed[-1].suggested_unit_id if agreed else None


class AssignForm(TransferForm):
    """交办."""

    report_due_on = forms.DateField(label=_("指定办理期限"), widget=DateInput)
    note = TextField(
        label=_("办理要求"), rows=3, initial=_("请依法处理，在指定期限内反馈结果并提交办结报告。")
    )
    field_order = ("to_unit", "report_due_on", "note")

    def prepare(self) -> None:
        super().prepare()
        day = self.fields["report_due_on"]
        day.initial = self.desk.on + timedelta(days=ASSIGN_DAYS)
        day.widget.attrs["min"] = (self.desk.on + timedelta(days=1)).isoformat()


class FileForm(ActForm):
    """存."""

    reason = TextField(label=_("存的理由"))


class ObjectForm(ActForm):
    """提出异议."""

    writes_letter = True
    reason = TextField(label=_("异议理由"), help_text=_("详细说明不属于本单位职权的理由和依据。"))
    suggested_unit = UnitOf(label=_("建议承办单位"), required=False)

    def prepare(self) -> None:
        units = choices.unit_choices(on=self.desk.on, kinds=choices.HANDLER_KINDS)
        mine = self.desk.case.responsible_unit_id
        field_of(self, "suggested_unit", OneOf).offer(u for u in units if u.id != mine)


class DecideForm(ActForm):
    """审核异议."""

    approve = forms.TypedChoiceField(
        label=_("审核结果"),
        choices=[
            ("1", _("异议成立，收回材料另行转送、交办")),
            ("0", _("异议不成立，由该单位继续办理")),
        ],
        coerce=lambda value: value == "1",
        empty_value=None,
        widget=forms.RadioSelect,
    )
    reason = TextField(label=_("审核意见"), rows=3)


class PaperForm(ActForm):
    """An act done in writing: nobody can write to an anonymous petitioner."""

    paper = "body"

    @property
    def issues_letter(self) -> bool:
        return not self.desk.case.is_anonymous

    def prepare(self) -> None:
        if self.desk.case.is_anonymous:
            del self.fields[self.paper]
            del self.fields["served_how"]

    def arguments(self) -> dict[str, Any]:
        return {self.paper: "", "served_how": "", **self.cleaned_data}


class InformForm(PaperForm):
    """书面告知."""

    drafts = {"body": letter_texts.notice}
    today = ("informed_on",)
    informed_on = DayField(label=_("告知日期"))
    served_how = ServedField()
    body = TextField(label=_("告知书内容"), rows=9)


class AcceptForm(PaperForm):
    """受理."""

    drafts = {"body": letter_texts.acceptance}
    today = ("accepted_on",)
    accepted_on = DayField(label=_("受理日期"))
    served_how = ServedField()
    body = TextField(label=_("受理告知书内容"), rows=9)


class ExtendForm(ActForm):
    """延长办理期限."""

    today = ("approved_on",)
    days = forms.IntegerField(label=_("延长天数"), min_value=1, max_value=30, initial=30)
    approved_on = DayField(label=_("批准日期"))
    served_how = ServedField()
    reason = TextField(
        label=_("延期理由"), rows=3, help_text=_("将写入《延长办理期限告知书》告知信访人。")
    )

    @property
    def issues_letter(self) -> bool:
        return not self.desk.case.is_anonymous
