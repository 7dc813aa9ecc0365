"""Forms of inquiries into liability."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accountability.domain.liability import GROUNDS
from accountability.models import InquiryRole, InquirySphere, Measure
from accountability.services.inquiry_decisions import Decision
from core.forms import DateInput, field_of
from organizations.models import Term, Unit
from petitions.forms.acts import UnitOf
from petitions.forms.fields import FilesField, OneOf, as_uploads
from petitions.selectors import choices


def _text(
    label: Any, *, rows: int = 4, required: bool = True, help_text: Any = ""
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, required=required, help_text=help_text)


class OpenForm(forms.Form):
    """The act, its article, the facts."""

    unit = UnitOf(
        label=_("涉及单位"),
        help_text=_("行为发生之日的单位；已撤销、合并的也可选择，承接职权的单位写在页面上。"),
    )
    ground = forms.ChoiceField(
        label=_("情形"),
        choices=[("", ""), *((g.code, f"{g.article}：{g.text}") for g in GROUNDS)],
        help_text=_("只有条例列明的行为才能追究；信访数量、走访本身不是追究的情形。"),
    )
    act_on = forms.DateField(
        label=_("行为发生日期"), widget=DateInput(), help_text=_("按这一天的任职确定责任人员")
    )
    facts = _text(_("事实"))
    consequence = _text(_("造成的后果"), rows=2, required=False, help_text=_("移送前必须写明"))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = ("township", "department", "petition_office")
        field_of(self, "unit", UnitOf).offer(choices.units_of_any_time(on=on, kinds=kinds))


class PaperForm(forms.Form):
    """A paper and what it proves."""

    title = forms.CharField(label=_("文件名称或者文号"), max_length=200)
    text = _text(_("证明的内容"), rows=3)


class PersonForm(forms.Form):
    """Whose responsibility, in which post, of which kind."""

    term = OneOf(
        label=_("人员和当日职务"),
        help_text=_("行为发生之日的任职；一人兼任几职的，选择实施该行为时的职务。"),
    )
    role = forms.ChoiceField(label=_("责任"), choices=InquiryRole.choices, widget=forms.RadioSelect)
    sphere = forms.ChoiceField(
        label=_("范围"), choices=InquirySphere.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, terms: Iterable[Term], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_id = {term.pk: term for term in terms}
        field_of(self, "term", OneOf).offer(
            choices.Choice(
                term.pk,
                f"{term.user}（{term.post.unit.name}{term.post.title}）",
                term.user.username,
            )
            for term in self.by_id.values()
        )

    def clean_term(self) -> Term:
        """The chosen term itself."""
        return self.by_id[self.cleaned_data["term"]]


class ConsequenceForm(forms.Form):
    """What the act led to."""

    consequence = _text(
        _("造成的后果"), rows=3, help_text=_("修改前的内容保留；告知本人之后修改的，须再次告知。")
    )


class StatementForm(forms.Form):
    """What the person says, or that nothing will be said."""

    statement = _text(_("陈述申辩"), rows=6, required=False)
    waived = forms.BooleanField(label=_("放弃陈述申辩"), required=False)
    attachments = FilesField(label=_("附件（可多选）"), required=False)

    def __init__(self, *args: Any, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not own:
            self.fields["attachments"].label = _("本人签名的笔录或者书面材料")
            self.fields["attachments"].help_text = _("代为登记的必须上传。")

    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        return {
            "statement": data["statement"],
            "waived": data["waived"],
            "uploads": as_uploads(data["attachments"]),
        }


class SubmitForm(forms.Form):
    """To the organ with power over the persons."""

    competent = UnitOf(
        label=_("有权机关"), help_text=_("按照管理权限：纪检监察、组织（人事）部门或者上级机关")
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "competent", UnitOf).offer(
            choices.Choice(unit.pk, unit.name, unit.code) for unit in units
        )


class DecisionForm(forms.Form):
    """What the organ decided."""

    measure = forms.ChoiceField(label=_("处理"), choices=Measure.choices)
    text = _text(_("处理决定"))
    document_number = forms.CharField(label=_("决定文号"), max_length=60, required=False)
    decided_on = forms.DateField(label=_("决定日期"), widget=DateInput())
    attachments = FilesField(label=_("决定文件"), required=False)

    def __init__(self, *args: Any, copied: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if copied:
            self.fields["attachments"].help_text = _("代录有权机关的决定，必须上传其文件。")
            self.fields["document_number"].help_text = _("代录必须填写。")

    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        data = dict(self.cleaned_data)
        uploads = as_uploads(data.pop("attachments"))
        return {"decision": Decision(**data), "uploads": uploads}


class DropForm(forms.Form):
    """Why nothing follows."""

    note = _text(_("不予追究的理由"))


class ConfirmForm(forms.Form):
    """No field: the page only asks for confirmation."""
