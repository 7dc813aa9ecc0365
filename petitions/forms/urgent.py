"""Forms of urgent reports onward and of their receipt (条例第二十五条)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import field_of
from petitions.domain.urgency import OFFICE_ONLY
from petitions.enums import UrgentMeans, UrgentRecipient
from petitions.forms.acts import ActForm, TextField, UnitOf
from petitions.forms.fields import OneOf
from petitions.models import UrgentDelivery
from petitions.selectors import choices
from petitions.selectors.urgent import standing
from petitions.services.urgent import UrgentDraft


class MomentField(forms.DateTimeField):
    """A day and a time, to the minute, in the county's time."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
            **kwargs,
        )


class UrgentForm(ActForm):
    """重大紧急报告: who is missing is chosen, what was written before is kept."""

    recipients = forms.MultipleChoiceField(
        label=_("报告对象"), choices=[], widget=forms.CheckboxSelectMultiple
    )
    department = UnitOf(
        label=_("主管部门"), required=False, help_text=_("报告对象含“相关主管部门”时选择。")
    )
    means = forms.ChoiceField(
        label=_("报告方式"), choices=UrgentMeans.choices, initial=UrgentMeans.PHONE
    )
    discovered_at = MomentField(label=_("发现时间"))
    sent_at = MomentField(
        label=_("报告时间"), required=False, help_text=_("实际报告的时间；留空为现在。")
    )
    text = TextField(label=_("报告内容"), rows=5)
    measures = TextField(label=_("已采取措施"), rows=3, required=False)

    def prepare(self) -> None:
        office = self.desk.authority.is_office_staff
        earlier = self.desk.file.proceedings.urgent
        told = {line.code: line.delivery for line in standing(earlier).lines}
        offered = [
            (code, name)
            for code, name in UrgentRecipient.choices
            if office or code not in OFFICE_ONLY
        ]
        field_of(self, "recipients", forms.ChoiceField).choices = [
            (code, _named(str(name), told[code])) for code, name in offered
        ]
        units = choices.unit_choices(on=self.desk.on, kinds=choices.HANDLER_KINDS)
        if self.desk.case.is_secret:
            units = [unit for unit in units if unit.competence]
        field_of(self, "department", OneOf).offer(units)
        if earlier:
            last = earlier[-1].report
            self.fields["recipients"].initial = [c for c, _name in offered if not told[c]]
            self.fields["discovered_at"].initial = earlier[0].report.discovered_at
            self.fields["text"].initial = last.text
            self.fields["measures"].initial = last.measures

    def arguments(self) -> dict[str, Any]:
        return {"draft": UrgentDraft(**self.cleaned_data)}


def _named(name: str, delivery: UrgentDelivery | None) -> str:
    if delivery is None:
        return name
    return f"{name}（{_('已报告')} {_moment(delivery.sent_at)}）"


def _moment(at: Any) -> str:
    return f"{timezone.localtime(at):%m-%d %H:%M}"


class ReceiptForm(ActForm):
    """登记报告签收."""

    delivery = forms.ChoiceField(label=_("报告"), choices=[], widget=forms.RadioSelect)
    acknowledged_at = MomentField(label=_("签收时间"))
    receiver = forms.CharField(label=_("签收人"), max_length=60)
    note = forms.CharField(label=_("签收意见、指示"), max_length=200, required=False)

    def prepare(self) -> None:
        self.waiting = {
            str(row.pk): row
            for row in self.desk.file.proceedings.urgent
            if row.acknowledged_at is None
        }
        field_of(self, "delivery", forms.ChoiceField).choices = [
            (pk, f"{row.name}（{_moment(row.sent_at)} {row.get_means_display()}）")
            for pk, row in self.waiting.items()
        ]
        if len(self.waiting) == 1:
            self.fields["delivery"].initial = next(iter(self.waiting))

    def arguments(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        delivery = self.waiting[data["delivery"]]
        delivery.report.case = self.desk.case
        return {**data, "delivery": delivery}
