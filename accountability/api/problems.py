"""REST endpoints of the tasks of the monthly analysis: the services and the permissions of the pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accountability import permissions
from accountability.models import ProblemKind, ProblemTask, ProblemTaskNote, TaskStatus
from accountability.selectors.problems import notes_of, visible_tasks, with_rows
from accountability.services import problem_tasks as course
from accountability.services.problems import ProblemDraft, TaskDraft, record_problem
from core.api import ErrorSerializer, KeysetPagination
from organizations.api import WithAuthority
from organizations.models import Unit, User

REFUSED = {400: ErrorSerializer, 403: ErrorSerializer, 404: ErrorSerializer, 409: ErrorSerializer}
STATUS = OpenApiParameter("status", str, enum=TaskStatus.values, description="只列这一状态的任务")


class TaskSerializer(serializers.ModelSerializer):
    """A task as the list shows it."""

    problem = serializers.CharField(source="problem.title")
    month = serializers.CharField(source="problem.month")
    kind = serializers.ChoiceField(source="problem.kind", choices=ProblemKind.choices)
    analysis = serializers.CharField(source="problem.text")
    unit_id = serializers.IntegerField()
    unit = serializers.CharField(source="unit.__str__")
    responsible = serializers.CharField(source="responsible.__str__")
    status = serializers.ChoiceField(choices=TaskStatus.choices)

    class Meta:
        model = ProblemTask
        fields: ClassVar = [
            "id", "problem_id", "problem", "month", "kind", "analysis", "unit_id", "unit", "responsible",
            "text", "due_on", "status", "given_on", "closed_on",
        ]  # fmt: skip


class NoteSerializer(serializers.ModelSerializer):
    """One line about a task."""

    by = serializers.CharField(source="by.__str__")
    files = serializers.SerializerMethodField(help_text="佐证材料的文件名")

    class Meta:
        model = ProblemTaskNote
        fields: ClassVar = ["kind", "text", "due_on", "on_time", "by", "at", "files"]

    def get_files(self, note: ProblemTaskNote) -> list[str]:
        return [file.name for file in note.files.all()]


class TaskDetailSerializer(TaskSerializer):
    """A task with everything written about it."""

    notes = serializers.SerializerMethodField()

    class Meta:
        model = ProblemTask
        fields: ClassVar = [*TaskSerializer.Meta.fields, "notes"]

    def get_notes(self, task: ProblemTask) -> list[dict[str, Any]]:
        return list(NoteSerializer(notes_of(task), many=True).data)


class NewProblemSerializer(serializers.Serializer):
    """A problem with its first task."""

    month = serializers.RegexField(r"^[0-9]{4}-[0-9]{2}$", help_text="分析月份，例如 2026-10")
    kind = serializers.ChoiceField(choices=ProblemKind.choices)
    title = serializers.CharField(max_length=80)
    text = serializers.CharField()
    question = serializers.CharField(
        max_length=300,
        required=False,
        default="",
        allow_blank=True,
        help_text="统计数所含事项的查询条件",
    )
    unit = serializers.PrimaryKeyRelatedField(queryset=Unit.objects.all())
    responsible = serializers.PrimaryKeyRelatedField(
        queryset=User.objects.filter(is_active=True), required=False, default=None, allow_null=True
    )
    requirement = serializers.CharField()
    due_on = serializers.DateField()


class TextSerializer(serializers.Serializer):
    """Progress or a result."""

    text = serializers.CharField()


class ReturnSerializer(serializers.Serializer):
    """Why a result does not do, and the new day."""

    reason = serializers.CharField()
    due_on = serializers.DateField()


class CloseSerializer(serializers.Serializer):
    """Words on accepting a result."""

    note = serializers.CharField(required=False, default="", allow_blank=True)


@extend_schema(tags=["problem-tasks"])
@extend_schema_view(
    list=extend_schema(
        summary="整改任务：信访局看全部，单位看本单位的",
        parameters=[STATUS],
        responses=TaskSerializer(many=True),
    )
)
class ProblemTaskViewSet(mixins.ListModelMixin, WithAuthority, viewsets.GenericViewSet):
    """月分析的整改任务。"""

    queryset = ProblemTask.objects.none()
    serializer_class = TaskSerializer
    pagination_class = KeysetPagination
    filter_backends = ()
    lookup_value_regex = r"\d{1,9}"

    def get_queryset(self) -> QuerySet[ProblemTask]:
        # 4 queries however many rows: token, user's posts, tasks
        if not permissions.can_read_supervision(self.authority):
            raise PermissionDenied
        rows = with_rows(visible_tasks(self.authority))
        wanted = self.request.query_params.get("status", "")
        return rows.filter(status=wanted) if wanted in TaskStatus.values else rows

    @extend_schema(
        summary="一项整改任务和全部记录", responses={200: TaskDetailSerializer, **REFUSED}
    )
    def retrieve(self, request: Request, pk: str) -> Response:
        """One task with its course (5 queries)."""
        return self._shown(self._task(pk))

    @extend_schema(
        summary="记录问题、交办整改",
        request=NewProblemSerializer,
        responses={201: TaskDetailSerializer, **REFUSED},
    )
    def create(self, request: Request) -> Response:
        """Record a problem with its first task."""
        data = self._data(NewProblemSerializer)
        problem = ProblemDraft(
            **{name: data[name] for name in ("month", "kind", "title", "text", "question")}
        )
        task = TaskDraft(data["unit"], data["requirement"], data["due_on"], data["responsible"])
        made = record_problem(authority=self.authority, problem=problem, task=task, now=self.now)
        return self._shown(made, status.HTTP_201_CREATED)

    @extend_schema(
        summary="报告整改进展",
        request=TextSerializer,
        responses={200: TaskDetailSerializer, **REFUSED},
    )
    @action(detail=True, methods=["post"])
    def progress(self, request: Request, pk: str) -> Response:
        """The unit says how far it has come."""
        return self._done(pk, course.report_progress, TextSerializer)

    @extend_schema(
        summary="报整改结果",
        request=TextSerializer,
        responses={200: TaskDetailSerializer, **REFUSED},
    )
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Response:
        """The unit reports the result."""
        return self._done(pk, course.answer_task, TextSerializer)

    @extend_schema(
        summary="退回继续整改",
        request=ReturnSerializer,
        responses={200: TaskDetailSerializer, **REFUSED},
    )
    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def send_back(self, request: Request, pk: str) -> Response:
        """The office returns a result."""
        return self._done(pk, course.return_task, ReturnSerializer)

    @extend_schema(
        summary="同意销号",
        request=CloseSerializer,
        responses={200: TaskDetailSerializer, **REFUSED},
    )
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """The office accepts a result."""
        return self._done(pk, course.close_task, CloseSerializer)

    def _task(self, pk: str) -> ProblemTask:
        row = self.get_queryset().filter(pk=pk).first()
        if row is None:
            raise Http404
        return row

    def _data(self, serializer: type[serializers.Serializer]) -> dict[str, Any]:
        form = serializer(data=self.request.data)
        form.is_valid(raise_exception=True)
        found: dict[str, Any] = form.validated_data
        return found

    def _done(self, pk: str, service: Any, serializer: type[serializers.Serializer]) -> Response:
        task = self._task(pk)
        service(authority=self.authority, task=task, now=self.now, **self._data(serializer))
        return self._shown(self._task(pk))

    def _shown(self, task: ProblemTask, code: int = status.HTTP_200_OK) -> Response:
        return Response(TaskDetailSerializer(task).data, status=code)
