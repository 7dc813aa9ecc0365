"""REST endpoints of the bulletins with their rows and explanations."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    extend_schema,
    extend_schema_field,
    extend_schema_view,
)
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core import docx, sheets
from core.api import ErrorSerializer, KeysetPagination
from organizations.api import WithAuthority
from petitions.api.outputs import RefSerializer
from reporting import permissions
from reporting.api.corrections import CorrectionSerializer, corrections_data
from reporting.api.periods import PERIOD, PERIOD_PARAMETER, PERIOD_TEXT
from reporting.domain.periods import PeriodError
from reporting.domain.spans import Period
from reporting.models import Bulletin, BulletinKind, BulletinRow, BulletinStatus
from reporting.selectors import bulletins as selectors
from reporting.services.bulletins import build_bulletin
from reporting.services.exports import bulletin_workbook, paper_word
from reporting.services.paper_files import published_file
from reporting.services.publication import number_of


class BulletinSerializer(serializers.ModelSerializer):
    """A bulletin in the list."""

    status = serializers.ChoiceField(choices=BulletinStatus.choices)
    kind = serializers.ChoiceField(choices=BulletinKind.choices)
    number = serializers.SerializerMethodField(help_text="发文字号")

    class Meta:
        model = Bulletin
        fields: ClassVar = [
            "kind", "period", "title", "number", "status", "first_day", "last_day", "built_at",
            "approved_at", "published_at", "pdf_sha256",
        ]  # fmt: skip

    def get_number(self, bulletin: Bulletin) -> str:
        return number_of(bulletin)


class BulletinRowSerializer(serializers.ModelSerializer):
    """One unit's line in a bulletin, as frozen."""

    unit = RefSerializer()

    class Meta:
        model = BulletinRow
        fields: ClassVar = [
            "unit", "group", "matters", "persons", "residents", "per_10k", "points", "score",
            "rank_matters", "rank_per_10k", "rank_score", "last_rank", "is_worst",
        ]  # fmt: skip


class BulletinDetailSerializer(BulletinSerializer):
    """A bulletin with its rows as issued, and its corrections."""

    rows = serializers.SerializerMethodField()
    corrections = serializers.SerializerMethodField(help_text="已印发的更正")

    class Meta(BulletinSerializer.Meta):
        fields: ClassVar = [*BulletinSerializer.Meta.fields, "requirements", "rows", "corrections"]

    @extend_schema_field(BulletinRowSerializer(many=True))
    def get_rows(self, bulletin: Bulletin) -> list:
        rows = bulletin.rows.select_related("unit").order_by("group", "rank_score", "unit__order")
        return list(BulletinRowSerializer(rows, many=True).data)

    @extend_schema_field(CorrectionSerializer(many=True))
    def get_corrections(self, bulletin: Bulletin) -> list:
        return corrections_data(bulletin)


class LineSerializer(serializers.Serializer):
    """One line of a score; the case is named only to those who may open it."""

    reason = serializers.CharField(source="text")
    points = serializers.DecimalField(source="entry.points", max_digits=7, decimal_places=2)
    case_id = serializers.SerializerMethodField()

    def get_case_id(self, line: selectors.ExplainedLine) -> int | None:
        return line.entry.case_id if line.may_open else None


class ItemSerializer(serializers.Serializer):
    """One item of the rule set for a unit."""

    code = serializers.CharField()
    name = serializers.CharField()
    clause = serializers.CharField()
    points = serializers.DecimalField(max_digits=7, decimal_places=2)
    lines = LineSerializer(many=True)


class BulletinPagination(KeysetPagination):
    """Newest month first."""

    ordering = ("-first_day", "-pk")  # type: ignore[assignment]  # several keys; the stubs take the type of the base class's one


class PeriodSerializer(serializers.Serializer):
    """Which period to build a draft of."""

    period = serializers.RegexField(rf"^(?:{PERIOD})$", help_text=PERIOD_TEXT)

    def validate_period(self, code: str) -> Period:
        """The period as a value."""
        try:
            return Period.parse(code)
        except PeriodError as error:
            raise serializers.ValidationError(str(error)) from error


