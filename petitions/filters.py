"""The filters of the case list: a closed list, so that an address cannot ask about other tables."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, KeywordSelect
from core.text import initials
from organizations.authority import Authority
from petitions.domain.evaluation import EvaluationState
from petitions.enums import CaseStatus, EscalationLevel, Form, LevelVisited, Purpose
from petitions.models import Case
from petitions.querysets import CaseQuerySet
from petitions.selectors import cases as selectors
from petitions.selectors.choices import PLACE_KINDS, Choice, content_choices, unit_choices
from petitions.selectors.evaluation import in_state as evaluation_in_state

OPEN, CLOSED = "open", "closed"
STATES = [
    (OPEN, _("全部未办结")),
    (CLOSED, _("全部已了结")),
    *CaseStatus.choices,
]
VIEWS = [
    ("todo", _("待我办理")),
    ("objections", _("待审核异议")),
    ("mine", _("我首接、我包案")),
]
DUE_WITHIN = [("0", _("今天")), ("3", _("3 天内")), ("7", _("7 天内")), ("15", _("15 天内"))]
YES = [("1", _("是"))]
NONE = "none"


class PickFilter(django_filters.ChoiceFilter):
    """One of a closed list, or all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", _("全部"))
        super().__init__(*args, **kwargs)


class CaseFilter(django_filters.FilterSet):
    """Conditions on a permission-filtered set of cases (two queries for its choices)."""

    q = django_filters.CharFilter(
        method="find",
        label=_("查找"),
        max_length=80,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": _("编号、姓名、拼音首字母、电话、主题")}
        ),
    )
    view = PickFilter(method="of_user", label=_("范围"), choices=VIEWS)
    state = PickFilter(method="in_state", label=_("状态"), choices=STATES)
    form = PickFilter(label=_("信访形式"), choices=Form.choices)
    purpose = PickFilter(label=_("信访目的"), choices=Purpose.choices)
    level_visited = PickFilter(label=_("信访层级"), choices=LevelVisited.choices)
    content = PickFilter(method="of_content", label=_("内容分类"), widget=KeywordSelect)
    place = PickFilter(method="in_place", label=_("问题属地"), widget=KeywordSelect)
    unit = PickFilter(method="of_unit", label=_("责任单位"), widget=KeywordSelect)
    received_from = django_filters.DateFilter(
        field_name="received_on", lookup_expr="gte", label=_("收到日期自"), widget=DateInput
    )
    received_to = django_filters.DateFilter(
        field_name="received_on", lookup_expr="lte", label=_("至"), widget=DateInput
    )
    due = PickFilter(method="due_within", label=_("即将到期"), choices=DUE_WITHIN)
    overdue = PickFilter(method="is_overdue", label=_("已超期"), choices=YES)
    level = PickFilter(
        field_name="escalation_level", label=_("督办层级"), choices=EscalationLevel.choices
    )
    collective = PickFilter(method="is_collective", label=_("集体访"), choices=YES)
    repeat = PickFilter(method="is_repeat", label=_("重复信访"), choices=YES)
    evaluation = PickFilter(
        method="in_evaluation",
        label=_("满意度评价"),
        choices=[
            (EvaluationState.OPEN, _("待评价")),
            (EvaluationState.RATED, _("已评价")),
            (EvaluationState.LAPSED, _("超期未评价")),
        ],
    )
    urgent = PickFilter(method="is_urgent", label=_("重大紧急"), choices=YES)

    class Meta:
        model = Case
        fields: list[str] = []

    def __init__(self, *args: Any, authority: Authority, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.authority = authority
        self.units = {str(c.id): c for c in unit_choices(on=authority.on)}
        self.contents = {c.path: c for c in content_choices()}
        places = [c for c in self.units.values() if c.kind in PLACE_KINDS]
        self._offer("place", [(NONE, _("属地待定"))], {str(c.id): c for c in places})
        self._offer("unit", [], {k: c for k, c in self.units.items() if c.kind != "village"})
        self._offer("content", [(NONE, _("未分类"))], self.contents)

    def _offer(self, name: str, first: list, choices: dict[str, Choice]) -> None:
        chosen = self.filters[name]
        chosen.extra["choices"] = [*first, *((key, c.label) for key, c in choices.items())]
        widget = KeywordSelect(attrs={"data-placeholder": _("全部")})
        widget.keywords = {key: f"{c.keywords} {initials(c.label)}" for key, c in choices.items()}
        chosen.extra["widget"] = widget

    @property
    def today(self) -> date:
        return self.authority.on

    @property
    def number_problem(self) -> str:
        """Why the number that was typed cannot be right, "" otherwise."""
        return selectors.number_problem(self.data.get("q", "")) if self.is_bound else ""

    def find(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        return selectors.matching(cases, value)

    def of_user(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        words = {
            "todo": selectors.to_handle,
            "objections": selectors.awaiting_decision,
            "mine": selectors.mine,
        }
        return words[value](cases, self.authority)

    def in_state(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        if value == OPEN:
            return cases.open()
        if value == CLOSED:
            return cases.filter(closed_on__isnull=False)
        return cases.filter(status=value)

    def of_content(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        if value == NONE:
            return cases.filter(content_class__isnull=True)
        chosen = self.contents[value]
        prefix = value[:2] if chosen.kind == "first" else value
        return cases.filter(content_class__code__startswith=prefix)

    def in_place(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        if value == NONE:
            return cases.placed_nowhere()
        return cases.filter(place__path__startswith=self.units[value].path)

    def of_unit(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        return cases.filter(responsible_unit__path__startswith=self.units[value].path)

    def due_within(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        last = self.today + timedelta(days=int(value))
        return cases.open().filter(next_due_on__gte=self.today, next_due_on__lte=last)

    def is_overdue(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        return cases.overdue(on=self.today)

    def is_collective(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        return cases.filter(is_collective=True)

    def is_repeat(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        return cases.filter(repeat_of__isnull=False)

    def in_evaluation(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        return evaluation_in_state(cases, value, on=self.today)

    def is_urgent(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        return cases.filter(Q(is_urgent=True))
