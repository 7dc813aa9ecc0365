"""REST endpoints of the definitions and of the ad-hoc query: the parameters of the page, the table of the page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import ErrorSerializer
from core.errors import InvalidMany
from organizations.api import WithAuthority
from reporting import permissions
from reporting.domain.asking import MOST_FIGURES, Asked, AskError
from reporting.domain.facts import SPLITS
from reporting.domain.indicators import AREAS, INDICATORS, Indicator
from reporting.domain.relative import RELATIVE
from reporting.selectors.query_cells import Cell
from reporting.selectors.querying import Table, answer
from reporting.services.query_workbook import scope
from reporting.views.common import cases_url

MOVING = "、".join(f"{code}（{name}）" for code, (name, _of) in RELATIVE.items())


class IndicatorSerializer(serializers.Serializer):
    """What a figure means."""

    code = serializers.CharField(help_text="稳定的代码，查询时用")
    name = serializers.CharField()
    unit = serializers.CharField()
    chapter = serializers.SerializerMethodField(help_text="章节")
    kind = serializers.CharField(help_text="count、rate、per_10k、mean、median")
    formula = serializers.CharField(help_text="算法")
    source = serializers.CharField(help_text="依据")  # type: ignore[assignment]  # a field named like an attribute of the base class
    by_unit = serializers.BooleanField(help_text="能否按单位划分")
    less_is_better = serializers.BooleanField(
        allow_null=True, help_text="小好为真，大好为假，无所谓好坏为空"
    )

    def get_chapter(self, one: Indicator) -> str:
        return AREAS[one.area]


@extend_schema(tags=["figures"])
class IndicatorsView(WithAuthority):
    """全部指标的口径。"""

    pagination_class = None

    @extend_schema(
        summary="全部指标的口径",
        responses={200: IndicatorSerializer(many=True), 403: ErrorSerializer},
    )
    def get(self, request: Request) -> Response:
        """Definitions of all figures (2 queries)."""
        if not self.authority.posts:
            raise PermissionDenied
        return Response(IndicatorSerializer(INDICATORS, many=True).data)


class ColumnSerializer(serializers.Serializer):
    """A column of figures."""

    code = serializers.CharField(help_text="指标代码")
    name = serializers.CharField()
    unit = serializers.CharField()
    change = serializers.CharField(help_text="year_before 同比、previous 环比，空为指标本身")
    is_added = serializers.BooleanField(help_text="只选时限指标时系统加上的质量指标")
    is_total = serializers.BooleanField(help_text="交叉表的合计列")


class CellSerializer(serializers.Serializer):
    """One figure."""

    text = serializers.CharField(help_text="显示用文字")
    number = serializers.DecimalField(
        max_digits=14, decimal_places=2, allow_null=True, coerce_to_string=False
    )
    unit = serializers.CharField(
        help_text="count、rate、per_10k、length（天）、percent、points、days"
    )
    note = serializers.CharField(help_text="样本不足，或者没有数的原因")
    detail = serializers.CharField(help_text="比率的分子/分母，或者比较期的数")
    cases_url = serializers.SerializerMethodField(help_text="构成它的事项的页面")

    def get_cases_url(self, cell: Cell) -> str | None:
        return cases_url(cell.fact) if cell.fact else None


class RowSerializer(serializers.Serializer):
    """One row."""

    labels = serializers.ListField(child=serializers.CharField())
    keys = serializers.ListField(child=serializers.CharField(allow_null=True))
    cells = CellSerializer(many=True)


class CountedDaysSerializer(serializers.Serializer):
    """Days counted."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field named like an attribute of the base class
    first_day = serializers.DateField()
    last_day = serializers.DateField()


class TableSerializer(serializers.Serializer):
    """The answer; the same numbers as the page 统计查询."""

    title = serializers.CharField()
    period = CountedDaysSerializer()
    year_before = CountedDaysSerializer(source="spans.year_before", default=None, allow_null=True)
    previous = CountedDaysSerializer(source="spans.previous", default=None, allow_null=True)
    scope = serializers.SerializerMethodField(help_text="统计范围")
    heads = serializers.ListField(child=serializers.CharField(), help_text="维度")
    across = serializers.CharField(help_text="交叉表的第二个维度，逐行列出时为空")
    columns = ColumnSerializer(many=True)
    rows = RowSerializer(many=True)
    total = RowSerializer()
    notes = serializers.ListField(child=serializers.CharField())

    def get_scope(self, table: Table) -> str:
        return scope(table)


def _text(name: str, about: str, **more: Any) -> OpenApiParameter:
    return OpenApiParameter(name, str, description=about, **more)


@extend_schema(tags=["figures"])
class QueryView(WithAuthority):
    """任意指标、维度、期间的统计，参数与“统计查询”页面的网址相同。"""

    @extend_schema(
        summary="统计查询",
        parameters=[
            _text(
                "i",
                f"指标代码，可以重复，最多 {MOST_FIGURES} 项",
                many=True,
                required=True,
                enum=[one.code for one in INDICATORS],
            ),
            _text("by", "划分的维度", enum=list(SPLITS)),
            _text("then", "再划分的维度", enum=list(SPLITS)),
            _text(
                "period",
                "期间：2026-10、2026-Q3、2026-H1、2026、2026-09-01_2026-11-15；"
                f"随日期变动的：{MOVING}；days 表示用 from 和 to。默认 last_month",
            ),
            _text("from", "period 为 days 时的起始日，例如 2026-09-01"),
            _text("to", "period 为 days 时的截止日"),
            _text("compared", "1 表示列出同比、环比", enum=["1"]),
            _text("sort", "排序的指标代码，前面加 - 从大到小"),
        ],
        responses={200: TableSerializer, 400: ErrorSerializer, 403: ErrorSerializer},
    )
    def get(self, request: Request) -> Response:
        """The table over the matters the caller may see (queries: those of the page)."""
        if not permissions.can_query(self.authority):
            raise PermissionDenied
        try:
            asked = Asked.read(
                dict(request.query_params.lists()), sees_county=self.authority.sees_all_cases
            )
            table = answer(self.authority, asked, on=timezone.localdate(self.now))
        except AskError as error:
            raise InvalidMany(error.errors) from error
        return Response(TableSerializer(table).data)
