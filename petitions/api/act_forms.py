"""The forms of the acts as JSON: what each asks for, and what was sent as the form takes it.

The page's form is the one place that knows what an act asks for; nothing is listed here by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.utils.datastructures import MultiValueDict
from rest_framework import serializers

from petitions.domain.workflow import ACTS, Act
from petitions.forms.act_screens import SCREENS
from petitions.forms.fields import OneOf, SeveralOf

LONG_TEXT = 50_000
YES, NO = "1", "0"
#: Of the page alone, not particulars of the act.
NOT_ASKED = ("guide", "all_shown")


def address(code: str) -> str:
    """The act as it stands in an address: decide-objection."""
    return code.replace("_", "-")


ADDRESSES: dict[str, str] = {address(code): code for code in SCREENS}


def kind_of(field: forms.Field) -> str:
    """The JSON kind of a field: text, date, datetime, integer, boolean, choice, choices, id or ids."""
    if isinstance(field, SeveralOf):
        return "ids"
    if isinstance(field, OneOf):
        return "id"
    if isinstance(field, forms.MultipleChoiceField):
        return "choices"
    if isinstance(field, forms.TypedChoiceField) and _is_yes_or_no(field):
        return "boolean"
    kinds: tuple[tuple[type[forms.Field], str], ...] = (
        (forms.ChoiceField, "choice"),
        (forms.BooleanField, "boolean"),
        (forms.DateTimeField, "datetime"),
        (forms.DateField, "date"),
        (forms.IntegerField, "integer"),
    )
    return next((kind for base, kind in kinds if isinstance(field, base)), "text")


def _is_yes_or_no(field: forms.ChoiceField) -> bool:
    return {str(value) for value, _label in _choices(field)} == {YES, NO}


def _choices(field: forms.ChoiceField) -> list[tuple[Any, Any]]:
    """What may be chosen, groups opened, without the empty choice."""
    found: list[tuple[Any, Any]] = []
    for value, label in cast("Iterable[tuple[Any, Any]]", field.choices):
        found += label if isinstance(label, (list, tuple)) else [(value, label)]
    return [(value, label) for value, label in found if value not in {"", None}]


def wanted(code: str) -> list[dict[str, Any]]:
    """What an act asks for on any matter: name, kind, label, whether it must be given (no query)."""
    return [_wanted(name, field) for name, field in _base_fields(code).items()]


def wanted_now(form: forms.Form) -> list[dict[str, Any]]:
    """What an act asks for on this matter: with what may be chosen and the draft of the text."""
    found = []
    for name, field in form.fields.items():
        if name in NOT_ASKED:
            continue
        row = _wanted(name, field)
        if isinstance(field, forms.ChoiceField) and row["kind"] != "boolean":
            row["choices"] = [
                {"value": str(v), "label": str(label)} for v, label in _choices(field)
            ]
        initial = form.get_initial_for_field(field, name)
        row["draft"] = initial if isinstance(initial, list) else str(initial or "")
        found.append(row)
    return found


def _wanted(name: str, field: forms.Field) -> dict[str, Any]:
    return {
        "name": name,
        "kind": kind_of(field),
        "label": str(field.label or name),
        "required": field.required,
        "help": str(field.help_text),
    }


def _base_fields(code: str) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = SCREENS[code].form.base_fields
    return {name: field for name, field in fields.items() if name not in NOT_ASKED}


def as_form_data(sent: Mapping[str, Any]) -> MultiValueDict[str, Any]:
    """What was sent as a form takes it: lists kept, true and false as the page's choices, null as nothing."""
    data: MultiValueDict[str, Any] = MultiValueDict()
    for name, value in sent.items():
        values = value if isinstance(value, list) else [value]
        data.setlist(name, [_plain(one) for one in values if one is not None])
    return data


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return str(value)


def input_of(code: str) -> type[serializers.Serializer]:
    """A serializer that describes what an act asks for (for the description of the interface only)."""
    act: Act = ACTS[code]
    fields: dict[str, Any] = {n: _described(f) for n, f in _base_fields(code).items()}
    name = "".join(word.capitalize() for word in code.split("_"))
    fields["__doc__"] = f"{act.name_zh}（{act.article}）。"
    return type(f"{name}Act", (serializers.Serializer,), fields)


def _described(field: forms.Field) -> serializers.Field:
    kind = kind_of(field)
    words = f"{field.label}。{field.help_text}"
    if kind == "choice" and isinstance(field, forms.ChoiceField):
        words += "；".join(f"{value}：{label}" for value, label in _choices(field))
    told: dict[str, Any] = {"required": field.required, "help_text": words}
    if kind == "date":
        return serializers.DateField(**told)
    if kind == "boolean":
        return serializers.BooleanField(**told)
    if kind in {"integer", "id"}:
        return serializers.IntegerField(min_value=1, **told)
    if kind == "ids":
        return serializers.ListField(child=serializers.IntegerField(min_value=1), **told)
    if kind == "choices":
        return serializers.ListField(child=serializers.CharField(), **told)
    longest = getattr(field, "max_length", None) or LONG_TEXT
    return serializers.CharField(
        max_length=None if kind == "datetime" else longest, allow_blank=not field.required, **told
    )


INPUTS: dict[str, type[serializers.Serializer]] = {code: input_of(code) for code in SCREENS}
