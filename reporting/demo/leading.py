"""Cases of leaders in the demonstration county: plans under way, one overdue, one at its end, one month published."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accountability.models import LeaderCase, LeaderOutcome, MarkKind, VisitKind
from accountability.selectors.leader_rest import what_is_left
from accountability.services import (
    leader_closing,
    leader_plans,
    leader_tables,
    leader_work,
    leading,
)
from accountability.services.leader_plans import PlanDraft, StepDraft
from accountability.services.leader_run import run_leader_cases
from accountability.services.leader_work import VisitDraft
from core.errors import Unlawful
from organizations.authority import Authority, authority_of
from organizations.enums import PostKind
from organizations.models import Post, User
from petitions.models import Case
from reporting.domain.periods import Month

#: The post whose holder convenes the joint meeting.
CONVENOR = "县委副书记"
#: Which matters are taken up by whom, and why; the others go to the leader in charge of the field.
BY_NAME = {
    0: (CONVENOR, "联席会议召集人带头包案"),
    1: ("县委书记", "县委主要领导带头包案"),
}
OPEN_CASES, DAYS_AGO = 6, (64, 52, 44, 36, 24, 15)
REASONS = (
    "涉及户数多，政策依据跨越多年，经办单位意见不一致",
    "历史遗留问题，资料不全，多个部门职责交叉",
    "补偿标准有争议，协商多次未果",
)
#: Text, days after the case was taken up.
STEPS = (("调取原始档案，逐户核实情况", 10), ("召集相关部门研究政策依据", 20), ("与信访人面对面沟通处理方案", 30), ("落实处理方案并公示结果", 60))  # fmt: skip
PROGRESS = (
    "已完成档案核实，正在研究政策依据",
    "处理方案已与信访人沟通，资金正在筹措",
    "相关部门职责已厘清，方案按步骤推进",
)
Say = Callable[[str], object]


def play_leading(*, now: datetime, say: Say) -> None:
    """Leaders take up the matters of most people, the convenor and the Party secretary one each; last month's table is published."""
    say("demo county: leaders' cases")
    Post.objects.filter(kind=PostKind.COUNTY_LEADER, title=CONVENOR).update(is_convenor=True)
    today = timezone.localdate(now)
    for number, (case, back) in enumerate(zip(_open_cases(), DAYS_AGO, strict=False)):
        day = max(today - timedelta(days=back), case.received_on + timedelta(days=5))
        if day < today - timedelta(days=3):
            _lead(case, number, day, today)
    _end_one(today)
    run_leader_cases(on=today, now=now)
    _publish(Month.of(today).plus(-1), now)


def _open_cases() -> Iterable[Case]:
    rows = Case.objects.open().filter(legal_class="claim", dispatched_at__isnull=False)
    return rows.select_related("content_class__parent", "responsible_unit").order_by(
        "-head_count", "received_on", "pk"
    )[:OPEN_CASES]


def _lead(case: Case, number: int, day: date, today: date) -> LeaderCase:
    title, why = BY_NAME.get(number, ("", ""))
    leader = User.objects.filter(terms__post__title=title).first() if title else None
    taken = leading.take_up(
        authority=_who("supervisor1", day),
        case=case,
        kind=MarkKind.MAJOR if number % 3 == 0 else MarkKind.HARD,
        reason=REASONS[number % len(REASONS)],
        leader=leader,
        leader_reason=why if leader else "",
        now=_at(day, 9),
    )
    if number < OPEN_CASES - 1:
        _plan(taken, day, today, done=min(number, 2))
        _work(taken, number, day, today)
    return taken


def _plan(taken: LeaderCase, day: date, today: date, *, done: int) -> None:
    steps = tuple(
        StepDraft(text, day + timedelta(days=days), unit=taken.case.responsible_unit)
        for text, days in STEPS
    )
    on = min(day + timedelta(days=4), today)
    leader = authority_of(taken.leader, on=on)
    draft = PlanDraft(
        problem=taken.mark.reason, measures="查清事实、厘清责任，依法依规给出处理意见并落实到位", steps=steps
    )  # fmt: skip
    plan = leader_plans.write_plan(
        authority=leader, leader_case=taken, draft=draft, now=_at(on, 10)
    )
    leader_plans.confirm_plan(authority=leader, plan=plan, now=_at(on, 11))
    for step in plan.steps.select_related("plan__leader_case__case", "unit", "person")[:done]:
        finished = min(step.due_on - timedelta(days=2), today)
        leader_plans.finish_step(
            authority=authority_of(taken.leader, on=finished), step=step, done_on=finished,
            result="已完成，形成书面材料", now=_at(finished, 16),
        )  # fmt: skip


def _work(taken: LeaderCase, number: int, day: date, today: date) -> None:
    on = min(day + timedelta(days=8), today)
    leader = authority_of(taken.leader, on=on)
    visit = VisitDraft(
        kind=VisitKind.HOME if number % 2 else VisitKind.MEETING, on=on, place="村委会会议室",
        who=f"{taken.leader}、{taken.case.responsible_unit}负责同志", heard="希望尽快查清情况，给出明确答复",
        promised="一个月内书面答复核实情况", next_step="会同相关部门研究处理意见", by_leader=True,
    )  # fmt: skip
    leader_work.record_visit(authority=leader, leader_case=taken, draft=visit, now=_at(on, 15))
    leader_work.write_progress(
        authority=leader,
        leader_case=taken,
        on=on,
        text=PROGRESS[number % len(PROGRESS)],
        now=_at(on, 17),
    )


def _end_one(today: date) -> None:
    """A matter concluded lately, taken up before and resolved."""
    since = today - timedelta(days=40)
    rows = Case.objects.filter(legal_class="claim", concluded_on__gte=since, outcome="supported")
    for case in rows.select_related("content_class__parent", "responsible_unit").order_by("pk"):
        if what_is_left(case) is None and case.concluded_on:
            break
    else:
        return
    day = case.received_on + timedelta(days=3)
    taken = _lead(case, OPEN_CASES - 2, day, today)
    ended = max(case.concluded_on, day + timedelta(days=62))
    ended = min(ended, today)
    plan = taken.plans.get(status="confirmed")
    for step in plan.steps.filter(done_on__isnull=True).select_related("plan__leader_case__case"):
        leader_plans.finish_step(
            authority=authority_of(taken.leader, on=ended), step=step, done_on=ended,
            result="已落实", now=_at(ended, 9),
        )  # fmt: skip
    leader_closing.close(
        authority=authority_of(taken.leader, on=ended),
        leader_case=taken,
        outcome=LeaderOutcome.RESOLVED,
        text="处理意见已执行，信访人表示认可",
        now=_at(ended, 10),
    )


def _publish(month: Month, now: datetime) -> None:
    on = min(_at(month.next.first_day + timedelta(days=2), 9), now)
    try:
        leader_tables.publish(authority=_who("head", on.date()), period=month.code, now=on)
    except Unlawful:
        return  # a short history may have had no case yet


def _who(username: str, on: date) -> Authority:
    return authority_of(User.objects.get(username=username), on=on)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=timezone.get_current_timezone())
