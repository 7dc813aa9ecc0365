"""The names a case carries, each with its history: first contact, unit, leader, level, place."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.errors import Invalid, NotAllowed, StaleState
from organizations.authority import Authority, authority_of
from organizations.models import Unit, User
from organizations.selectors import leader_for
from petitions import events, permissions
from petitions.enums import EscalationLevel, Responsibility
from petitions.models import Case, ResponsibilityChange


def note(
    *,
    case: Case,
    what: str,
    old: Model | int | None,
    new: Model | int | None,
    reason: str,
    by: User | None,
    now: datetime,
) -> ResponsibilityChange:
    """Write one line of history; `old` and `new` are model instances, numbers or None."""
    return ResponsibilityChange.objects.create(
        case=case,
        what=what,
        old=_label(old),
        new=_label(new),
        old_id=getattr(old, "pk", None),
        new_id=getattr(new, "pk", None),
        reason=reason,
        by=by,
        at=now,
    )


def _label(value: Model | int | None) -> str:
    if value is None:
        return ""
    if isinstance(value, int):
        return str(EscalationLevel(value).label)
    return str(value)


def set_unit(
    *, case: Case, unit: Unit, reason: str, by: User | None, on: date, now: datetime
) -> None:
    """Make a unit answer for the case and name its leader in charge (inside a caller's transaction)."""
    old_unit, old_leader = case.responsible_unit, case.leader
    content = case.content_class.code if case.content_class else ""
    case.responsible_unit = unit
    case.leader = leader_for(unit.pk, content, on=on)
    case.save(update_fields=["responsible_unit", "leader"])
    if old_unit != unit:
        note(
            case=case,
            what=Responsibility.UNIT,
            old=old_unit,
            new=unit,
            reason=reason,
            by=by,
            now=now,
        )
    if old_leader != case.leader:
        note(
            case=case,
            what=Responsibility.LEADER,
            old=old_leader,
            new=case.leader,
            reason=reason,
            by=by,
            now=now,
        )


@transaction.atomic
def change_place(
    *, authority: Authority, case: Case, place: Unit, reason: str, now: datetime
) -> Case:
    """Set the place of the matter (问题属地), on which the bulletin's figures rest."""
    if not permissions.can_change_place(authority):
        raise NotAllowed(_("只有信访局工作人员可以更改问题属地。"))
    _need(reason)
    old = case.place
    if old == place:
        return case
    case.place = place
    case.save(update_fields=["place"])
    note(
        case=case,
        what=Responsibility.PLACE,
        old=old,
        new=place,
        reason=reason,
        by=authority.user,
        now=now,
    )
    audit.record(case, "case.place", actor=authority.user, at=now, place=place.code, reason=reason)
    events.case_placed.send(Case, case_id=case.pk, now=now)
    return case


@transaction.atomic
def change_leader(
    *, authority: Authority, case: Case, leader: User, reason: str, now: datetime
) -> Case:
    """Name the leader in charge (包案领导)."""
    if not permissions.can_change_leader(authority, case):
        raise NotAllowed(_("只有信访局局长或责任单位主要领导可以指定包案领导。"))
    return hand_on_leader(
        case=case, leader=leader, reason=reason, by=authority.user, on=authority.on, now=now
    )


@transaction.atomic
def hand_on_leader(
    *, case: Case, leader: User, reason: str, by: User | None, on: date, now: datetime
) -> Case:
    """Put a leader in charge; the one before stays in the history.

    Called by the app that keeps the cases of leaders, which asks for the right to do so.

    Raises:
        Invalid: no reason, or the leader or the leader's unit is what the matter is directed against.
    """
    _need(reason)
    _refuse_accused(case, leader, on)
    old = case.leader
    case.leader = leader
    case.save(update_fields=["leader"])
    _changed(
        case=case,
        what=Responsibility.LEADER,
        old=old,
        new=leader,
        reason=reason,
        by=by,
        now=now,
    )
    return case


@transaction.atomic
def hand_on_first_contact(
    *, case: Case, officer: User, reason: str, by: User | None, now: datetime
) -> Case:
    """Name the officer who accepted first contact (首接责任人); the one before stays in the history.

    Called by the app that keeps the hand-overs, which asks for the right to do so.

    Raises:
        Invalid: the officer or the officer's unit is what the matter is directed against.
    """
    _need(reason)
    _refuse_accused(case, officer, timezone.localdate(now))
    old = case.first_contact
    case.first_contact = officer
    case.save(update_fields=["first_contact"])
    _changed(
        case=case,
        what=Responsibility.FIRST_CONTACT,
        old=old,
        new=officer,
        reason=reason,
        by=by,
        now=now,
    )
    return case


@transaction.atomic
def raise_level(*, case: Case, to_level: int, reason: str, now: datetime) -> Case:
    """Lift a case by exactly one escalation level (the system's own act).

    Raises:
        Invalid: `to_level` is not the next level.
        StaleState: another run lifted it first.
    """
    old = case.escalation_level
    if to_level != old + 1 or to_level > EscalationLevel.COUNTY_LEADER:
        raise Invalid(_("督办层级只能逐级上升。"))
    touched = Case.objects.filter(pk=case.pk, escalation_level=old).update(
        escalation_level=to_level
    )
    if touched != 1:
        raise StaleState(_("督办层级刚刚发生变化。"))
    case.escalation_level = to_level
    note(
        case=case, what=Responsibility.LEVEL, old=old, new=to_level, reason=reason, by=None, now=now
    )
    audit.record(case, "case.escalate", actor=None, at=now, level=to_level, reason=reason)
    events.responsibility_changed.send(
        Case, case_id=case.pk, what=str(Responsibility.LEVEL), now=now
    )
    return case


@transaction.atomic
def lower_level(*, case: Case, to_level: int, reason: str, by: User | None, now: datetime) -> Case:
    """Let a case fall to a lower escalation level.

    Args:
        case: the case with the level it was read with.
        to_level: the level reached, below the present one.
        reason: why, for the record.
        by: the supervisor who decided so; None when the system did because nothing is overdue any more.
        now: aware time of the act.

    Raises:
        Invalid: `to_level` is not lower.
        StaleState: the level changed meanwhile.
    """
    old = case.escalation_level
    if not EscalationLevel.FIRST_CONTACT <= to_level < old:
        raise Invalid(_("降级后的层级须低于现在的层级。"), field="to_level")
    touched = Case.objects.filter(pk=case.pk, escalation_level=old).update(
        escalation_level=to_level
    )
    if touched != 1:
        raise StaleState(_("督办层级刚刚发生变化。"))
    case.escalation_level = to_level
    note(case=case, what=Responsibility.LEVEL, old=old, new=to_level, reason=reason, by=by, now=now)
    audit.record(case, "case.lower_level", actor=by, at=now, level=to_level, reason=reason)
    events.responsibility_changed.send(
        Case, case_id=case.pk, what=str(Responsibility.LEVEL), now=now
    )
    return case


def _need(reason: str) -> None:
    if not reason.strip():
        raise Invalid(_("请说明变更原因。"), field="reason")


def _refuse_accused(case: Case, user: User, on: date) -> None:
    if not case.is_secret:
        return
    told = Case.objects.filter(pk=case.pk).hidden_from_accused(authority_of(user, on=on))
    if not told.exists():
        raise Invalid(
            _("不得将检举控告事项交由被检举控告的人员或者单位（条例第三十条第三款）。"),
            field="user",
        )


def _changed(
    *,
    case: Case,
    what: str,
    old: User | None,
    new: User,
    reason: str,
    by: User | None,
    now: datetime,
) -> None:
    note(case=case, what=what, old=old, new=new, reason=reason, by=by, now=now)
    audit.record(case, f"case.{what}", actor=by, at=now, user=new.username, reason=reason)
    events.responsibility_changed.send(Case, case_id=case.pk, what=str(what), now=now)
