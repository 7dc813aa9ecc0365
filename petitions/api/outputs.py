"""What the API says of cases, clocks, people and classes."""

from __future__ import annotations

from typing import ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from petitions.enums import (
    CaseStatus,
    ClockStatus,
    DispatchKind,
    DispatchStatus,
    DocumentKind,
    EscalationLevel,
    Form,
    LegalClass,
    LevelVisited,
    ObjectionStatus,
    Outcome,
    ParticipantRole,
    Purpose,
)
from petitions.models import (
    Case,
    Cause,
    Clock,
    ContentClass,
    Dispatch,
    Document,
    Objection,
    Participant,
)
from petitions.selectors.people import mask_phone


class RefSerializer(serializers.Serializer):
    """A unit or a person by id and name."""

    id = serializers.IntegerField()
    name = serializers.CharField(source="__str__")


class ContentClassSerializer(serializers.ModelSerializer):
    """内容分类。"""

    parent_id = serializers.IntegerField(allow_null=True)

    class Meta:
        model = ContentClass
        fields: ClassVar = ["id", "code", "name", "parent_id", "is_active"]


class CauseSerializer(serializers.ModelSerializer):
    """成因：代码、名称和一级成因。"""

    parent = serializers.CharField(source="parent.name", allow_null=True)  # type: ignore[assignment]  # a field named like an attribute of the base class

    class Meta:
        model = Cause
        fields: ClassVar = ["id", "code", "name", "parent"]


CASE_FIELDS = [
    "id", "number", "superior_number", "title", "form", "purpose", "legal_class", "level_visited",
    "head_count", "is_collective", "is_anonymous", "is_urgent", "from_superior", "status", "outcome",
    "escalation_level", "received_on", "registered_at", "informed_on", "accepted_on", "closed_on",
    "next_due_on", "place", "responsible_unit", "receiving_unit", "leader", "first_contact",
    "repeat_of_id", "petitioners",
]  # fmt: skip


class CaseSerializer(serializers.ModelSerializer):
    """One matter as a list shows it."""

    form = serializers.ChoiceField(choices=Form.choices)
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    legal_class = serializers.ChoiceField(choices=LegalClass.choices)
    level_visited = serializers.ChoiceField(choices=LevelVisited.choices)
    status = serializers.ChoiceField(choices=CaseStatus.choices)
    outcome = serializers.ChoiceField(choices=Outcome.choices, allow_blank=True)
    escalation_level = serializers.ChoiceField(choices=EscalationLevel.choices)
    place = RefSerializer(allow_null=True)
    responsible_unit = RefSerializer()
    receiving_unit = RefSerializer()
    leader = RefSerializer(allow_null=True)
    first_contact = RefSerializer()
    repeat_of_id = serializers.SerializerMethodField(
        help_text="前件；检举控告事项不作其他事项的前件"
    )
    petitioners = serializers.SerializerMethodField(help_text="信访人姓名，主访人在前")

    class Meta:
        model = Case
        fields: ClassVar = CASE_FIELDS

    def get_repeat_of_id(self, case: Case) -> int | None:
        earlier = case.repeat_of
        return earlier.pk if earlier and earlier.is_secret == case.is_secret else None

    def get_petitioners(self, case: Case) -> list[str]:
        people = getattr(case, "people", None)
        parts = case.participants.select_related("petitioner") if people is None else people
        return [part.petitioner.name for part in parts]


class ParticipantSerializer(serializers.ModelSerializer):
    """A person of the matter; telephone and identity number are masked."""

    petitioner_id = serializers.IntegerField()
    name = serializers.CharField(source="petitioner.name")
    phone = serializers.SerializerMethodField()
    id_last4 = serializers.CharField(source="petitioner.id_last4")
    address = serializers.CharField(source="petitioner.address")
    role = serializers.ChoiceField(choices=ParticipantRole.choices)

    class Meta:
        model = Participant
        fields: ClassVar = [
            "petitioner_id",
            "name",
            "phone",
            "id_last4",
            "address",
            "role",
            "order",
        ]

    def get_phone(self, part: Participant) -> str:
        return mask_phone(part.petitioner.phone)


