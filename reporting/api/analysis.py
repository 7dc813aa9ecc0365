"""REST endpoints of the monthly analyses (信访形势分析): list, one with its figures, the issued file."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    extend_schema,
    extend_schema_field,
    extend_schema_view,
)
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import ErrorSerializer, KeysetPagination
from organizations.authority import Authority
from reporting import permissions
from reporting.api.papers import PaperViewSet
from reporting.models import AnalysisReport, BulletinStatus
from reporting.selectors.analysis_reports import analysis_reports
from reporting.services.analysis_publication import number_of

MONTH_PARAMETER = OpenApiParameter(
    "month", str, OpenApiParameter.PATH, description="分析月份，如 2026-10"
)


class AnalysisReportSerializer(serializers.ModelSerializer):
    """An analysis in the list."""

    status = serializers.ChoiceField(choices=BulletinStatus.choices)
    number = serializers.SerializerMethodField(help_text="发文字号")

    class Meta:
        model = AnalysisReport
        fields: ClassVar = [
            "month", "title", "number", "status", "built_at", "approved_at", "published_at",
            "pdf_sha256",
        ]  # fmt: skip

    def get_number(self, report: AnalysisReport) -> str:
        return number_of(report)


class AnalysisReportDetailSerializer(AnalysisReportSerializer):
    """An analysis with what was written by hand and its figures, as frozen."""

    figures = serializers.SerializerMethodField(help_text="各项数据：当月、上月、上年同月")

    class Meta(AnalysisReportSerializer.Meta):
        fields: ClassVar = [*AnalysisReportSerializer.Meta.fields, "texts", "figures"]

    @extend_schema_field(OpenApiTypes.OBJECT)
    def get_figures(self, report: AnalysisReport) -> dict[str, Any]:
        return dict(report.figures)


class AnalysisReportPagination(KeysetPagination):
    """Newest month first."""

    ordering = ("-month", "-pk")  # type: ignore[assignment]  # several keys; the stubs take the type of the base class's one


@extend_schema_view(list=extend_schema(summary="信访形势分析列表"))
@extend_schema(tags=["analysis-reports"])
class AnalysisReportViewSet(PaperViewSet):
    """每月信访形势分析（条例第十四条第四、六项）。只对信访局、督查人员和县领导可见。"""

    model = AnalysisReport
    serializer_class = AnalysisReportSerializer
    pagination_class = AnalysisReportPagination
    lookup_field = "month"
    lookup_value_regex = r"20\d{2}-(?:0[1-9]|1[0-2])"
    queryset = AnalysisReport.objects.none()

    def allowed(self, authority: Authority) -> bool:
        """Those who see the county's figures."""
        return permissions.can_see_analysis(authority)

    def listed(self) -> QuerySet[AnalysisReport]:
        """Newest first."""
        return analysis_reports()

    @extend_schema(
        summary="一份信访形势分析及其数据",
        parameters=[MONTH_PARAMETER],
        responses={200: AnalysisReportDetailSerializer, 404: ErrorSerializer},
    )
    def retrieve(self, request: Request, month: str) -> Response:
        """One analysis with its figures (3 queries)."""
        return Response(AnalysisReportDetailSerializer(self.paper(month)).data)

    @extend_schema(
        summary="已印发的 PDF",
        parameters=[MONTH_PARAMETER],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY, 404: ErrorSerializer},
    )
    @action(detail=True, pagination_class=None)
    def pdf(self, request: Request, month: str) -> HttpResponse:
        """The issued file, byte for byte."""
        return self.file(month)
