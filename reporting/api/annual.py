"""REST endpoints of the annual reports (条例第四十一条): list, one with its figures, the issued file."""

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
from reporting.api.corrections import CorrectionSerializer, corrections_data
from reporting.api.papers import PaperViewSet
from reporting.models import AnnualReport, BulletinStatus
from reporting.selectors.annual import annual_reports
from reporting.services.annual_publication import number_of

YEAR_PARAMETER = OpenApiParameter("year", int, OpenApiParameter.PATH, description="年度")


class AnnualReportSerializer(serializers.ModelSerializer):
    """A report in the list."""

    status = serializers.ChoiceField(choices=BulletinStatus.choices)
    number = serializers.SerializerMethodField(help_text="发文字号")

    class Meta:
        model = AnnualReport
        fields: ClassVar = [
            "year", "title", "number", "status", "counted_until", "built_at", "approved_at",
            "published_at", "pdf_sha256",
        ]  # fmt: skip

    def get_number(self, report: AnnualReport) -> str:
        return number_of(report)


class AnnualReportDetailSerializer(AnnualReportSerializer):
    """A report with what was written by hand and its figures, as frozen, and its corrections."""

    figures = serializers.SerializerMethodField(help_text="各项数据：本年度（now）、上年度（base）")

    corrections = serializers.SerializerMethodField(help_text="已印发的更正")

    class Meta(AnnualReportSerializer.Meta):
        fields: ClassVar = [
            *AnnualReportSerializer.Meta.fields, "texts", "figures", "corrections",
        ]  # fmt: skip

    @extend_schema_field(OpenApiTypes.OBJECT)
    def get_figures(self, report: AnnualReport) -> dict[str, Any]:
        return dict(report.figures)

    @extend_schema_field(CorrectionSerializer(many=True))
    def get_corrections(self, report: AnnualReport) -> list:
        return corrections_data(report)


class AnnualReportPagination(KeysetPagination):
    """Newest year first."""

    ordering = ("-year", "-pk")  # type: ignore[assignment]  # several keys; the stubs take the type of the base class's one


@extend_schema_view(list=extend_schema(summary="年度报告列表"))
@extend_schema(tags=["annual-reports"])
class AnnualReportViewSet(PaperViewSet):
    """信访情况年度报告（条例第四十一条）。只对信访局、督查人员和县领导可见。"""

    model = AnnualReport
    serializer_class = AnnualReportSerializer
    pagination_class = AnnualReportPagination
    lookup_field = "year"
    lookup_value_regex = r"20\d{2}"
    queryset = AnnualReport.objects.none()

    def allowed(self, authority: Authority) -> bool:
        """Those who make it and those it goes to."""
        return permissions.can_see_annual_reports(authority)

    def listed(self) -> QuerySet[AnnualReport]:
        """Newest first."""
        return annual_reports()

    @extend_schema(
        summary="一份年度报告及其数据",
        parameters=[YEAR_PARAMETER],
        responses={200: AnnualReportDetailSerializer, 404: ErrorSerializer},
    )
    def retrieve(self, request: Request, year: str) -> Response:
        """One report with its figures and corrections (4 queries)."""
        return Response(AnnualReportDetailSerializer(self.paper(int(year))).data)

    @extend_schema(
        summary="已印发的 PDF",
        parameters=[YEAR_PARAMETER],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY, 404: ErrorSerializer},
    )
    @action(detail=True, pagination_class=None)
    def pdf(self, request: Request, year: str) -> HttpResponse:
        """The issued file, byte for byte."""
        return self.file(int(year))
