"""Problems of the last two months in the demonstration county: one task closed, one returned, one waiting, one just given.

The analysis of the month before last is issued between the tasks and what became of them; that of the last month is a draft.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accountability.models import ProblemTask
from accountability.selectors.problems import principal_of
from accountability.services import problem_tasks as course
from accountability.services.problems import ProblemDraft, TaskDraft, record_problem
from core.models import EffectState, OwedEffect
from organizations.authority import Authority, authority_of
from organizations.models import User
from reporting.demo.history import months_back
from reporting.demo.organization import DemoCounty
from reporting.domain.periods import Month
from reporting.services.analysis_publication import EFFECT, finish_analysis, sign_analysis
from reporting.services.analysis_reports import approve_analysis, build_analysis, edit_texts

Say = Callable[[str], object]
ADVICE = (
    "（一）把增量压在源头。城乡建设、农业农村领域主管部门对上升较多的事项逐类排查，能在当地解决的不上交。\n"
    "（二）把答复做实。对第三次以上重复的事项，由责任单位负责人当面听取意见，复核事实和依据，重新书面答复。\n"
    "（三）把环节提速。告知受理用时较长的单位明确专人每天签收，收到之日起五个工作日内书面告知。"
)
#: Township by its place in the county's order, kind, title, what was seen, what is to be done.
PROBLEMS: tuple[tuple[int, str, str, str, str], ...] = (
    (3, "cause", "征地补偿款发放不及时",
     "两个月来办结的征地事项多数因农户账户信息有误退票，退票后没有专人跟踪，最长的拖了四个月。",
     "核对全部未兑付农户的账户信息，建立退票当日通知、五个工作日内重发的台账，并在村务公开栏公示。"),
    (5, "rise", "安置房逾期交付反映增多",
     "安置房三期配套未完工，过渡费停发，同类反映比上月增加。",
     "明确完工和交房时间，补发过渡费，逐户书面告知。"),
    (1, "speed", "受理告知偏慢",
     "收到转送事项后平均十天才告知受理，个别事项在期限最后一天告知。",
     "明确专人每天签收转送事项，收到之日起五个工作日内书面告知。"),
    (7, "hot", "村务公开不及时",
     "反映村级财务、低保评议没有公开的事项明显超过以往。",
     "逐村检查村务公开栏，补公开上半年财务和评议结果，建立每月公开日。"),
)  # fmt: skip


def play_problems(*, county: DemoCounty, now: datetime, say: Say) -> int:
    """Write the problems with their tasks, each as far as its part of the story goes; returns how many tasks."""
    towns = list(county.townships.values())
    today = timezone.localdate(now)
    last, before = months_back(today, 1), months_back(today, 2)
    head = User.objects.get(username="head")
    clock = _Clock(now)
    tasks = []
    for number, (at, kind, title, text, wanted) in enumerate(PROBLEMS):
        month = before if number < 2 else last
        given = clock.at(month + timedelta(days=36 + number))
        town = towns[at % len(towns)]
        task = record_problem(
            authority=authority_of(head, on=timezone.localdate(given)),
            problem=ProblemDraft(f"{month:%Y-%m}", kind, title, text),
            task=TaskDraft(town, wanted, timezone.localdate(given) + timedelta(days=30)),
            now=given,
        )
        tasks.append(task)
    issue_analysis(Month.of(before), head=head, now=clock.at(before + timedelta(days=39)), say=say)
    closed, returned, waiting, _new = tasks
    _answer(closed, clock, days=20, text="已核对全部账户，退票款项全部重发，台账已建立并公示。")
    _close(closed, clock, head, days=22)
    _answer(returned, clock, days=18, text="已与施工单位协商，正在推进。")
    _return(returned, clock, head, days=21)
    _answer(waiting, clock, days=6, text="已确定专人签收，本月告知平均三天。")
    say(f"demo county: {len(tasks)} tasks of the monthly analysis")
    return len(tasks)


def issue_analysis(month: Month, *, head: User, now: datetime, say: Say) -> None:
    """The analysis of a month, counted by a clerk, with words of hers, issued by the head."""
    say(f"demo county: analysis of {month.code}")
    clerk = _who(User.objects.get(username="clerk1"), now)
    report = build_analysis(month=month, now=now, authority=clerk)
    edit_texts(report=report, texts={"advice": ADVICE}, authority=clerk, now=now)
    approve_analysis(report=report, authority=_who(head, now), now=now)
    sign_analysis(report=report, authority=_who(head, now), now=now)
    finish_analysis(report_id=report.pk, now=now)
    OwedEffect.objects.filter(kind=EFFECT, key=str(report.pk)).update(
        state=EffectState.DONE, done_at=now
    )


def draft_analysis(*, now: datetime, say: Say) -> None:
    """The draft of last month's analysis, counted by a clerk; the head has still to read it."""
    month = Month.of(timezone.localdate(now)).previous
    say(f"demo county: analysis of {month.code}")
    clerk = _who(User.objects.get(username="clerk1"), now)
    build_analysis(month=month, now=now, authority=clerk)


class _Clock:
    """Moments of the past: never after the end of the history."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def at(self, day: date) -> datetime:
        return min(timezone.make_aware(datetime.combine(day, time(10))), self.now)

    def after(self, task: ProblemTask, days: int) -> datetime:
        return self.at(task.given_on + timedelta(days=days))


def _who(user: User, at: datetime) -> Authority:
    return authority_of(user, on=timezone.localdate(at))


def _answer(task: ProblemTask, clock: _Clock, *, days: int, text: str) -> None:
    at = clock.after(task, days)
    user = principal_of(task.unit, on=timezone.localdate(at)) or task.responsible
    course.answer_task(authority=_who(user, at), task=task, text=text, now=at)


def _close(task: ProblemTask, clock: _Clock, head: User, *, days: int) -> None:
    at = clock.after(task, days)
    course.close_task(authority=_who(head, at), task=task, note="台账齐全，同意销号。", now=at)


def _return(task: ProblemTask, clock: _Clock, head: User, *, days: int) -> None:
    at = clock.after(task, days)
    course.return_task(
        authority=_who(head, at),
        task=task,
        reason="没有写明交房时间和过渡费补发情况，请补充。",
        due_on=timezone.localdate(at) + timedelta(days=20),
        now=at,
    )
