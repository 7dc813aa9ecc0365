"""Cases, their clocks and people over the API; who sees what is decided by `visible_to` as everywhere."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle

from core.access import record_view
from core.api import ErrorSerializer, KeysetPagination
from core.errors import NotAllowed
from organizations.api import WithAuthority
from petitions import permissions
from petitions.api import inputs, outputs
from petitions.filters import CaseFilter
from petitions.models import Case, ContentClass
from petitions.selectors import acts, cases, people
from petitions.services.registration import register_case

CASE_RELATED = (
    "place", "content_class", "responsible_unit", "receiving_unit", "first_contact", "leader",
    "repeat_of", "cause__parent",
)  # fmt: skip
REFUSED = {400: ErrorSerializer, 403: ErrorSerializer, 404: ErrorSerializer, 409: ErrorSerializer}
KEY_HEADER = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="8 至 64 位字母、数字、下划线或连字符；重复提交返回第一次登记的事项。",
)


class CaseFilterBackend(DjangoFilterBackend):
    """The case list's own filters, with the caller's authority."""

    def get_filterset_kwargs(self, request: Request, queryset: Any, view: Any) -> dict[str, Any]:
        kwargs = super().get_filterset_kwargs(request, queryset, view)
        return {**kwargs, "authority": view.authority}


class CaseBase(WithAuthority, viewsets.GenericViewSet):
    """Finds the case of an address among those the caller may see; anything else is 404."""

    queryset = Case.objects.none()
    lookup_value_regex = r"\d{1,9}"

    def visible_case(self) -> Case:
        found = Case.objects.visible_to(self.authority).select_related(*CASE_RELATED)
        case = found.filter(pk=self.kwargs["pk"]).first()
        if case is None:
            raise Http404
        return case

    def described(self, case: Case) -> dict[str, Any]:
        """Everything on the file of a case (six queries)."""
        file = acts.case_file(case)
        parts = list(people.participants(case))
        case.people = parts  # type: ignore[attr-defined]  # where the lists of cases prefetch them
        context = {
            "people": parts,
            "file": file,
            "papers": list(case.documents.select_related("unit").order_by("id")),
            "acts": permissions.acts_for(self.authority, case, file, on=self.authority.on),
        }
        return outputs.CaseDetailSerializer(case, context=context).data


@extend_schema_view(
    list=extend_schema(summary="查询信访事项", responses=outputs.CaseSerializer(many=True))
)
@extend_schema(tags=["cases"])
class CaseViewSet(mixins.ListModelMixin, CaseBase):
    """信访事项。检举控告类事项只对依规接触的人员可见。"""

    serializer_class = outputs.CaseSerializer
    filter_backends = [CaseFilterBackend]
    filterset_class = CaseFilter
    pagination_class = KeysetPagination

    def get_queryset(self) -> QuerySet[Case]:
        # 8 queries however many rows: token, user's posts, two for the choices, cases, people
        return cases.for_list(Case.objects.visible_to(self.authority))

    @extend_schema(
        summary="查看一件事项",
        responses={200: outputs.CaseDetailSerializer, 404: ErrorSerializer},
    )
    def retrieve(self, request: Request, pk: str) -> Response:
        """One matter; that it was looked at is noted in the access log."""
        case = self.visible_case()
        record_view(case, user=request.user, at=self.now, action="api")
        return Response(self.described(case))

    @extend_schema(
        summary="登记一件事项",
        request=inputs.CaseInput,
        parameters=[KEY_HEADER],
        responses={
            201: outputs.CaseDetailSerializer,
            200: outputs.CaseDetailSerializer,
            **REFUSED,
        },
    )
    def create(self, request: Request) -> Response:
        """Register a matter; 200 when the same key was used before."""
        key = request.headers.get("Idempotency-Key", "")
        if key:
            inputs.KeyHeader(data={"key": key}).is_valid(raise_exception=True)
        form = inputs.CaseInput(data=request.data)
        form.is_valid(raise_exception=True)
        self._check_people(form.validated_data)
        done = register_case(authority=self.authority, draft=form.draft(key=key), now=self.now)
        self.kwargs["pk"] = done.case.pk
        code = status.HTTP_201_CREATED if done.created else status.HTTP_200_OK
        return Response(self.described(self.visible_case()), status=code)

    def _check_people(self, values: dict[str, Any]) -> None:
        """A known person is named by id only by those who may see one of their matters."""
        ids = [p["petitioner_id"] for p in values.get("people", ()) if p["petitioner_id"]]
        if people.hidden_ids(self.authority, ids):
            raise serializers.ValidationError({"people": ["没有找到该信访人。"]})

    @extend_schema(
        summary="一件事项的全部期限及其计算过程",
        responses={200: outputs.ClockSerializer(many=True), 404: ErrorSerializer},
        filters=False,
    )
    @action(detail=True, methods=["get"], pagination_class=None, filter_backends=[])
    def clocks(self, request: Request, pk: str) -> Response:
        """Every clock of a case, in the order of its start."""
        case = self.visible_case()
        found = case.clocks.select_related("owed_by_unit").order_by("started_on", "id")
        return Response(outputs.ClockSerializer(found, many=True).data)


class ClassPagination(KeysetPagination):
    """Classes in the order of their codes."""

    ordering = "code"
    page_size = 200


@extend_schema(tags=["content classes"])
class ContentClassViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """内容分类（两级）。"""

    serializer_class = outputs.ContentClassSerializer
    queryset = ContentClass.objects.order_by("code")
    pagination_class = ClassPagination
    filter_backends = []


class PeopleThrottle(UserRateThrottle):
    """A window searches a few times a minute; a program that reads all people out does not."""

    rate = "60/min"
    scope = "people"


class PeopleQuery(serializers.Serializer):
    """What is searched for."""

    q = serializers.CharField(min_length=2, max_length=40)


@extend_schema(tags=["petitioners"])
class PetitionerView(WithAuthority):
    """查找信访人（登记人员使用）。"""

    throttle_classes = [PeopleThrottle]

    @extend_schema(
        summary="按姓名、拼音首字母、电话或完整证件号码查找，最多八人",
        parameters=[PeopleQuery],
        responses={
            200: outputs.FoundPersonSerializer(many=True),
            400: ErrorSerializer,
            403: ErrorSerializer,
        },
    )
    def get(self, request: Request) -> Response:
        """People of matters the caller may see; telephone and identity number are masked."""
        if not permissions.can_register(self.authority):
            raise NotAllowed("您没有登记信访事项的职务。")
        asked = PeopleQuery(data=request.query_params)
        asked.is_valid(raise_exception=True)
        found = people.search(self.authority, asked.validated_data["q"])
        return Response(outputs.FoundPersonSerializer(found, many=True).data)
