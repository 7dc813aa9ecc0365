"""REST endpoints of the reporting app: figures of a month, bulletins with their rows and explanations."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils import timezone
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

from core.api import ErrorSerializer, KeysetPagination
from organizations.api import WithAuthority
from petitions.api.outputs import RefSerializer
from reporting import permissions
from reporting.domain.periods import Month, Span
from reporting.models import Bulletin, BulletinRow, BulletinStatus
from reporting.selectors import bulletins as selectors
from reporting.selectors.cases import visible_cases
from reporting.selectors.figures import month_figures
from reporting.services.publication import number_of

PERIOD = r"20\d{2}-(?:0[1-9]|1[0-2])"
PERIOD_PARAMETER = OpenApiParameter(
    "period", str, OpenApiParameter.PATH, pattern=f"^{PERIOD}$", description="月份，例如 2026-10"
)


class TallySerializer(serializers.Serializer):
    """A count of the month, of the month before and of the same month of the year before."""

    now = serializers.IntegerField()
    last_month = serializers.IntegerField()
    last_year = serializers.IntegerField()


class RateSerializer(serializers.Serializer):
    """A rate with its numerator and denominator; `value` is null when nothing was due."""

    hits = serializers.IntegerField()
    due = serializers.IntegerField()
    text = serializers.CharField(help_text="显示用文字")


class SliceSerializer(serializers.Serializer):
    """A part of the month."""

    key = serializers.CharField()
    name = serializers.CharField()
    matters = TallySerializer()
    persons = TallySerializer()


class BalanceSerializer(serializers.Serializer):
    """Opening + received − closed = pending."""

    opening = serializers.IntegerField()
    received = serializers.IntegerField()
    closed = serializers.IntegerField()
    pending = serializers.IntegerField()


class UnitFiguresSerializer(serializers.Serializer):
    """One unit's line."""

    unit_id = serializers.IntegerField()
    name = serializers.CharField()
    group = serializers.CharField()
    matters = TallySerializer()
    persons = serializers.IntegerField()
    batches = serializers.IntegerField()
    collective = serializers.IntegerField()
    repeats = serializers.IntegerField()
    balance = BalanceSerializer()
    inform = RateSerializer()
    conclude = RateSerializer()
    residents = serializers.IntegerField(allow_null=True)


class TrendSerializer(serializers.Serializer):
    """One month of the course."""

    month = serializers.CharField()
    matters = serializers.IntegerField()
    persons = serializers.IntegerField()
    collective = serializers.IntegerField()


class FiguresSerializer(serializers.Serializer):
    """Figures of a month over the matters the caller may see."""

    month = serializers.CharField()
    matters = TallySerializer()
    persons = TallySerializer()
    batches = TallySerializer()
    collective = TallySerializer()
    repeats = TallySerializer()
    by_form = SliceSerializer(many=True)
    by_level = SliceSerializer(many=True)
    by_class = SliceSerializer(many=True)
    balance = BalanceSerializer()
    inform = RateSerializer()
    conclude = RateSerializer()
    unplaced = serializers.IntegerField()
    units = UnitFiguresSerializer(many=True)
    trend = TrendSerializer(many=True)


@extend_schema(tags=["figures"], parameters=[PERIOD_PARAMETER])
class FiguresView(WithAuthority):
    """某月统计。领导机关和信访局看全县，单位领导看本单位。"""

    @extend_schema(
        summary="某月的统计数据",
        responses={200: FiguresSerializer, 403: ErrorSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, period: str) -> Response:
        """Figures of the month up to today (11 queries)."""
        if not permissions.can_see_dashboard(self.authority):
            raise PermissionDenied
        month, today = Month.parse(period), timezone.localdate(self.now)
        if month > Month.of(today):
            raise Http404
        county = permissions.can_see_county(self.authority)
        figures = month_figures(
            visible_cases(self.authority),
            Span.running(month, today),
            unit_ids=None if county else permissions.led_units(self.authority),
            with_reports=False,
        )
        return Response(FiguresSerializer(figures).data)


class BulletinSerializer(serializers.ModelSerializer):
    """A bulletin in the list."""

    status = serializers.ChoiceField(choices=BulletinStatus.choices)
    number = serializers.SerializerMethodField(help_text="发文字号")

    class Meta:
        model = Bulletin
        fields: ClassVar = [
            "period", "title", "number", "status", "first_day", "last_day", "built_at",
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
    """A bulletin with its rows."""

    rows = serializers.SerializerMethodField()

    class Meta(BulletinSerializer.Meta):
        fields: ClassVar = [*BulletinSerializer.Meta.fields, "requirements", "rows"]

    @extend_schema_field(BulletinRowSerializer(many=True))
    def get_rows(self, bulletin: Bulletin) -> list:
        rows = bulletin.rows.select_related("unit").order_by("group", "rank_score", "unit__order")
        return list(BulletinRowSerializer(rows, many=True).data)


class LineSerializer(serializers.Serializer):
    """One line of a score; the case is named only to those who may open it."""

    reason = serializers.CharField(source="entry.reason")
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

    ordering = ("-first_day", "-pk")  # type: ignore[assignment]


@extend_schema_view(list=extend_schema(summary="月通报列表"))
@extend_schema(tags=["bulletins"])
class BulletinViewSet(WithAuthority, mixins.ListModelMixin, viewsets.GenericViewSet):
    """月通报。草稿只对信访局和县领导可见。"""

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
        summary="一期月通报及各单位数据",
        parameters=[PERIOD_PARAMETER],
        responses={200: BulletinDetailSerializer, 404: ErrorSerializer},
    )
    def retrieve(self, request: Request, period: str) -> Response:
        """One bulletin with its rows (5 queries)."""
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
        path = settings.MEDIA_ROOT / str(bulletin.pdf)
        if bulletin.status != BulletinStatus.PUBLISHED or not path.is_file():
            raise Http404
        return HttpResponse(path.read_bytes(), content_type="application/pdf")
