"""REST endpoint of the figures of a period."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import (
    extend_schema,
)
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import ErrorSerializer
from organizations.api import WithAuthority
from reporting import permissions
from reporting.api.periods import PERIOD_PARAMETER, PERIOD_TEXT
from reporting.domain.periods import Month, PeriodError, Span
from reporting.domain.spans import MONTH, Period
from reporting.selectors.cases import visible_cases
from reporting.selectors.figures import month_figures
from reporting.selectors.own_rows import own_figures


class TallySerializer(serializers.Serializer):
    """A count of the period, of the period before and of the same period of the year before."""

    now = serializers.IntegerField()
    last_month = serializers.IntegerField()
    last_year = serializers.IntegerField()


class RateSerializer(serializers.Serializer):
    """A rate with its numerator and denominator; `value` is null when nothing was due."""

    hits = serializers.IntegerField()
    due = serializers.IntegerField()
    text = serializers.CharField(source="shown", help_text="显示用文字；届满不足五件的为“样本不足”")


class SliceSerializer(serializers.Serializer):
    """A part of the period."""

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
    """Figures of a period: of the county, or of the rows of the caller's own units as the bulletin counts them."""

    period = serializers.CharField(help_text=PERIOD_TEXT)
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
    """某期间统计。领导机关和信访局看全县，单位领导看本单位。"""

    @extend_schema(
        summary="某期间的统计数据",
        responses={200: FiguresSerializer, 403: ErrorSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, period: str) -> Response:
        """Figures of the period, of a month up to today (11 queries)."""
        if not permissions.can_see_dashboard(self.authority):
            raise PermissionDenied
        county = permissions.can_see_county(self.authority)
        span = self._span(period)
        if county:
            figures = month_figures(visible_cases(self.authority), span, with_reports=False)
        else:
            mine = permissions.led_units(self.authority)
            figures = own_figures(self.authority, span, unit_ids=mine)
        return Response(FiguresSerializer(figures).data)

    def _span(self, code: str) -> Span:
        """The days counted; a month may still run, other periods must be over."""
        today = timezone.localdate(self.now)
        try:
            period = Period.parse(code)
        except PeriodError as error:
            raise Http404 from error
        if period.is_over(today):
            return Span.whole(period)
        if period.kind != MONTH or period.first_day > today:
            raise Http404
        return Span.running(Month.of(period.first_day), today)
