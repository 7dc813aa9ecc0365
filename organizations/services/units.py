"""Set up, change and close units."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.errors import Invalid, InvalidMany
from core.text import initials
from organizations.authority import Authority
from organizations.enums import UnitKind
from organizations.events import unit_closed
from organizations.models import Term, Unit
from organizations.permissions import require_writer

SUCCEEDED_KINDS = (UnitKind.TOWNSHIP, UnitKind.DEPARTMENT, UnitKind.PETITION_OFFICE)


@dataclass(frozen=True)
class UnitFacts:
    """What a unit is, apart from its code and its dates."""

    name: str
    short_name: str
    kind: str
    township_type: str = ""
    competence: str = ""
    parent_id: int | None = None
    order: int = 0
    phone: str = ""
    address: str = ""


@transaction.atomic
def create_unit(
    *, authority: Authority, code: str, facts: UnitFacts, valid_from: date, now: datetime
) -> Unit:
    """Set up a unit.

    Args:
        authority: an administrator.
        code: its code, unique for ever.
        facts: names, kind, place in the tree, contact.
        valid_from: first day it exists.
        now: aware time of the act.

    Raises:
        NotAllowed: no administrator. InvalidMany: a field is wrong, with the field's name.
    """
    require_writer(authority)
    unit = Unit(code=code, valid_from=valid_from, initials=initials(facts.short_name))
    _apply(unit, facts)
    unit.save()
    audit.record(unit, "unit.create", actor=authority.user, at=now, code=code, **asdict(facts))
    return unit


@transaction.atomic
def edit_unit(*, authority: Authority, unit: Unit, facts: UnitFacts, now: datetime) -> Unit:
    """Change a unit; what hangs below it follows when it moves to another parent.

    Raises:
        NotAllowed: no administrator. Invalid, InvalidMany: a field is wrong or the tree would loop.
    """
    require_writer(authority)
    parent = Unit.objects.filter(pk=facts.parent_id).first() if facts.parent_id else None
    if parent and parent.path.startswith(unit.path):
        raise Invalid(_("上级不能是本机构或其下级。"), field="parent_id")
    old = {name: getattr(unit, name) for name in asdict(facts)}
    old_path = unit.path
    _apply(unit, facts)
    unit.initials = initials(facts.short_name)
    unit.save()
    if unit.path != old_path:
        _move_below(unit, old_path)
    changed = {k: [old[k], v] for k, v in asdict(facts).items() if old[k] != v}
    audit.record(unit, "unit.edit", actor=authority.user, at=now, changed=changed)
    return unit


@transaction.atomic
def close_unit(
    *, authority: Authority, unit: Unit, last_day: date, succeeded_by: Unit | None, now: datetime
) -> Unit:
    """Close a unit: it stays readable, but receives nothing after its last day.

    Args:
        authority: an administrator.
        unit: the unit to close.
        last_day: the last day it exists.
        succeeded_by: the unit that goes on with its powers; required for one that handles matters.
        now: aware time of the act.

    Raises:
        NotAllowed: no administrator. Invalid: dates out of order, children or holders remain, or no
            successor is named.
    """
    require_writer(authority)
    if last_day < unit.valid_from:
        raise Invalid(_("撤销日期不能早于设立日期。"), field="last_day")
    if unit.kind in SUCCEEDED_KINDS and succeeded_by is None:
        raise Invalid(_("须指明继续行使其职权的单位，在办事项由其办理。"), field="succeeded_by")
    if succeeded_by and succeeded_by.path.startswith(unit.path):
        raise Invalid(_("继续行使职权的单位不能是本机构或其下级。"), field="succeeded_by")
    below = Unit.objects.filter(parent=unit, valid_to__isnull=True)
    if below.exists():
        raise Invalid(_("下级机构尚未撤销或改隶，不能撤销本机构。"), field="last_day")
    if _running_terms(unit, last_day).exists():
        raise Invalid(_("本机构在撤销日之后仍有人任职，请先办理免职。"), field="last_day")
    unit.valid_to, unit.succeeded_by = last_day, succeeded_by
    unit.save()
    audit.record(
        unit,
        "unit.close",
        actor=authority.user,
        at=now,
        last_day=last_day,
        succeeded_by=succeeded_by.pk if succeeded_by else None,
    )
    unit_closed.send(
        sender=Unit,
        unit_id=unit.pk,
        succeeded_by_id=succeeded_by.pk if succeeded_by else None,
        on=last_day,
        now=now,
    )
    return unit


def _apply(unit: Unit, facts: UnitFacts) -> None:
    for name, value in asdict(facts).items():
        setattr(unit, name, value)
    unit.competence = facts.competence or ""
    try:
        unit.full_clean(exclude=["path", "succeeded_by"])
    except ValidationError as error:
        raise InvalidMany(_messages(error)) from error


def _messages(error: ValidationError) -> dict[str, str]:
    found: dict[str, Any] = error.message_dict
    return {
        {"__all__": "", "parent": "parent_id"}.get(field, field): "；".join(messages)
        for field, messages in found.items()
    }


def _move_below(unit: Unit, old_path: str) -> None:
    for child in Unit.objects.filter(path__startswith=old_path).exclude(pk=unit.pk):
        Unit.objects.filter(pk=child.pk).update(path=unit.path + child.path[len(old_path) :])


def _running_terms(unit: Unit, last_day: date) -> Any:
    return Term.objects.filter(post__unit=unit).exclude(ends_on__lte=last_day)
