"""Every act of the table over the API: which are lawful now, what each asks for, and the doing.

The form, the permission and the service are those of the page; a refusal names its field and its article.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    PolymorphicProxySerializer,
    extend_schema,
    extend_schema_field,
)
from rest_framework import serializers, status
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import DomainError, InvalidMany, NotAllowed, Unlawful
from petitions import permissions
from petitions.api import act_forms, outputs
from petitions.api.views import REFUSED, CaseBase
from petitions.domain.workflow import ACTS, Act, why_unlawful
from petitions.forms.act_screens import SCREENS, Screen
from petitions.forms.act_words import WORDS
from petitions.forms.acts import ActForm, Desk
from petitions.models import Case
from petitions.selectors.acts import OwedAct, case_file

ACT = OpenApiParameter(
    "act",
    str,
    OpenApiParameter.PATH,
    enum=list(act_forms.ADDRESSES),
    description="办理行为，例如 decide-objection",
)
BODY = PolymorphicProxySerializer(
    component_name="AnyAct",
    serializers=list(act_forms.INPUTS.values()),
    resource_type_field_name=None,
)


class ChoiceSerializer(serializers.Serializer):
    """One of the values a field takes."""

    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field named like an attribute of the base class


class WantedFieldSerializer(serializers.Serializer):
    """One field of an act."""

    name = serializers.CharField()
    kind = serializers.CharField(
        help_text="text、date、datetime、integer、boolean、choice、choices、id、ids"
    )
    label = serializers.CharField()  # type: ignore[assignment]  # a field named like an attribute of the base class
    required = serializers.BooleanField()  # type: ignore[assignment]  # a field named like an attribute of the base class
    help = serializers.CharField()


class WantedNowSerializer(WantedFieldSerializer):
    """One field of an act on this matter."""

    choices = ChoiceSerializer(many=True, required=False, help_text="可以选择的值")
    draft = serializers.JSONField(help_text="文书草稿或者预填的值")


class PossibleActSerializer(outputs.LawfulActSerializer):
    """An act the caller may do now, by when, and what it asks for."""

    address = serializers.SerializerMethodField(help_text="地址中的名称")
    words = serializers.SerializerMethodField(help_text="办理说明")
    fields_wanted = serializers.SerializerMethodField(help_text="需要填写的内容")

    def get_address(self, owed: OwedAct) -> str:
        return act_forms.address(owed.act.code)

    def get_words(self, owed: OwedAct) -> str:
        return str(WORDS[owed.act.code])

    @extend_schema_field(WantedFieldSerializer(many=True))
    def get_fields_wanted(self, owed: OwedAct) -> list[dict[str, Any]]:
        return act_forms.wanted(owed.act.code)


class AnyActViewSet(CaseBase):
    """办理行为：表中的每一项，按页面的表单校验、由相同的服务办理。"""

    serializer_class = PossibleActSerializer
    pagination_class = None
    filter_backends = ()

    @extend_schema(
        tags=["acts"],
        summary="现在可以依法办理的行为、期限、依据和需要填写的内容",
        responses={200: PossibleActSerializer(many=True), 404: REFUSED[404]},
    )
    def lawful(self, request: Request, pk: int) -> Response:
        """The acts the caller may do now (query budget: as the case's own page, whatever the acts)."""
        case = self.visible_case()
        found = permissions.acts_for(self.authority, case, case_file(case), on=self.authority.on)
        return Response(PossibleActSerializer(found, many=True).data)

    @extend_schema(
        tags=["acts"],
        operation_id="cases_acts_fields",
        summary="一项行为在本事项上需要填写的内容，含可选值和文书草稿",
        parameters=[ACT],
        responses={200: WantedNowSerializer(many=True), **REFUSED},
    )
    def asked(self, request: Request, pk: int, act: str) -> Response:
        """What the act asks for on this matter; refused as doing it would be."""
        desk, screen = self._desk(_act(act))
        return Response(
            WantedNowSerializer(act_forms.wanted_now(screen.form(desk=desk)), many=True).data
        )

    @extend_schema(
        tags=["acts"],
        summary="办理一项行为",
        description="内容按行为不同，以同一地址 GET 返回的为准：不适用于本事项的不返回，列明诉求的另有逐项答复的字段。",
        parameters=[ACT],
        request=BODY,
        responses={
            200: outputs.CaseSerializer,
            204: OpenApiResponse(description="已办理；本件成为检举控告事项，您不再能查看。"),
            **REFUSED,
        },
    )
    def do(self, request: Request, pk: int, act: str) -> Response:
        """Do the act; the matter as it stands afterwards."""
        found = _act(act)
        if not isinstance(request.data, dict):
            raise ParseError("请提交一个 JSON 对象。")
        desk, screen = self._desk(found)
        form = screen.form(act_forms.as_form_data(request.data), desk=desk)
        _check(form, request.data, found)
        try:
            screen.service(
                authority=self.authority, case=desk.case, now=self.now, **form.arguments()
            )
        except DomainError as error:
            error.article = error.article or found.article
            raise
        desk.case.refresh_from_db()
        if desk.case.is_secret and not Case.objects.visible_to(self.authority).filter(pk=pk):
            return Response(status=status.HTTP_204_NO_CONTENT)
        return Response(outputs.CaseSerializer(desk.case).data)

    def _desk(self, act: Act) -> tuple[Desk, Screen]:
        """What the form may look at, once the caller may do the act and the matter allows it."""
        case = self.visible_case()
        file = case_file(case)
        if not permissions.may_do(self.authority, case, act.code, file):
            raise NotAllowed("您没有办理这一事项的权限。", article=act.article)
        possible = permissions.acts_for(self.authority, case, file, on=self.authority.on)
        if all(owed.act.code != act.code for owed in possible):
            why = why_unlawful(act.code, case.status, str(case.get_status_display()))
            why = why or f"该事项目前不能办理“{act.name_zh}”"
            raise Unlawful(f"{why}。", article=act.article)
        return Desk(authority=self.authority, case=case, file=file, on=self.authority.on), SCREENS[
            act.code
        ]


def _act(address: str) -> Act:
    code = act_forms.ADDRESSES.get(address)
    if code is None:
        raise Http404
    return ACTS[code]


def _check(form: ActForm, sent: dict[str, Any], act: Act) -> None:
    """Refuse what the form refuses, and what it does not ask for here (InvalidMany with the article)."""
    errors = {
        str(name): "本事项的这一行为不填写这一项。"
        for name, value in sent.items()
        if name not in form.fields and not (value in ("", None, []) and name in form.base_fields)
    }
    if not form.is_valid():
        for name, messages in form.errors.items():
            errors["" if name == "__all__" else str(name)] = "".join(
                str(message) for message in messages
            )
    if errors:
        raise InvalidMany(errors, article=act.article)
