"""Forms of the acts that end a matter with an answer: the opinion, claim by claim, or a direct reply."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, field_of
from petitions.domain import letter_texts
from petitions.enums import LegalClass, Outcome
from petitions.forms.acts import ActForm, CauseOf, DayField, ServedField, TextField
from petitions.forms.fields import OneOf
from petitions.models import Claim
from petitions.selectors import choices
from petitions.services.claims import ClaimAnswer
from petitions.services.concluding import REPLY_OUTCOMES
from petitions.services.opinions import OPINION_OUTCOMES

SUPPORTED = f"outcome={Outcome.SUPPORTED} outcome={Outcome.PARTLY}"
OUTCOME_CHOICES = [(value.value, value.label) for value in OPINION_OUTCOMES]


def cause_field() -> CauseOf:
    """Why the matter came up, if that is known when it ends."""
    return CauseOf(
        label=_("成因"),
        required=False,
        help_text=_("用于月分析；只写事项和办理的原因，不评价信访人。可以办结后再登记。"),
    )


def offer_causes(form: ActForm) -> None:
    """Offer the causes of the day; a report has none."""
    if form.desk.case.is_secret:
        del form.fields["cause"]
    elif "cause" in form.fields:
        field_of(form, "cause", OneOf).offer(
            choices.cause_choices(on=form.desk.on), empty=str(_("暂不登记"))
        )


class ReportForm(ActForm):
    """An ending act; an assigned matter owes a report to its sender as well."""

    writes_letter = True

    def prepare(self) -> None:
        offer_causes(self)
        dispatch = self.desk.file.live_dispatch
        if dispatch is None or dispatch.report_due_on is None:
            del self.fields["report"]


class ConcludeForm(ReportForm):
    """出具处理意见: with listed claims each is answered, and the outcome of the whole follows."""

    drafts = {"opinion": letter_texts.opinion, "report": letter_texts.report}
    today = ("issued_on",)
    outcome = forms.ChoiceField(
        label=_("办理结果"), choices=OUTCOME_CHOICES, widget=forms.RadioSelect
    )
    opinion = TextField(label=_("处理意见书内容"), rows=14)
    legal_basis = TextField(
        label=_("法律法规依据"), rows=2, help_text=_("写明法律、法规、规章或者政策的名称和条款。")
    )
    issued_on = DayField(label=_("出具日期"))
    served_on = DayField(label=_("送达日期"), required=False)
    served_how = ServedField()
    promise = TextField(
        label=_("应执行事项"),
        rows=2,
        required=False,
        help_text=_("支持诉求的，写明由谁落实什么，以便督促执行（条例第三十二条第二款）。"),
    )
    promise_due_on = forms.DateField(label=_("执行期限"), required=False, widget=DateInput)
    field_order = (
        "outcome",
        "opinion",
        "legal_basis",
        "promise",
        "promise_due_on",
        "issued_on",
        "served_on",
        "served_how",
        "cause",
        "report",
    )
    cause = cause_field()
    report = TextField(label=_("办结报告"), rows=10)

    def prepare(self) -> None:
        super().prepare()
        self.claims = list(Claim.objects.filter(case=self.desk.case).order_by("order"))
        if not self.claims:
            for name in ("promise", "promise_due_on"):
                self.fields[name].widget.attrs["data-when"] = SUPPORTED
            return
        del self.fields["outcome"]
        for claim in self.claims:
            self.fields[f"claim_{claim.pk}_outcome"] = forms.ChoiceField(
                label=_("诉求%(order)s：%(text)s") % {"order": claim.order, "text": claim.text},
                choices=OUTCOME_CHOICES,
                widget=forms.RadioSelect,
            )
            self.fields[f"claim_{claim.pk}_answer"] = TextField(
                label=_("对诉求%(order)s的处理意见") % {"order": claim.order}, rows=3
            )
        self.order_fields([name for name in self.fields if name.startswith("claim_")])

    def arguments(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        answers = [
            ClaimAnswer(
                claim.pk,
                data.pop(f"claim_{claim.pk}_outcome"),
                data.pop(f"claim_{claim.pk}_answer"),
            )
            for claim in self.claims
        ]
        return {**data, "answers": answers}


class RedoForm(ConcludeForm):
    """重新作出处理意见: as the first one, with no report to a sender; the cause stays and may be corrected."""

    cause = None  # type: ignore[assignment]  # how Django drops an inherited field


class ReplyForm(ReportForm):
    """直接回复; a suggestion says whether it was adopted."""

    drafts = {"reply": letter_texts.reply, "report": letter_texts.report}
    today = ("replied_on",)
    outcome = forms.ChoiceField(
        label=_("采纳情况"),
        choices=[(value.value, value.label) for value in REPLY_OUTCOMES],
        initial=Outcome.REPLIED.value,
        required=False,
        widget=forms.RadioSelect,
    )
    reply = TextField(label=_("答复内容"), rows=10)
    replied_on = DayField(label=_("答复日期"))
    served_how = ServedField()
    cause = cause_field()
    report = TextField(label=_("办结报告"), rows=10)

    def prepare(self) -> None:
        super().prepare()
        if self.desk.case.legal_class != LegalClass.SUGGESTION:
            del self.fields["outcome"]

    def arguments(self) -> dict[str, Any]:
        data = super().arguments()
        return {**data, "outcome": data.get("outcome") or Outcome.REPLIED}
