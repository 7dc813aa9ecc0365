"""Forms of the acts between acceptance and opinion, and of decisions by others."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, field_of
from organizations.models import Unit
from petitions.enums import AgreementKind, DeciderKind, NoteKind
from petitions.forms.acts import AcceptForm, ActForm, DayField, TextField, UnitOf
from petitions.forms.endings import cause_field, offer_causes
from petitions.forms.fields import OneOf, SeveralOf
from petitions.models import Claim
from petitions.selectors import choices
from petitions.services.recording import AFTER_CARE

CO_HANDLING_DAYS = 15


def offer_handlers(form: ActForm, field: OneOf | SeveralOf, *, but: int | None = None) -> None:
    """Offer the handling units `but` one; of a report only those competent over persons (条例第三十条)."""
    units = choices.unit_choices(on=form.desk.on, kinds=choices.HANDLER_KINDS)
    if form.desk.case.is_secret:
        units = [unit for unit in units if unit.competence]
    field.offer(u for u in units if u.id != but)


class ReportUpForm(ActForm):
    """报请决定."""

    proposal = TextField(label=_("情况和建议"), rows=5)


class DisputeForm(ActForm):
    """提请决定受理机关."""

    parties = SeveralOf(label=_("争议单位"))
    reason = TextField(label=_("争议情况"))

    def prepare(self) -> None:
        offer_handlers(self, field_of(self, "parties", SeveralOf))
        self.fields["parties"].initial = [str(self.desk.case.responsible_unit_id)]

    def arguments(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        data["parties"] = list(Unit.objects.filter(pk__in=data["parties"]))
        return data


class DecideDisputeForm(ActForm):
    """决定受理机关."""

    writes_letter = True
    unit = UnitOf(label=_("确定的受理单位"))
    decider = forms.ChoiceField(
        label=_("决定机关"), choices=DeciderKind.choices, widget=forms.RadioSelect
    )
    reason = TextField(label=_("决定理由"))

    def prepare(self) -> None:
        offer_handlers(self, field_of(self, "unit", OneOf))

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "dispute": self.desk.file.proceedings.dispute}


class AcceptSimpleForm(AcceptForm):
    """简易受理."""


class FallBackForm(ActForm):
    """转为普通程序."""

    reason = TextField(label=_("不宜简易办理的理由"), rows=3)


class ClaimsForm(ActForm):
    """列明诉求."""

    texts = TextField(label=_("诉求"), rows=8, help_text=_("每行一项；处理意见须逐项答复。"))

    def prepare(self) -> None:
        rows = Claim.objects.filter(case=self.desk.case).order_by("order")
        self.fields["texts"].initial = "\n".join(row.text for row in rows)

    def arguments(self) -> dict[str, Any]:
        return {"texts": self.cleaned_data["texts"].splitlines()}


class NoteForm(ActForm):
    """办理记录."""

    today = ("on",)
    kind = forms.ChoiceField(label=_("种类"), choices=NoteKind.choices)
    on = DayField(label=_("日期"))
    people = forms.CharField(label=_("参加人员"), max_length=200, required=False)
    text = TextField(label=_("内容"), rows=6)

    def prepare(self) -> None:
        if not self.desk.case.is_open:
            field_of(self, "kind", forms.ChoiceField).choices = [
                choice for choice in NoteKind.choices if choice[0] in AFTER_CARE
            ]


class CoHandleForm(ActForm):
    """请求协办."""

    unit = UnitOf(label=_("协办单位"))
    task = TextField(label=_("协办内容"))
    due_on = forms.DateField(label=_("协办期限"), widget=DateInput)

    def prepare(self) -> None:
        offer_handlers(self, field_of(self, "unit", OneOf), but=self.desk.case.responsible_unit_id)
        self.fields["due_on"].initial = self.desk.on + timedelta(days=CO_HANDLING_DAYS)


class MoveCoHandlingForm(ActForm):
    """更改协办期限."""

    request = forms.ChoiceField(label=_("协办"), choices=[])
    due_on = forms.DateField(label=_("新的协办期限"), widget=DateInput)
    reason = TextField(label=_("更改理由"), rows=2)

    def prepare(self) -> None:
        self.requests = {
            str(row.pk): row for row in self.desk.file.proceedings.requests if not row.answered_at
        }
        field_of(self, "request", forms.ChoiceField).choices = [
            (pk, f"{row.unit}（{row.due_on}）：{row.task}") for pk, row in self.requests.items()
        ]
        tomorrow = self.desk.on + timedelta(days=1)
        self.fields["due_on"].widget.attrs["min"] = tomorrow.isoformat()

    def arguments(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        request = self.requests[data["request"]]
        request.case = self.desk.case
        return {**data, "request": request}


class AnswerRequestForm(ActForm):
    """答复协办."""

    answer = TextField(label=_("协办意见"), rows=6)

    def arguments(self) -> dict[str, Any]:
        mine = [
            request
            for request in self.desk.file.proceedings.requests
            if not request.answered_at and self.desk.authority.acts_for(request.unit_id)
        ]
        return {**self.cleaned_data, "request": mine[0]}


class HearingForm(ActForm):
    """举行听证."""

    today = ("starts_on",)
    starts_on = DayField(label=_("开始日期"))
    place = forms.CharField(label=_("听证地点"), max_length=120)
    members = forms.CharField(label=_("听证人员"), max_length=300)


class CloseHearingForm(ActForm):
    """结束听证."""

    today = ("ends_on",)
    ends_on = DayField(label=_("结束日期"))
    record = TextField(label=_("听证结论"), rows=6)

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "hearing": self.desk.file.proceedings.hearing}


class SettleForm(ActForm):
    """调解和解."""

    writes_letter = True
    today = ("agreed_on",)
    kind = forms.ChoiceField(
        label=_("种类"), choices=AgreementKind.choices, widget=forms.RadioSelect
    )
    parties = forms.CharField(label=_("双方当事人"), max_length=300)
    terms = TextField(label=_("协议内容"), rows=8)
    agreed_on = DayField(label=_("达成日期"))
    cause = cause_field()

    def prepare(self) -> None:
        offer_causes(self)
