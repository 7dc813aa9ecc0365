"""The act 更正登记: what differs from the registration is put right and told, field by field (条例第二十一条)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.crypto import fingerprint
from core.errors import Invalid, NotAllowed, StaleState
from organizations.authority import Authority
from organizations.selectors import leader_for
from petitions import events, permissions
from petitions.domain.similarity import fingerprint as text_mark
from petitions.enums import CorrectedField, LegalClass
from petitions.models import Case, RegistrationCorrection
from petitions.selectors.registered import (
    FIELDS,
    Registered,
    labels,
    main_participant,
    moved_since,
    plain,
    registered,
    told,
)
from petitions.services import acts, responsibility, roll
from petitions.services.clocks import refresh_next_due
from petitions.services.correcting import checks, person, receipt, secrecy
from petitions.services.correcting.checks import Wish
from petitions.services.people import clean_id_number

CODE = secrecy.CODE
REASON_LENGTH = 500
#: Field → column of the matter it is written to as it is.
COLUMNS = {
    **{
        name: str(name)
        for name in (
            CorrectedField.FORM,
            CorrectedField.LEVEL_VISITED,
            CorrectedField.RECEIVED_ON,
            CorrectedField.FROM_SUPERIOR,
            CorrectedField.SUPERIOR_NUMBER,
            CorrectedField.IS_ANONYMOUS,
            CorrectedField.HEAD_COUNT,
            CorrectedField.PURPOSE,
            CorrectedField.PLACE_DETAIL,
            CorrectedField.TITLE,
            CorrectedField.SUMMARY,
            CorrectedField.STATEMENT,
        )
    },
    CorrectedField.PLACE: "place_id",
    CorrectedField.CONTENT_CLASS: "content_class_id",
}


@transaction.atomic
def correct_registration(
    *,
    authority: Authority,
    case: Case,
    changes: Mapping[str, Any],
    reason: str,
    now: datetime,
    another_person: bool = False,
    began: Mapping[str, str] | None = None,
) -> list[RegistrationCorrection]:
    """Put a registration right; what is as it was is left alone, and nothing is lost: each field keeps both its values.

    Limits that start on receipt are counted anew, the collective mark, the likeness of the text and the leader in charge
    follow, a matter that becomes a report leaves whoever it is directed against. Letters stay as they were issued.

    Args:
        changes: `CorrectedField` → new value; ``id_number`` as typed, "" for no change; fields left out stay.
        reason: why, at most 500 characters.
        another_person: another petitioner was meant, rather than this one written wrongly.
        began: marks of the values the corrector saw (`selectors.registered.marks_of`); None when nobody looked.

    Returns:
        A row for each field that differs.

    Raises:
        NotAllowed: neither the petition office nor, of an open matter, a handler of the unit that registered it.
        StaleState: somebody else corrected it meanwhile.
        Invalid, InvalidMany: beside the field; what was done already contradicts the new class.
    """
    # one corrector at a time: the second one finds what the first one wrote
    case.refresh_from_db(from_queryset=Case.objects.select_for_update())
    _need_right(authority, case)
    acts.check_lawful(case, CODE)
    before = registered(case)
    if began and (moved := moved_since(before, began)):
        raise StaleState(
            _("%(fields)s刚刚由他人更正，请核对后再提交。") % {"fields": labels(moved)}
        )
    reason = acts.need(reason, "reason", _("请写明更正理由。"))
    if len(reason) > REASON_LENGTH:
        raise Invalid(
            _("更正理由不能超过 %(limit)s 字。") % {"limit": REASON_LENGTH}, field="reason"
        )
    wish = wish_of(before, changes, another_person=another_person, now=now)
    if not wish.changed:
        raise Invalid(_("没有需要更正的内容：与原来登记的相同。"))
    checks.check(authority=authority, case=case, wish=wish, now=now)
    of_report = LegalClass.REPORT in (wish.old_class, wish.new_class)
    last4 = _last4(case)
    _write(authority, case, wish, now)
    rows = _record(
        authority, case, _differences(case, before, last4), reason, of_report=of_report, now=now
    )
    if case.is_secret and (wish.changes_class or _accuses(wish)):
        secrecy.keep_secret(authority=authority, case=case, now=now)
    if CorrectedField.PLACE in wish.changed:
        events.case_placed.send(Case, case_id=case.pk, now=now)
    return rows


def _need_right(authority: Authority, case: Case) -> None:
    seen = Case.objects.visible_to(authority).filter(pk=case.pk).exists()
    if not seen or not permissions.can_correct_registration(authority, case):
        raise NotAllowed(
            _("登记由信访局更正；直接收到并登记的单位在办理期间可以更正本单位登记的事项。")
        )


def wish_of(
    before: Registered, changes: Mapping[str, Any], *, another_person: bool, now: datetime
) -> Wish:
    """What is asked for, beside what there is; raises Invalid for an identity number that cannot be right."""
    number = clean_id_number(
        str(changes.get(CorrectedField.ID_NUMBER) or ""), on=timezone.localdate(now)
    )
    values = {name: plain(value) for name, value in changes.items() if name in FIELDS}
    values[str(CorrectedField.ID_NUMBER)] = fingerprint(number) if number else before.id_number
    after = replace(before, **values)
    if after.purpose != "accusation":
        after = replace(after, accused_units=(), accused_people=())
    if after.is_anonymous and not before.is_anonymous:
        after = replace(after, name="", phone="", id_number="", address="")
    old, new = before.as_dict(), after.as_dict()
    changed = {name for name in FIELDS if plain(old[name]) != new[name]}
    # a text that differs by its line ends alone is as it was
    kept = {name: old[name] for name in FIELDS if name not in changed}
    return Wish(before, replace(after, **kept), frozenset(changed), number, another_person)


def _last4(case: Case) -> str:
    part = main_participant(case)
    return part.petitioner.id_last4 if part else ""


def _differences(case: Case, before: Registered, last4: str) -> dict[str, tuple[str, str]]:
    """Field → what it was and what it is, in words; a person who was known already brings the name on record."""
    old, new = before.as_dict(), registered(case).as_dict()
    last4_now = _last4(case)
    found = {}
    for name in FIELDS:
        if old[name] != new[name]:
            was = told(name, old[name], last4=last4)
            now_is = told(name, new[name], last4=last4_now)
            if was == now_is:  # masked alike
                now_is += str(_("（未显示的数字不同）"))
            found[name] = (was, now_is)
    return found


def _accuses(wish: Wish) -> bool:
    return bool(wish.changed & {CorrectedField.ACCUSED_UNITS, CorrectedField.ACCUSED_PEOPLE})


def _write(authority: Authority, case: Case, wish: Wish, now: datetime) -> None:
    clock = receipt.clock_of(case)  # before the day it began with is written over
    reclassed = CorrectedField.CONTENT_CLASS in wish.changed
    follows = reclassed and _leads_by_portfolio(case, authority)
    after = wish.after.as_dict()
    for name, column in COLUMNS.items():
        if name in wish.changed:
            setattr(case, column, after[name])
    case.legal_class = wish.new_class
    case.text_fingerprint = text_mark(case.statement)
    case.is_collective = roll.is_collective_now(case, on=timezone.localdate(now))
    case.save()
    if _accuses(wish):
        case.accused_units.set(wish.after.accused_units)
        case.accused_people.set(wish.after.accused_people)
    person.put_right(case=case, wish=wish, by=authority.user, now=now)
    if clock is not None and CorrectedField.RECEIVED_ON in wish.changed:
        receipt.move(case=case, clock=clock, day=case.received_on, by=authority.user, now=now)
    if clock is not None and CorrectedField.FROM_SUPERIOR in wish.changed:
        receipt.change_code(case=case, clock=clock, now=now)
    if wish.changes_class:
        secrecy.follow_class(case=case, now=now)
    if follows:
        _name_leader(authority, case, now)
    refresh_next_due(case)


def _leads_by_portfolio(case: Case, authority: Authority) -> bool:
    """The leader in charge follows from the class of the matter, rather than from a choice."""
    content = case.content_class.code if case.content_class else ""
    return case.is_open and leader_for(case.responsible_unit_id, content, on=authority.on) == (
        case.leader
    )


def _name_leader(authority: Authority, case: Case, now: datetime) -> None:
    content = case.content_class
    leader = leader_for(case.responsible_unit_id, content.code if content else "", on=authority.on)
    if leader is not None and leader != case.leader:
        responsibility.hand_on_leader(
            case=case,
            leader=leader,
            reason=_("内容分类更正"),
            by=authority.user,
            on=authority.on,
            now=now,
        )


def _record(
    authority: Authority,
    case: Case,
    differences: Mapping[str, tuple[str, str]],
    reason: str,
    *,
    of_report: bool,
    now: datetime,
) -> list[RegistrationCorrection]:
    """A row for each field; the audit names no field, so that it tells nobody what a report says."""
    rows = [
        RegistrationCorrection.objects.create(
            case=case,
            field=name,
            old=old,
            new=new,
            reason=reason,
            of_report=of_report,
            by=authority.user,
            recorded_at=now,
        )
        for name, (old, new) in differences.items()
    ]
    audit.record(case, f"case.{CODE}", actor=authority.user, at=now, rows=[row.pk for row in rows])
    return rows
