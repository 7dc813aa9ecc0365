"""What the API takes: validated shapes; the rules are the services'."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from organizations.models import Unit
from petitions.enums import Form, LevelVisited, Outcome, ParticipantRole, Purpose, ServiceMethod
from petitions.services.drafts import CaseDraft, PersonDraft

MAX_ID = 2**31 - 1
LONG_TEXT = 50_000


def _id(**kwargs: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=1, max_value=MAX_ID, **kwargs)


def _text(limit: int = LONG_TEXT, **kwargs: Any) -> serializers.CharField:
    return serializers.CharField(max_length=limit, **kwargs)


def _optional(limit: int = 200) -> serializers.CharField:
    return serializers.CharField(max_length=limit, required=False, allow_blank=True, default="")


class UnitField(serializers.PrimaryKeyRelatedField):
    """A unit by its id (one query)."""

    def __init__(self, **kwargs: Any) -> None:
        if not kwargs.get("read_only"):
            kwargs.setdefault("queryset", Unit.objects.all())
        kwargs.setdefault("pk_field", serializers.IntegerField(min_value=1, max_value=MAX_ID))
        super().__init__(**kwargs)


class PersonInput(serializers.Serializer):
    """A person as typed, or `petitioner_id` of a known one."""

    petitioner_id = _id(required=False, allow_null=True, default=None)
    name = _optional(80)
    phone = _optional(30)
    id_number = _optional(30)
    address = _optional(200)
    role = serializers.ChoiceField(choices=ParticipantRole.choices, default=ParticipantRole.MAIN)


class CaseInput(serializers.Serializer):
    """登记一件信访事项。"""

    form = serializers.ChoiceField(choices=Form.choices)
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    title = _text(200)
    statement = _text()
    received_on = serializers.DateField()
    people: serializers.ListSerializer = serializers.ListSerializer(
        child=PersonInput(), required=False, max_length=100
    )
    is_anonymous = serializers.BooleanField(default=False)
    head_count = serializers.IntegerField(min_value=1, max_value=100_000, default=1)
    level_visited = serializers.ChoiceField(
        choices=LevelVisited.choices, default=LevelVisited.COUNTY
    )
    content_class_id = _id(required=False, allow_null=True, default=None)
    place_id = _id(required=False, allow_null=True, default=None)
    place_detail = _optional(200)
    summary = _optional(LONG_TEXT)
    superior_number = _optional(40)
    from_superior = serializers.BooleanField(default=False)
    is_urgent = serializers.BooleanField(default=False)
    repeat_of_id = _id(required=False, allow_null=True, default=None)
    accused_unit_ids = serializers.ListField(child=_id(), default=list, max_length=20)
    accused_user_ids = serializers.ListField(child=_id(), default=list, max_length=20)
    idempotency_key = serializers.RegexField(
        r"^[A-Za-z0-9_-]{8,64}$",
        required=False,
        help_text="同一标识重复提交只登记一件；也可以放在请求头 Idempotency-Key。",
    )

    def draft(self, *, key: str) -> CaseDraft:
        """The draft of the validated input; `key` is the header's, the field's wins."""
        values = dict(self.validated_data)
        people = tuple(PersonDraft(**person) for person in values.pop("people", ()))
        for name in ("accused_unit_ids", "accused_user_ids"):
            values[name] = tuple(values[name])
        values["idempotency_key"] = values.get("idempotency_key") or key
        return CaseDraft(**values, people=people)


class KeyHeader(serializers.Serializer):
    """The header that makes a repeated submission find the first case."""

    key = serializers.RegexField(r"^[A-Za-z0-9_-]{8,64}$")


class TransferInput(serializers.Serializer):
    """转送。"""

    to_unit = UnitField()
    note = _optional(2000)
    received_on = serializers.DateField(required=False)


class AssignInput(TransferInput):
    """交办。"""

    report_due_on = serializers.DateField()


class ReasonInput(serializers.Serializer):
    """A reason."""

    reason = _text(4000)


class ObjectInput(ReasonInput):
    """提出异议。"""

    suggested_unit = UnitField(required=False, allow_null=True, default=None)


class DecideInput(ReasonInput):
    """审核异议。"""

    approve = serializers.BooleanField()


class _Served(serializers.Serializer):
    served_how = serializers.ChoiceField(
        choices=ServiceMethod.choices, required=False, allow_blank=True, default=""
    )


class InformInput(_Served):
    """书面告知。"""

    body = _text()
    informed_on = serializers.DateField()


class AcceptInput(_Served):
    """受理。"""

    body = _optional(LONG_TEXT)
    accepted_on = serializers.DateField()


class RefuseInput(_Served):
    """不予受理、不再受理。"""

    ground = _text(4000)
    body = _optional(LONG_TEXT)
    refused_on = serializers.DateField()
    no_longer = serializers.BooleanField(default=False, help_text="true 为不再受理")


class ExtendInput(_Served):
    """延长办理期限。"""

    days = serializers.IntegerField(min_value=1, max_value=30)
    reason = _text(4000)
    approved_on = serializers.DateField()


class ConcludeInput(_Served):
    """出具处理意见。"""

    outcome = serializers.ChoiceField(choices=Outcome.choices)
    opinion = _text()
    legal_basis = _text(4000)
    issued_on = serializers.DateField()
    served_on = serializers.DateField(required=False, allow_null=True, default=None)
    report = _optional(LONG_TEXT)


class ReplyInput(_Served):
    """直接回复。"""

    reply = _text()
    replied_on = serializers.DateField()
    report = _optional(LONG_TEXT)