@extend_schema_view(list=extend_schema(summary="通报列表"))
@extend_schema(tags=["bulletins"])
class BulletinViewSet(WithAuthority, mixins.ListModelMixin, viewsets.GenericViewSet):
    """通报（月、季度、半年、年度及自定期间）。草稿只对信访局和县领导可见。"""

    serializer_class = BulletinSerializer
    pagination_class = BulletinPagination
    filter_backends = []
    queryset = Bulletin.objects.none()
    lookup_field = "period"
    lookup_value_regex = PERIOD

    def get_queryset(self) -> QuerySet[Bulletin]:
        if not permissions.can_see_bulletins(self.authority):
            return Bulletin.objects.none()
        county = permissions.can_see_county(self.authority)
        return selectors.bulletins_for(self.authority, sees_drafts=county)

    def _bulletin(self, period: str) -> Bulletin:
        found = Bulletin.objects.select_related("rule_set").filter(period=period).first()
        if found is None or not permissions.can_see_bulletin(self.authority, found):
            raise Http404
        return found

    @extend_schema(
        summary="生成或重新统计一期通报草稿",
        request=PeriodSerializer,
        responses={
            201: BulletinDetailSerializer,
            400: ErrorSerializer,
            403: ErrorSerializer,
            409: ErrorSerializer,
        },
    )
    def create(self, request: Request) -> Response:
        """Build the draft of a period, or count it anew; the petition office only."""
        if not permissions.can_draft(self.authority):
            raise PermissionDenied
        asked = PeriodSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        bulletin = build_bulletin(
            period=asked.validated_data["period"], now=self.now, authority=self.authority
        )
        return Response(BulletinDetailSerializer(bulletin).data, status=201)

    @extend_schema(
        summary="一期通报及各单位数据",
        parameters=[PERIOD_PARAMETER],
        responses={200: BulletinDetailSerializer, 404: ErrorSerializer},
    )
    def retrieve(self, request: Request, period: str) -> Response:
        """One bulletin with its rows and corrections (6 queries)."""
        return Response(BulletinDetailSerializer(self._bulletin(period)).data)

    @extend_schema(
        summary="一个单位得分的逐项说明",
        parameters=[
            PERIOD_PARAMETER,
            OpenApiParameter("unit_id", int, OpenApiParameter.PATH, description="单位"),
        ],
        responses={200: ItemSerializer(many=True), 404: ErrorSerializer},
    )
    @action(detail=True, url_path=r"units/(?P<unit_id>\d{1,9})", pagination_class=None)
    def explanation(self, request: Request, period: str, unit_id: str) -> Response:
        """Every line behind a unit's score."""
        bulletin, unit = self._bulletin(period), int(unit_id)
        if not permissions.can_see_explanation(self.authority, unit):
            raise Http404
        if not bulletin.rows.filter(unit_id=unit).exists():
            raise Http404
        items = selectors.explanation(bulletin, unit, authority=self.authority)
        return Response(ItemSerializer(items, many=True).data)

    @extend_schema(
        summary="已印发的 PDF",
        parameters=[PERIOD_PARAMETER],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY, 404: ErrorSerializer},
    )
    @action(detail=True, pagination_class=None)
    def pdf(self, request: Request, period: str) -> HttpResponse:
        """The published file, byte for byte."""
        bulletin = self._bulletin(period)
        content = published_file(bulletin)
        if content is None:
            raise Http404
        return HttpResponse(content, content_type="application/pdf")

    @extend_schema(
        summary="各表数据和指标口径（Excel）",
        parameters=[PERIOD_PARAMETER],
        responses={(200, sheets.CONTENT_TYPE): OpenApiTypes.BINARY, 404: ErrorSerializer},
    )
    @action(detail=True, pagination_class=None)
    def excel(self, request: Request, period: str) -> HttpResponse:
        """Every table as a sheet, from the frozen contents; a draft is marked."""
        content = bulletin_workbook(self._bulletin(period), now=self.now)
        return HttpResponse(content, content_type=sheets.CONTENT_TYPE)

    @extend_schema(
        summary="可编辑的 Word 文件",
        parameters=[PERIOD_PARAMETER],
        responses={(200, docx.CONTENT_TYPE): OpenApiTypes.BINARY, 404: ErrorSerializer},
    )
    @action(detail=True, pagination_class=None)
    def word(self, request: Request, period: str) -> HttpResponse:
        """The same document to edit; a draft is marked."""
        content = paper_word(self._bulletin(period), now=self.now)
        return HttpResponse(content, content_type=docx.CONTENT_TYPE)