class ObjectionSerializer(serializers.ModelSerializer):
    """An objection and its decision."""

    status = serializers.ChoiceField(choices=ObjectionStatus.choices)
    suggested_unit = RefSerializer(allow_null=True)

    class Meta:
        model = Objection
        fields: ClassVar = [
            "id", "reason", "suggested_unit", "raised_at", "status", "decided_at", "decision_reason",
        ]  # fmt: skip


class DispatchSerializer(serializers.ModelSerializer):
    """One sending of the matter."""

    kind = serializers.ChoiceField(choices=DispatchKind.choices)
    status = serializers.ChoiceField(choices=DispatchStatus.choices)
    from_unit = RefSerializer()
    to_unit = RefSerializer()
    objections = ObjectionSerializer(many=True)

    class Meta:
        model = Dispatch
        fields: ClassVar = [
            "id", "kind", "from_unit", "to_unit", "sent_at", "received_on", "report_due_on", "note",
            "status", "ended_at", "objections",
        ]  # fmt: skip


class DocumentSerializer(serializers.ModelSerializer):
    """A paper of the matter."""

    kind = serializers.ChoiceField(choices=DocumentKind.choices)
    unit = RefSerializer()

    class Meta:
        model = Document
        fields: ClassVar = [
            "id", "kind", "unit", "title", "body", "issued_on", "served_on", "served_how",
        ]  # fmt: skip


class ClockSerializer(serializers.ModelSerializer):
    """A statutory limit with its explanation: start, rule, article, days skipped."""

    status = serializers.ChoiceField(choices=ClockStatus.choices)
    owed_by_unit = RefSerializer(allow_null=True)
    explanation = serializers.DictField(help_text="到期日的逐步计算过程")

    class Meta:
        model = Clock
        fields: ClassVar = [
            "id", "code", "name", "article", "owed_by_unit", "started_on", "due_on", "raw_due_on",
            "is_provisional", "status", "stopped_on", "on_time", "explanation",
        ]  # fmt: skip


class LawfulActSerializer(serializers.Serializer):
    """An act the caller may do now, and by when."""

    code = serializers.CharField(source="act.code")
    name = serializers.CharField(source="act.name_zh")
    article = serializers.CharField(source="act.article")
    due_on = serializers.DateField(allow_null=True)


class CaseDetailSerializer(CaseSerializer):
    """One matter with everything on its file but the attachments."""

    content_class = ContentClassSerializer(allow_null=True)
    cause = CauseSerializer(allow_null=True, help_text="办结后登记的成因")
    participants = serializers.SerializerMethodField()
    dispatches = serializers.SerializerMethodField()
    documents = serializers.SerializerMethodField()
    acts = serializers.SerializerMethodField(help_text="本人现在可以办理的事项")

    class Meta:
        model = Case
        fields: ClassVar = [
            *CASE_FIELDS, "summary", "statement", "place_detail", "content_class", "cause", "participants",
            "dispatches", "documents", "acts",
        ]  # fmt: skip

    @extend_schema_field(ParticipantSerializer(many=True))
    def get_participants(self, case: Case) -> list:
        return list(ParticipantSerializer(self.context["people"], many=True).data)

    @extend_schema_field(DispatchSerializer(many=True))
    def get_dispatches(self, case: Case) -> list:
        return list(DispatchSerializer(self.context["file"].dispatches, many=True).data)

    @extend_schema_field(DocumentSerializer(many=True))
    def get_documents(self, case: Case) -> list:
        return list(DocumentSerializer(self.context["papers"], many=True).data)

    @extend_schema_field(LawfulActSerializer(many=True))
    def get_acts(self, case: Case) -> list:
        return list(LawfulActSerializer(self.context["acts"], many=True).data)


class FoundPersonSerializer(serializers.Serializer):
    """A person as the window sees it: masked."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    phone = serializers.CharField()
    id_last4 = serializers.CharField()
    address = serializers.CharField()
    matters = serializers.IntegerField(help_text="您可以看到的事项数")
