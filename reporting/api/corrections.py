"""Published corrections as part of the paper they correct: the paper's own figures stay as they were issued."""

from __future__ import annotations

from typing import ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from reporting.models import AnnualReport, Bulletin, Correction
from reporting.selectors.corrections import corrections_of
from reporting.services.correction_kinds import kind_of


class ChangeSerializer(serializers.Serializer):
    """One figure that was corrected."""

    table = serializers.CharField(help_text="所在表")
    row = serializers.CharField(help_text="单位或项目")
    column = serializers.CharField(help_text="栏目")
    old = serializers.CharField(help_text="原为")
    new = serializers.CharField(help_text="更正为")
    cases = serializers.ListField(child=serializers.CharField(), help_text="涉及信访事项编号")


class SentenceSerializer(serializers.Serializer):
    """One sentence that was corrected."""

    old = serializers.CharField(help_text="原文")
    new = serializers.CharField(help_text="更正后的文字")


class CorrectionSerializer(serializers.ModelSerializer):
    """A published correction: what it states and the digest of its file."""

    document_number = serializers.SerializerMethodField(help_text="发文字号")
    changes = serializers.SerializerMethodField(help_text="数据更正")
    texts = SentenceSerializer(many=True)

    class Meta:
        model = Correction
        fields: ClassVar = [
            "number", "document_number", "reason", "changes", "texts", "published_at", "pdf_sha256",
        ]  # fmt: skip

    def get_document_number(self, found: Correction) -> str:
        kind = kind_of(found.paper)
        return kind.number(year=found.serial_year, serial=found.serial)

    @extend_schema_field(ChangeSerializer(many=True))
    def get_changes(self, found: Correction) -> list:
        stated = [one for one in found.changes if one["chosen"]]
        return list(ChangeSerializer(stated, many=True).data)


def corrections_data(paper: Bulletin | AnnualReport) -> list:
    """The published corrections of a paper, first to last (one query)."""
    found = list(corrections_of(paper, sees_drafts=False))
    for one in found:
        setattr(one, kind_of(paper).prefix, paper)
    return list(CorrectionSerializer(found, many=True).data)
