"""更正登记: the registration as it stands, each field to be put right; what is left alone stays as it is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.models import Unit, User
from petitions.enums import LEGAL_CLASS_OF, CorrectedField, Purpose
from petitions.forms.acts import ActForm, Desk, TextField
from petitions.forms.fields import OneOf, SeveralOf
from petitions.forms.intake import IntakeForm
from petitions.models import ContentClass
from petitions.selectors import choices
from petitions.selectors.choices import Choice
from petitions.selectors.registered import (
    FIELDS,
    Registered,
    labels,
    main_participant,
    mark,
    marks_of,
    moved_since,
    registered,
)
from petitions.services.correcting.act import REASON_LENGTH
from petitions.services.correcting.secrecy import why_not

TAKEN = IntakeForm.base_fields
ACCUSED = (CorrectedField.ACCUSED_UNITS, CorrectedField.ACCUSED_PEOPLE)
ENDED = (CorrectedField.STATEMENT, CorrectedField.IS_ANONYMOUS)
NAMED = "is_anonymous=0"
_PERSON = ("name", "phone", "id_number", "address")


class YesNo(forms.TypedChoiceField):
    """Yes or no as two choices, so that nothing said is not taken for no."""

    def __init__(self, *, yes: Any, no: Any, **kwargs: Any) -> None:
        super().__init__(
            choices=[("0", no), ("1", yes)],
            coerce=lambda value: value == "1",
            empty_value="",
            widget=forms.RadioSelect,
            **kwargs,
        )


def _yes_no(label: Any) -> YesNo:
    return YesNo(label=label, yes=gettext_lazy("是"), no=gettext_lazy("否"))


def _line(field: CorrectedField, length: int, **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=field.label,
        required=False,
        max_length=length,
        widget=forms.TextInput(attrs={"autocomplete": "off", **attrs}),
    )


class CorrectionForm(ActForm):
    """Fields and checks are those of a new registration."""

    form = TAKEN["form"]
    level_visited = TAKEN["level_visited"]
    received_on = TAKEN["received_on"]
    from_superior = _yes_no(CorrectedField.FROM_SUPERIOR.label)
    superior_number = TAKEN["superior_number"]
    is_anonymous = _yes_no(CorrectedField.IS_ANONYMOUS.label)
    another_person = YesNo(
        label=gettext_lazy("信访人更正的原因"),
        yes=gettext_lazy("登记成了别人，改为下面填写的人"),
        no=gettext_lazy("就是此人，更正写错的内容（同一信访人的其他事项一并更正）"),
        required=False,
        initial="0",
    )
    name = _line(CorrectedField.NAME, 80)
    phone = _line(CorrectedField.PHONE, 30, inputmode="tel")
    id_number = _line(CorrectedField.ID_NUMBER, 24, **{"data-draft-skip": ""})
    address = _line(CorrectedField.ADDRESS, 200)
    head_count = TAKEN["head_count"]
    purpose = TAKEN["purpose"]
    accused_units = SeveralOf(label=CorrectedField.ACCUSED_UNITS.label, required=False)
    accused_people = SeveralOf(label=CorrectedField.ACCUSED_PEOPLE.label, required=False)
    content_class = OneOf(label=CorrectedField.CONTENT_CLASS.label, required=False)
    place = OneOf(label=CorrectedField.PLACE.label, required=False)
    place_detail = TAKEN["place_detail"]
    title = TAKEN["title"]
    summary = TAKEN["summary"]
    statement = TAKEN["statement"]
    reason = TextField(
        label=gettext_lazy("更正理由"),
        rows=2,
        max_length=REASON_LENGTH,
        help_text=gettext_lazy("写明怎样发现、以什么为准，例如“经与来信原件核对”。"),
    )
    began = forms.CharField(
        label=gettext_lazy("开始更正时的登记"), required=False, widget=forms.HiddenInput
    )
    all_shown = forms.CharField(required=False, initial="1", widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *args: Any, desk: Desk, **kwargs: Any) -> None:
        self.now = registered(desk.case)
        super().__init__(_completed(data, self.now), *args, desk=desk, **kwargs)

    @property
    def draft_version(self) -> str:
        return "-" + hashlib.sha256(self._marks().encode()).hexdigest()[:12]

    def prepare(self) -> None:
        self._offer()
        for name, value in as_data(self.now).items():
            if name in self.fields:
                self.fields[name].initial = value
        self.fields["began"].initial = self._marks()
        self.fields["received_on"].widget.attrs["max"] = self.desk.on.isoformat()
        self._tell_number()
        self._limit_purpose()
        for name in (*_PERSON, "another_person"):
            self.fields[name].widget.attrs["data-when"] = NAMED
        for name in ACCUSED:
            if name in self.fields:
                self.fields[name].help_text = _(
                    "确认后立即看不到本件；持有、接触本件的，本件收回并转送纪检监察机关（条例第三十条第三款）。"
                )
                self.fields[name].widget.attrs["data-when"] = "purpose=accusation"
        if not self.desk.case.is_open:
            for name in ENDED:
                del self.fields[name]

    def _marks(self) -> str:
        return json.dumps(marks_of(self.now), sort_keys=True)

    def _offer(self) -> None:
        on, now = self.desk.on, self.now
        units = choices.unit_choices(on=on)
        places = [c for c in units if c.kind in choices.PLACE_KINDS]
        self._offer_one("place", places, [now.place], Unit)
        self._offer_one(
            "content_class", choices.content_choices(), [now.content_class], ContentClass
        )
        if not self._may_accuse:
            for name in ACCUSED:
                del self.fields[name]
            return
        staff = (
            Choice(u.pk, f"{u}（{u.unit}）" if u.unit else str(u), u.username)
            for u in choices.staff(on=on)
        )
        self._offer_one("accused_units", units, now.accused_units, Unit)
        self._offer_one("accused_people", staff, now.accused_people, User)

    def _offer_one(
        self, name: str, offered: Iterable[Choice], chosen: Iterable[int | None], model: Any
    ) -> None:
        """What may be chosen, and what is chosen already though it may not be any more."""
        found = list(offered)
        missing = {pk for pk in chosen if pk} - {choice.id for choice in found}
        gone = [Choice(row.pk, str(row), "") for row in model.objects.filter(pk__in=missing)]
        cast("OneOf | SeveralOf", self.fields[name]).offer([*found, *gone])

    @property
    def _may_accuse(self) -> bool:
        return self.desk.authority.is_office_staff or self.desk.case.is_secret

    def _limit_purpose(self) -> None:
        """Only purposes this user may give the matter (`secrecy.check_class`)."""
        authority, case = self.desk.authority, self.desk.case
        allowed = [
            purpose
            for purpose in Purpose
            if (new := LEGAL_CLASS_OF[purpose]) == case.legal_class
            or (case.is_open and not why_not(authority=authority, old=case.legal_class, new=new))
        ]
        cast("forms.ChoiceField", self.fields["purpose"]).choices = [
            (p.value, p.label) for p in allowed
        ]

    def _tell_number(self) -> None:
        part = main_participant(self.desk.case)
        last4 = part.petitioner.id_last4 if part else ""
        told = _("现登记的号码末四位为 %(last4)s；不更正的留空。") % {"last4": last4}
        self.fields["id_number"].help_text = told if last4 else _("没有登记；不补充的留空。")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        began = _read(data.get("began", ""))
        if moved := moved_since(self.now, began):
            self._show_now(moved, began)
        return data

    def _show_now(self, moved: list[str], began: dict[str, str]) -> None:
        """Somebody else was quicker: what was not touched here is shown as it stands, what was is kept."""
        kept = []
        for name in moved:
            typed = self.cleaned_data.get(name)
            untouched = mark(name, typed) == began.get(name) or (name == "id_number" and not typed)
            if name in self.fields and untouched:
                _put(self.data, name, as_data(self.now)[name])
            else:
                kept.append(name)
        _put(self.data, "began", self._marks())
        said = _("您打开本页后，他人已更正%(fields)s，本页已换成现在的登记，请核对后再提交。") % {
            "fields": labels(moved)
        }
        if kept:
            said += _("您也改动了%(fields)s，仍按您填写的显示。") % {"fields": labels(kept)}
        self.add_error(None, said)

    @property
    def changed_fields(self) -> list[str]:
        """Fields that were sent with another value."""
        return [
            name
            for name in FIELDS
            if name in self.fields
            and name != "id_number"
            and mark(name, self.cleaned_data[name]) != mark(name, self.now.as_dict()[name])
        ]

    def arguments(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "changes": {name: data[name] for name in FIELDS if name in self.fields},
            "reason": data["reason"],
            "another_person": bool(data["another_person"]),
            "began": _read(data["began"]) or None,
        }


def as_data(now: Registered) -> dict[str, Any]:
    """The registration as a form shows it; the identity number is never shown."""
    shown: dict[str, Any] = {}
    for name, value in now.as_dict().items():
        if isinstance(value, bool):
            shown[name] = "1" if value else "0"
        elif isinstance(value, tuple):
            shown[name] = [str(one) for one in value]
        else:
            shown[name] = "" if value is None else str(value)
    shown["id_number"] = ""
    return shown


def _completed(data: Any, now: Registered) -> Any:
    """What was sent, with the present value of each field that was not: a program sends only what it changes.

    A page sends all it shows, and of an emptied list nothing.
    """
    if data is None:
        return None
    data = data.copy()
    for name, value in as_data(now).items():
        emptied = name in ACCUSED and "all_shown" in data
        if name not in data and not emptied:
            _put(data, name, value)
    return data


def _put(data: Any, name: str, value: Any) -> None:
    data.setlist(name, value if isinstance(value, list) else [value])


def _read(text: str) -> dict[str, str]:
    """Marks as a page sends them back; nothing of what no page sends."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(name): str(value) for name, value in found.items()}
