"""Forms of service, execution, review, re-review, termination and evaluation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, field_of
from organizations.enums import UnitKind
from organizations.models import Unit
from petitions.enums import (
    EvaluationSource,
    EvaluationTarget,
    Rating,
    ReviewLevel,
    ReviewOutcome,
    ServiceMethod,
)
from petitions.forms.acts import ActForm, DayField, ServedField, TextField
from petitions.services.evaluating import RatingDraft
from petitions.services.serving import ServiceDraft


class ServeForm(ActForm):
    """登记送达."""

    today = ("on",)
    document = forms.ChoiceField(label=_("文书"), choices=[])
    method = forms.ChoiceField(label=_("送达方式"), choices=ServiceMethod.choices)
    on = DayField(label=_("送达日期"))
    is_served = forms.TypedChoiceField(
        label=_("结果"),
        choices=[("1", _("已送达")), ("0", _("未能送达"))],
        coerce=lambda value: value == "1",
        empty_value=None,
        initial="1",
        widget=forms.RadioSelect,
    )
    receiver = forms.CharField(label=_("签收人"), max_length=80, required=False)
    relation = forms.CharField(label=_("代收人与受送达人关系"), max_length=60, required=False)
    place = forms.CharField(
        label=_("送达地点"),
        max_length=200,
        required=False,
        help_text=_("邮寄写地址；电子写号码、邮箱或者系统账号。"),
    )
    refusal = forms.CharField(
        label=_("拒收事由"), max_length=200, required=False, help_text=_("留置送达或者拒收的填写。")
    )
    witness = forms.CharField(label=_("见证人"), max_length=80, required=False)
    server = forms.CharField(label=_("送达人"), max_length=80)
    note = forms.CharField(
        label=_("备注"),
        max_length=200,
        required=False,
        help_text=_("邮寄写邮件号码；委托写受托单位；未能送达写原因。"),
    )

    def prepare(self) -> None:
        papers = self.desk.file.proceedings.unserved
        for name in ("refusal", "witness"):
            self.fields[name].widget.attrs["data-when"] = "method=left is_served=0"
        field_of(self, "document", forms.ChoiceField).choices = [
            (str(paper.pk), f"{paper.title}（{paper.issued_on}）") for paper in papers
        ]
        self.fields["server"].initial = str(self.desk.authority.user)

    def arguments(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        papers = {str(paper.pk): paper for paper in self.desk.file.proceedings.unserved}
        document = papers[data.pop("document")]
        document.case = self.desk.case
        return {"document": document, "draft": ServiceDraft(**data)}


class ExecuteForm(ActForm):
    """登记执行情况."""

    today = ("done_on",)
    done_on = DayField(label=_("执行完毕日期"))
    result = TextField(label=_("执行情况"))


class RequestForm(ActForm):
    """登记复查请求."""

    level = ReviewLevel.REVIEW
    today = ("requested_on",)
    requested_on = DayField(label=_("请求日期"), help_text=_("收到复查（复核）请求之日。"))
    organ_name = forms.CharField(label=_("复查机关"), max_length=120)
    grounds = TextField(label=_("请求和理由"), rows=5)

    def prepare(self) -> None:
        self.fields["organ_name"].initial = f"{settings.COUNTY_NAME}人民政府"

    def arguments(self) -> dict[str, Any]:
        data = {**self.cleaned_data, "level": self.level}
        own = Unit.objects.filter(kind=UnitKind.COUNTY).first()
        if own and data["organ_name"].strip() == f"{settings.COUNTY_NAME}人民政府":
            data["organ"] = own
        return data


class RequestRecheckForm(RequestForm):
    """登记复核请求."""

    level = ReviewLevel.RECHECK

    def prepare(self) -> None:
        self.fields["organ_name"].label = _("复核机关")


class DecideReviewForm(ActForm):
    """作出复查（复核）意见."""

    writes_letter = True
    today = ("decided_on",)
    outcome = forms.ChoiceField(
        label=_("结果"), choices=ReviewOutcome.choices, widget=forms.RadioSelect
    )
    redo_due_on = forms.DateField(
        label=_("重新处理期限"),
        required=False,
        widget=DateInput(attrs={"data-when": "outcome=redo"}),
        help_text=_("只在“责令重新处理”时填写。"),
    )
    opinion = TextField(label=_("意见内容"), rows=12)
    legal_basis = TextField(label=_("依据"), rows=2)
    organ_number = forms.CharField(
        label=_("该机关文号"),
        max_length=60,
        required=False,
        help_text=_(
            "由上级机关作出的填写其文号，原件作为附件上传；本级机关作出的由系统编号，不填。"
        ),
    )
    decided_on = DayField(label=_("作出日期"))
    served_on = DayField(label=_("送达日期"), required=False)
    served_how = ServedField()

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "review": self.desk.file.proceedings.open_review}


class DismissForm(ActForm):
    """不予受理复查（复核）."""

    writes_letter = True
    today = ("dismissed_on",)
    reason = TextField(label=_("理由和依据"))
    organ_number = forms.CharField(
        label=_("该机关文号"),
        max_length=60,
        required=False,
        help_text=_(
            "由上级机关作出的填写其文号，原件作为附件上传；本级机关作出的由系统编号，不填。"
        ),
    )
    dismissed_on = DayField(label=_("决定日期"))

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "review": self.desk.file.proceedings.open_review}


class TerminateForm(ActForm):
    """三级终结."""

    writes_letter = True
    today = ("terminated_on",)
    terminated_on = DayField(label=_("终结日期"))
    plan = TextField(
        label=_("后续工作安排"),
        help_text=_("疏导教育、矛盾化解、帮扶救助的责任单位和措施（条例第三十七条第三款）。"),
    )


class EvaluateForm(ActForm):
    """代录评价."""

    office_rating = forms.ChoiceField(
        label=_("对信访部门的评价"), choices=Rating.choices, widget=forms.RadioSelect
    )
    office_reason = forms.CharField(label=_("理由（信访部门）"), max_length=500, required=False)
    unit_rating = forms.ChoiceField(
        label=_("对责任单位的评价"), choices=Rating.choices, widget=forms.RadioSelect
    )
    unit_reason = forms.CharField(label=_("理由（责任单位）"), max_length=500, required=False)
    source = forms.ChoiceField(
        label=_("评价来源"),
        choices=[c for c in EvaluationSource.choices if c[0] != EvaluationSource.PUBLIC],
    )
    source_note = forms.CharField(
        label=_("来源说明"), max_length=200, help_text=_("例如通话时间、评价表编号。")
    )

    def arguments(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        ratings = {
            target: RatingDraft(data.pop(f"{target}_rating"), data.pop(f"{target}_reason"))
            for target in EvaluationTarget.values
        }
        return {**data, "ratings": ratings}
