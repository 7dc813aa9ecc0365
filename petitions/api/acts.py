"""Each act of the law as a POST below its case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from core.errors import Unlawful
from petitions.api import inputs, outputs
from petitions.api.views import REFUSED, CaseBase
from petitions.domain.workflow import ACTS
from petitions.enums import ObjectionStatus
from petitions.models import Case, Objection
from petitions.services import concluding, dispatching, handling, objections

Service = Callable[..., Any]


def _act(code: str, form: type[Serializer]) -> Callable:
    return extend_schema(
        tags=["acts"],
        summary=f"{ACTS[code].name_zh}（{ACTS[code].article}）",
        request=form,
        responses={200: outputs.CaseSerializer, **REFUSED},
    )


class ActViewSet(CaseBase):
    """办理行为：输入校验之后由与页面相同的服务办理，返回办理后的事项。"""

    serializer_class = outputs.CaseSerializer

    def _do(self, request: Request, form: type[Serializer], service: Service) -> Response:
        case = self.visible_case()
        data = form(data=request.data)
        data.is_valid(raise_exception=True)
        service(authority=self.authority, case=case, now=self.now, **data.validated_data)
        case.refresh_from_db()
        return Response(outputs.CaseSerializer(case).data)

    @_act("transfer", inputs.TransferInput)
    def transfer(self, request: Request, pk: str) -> Response:
        return self._do(request, inputs.TransferInput, dispatching.transfer_case)

    @_act("assign", inputs.AssignInput)
    def assign(self, request: Request, pk: str) -> Response:
        return self._do(request, inputs.AssignInput, dispatching.assign_case)

    @_act("file", inputs.ReasonInput)
    def file(self, request: Request, pk: str) -> Response:
        return self._do(request, inputs.ReasonInput, dispatching.file_case)

    @_act("object", inputs.ObjectInput)
    def object(self, request: Request, pk: str) -> Response:
        return self._do(request, inputs.ObjectInput, objections.raise_objection)

    @_act("decide_objection", inputs.DecideInput)
    def decide_objection(self, request: Request, pk: str) -> Response:
        return self._do(request, inputs.DecideInput, _decide)

    @_act("inform", inputs.InformInput)
    def inform(self, request: Request, pk: str) -> Response:
        return self._do(request, inputs.InformInput, handling.inform_petitioner)

    @_act("accept", inputs.AcceptInput)
    def accept(self, request: Request, pk: str) -> Response:
        return self._do(request, inputs.AcceptInput, handling.accept_case)

    @_act("refuse", inputs.RefuseInput)
    def refuse(self, request: Request, pk: str) -> Response:
        return self._do(request, inputs.RefuseInput, handling.refuse_case)

    @_act("extend", inputs.ExtendInput)
    def extend(self, request: Request, pk: str) -> Response:
        return self._do(request, inputs.ExtendInput, handling.extend_handling)

    @_act("conclude", inputs.ConcludeInput)
    def conclude(self, request: Request, pk: str) -> Response:
        return self._do(request, inputs.ConcludeInput, concluding.conclude_case)

    @_act("reply", inputs.ReplyInput)
    def reply(self, request: Request, pk: str) -> Response:
        return self._do(request, inputs.ReplyInput, concluding.reply_directly)


def _decide(*, case: Case, **values: Any) -> None:
    """Decide the objection that waits on the case."""
    waiting = Objection.objects.filter(dispatch__case=case, status=ObjectionStatus.PENDING)
    objection = waiting.select_related("dispatch__case", "dispatch__from_unit").first()
    if objection is None:
        raise Unlawful("该事项没有待审核的异议。", article=ACTS["decide_objection"].article)
    objections.decide_objection(objection=objection, **values)
