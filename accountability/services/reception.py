"""The schedule of leaders' reception days (领导接访日): planned, published, moved, called off, held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.domain.reception import spread
from accountability.models import (
    NoticeKind,
    ReceptionDay,
    ReceptionKind,
    ReceptionStatus,
    VisitStatus,
)
from accountability.selectors.reception import leader_terms, month_bounds, working_days
from accountability.services.notices import notify, send_digests
from core import audit, transitions
from core.errors import Invalid, NotAllowed, StaleState, Unlawful
from organizations.authority import Authority
from organizations.models import User
from organizations.selectors import work_calendar
from petitions.services.custody import refuse_custody

ARTICLE = "条例第十八条第二款"


@dataclass(frozen=True)
class DayFacts:
    """Particulars of a reception day; ``day_off``: it is meant to be on a Saturday, Sunday or holiday."""

    on: date
    kind: str
    place: str
    begins: time
    ends: time
    seats: int
    day_off: bool = False


@transaction.atomic
def plan_day(*, authority: Authority, leader: User, facts: DayFacts, now: datetime) -> ReceptionDay:
    """Plan one reception day of a county leader.

    Raises:
        NotAllowed: not of the petition office. Invalid: a day gone by, a day off that was not meant, no leader that
            day, or taken already.
    """
    need_office(authority)
    _check_day(facts, authority.on)
    day = ReceptionDay(leader=leader, leader_title=_title(leader, facts.on))
    _fill(day, facts)
    audit.record(
        day, "reception.plan", actor=authority.user, at=now, on=facts.on, leader=leader.username
    )
    return day


def _check_day(facts: DayFacts, today: date) -> None:
    if facts.on < today:
        raise Invalid(_("接访日期不能早于今天。"), field="on")
    if not facts.day_off and not work_calendar().is_working(facts.on):
        raise Invalid(
            _("%(day)s是休息日；确需安排在这一天的，请勾选。") % {"day": facts.on}, field="day_off"
        )


def _title(leader: User, on: date) -> str:
    terms = [term for term in leader_terms(on, on) if term.user_id == leader.pk]
    if not terms:
        raise Invalid(_("%(who)s当日不担任县领导职务。") % {"who": leader}, field="leader")
    return terms[0].post.title


def _fill(day: ReceptionDay, facts: DayFacts) -> None:
    day.on, day.kind, day.place = facts.on, facts.kind, facts.place.strip()
    day.begins, day.ends, day.seats = facts.begins, facts.ends, facts.seats
    try:
        day.full_clean(exclude=["leader"])
        day.validate_constraints()
    except ValidationError as error:
        field = next((name for name in error.error_dict if name != "__all__"), "")
        raise Invalid("；".join(dict.fromkeys(error.messages)), field=field) from error
    day.save()


@transaction.atomic
def plan_month(
    *,
    authority: Authority,
    year: int,
    month: int,
    place: str,
    begins: time,
    ends: time,
    seats: int,
    now: datetime,
) -> list[ReceptionDay]:
    """Give every county leader who has no reception in a month one day, spread over its working days.

    Days gone by are not used. Each can be moved afterwards.

    Raises:
        NotAllowed: not of the petition office. Invalid: the month is over.
    """
    need_office(authority)
    first, last = month_bounds(year, month)
    days = working_days(max(first, authority.on), last)
    if not days:
        raise Invalid(_("该月已没有可以安排的工作日。"), field="month")
    taken: dict[date, int] = {}
    already = set()
    for row in ReceptionDay.objects.standing().between(first, last):
        taken[row.on] = taken.get(row.on, 0) + 1
        already.add(row.leader_id)
    terms = {term.user_id: term for term in leader_terms(days[0], last) if term.user.is_active}
    made = []
    for slot in spread(list(terms), days, taken, already=already):
        facts = DayFacts(slot.on, ReceptionKind.OFFICE, place, begins, ends, seats)
        leader = terms[slot.leader_id].user
        made.append(plan_day(authority=authority, leader=leader, facts=facts, now=now))
    return made


@transaction.atomic
def move_day(
    *, authority: Authority, day: ReceptionDay, facts: DayFacts, reason: str, now: datetime
) -> ReceptionDay:
    """Change a planned day; those who booked keep their number and are to be told by the office.

    Raises:
        NotAllowed: not of the petition office. Unlawful: no longer planned. Invalid: no reason, a day gone by, or a day
            off that was not meant.
    """
    need_office(authority)
    if day.status != ReceptionStatus.PLANNED:
        raise Unlawful(_("只有已安排、尚未接访的可以调整。"))
    if not reason.strip():
        raise Invalid(_("请说明调整原因。"), field="reason")
    _check_day(facts, authority.on)
    old = day.on
    day.leader_title = _title(day.leader, facts.on)
    _fill(day, facts)
    audit.record(
        day, "reception.move", actor=authority.user, at=now, old=old, on=facts.on, reason=reason
    )
    _tell_leader(day, _("接访安排有调整：%(reason)s") % {"reason": reason.strip()}, now)
    send_digests(at=now, now=now)
    return day


@transaction.atomic
def cancel_day(
    *, authority: Authority, day: ReceptionDay, reason: str, now: datetime
) -> ReceptionDay:
    """Call a planned day off; refused while somebody holds a number.

    Raises:
        NotAllowed: not of the petition office. Invalid: no reason. Unlawful: there are appointments.
    """
    need_office(authority)
    if not reason.strip():
        raise Invalid(_("取消接访须说明原因。"), field="reason")
    if day.visits.filter(status=VisitStatus.BOOKED).exists():
        raise Unlawful(_("已有群众预约，请改期或者另行安排领导接访。"))
    transitions.apply(
        day,
        sources=[ReceptionStatus.PLANNED],
        target=ReceptionStatus.CANCELLED,
        verb="reception.cancel",
        actor=authority.user,
        at=now,
        reason=reason.strip(),
        note=reason.strip(),
    )
    audit.record(day, "reception.cancel", actor=authority.user, at=now, reason=reason.strip())
    _tell_leader(day, _("接访已取消：%(reason)s") % {"reason": reason.strip()}, now)
    send_digests(at=now, now=now)
    return day


@transaction.atomic
def publish_month(*, authority: Authority, year: int, month: int, now: datetime) -> int:
    """Publish the planned days of a month; leaders are told. Returns how many were new.

    Raises:
        NotAllowed: not of the petition office. Unlawful: nothing is planned.
    """
    need_office(authority)
    first, last = month_bounds(year, month)
    planned = ReceptionDay.objects.between(first, last).filter(status=ReceptionStatus.PLANNED)
    if not planned.exists():
        raise Unlawful(_("该月还没有接访安排。"))
    new = list(planned.filter(published_at__isnull=True).select_related("leader"))
    for day in new:
        day.published_at = now
        day.save(update_fields=["published_at"])
        audit.record(day, "reception.publish", actor=authority.user, at=now)
        _tell_leader(day, _("接访安排已公布"), now)
    send_digests(at=now, now=now)
    return len(new)


@transaction.atomic
def hold_day(*, authority: Authority, day: ReceptionDay, note: str, now: datetime) -> ReceptionDay:
    """Record that the reception was held; everybody with a number was heard or did not come.

    Raises:
        NotAllowed: neither the office nor the leader. Unlawful: the day lies ahead, or a number is open.
    """
    if not permissions.can_run_reception(authority, day):
        raise NotAllowed(_("只有信访局工作人员或者接访领导可以登记接访。"))
    if day.on > authority.on:
        raise Unlawful(_("接访日期尚未到。"))
    refuse_custody(note, "note")
    left = day.visits.filter(status=VisitStatus.BOOKED).count()
    if left:
        raise Unlawful(_("还有 %(count)d 个号未登记接待或者未到。") % {"count": left})
    transitions.apply(
        day,
        sources=[ReceptionStatus.PLANNED],
        target=ReceptionStatus.HELD,
        verb="reception.hold",
        actor=authority.user,
        at=now,
        reason=note.strip(),
        held_at=now,
        note=note.strip(),
    )
    audit.record(day, "reception.hold", actor=authority.user, at=now, note=note.strip())
    return day


def take_number(day: ReceptionDay) -> int:
    """The next queue number of a day, inside the caller's transaction; no number is given twice.

    Raises:
        StaleState: somebody took it at the same time.
    """
    number = day.last_queue_number + 1
    touched = ReceptionDay.objects.filter(
        pk=day.pk, last_queue_number=day.last_queue_number
    ).update(last_queue_number=number)
    if touched != 1:
        raise StaleState(_("刚刚有人取号，请重试。"))
    day.last_queue_number = number
    return number


def need_office(authority: Authority) -> None:
    """Refuse whoever does not work in the petition office."""
    if not permissions.can_plan_reception(authority):
        raise NotAllowed(_("只有信访局工作人员可以安排接访。"))


def _tell_leader(day: ReceptionDay, title: str, now: datetime) -> None:
    text = _("%(on)s %(begins)s，%(place)s（%(article)s）") % {
        "on": day.on,
        "begins": f"{day.begins:%H:%M}",
        "place": day.place,
        "article": ARTICLE,
    }
    notify(
        user=day.leader,
        kind=NoticeKind.TASK,
        title=title[:200],
        text=text,
        now=now,
        by_mail=True,
        link=f"accountability:reception_day {day.pk}",
    )
