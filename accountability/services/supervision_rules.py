"""What the county sets for supervision: groups with lead departments, and check-list templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.models import ChecklistTemplate, SupervisionGroup
from core import audit
from core.errors import Invalid, NotAllowed
from organizations.authority import Authority
from organizations.models import Unit

QUESTION_LENGTH = 200
#: The questions the county's leaders asked (seed: 该查清的查清了没有……), and the open accounts of a village.
DEFAULT_TEMPLATES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "信访事项督查",
        (
            "该查清的查清了没有",
            "该纠正的纠正了没有",
            "该解决的解决了没有",
            "该答复的书面答复了没有",
            "该处理的人和事处理了没有",
            "责任单位、责任人、办理期限明确了没有",
            "信访人是否知道办理情况和救济途径",
        ),
    ),
    (
        "村级事务信访督查",
        (
            "反映的村是否按规定公开村务、财务",
            "反映的账目、合同、补贴发放是否已经核对",
            "存在的问题是政策理解、工作失误还是违法违纪，是否已经定性",
            "违法违纪的是否已经移送",
        ),
    ),
)


@dataclass(frozen=True)
class GroupDraft:
    """A group as typed: an empty condition fits every matter, but one condition there must be."""

    name: str
    lead_unit: Unit
    contents: Sequence[str] = field(default_factory=list)
    routes: Sequence[str] = field(default_factory=list)
    min_repeats: int = 0
    order: int = 0
    is_active: bool = True


@transaction.atomic
def save_group(
    *,
    authority: Authority,
    draft: GroupDraft,
    source: SupervisionGroup | None,
    now: datetime,
) -> SupervisionGroup:
    """Make or change a group; items opened before keep the department that leads them.

    Raises:
        NotAllowed: no supervisor. Invalid: a name taken, no lead department, or no condition.
    """
    _need_keeper(authority)
    if not draft.name.strip():
        raise Invalid(_("请填写名称。"), field="name")
    if draft.lead_unit is None:
        raise Invalid(_("请选择牵头单位。"), field="lead_unit")
    if not (draft.contents or draft.routes or draft.min_repeats):
        raise Invalid(_("请至少设一个条件：内容分类、办理途径或者重复次数。"), field="contents")
    _refuse_taken_name(SupervisionGroup, draft.name, source)
    row = source or SupervisionGroup()
    for name in ("lead_unit", "min_repeats", "order", "is_active"):
        setattr(row, name, getattr(draft, name))
    row.name = draft.name.strip()
    row.contents, row.routes = list(draft.contents), list(draft.routes)
    row.save()
    audit.record(
        row,
        "supervision_group.save",
        actor=authority.user,
        at=now,
        name=row.name,
        lead_unit=row.lead_unit.code,
        contents=row.contents,
        routes=row.routes,
        min_repeats=row.min_repeats,
        is_active=row.is_active,
    )
    return row


@transaction.atomic
def save_template(
    *,
    authority: Authority,
    name: str,
    questions: Sequence[str],
    is_active: bool,
    source: ChecklistTemplate | None,
    now: datetime,
) -> ChecklistTemplate:
    """Make or change a check-list template; items that carry its questions keep them as they were.

    Raises:
        NotAllowed: no supervisor. Invalid: a name taken, no question, one twice or too long.
    """
    _need_keeper(authority)
    if not name.strip():
        raise Invalid(_("请填写名称。"), field="name")
    if not questions:
        raise Invalid(_("请至少写一个问题。"), field="questions")
    if len(set(questions)) < len(questions):
        raise Invalid(_("同一个问题写了两次。"), field="questions")
    if any(len(question) > QUESTION_LENGTH for question in questions):
        raise Invalid(
            _("一个问题不超过 %(limit)s 字。") % {"limit": QUESTION_LENGTH}, field="questions"
        )
    _refuse_taken_name(ChecklistTemplate, name, source)
    row = source or ChecklistTemplate()
    row.name, row.questions, row.is_active = name.strip(), list(questions), is_active
    row.changed_by, row.changed_at = authority.user, now
    row.save()
    audit.record(
        row, "checklist_template.save", actor=authority.user, at=now, questions=row.questions
    )
    return row


def load_templates(*, now: datetime, dry_run: bool = False) -> list[str]:
    """Create the templates a county starts with, when it has none; returns one English line for each."""
    if ChecklistTemplate.objects.exists():
        return []
    if not dry_run:
        ChecklistTemplate.objects.bulk_create(
            ChecklistTemplate(name=name, questions=list(questions), changed_at=now)
            for name, questions in DEFAULT_TEMPLATES
        )
    return [f"check-list of {len(questions)} questions" for _name, questions in DEFAULT_TEMPLATES]


def _refuse_taken_name(
    model: type[SupervisionGroup] | type[ChecklistTemplate],
    name: str,
    source: SupervisionGroup | ChecklistTemplate | None,
) -> None:
    taken = model._default_manager.filter(name=name.strip())
    if source is not None:
        taken = taken.exclude(pk=source.pk)
    if taken.exists():
        raise Invalid(_("这个名称已经使用。"), field="name")


def _need_keeper(authority: Authority) -> None:
    if not permissions.can_supervise(authority):
        raise NotAllowed(_("只有信访局的督查人员或者局长可以设置督办规则。"))
