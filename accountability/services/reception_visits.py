"""Who came on a reception day: numbers, what was heard and promised, and promises kept (有诺必践)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.models import (
    NoticeKind,
    ReceptionDay,
    ReceptionStatus,
    ReceptionVisit,
    VisitStatus,
)
from accountability.selectors.reception import who_keeps
from accountability.selectors.recipients import Posts
from accountability.services.notices import notify, send_digests
from accountability.services.reception import take_number
from accountability.services.reception_secrecy import subject_of, wrong_tie, wrong_unit
from core import audit, transitions
from core.errors import InvalidMany, NotAllowed, Unlawful
from organizations.authority import Authority
from organizations.models import Unit
from petitions.models import Case
from petitions.services.custody import custody_errors


@dataclass(frozen=True)
class Visitor:
    """Who comes, about what."""

    name: str
    topic: str
    phone: str = ""
    head_count: int = 1
    case: Case | None = None
    is_secret: bool = False


@dataclass(frozen=True)
class Promise:
    """What was promised, who carries it out, by when; all three or none."""

    text: str = ""
    unit: Unit | None = None
    due_on: date | None = None


@transaction.atomic
def book(
    *, authority: Authority, day: ReceptionDay, visitor: Visitor, now: datetime
) -> ReceptionVisit:
    """Give a visitor the next number of a day.

    Walk-ins on the day itself may exceed the places for appointments; nobody who came is sent away.

    Raises:
        NotAllowed: not of the office. Unlawful: held or called off. Invalid: no name or topic, all places of a
            later day are taken, or a report tied to an ordinary matter (条例第三十条第三款).
    """
    if not permissions.can_plan_reception(authority):
        raise NotAllowed(_("只有信访局工作人员可以登记预约。"))
    if day.status != ReceptionStatus.PLANNED:
        raise Unlawful(_("该接访日已结束或者取消。"))
    errors = {}
    if not visitor.name.strip():
        errors["name"] = _("请填写来访人姓名。")
    if not visitor.topic.strip():
        errors["topic"] = _("请填写反映事项。")
    if day.on > authority.on and day.last_queue_number >= day.seats:
        errors["name"] = _("该日预约名额已满，请选择其他接访日。")
    case = visitor.case
    errors |= custody_errors({"topic": visitor.topic}, people=[visitor.name])
    tie = wrong_tie(case, is_secret=visitor.is_secret)
    if tie:
        errors["case"] = tie
    if errors:
        raise InvalidMany(errors)
    visit = ReceptionVisit.objects.create(
        day=day,
        queue_number=take_number(day),
        name=visitor.name.strip(),
        phone=visitor.phone.strip(),
        head_count=visitor.head_count,
        topic=visitor.topic.strip(),
        case=case,
        is_secret=visitor.is_secret or (case is not None and case.is_secret),
        booked_by=authority.user,
        booked_at=now,
    )
    audit.record(day, "reception.book", actor=authority.user, at=now, number=visit.queue_number)
    return visit


@transaction.atomic
def hear(
    *,
    authority: Authority,
    visit: ReceptionVisit,
    heard: str,
    promise: Promise,
    now: datetime,
    is_secret: bool = False,
) -> ReceptionVisit:
    """Record what was heard and what was promised.

    Args:
        authority: the office, or the leader of the day.
        visit: an appointment or a walk-in that waits.
        heard: what was heard.
        promise: what was promised, or an empty one.
        now: aware time of the act.
        is_secret: what was said is a report (检举控告); the visit is kept from then on as one booked so, and parts from
            an ordinary matter. It cannot be taken back here.

    Raises:
        NotAllowed: neither the office nor the leader. Unlawful: the day lies ahead. InvalidMany: nothing said, an
            incomplete promise, or one to carry out by a unit that must not learn of the report.
    """
    if not permissions.can_run_reception(authority, visit.day):
        raise NotAllowed(_("只有信访局工作人员或者接访领导可以登记接访。"))
    if visit.day.on > authority.on:
        raise Unlawful(_("接访日期尚未到。"))
    secret = is_secret or visit.keeps_secret
    case = None if wrong_tie(visit.case, is_secret=secret) else visit.case
    errors = _wrong(visit, heard, promise, is_secret=secret)
    if errors:
        raise InvalidMany(errors)
    transitions.apply(
        visit,
        sources=[VisitStatus.BOOKED],
        target=VisitStatus.HEARD,
        verb="reception.hear",
        actor=authority.user,
        at=now,
        heard=heard.strip(),
        heard_at=now,
        is_secret=secret,
        case=case,
        promised=promise.text.strip(),
        promise_unit=promise.unit,
        promise_due_on=promise.due_on,
    )
    audit.record(subject_of(visit), "reception.hear", actor=authority.user, at=now, visit=visit.pk)
    if promise.unit is not None:
        for user in who_keeps(visit, Posts(on=authority.on, case_ids=[])):
            notify(
                user=user,
                kind=NoticeKind.TASK,
                title=_("领导接访承诺事项待落实（%(day)s前）") % {"day": promise.due_on},
                text="" if visit.keeps_secret else visit.promised,
                now=now,
                by_mail=True,
                link=f"accountability:reception_day {visit.day_id}",
            )
        send_digests(at=now, now=now)
    return visit


def _wrong(
    visit: ReceptionVisit, heard: str, promise: Promise, *, is_secret: bool
) -> dict[str, str]:
    errors = {}
    if not heard.strip():
        errors["heard"] = _("请填写接谈情况。")
    given = [bool(promise.text.strip()), promise.unit is not None, promise.due_on is not None]
    if any(given) and not all(given):
        errors["promised"] = _("承诺事项、落实单位和期限须一并填写。")
    errors |= custody_errors({"heard": heard, "promised": promise.text}, people=[visit.name])
    if promise.due_on and promise.due_on < visit.day.on:
        errors["promise_due_on"] = _("落实期限不能早于接访日期。")
    if promise.unit:
        why = wrong_unit(promise.unit, visit.case, is_secret=is_secret)
        if why:
            errors["promise_unit"] = why
    return errors


@transaction.atomic
def mark_absent(*, authority: Authority, visit: ReceptionVisit, now: datetime) -> ReceptionVisit:
    """Note that the visitor did not come.

    Raises:
        NotAllowed: neither the office nor the leader. Unlawful: the day lies ahead.
    """
    if not permissions.can_run_reception(authority, visit.day):
        raise NotAllowed(_("只有信访局工作人员或者接访领导可以登记接访。"))
    if visit.day.on > authority.on:
        raise Unlawful(_("接访日期尚未到。"))
    transitions.apply(
        visit,
        sources=[VisitStatus.BOOKED],
        target=VisitStatus.ABSENT,
        verb="reception.absent",
        actor=authority.user,
        at=now,
    )
    audit.record(visit.day, "reception.absent", actor=authority.user, at=now, visit=visit.pk)
    return visit
