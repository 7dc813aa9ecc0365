"""REST endpoints of the organizations app: units, and the token of one's own account."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle
from rest_framework.views import APIView

from core.api import ErrorSerializer, KeysetPagination
from organizations.authority import Authority, authority_of
from organizations.enums import TownshipType, UnitKind
from organizations.models import Unit
from organizations.services.tokens import make_token, revoke_token


class WithAuthority(APIView):
    """Gives an endpoint the caller's posts of today (one query) and the time of the request."""

    @cached_property
    def now(self) -> datetime:
        """Time of the request."""
        return timezone.now()

    @cached_property
    def authority(self) -> Authority:
        """The posts the caller holds today."""
        user: Any = self.request.user
        return authority_of(user, on=timezone.localdate(self.now))


class UnitSerializer(serializers.ModelSerializer):
    """A body in the county's tree."""

    kind = serializers.ChoiceField(choices=UnitKind.choices)
    township_type = serializers.ChoiceField(choices=TownshipType.choices, allow_blank=True)
    parent_id = serializers.IntegerField(allow_null=True)

    class Meta:
        model = Unit
        fields: ClassVar = [
            "id", "code", "name", "short_name", "kind", "township_type", "parent_id", "order",
            "phone", "valid_from", "valid_to",
        ]  # fmt: skip


class UnitFilter(django_filters.FilterSet):
    """Allow-listed conditions."""

    kind = django_filters.ChoiceFilter(choices=UnitKind.choices, label=_("类别"))
    parent = django_filters.NumberFilter(
        field_name="parent_id", min_value=1, max_value=2**31 - 1, label=_("上级机构")
    )
    name = django_filters.CharFilter(
        field_name="name", lookup_expr="contains", max_length=40, label=_("名称包含")
    )

    class Meta:
        model = Unit
        fields: ClassVar[list[str]] = []


class UnitPagination(KeysetPagination):
    """Units in the order of their codes."""

    ordering = "code"
    page_size = 100


class UnitViewSet(WithAuthority, viewsets.ReadOnlyModelViewSet):
    """机构：县领导机关、信访局、部门、乡镇（街道）、村（社区）。"""

    serializer_class = UnitSerializer
    filterset_class = UnitFilter
    pagination_class = UnitPagination
    queryset = Unit.objects.all()
    lookup_value_regex = r"\d{1,9}"

    def get_queryset(self) -> QuerySet[Unit]:
        return Unit.objects.active(on=timezone.localdate(self.now)).order_by("code")


class TokenSerializer(serializers.Serializer):
    """A token, shown once."""

    token = serializers.CharField(help_text="放入请求头 Authorization: Token …；只显示这一次")
    created_at = serializers.DateTimeField(source="created")


class TokenThrottle(UserRateThrottle):
    """Making tokens is rare."""

    rate = "10/min"
    scope = "token"


@extend_schema(tags=["token"])
class TokenView(WithAuthority):
    """本人账号的接口令牌：在浏览器登录后生成、更换、撤销。"""

    # A token cannot make tokens: whoever finds one can only use it until its owner revokes it.
    authentication_classes = [SessionAuthentication]
    throttle_classes = [TokenThrottle]

    @extend_schema(
        request=None,
        responses={201: TokenSerializer, 403: ErrorSerializer},
        summary="生成或更换本人令牌",
    )
    def post(self, request: Request) -> Response:
        """Make a token; an earlier one ends."""
        token = make_token(user=self.authority.user, now=self.now)
        body = {"token": token.key, "created_at": token.created}
        return Response(body, status=status.HTTP_201_CREATED)

    @extend_schema(
        responses={204: OpenApiResponse(description="已撤销"), 403: ErrorSerializer},
        summary="撤销本人令牌",
    )
    def delete(self, request: Request) -> Response:
        """End the token; nothing happens when there is none."""
        revoke_token(user=self.authority.user, now=self.now)
        return Response(status=status.HTTP_204_NO_CONTENT)
