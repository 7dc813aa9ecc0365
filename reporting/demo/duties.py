"""What leaders did in the demonstration county: receptions with promises, a talk, help at a higher office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from accountability.models import ReceptionDay, ReceptionStatus, TalkTarget
from accountability.selectors import talks as talk_leaders
from accountability.services import promises, reception, talk_course, undertakings
from accountability.services import reception_visits as visits
from accountability.services.reception_visits import Promise, Visitor
from accountability.services.talk_minutes import Minutes, hold_talk
from accountability.services.talk_minutes import Promise as TalkPromise
from organizations.authority import Authority, authority_of
from organizations.models import User
from organizations.selectors import work_calendar
from reporting.demo.names import person_name
from reporting.demo.organization import DemoCounty
from reporting.domain.periods import Month

MONTHS = 2
TOPICS = (
    ("村道硬化占用承包地，补偿没有到账", "两周内核实丈量面积并答复"),
    ("小区加装电梯漏水，无人维修", "一个月内维修完毕并回访"),
    ("拖欠工程款，工人工资没有发清", "十五日内督促付清工资"),
    ("低保资格复核没有结果", "十日内书面答复复核结果"),
    ("灌溉渠淤塞，影响春耕", "二十日内完成清淤"),
)
Say = Callable[[str], object]


def play_duties(*, county: DemoCounty, seed: int, now: datetime, say: Say) -> None:
    """Receptions of the last months and the next one, and a talk under way."""
    say("demo county: receptions and a talk")
    rng = Random(seed)
    today = timezone.localdate(now)
    for back in range(MONTHS, -2, -1):
        month = Month.of(today).plus(-back)
        _plan(month, now)
        days = _days(month, before=today)
        # One leader forgot last month's reception, so that the list of missed duties has a line.
        for day in days[:-1] if back == 1 else days:
            _receive(day, county, rng, today=today)
    _talk(county, now)


def _plan(month: Month, now: datetime) -> None:
    first = min(month.first_day, timezone.localdate(now))
    clerk = _who("clerk1", first)
    hours: dict[str, Any] = {"begins": time(9), "ends": time(11, 30), "seats": 10}
    common: dict[str, Any] = {
        "year": month.first_day.year,
        "month": month.first_day.month,
        "now": _at(first, 9),
    }
    reception.plan_month(authority=clerk, place="县信访局接待大厅", **hours, **common)
    reception.publish_month(authority=clerk, **common)


def _days(month: Month, *, before: date) -> list[ReceptionDay]:
    rows = ReceptionDay.objects.between(month.first_day, month.last_day).filter(on__lt=before)
    return list(rows.filter(status=ReceptionStatus.PLANNED).select_related("leader"))


def _receive(day: ReceptionDay, county: DemoCounty, rng: Random, *, today: date) -> None:
    clerk, now = _who("clerk1", day.on), _at(day.on, 10)
    leader = authority_of(day.leader, on=day.on)
    for number in range(rng.randint(1, 3)):
        topic, promised = rng.choice(TOPICS)
        visitor = Visitor(person_name(rng), topic)
        visit = visits.book(authority=clerk, day=day, visitor=visitor, now=now)
        promise = Promise()
        if number == 0:
            unit = rng.choice(list(county.townships.values()))
            promise = Promise(promised, unit, day.on + timedelta(days=rng.choice((10, 15, 30))))
        visits.hear(
            authority=leader,
            visit=visit,
            heard="听取诉求，当面解释有关政策，并向承办单位了解了办理情况。",
            promise=promise,
            now=now,
        )
        done = day.on + timedelta(days=9)
        if promise.unit and rng.random() < 0.7 and done < today:
            promises.keep_promise(
                authority=_who("clerk1", done),
                visit=visit,
                result="已按承诺办理，并电话回访来访人。",
                done_on=done,
                now=_at(done, 15),
            )
    reception.hold_day(authority=leader, day=day, note="", now=_at(day.on, 12))


def _talk(county: DemoCounty, now: datetime) -> None:
    book, today = work_calendar(), timezone.localdate(now)
    decided = book.previous_working_day(today - timedelta(days=20)).on
    held = book.next_working_day(decided + timedelta(days=3)).on
    reported = book.next_working_day(held + timedelta(days=6)).on
    head = _who("head", decided)
    talk = talk_course.decide_talk(
        authority=head,
        unit=list(county.townships.values())[3],
        target=TalkTarget.DEPUTY,
        basis=f"县信访工作联席会议{decided.year}年第3次会议",
        reason="两件支持信访请求的处理意见逾期未执行，经催办仍无进展。",
        now=_at(decided, 10),
    )
    talk_course.arrange_talk(
        authority=head,
        talk=talk,
        talker=User.objects.get(username="leader1"),
        scheduled_at=_at(held, 15),
        place="县政府三楼会议室",
        person=talk_leaders.leaders_from(talk, on=held)[0].user,
        now=_at(decided, 11),
    )
    hold_talk(
        authority=_who("head", held),
        talk=talk,
        minutes=Minutes(
            held_on=held,
            attendees="县信访局局长、镇信访专干",
            text="指出处理意见执行不力的问题，被谈话人说明原因，承诺限期整改。",
            promises=[
                TalkPromise("执行第一件处理意见，兑付补偿款", held + timedelta(days=10)),
                TalkPromise("执行第二件处理意见，恢复道路", today + timedelta(days=20)),
            ],
        ),
        now=_at(held, 17),
    )
    first = talk.undertakings.earliest("due_on")
    undertakings.report_undertaking(
        authority=_who("town04.officer", reported),
        undertaking=first,
        result="补偿款已于本周兑付，附收据。",
        now=_at(reported, 16),
    )


def _who(username: str, on: date) -> Authority:
    return authority_of(User.objects.get(username=username), on=on)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=timezone.get_current_timezone())
