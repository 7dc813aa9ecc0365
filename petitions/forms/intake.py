"""The registration form: one page, rows of people, everything kept when it is refused."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.errors import InvalidMany
from core.forms import DateInput, field_of
from organizations.authority import Authority
from petitions.domain.titles import suggest_title
from petitions.enums import LEGAL_CLASS_OF, Form, LevelVisited, ParticipantRole, Purpose
from petitions.forms.fields import FilesField, OneOf, SeveralOf
from petitions.selectors import choices, people
from petitions.selectors.intake import Typed
from petitions.services.drafts import CaseDraft, PersonDraft, Upload

ROWS_AT_FIRST = 1
ROWS_MORE = 5
ROWS_MOST = 200
REPRESENTATIVES = 5
MAX_ID = 2**31 - 1
PERSON_ERROR = re.compile(r"^people-(\d+)-(\w+)$")


class PersonForm(forms.Form):
    """One row: a person picked from the search, or typed."""

    petitioner_id = forms.IntegerField(
        required=False, min_value=1, max_value=MAX_ID, widget=forms.HiddenInput
    )
    name = forms.CharField(label=_("姓名（名称）"), required=False, max_length=80)
    phone = forms.CharField(label=_("电话"), required=False, max_length=30)
    id_number = forms.CharField(label=_("身份证号码"), required=False, max_length=24)
    address = forms.CharField(label=_("住址"), required=False, max_length=200)
    role = forms.ChoiceField(
        label=_("身份"),
        required=False,
        choices=ParticipantRole.choices,
        initial=ParticipantRole.MAIN,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.picked: people.Found | None = None
        for name, attrs in _PERSON_ATTRS.items():
            self.fields[name].widget.attrs.update(attrs)

    @property
    def is_blank(self) -> bool:
        """Nothing typed but, at most, the role."""
        data = getattr(self, "cleaned_data", {})
        return not any(
            data.get(n) for n in ("petitioner_id", "name", "phone", "id_number", "address")
        )

    def draft(self) -> PersonDraft:
        """The row as the service takes it."""
        data = self.cleaned_data
        return PersonDraft(
            name=data.get("name", ""),
            phone=data.get("phone", ""),
            id_number=data.get("id_number", ""),
            address=data.get("address", ""),
            role=data.get("role") or ParticipantRole.MAIN,
            petitioner_id=data.get("petitioner_id"),
        )


_PERSON_ATTRS: dict[str, dict[str, str]] = {
    "name": {"autocomplete": "off", "data-person-name": ""},
    "phone": {"autocomplete": "off", "inputmode": "tel", "data-person-phone": ""},
    "id_number": {"autocomplete": "off", "data-person-id": "", "data-draft-skip": ""},
    "address": {"autocomplete": "off"},
}


class PeopleFormSet(forms.BaseFormSet):
    """Rows of people; empty rows say nothing."""

    def typed(self) -> list[PersonForm]:
        """Rows with something in them, in order."""
        return [row for row in self.forms if row.is_valid() and not row.is_blank]


People = forms.formset_factory(
    PersonForm,
    formset=PeopleFormSet,
    extra=ROWS_AT_FIRST,
    max_num=ROWS_MOST,
    absolute_max=ROWS_MOST,
)


def role_of_row(index: int) -> str:
    """The role a new row starts with: one main petitioner, four more representatives, then members."""
    if index == 0:
        return ParticipantRole.MAIN
    return ParticipantRole.REPRESENTATIVE if index < REPRESENTATIVES else ParticipantRole.MEMBER


class IntakeForm(forms.Form):
    """Everything of the page but the people."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=32)
    form = forms.ChoiceField(
        label=_("信访形式"), choices=Form.choices, widget=forms.RadioSelect, initial=Form.VISIT
    )
    level_visited = forms.ChoiceField(
        label=_("信访层级"),
        choices=LevelVisited.choices,
        widget=forms.RadioSelect,
        initial=LevelVisited.COUNTY,
    )
    received_on = forms.DateField(label=_("收到日期"), widget=DateInput)
    from_superior = forms.BooleanField(label=_("上级转来"), required=False)
    superior_number = forms.CharField(label=_("上级系统编号"), required=False, max_length=40)
    is_anonymous = forms.BooleanField(label=_("匿名（不登记信访人）"), required=False)
    head_count = forms.IntegerField(label=_("信访人数"), min_value=1, max_value=99999, initial=1)
    place = OneOf(label=_("问题属地"), required=False)
    place_detail = forms.CharField(label=_("问题发生地"), required=False, max_length=200)
    purpose = forms.ChoiceField(
        label=_("信访目的"),
        choices=Purpose.choices,
        widget=forms.RadioSelect,
        initial=Purpose.REQUEST,
    )
    accused_units = SeveralOf(label=_("被检举控告单位"), required=False)
    accused_people = SeveralOf(label=_("被检举控告人员"), required=False)
    content = OneOf(label=_("内容分类"), required=False)
    statement = forms.CharField(label=_("诉求内容"), widget=forms.Textarea(attrs={"rows": 7}))
    title = forms.CharField(label=_("主题"), required=False, max_length=200)
    summary = forms.CharField(
        label=_("概况"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    is_urgent = forms.BooleanField(label=_("重大紧急（须按规定报告）"), required=False)
    attachments = FilesField(label=_("附件（可多选）"), required=False)
    repeat_of = forms.IntegerField(required=False, widget=forms.HiddenInput)

    # Where the service names a field otherwise than the page.
    NAMES = {"content_class": "content", "accused": "accused_units"}

    def __init__(self, *args: Any, authority: Authority, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.authority = authority
        units = choices.unit_choices(on=authority.on)
        field_of(self, "place", OneOf).offer(c for c in units if c.kind in choices.PLACE_KINDS)
        field_of(self, "content", OneOf).offer(choices.content_choices())
        field_of(self, "accused_units", SeveralOf).offer(units)
        field_of(self, "accused_people", SeveralOf).offer(
            choices.Choice(u.pk, f"{u}（{u.unit}）" if u.unit else str(u), u.username)
            for u in choices.staff(on=authority.on)
        )
        self.fields["received_on"].initial = authority.on
        self.fields["received_on"].widget.attrs["max"] = authority.on.isoformat()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("title") and data.get("statement"):
            data["title"] = suggest_title(data["statement"])
        return data

    def draft(self, rows: list[PersonForm], uploads: tuple[Upload, ...]) -> CaseDraft:
        """The page as the service takes it."""
        data = self.cleaned_data
        is_report = data["purpose"] == Purpose.ACCUSATION
        return CaseDraft(
            form=data["form"],
            purpose=data["purpose"],
            title=data["title"],
            statement=data["statement"],
            received_on=data["received_on"],
            people=tuple(row.draft() for row in rows),
            is_anonymous=data["is_anonymous"],
            head_count=data["head_count"],
            level_visited=data["level_visited"],
            content_class_id=data["content"],
            place_id=data["place"],
            place_detail=data["place_detail"],
            summary=data["summary"],
            superior_number=data["superior_number"],
            from_superior=data["from_superior"],
            is_urgent=data["is_urgent"],
            repeat_of_id=data["repeat_of"],
            accused_unit_ids=tuple(data["accused_units"]) if is_report else (),
            accused_user_ids=tuple(data["accused_people"]) if is_report else (),
            uploads=uploads,
            idempotency_key=data["key"],
        )

    def show(self, error: InvalidMany, rows: list[PersonForm]) -> None:
        """Put the service's messages beside their fields, those of people into their rows."""
        for name, message in error.errors.items():
            person = PERSON_ERROR.match(name)
            if person:
                rows[int(person[1])].add_error(person[2], message)
                continue
            field = self.NAMES.get(name, name)
            self.add_error(field if field in self.fields else None, message)


def legal_classes() -> dict[str, str]:
    """Purpose → the words of its legal class, for the page."""
    return {purpose.value: str(LEGAL_CLASS_OF[purpose].label) for purpose in Purpose}


def typed_of(data: Any) -> Typed:
    """What was typed so far, read leniently: nothing is refused while somebody is still typing."""
    rows = (
        int(data.get("people-TOTAL_FORMS") or 0) if _is_int(data.get("people-TOTAL_FORMS")) else 0
    )
    values: dict[str, list[str]] = {"petitioner_id": [], "name": [], "phone": [], "id_number": []}
    for index in range(min(rows, ROWS_MOST)):
        for name, found in values.items():
            text = data.get(f"people-{index}-{name}", "").strip()
            if text:
                found.append(text)
    place = data.get("place", "")
    return Typed(
        statement=data.get("statement", "").strip(),
        petitioner_ids=tuple(int(text) for text in values["petitioner_id"] if _is_int(text)),
        names=tuple(text for text in values["name"] if len(text) >= 2),
        phones=tuple(text for text in values["phone"] if len(text) >= 7),
        id_numbers=tuple(text for text in values["id_number"] if len(text) >= 15),
        place_id=int(place) if _is_int(place) else None,
    )


def _is_int(text: str | None) -> bool:
    return bool(text) and str(text).isascii() and str(text).isdigit() and len(str(text)) <= 12
