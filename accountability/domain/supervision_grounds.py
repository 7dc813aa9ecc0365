"""Which facts show a ground of supervision (督办, 条例第四十条第一款), each with its reason and article.

Facts in, proposals out. A proposal never rests on how many petitions there are: every one names an act that was left
undone, done wrongly, or written down otherwise than it happened. Whether it is taken up is decided by a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from accountability.domain.supervision_facts import (
    Backdated,
    Facts,
    LateClock,
    LateCorrection,
    Limits,
    Overturned,
    Promise,
    ServiceConflict,
    TurnedAway,
    WrongRefusal,
)
from core.domain.words import words as _

ARTICLE = "条例第四十条第一款"

ACCEPTANCE = "acceptance"
HANDLING = "handling"
SHIRKING = "shirking"
PERFUNCTORY = "perfunctory"
DELAY = "delay"
FALSEHOOD = "falsehood"
UNEXECUTED = "unexecuted"
NO_REPORT = "no_report"
OTHER = "other"

#: The words of the article for each ground, as they stand in the letter.
WORDS = {
    ACCEPTANCE: _("违反信访工作规定受理信访事项"),
    HANDLING: _("违反信访工作规定办理信访事项"),
    SHIRKING: _("办理信访事项推诿"),
    PERFUNCTORY: _("办理信访事项敷衍"),
    DELAY: _("办理信访事项拖延"),
    FALSEHOOD: _("办理信访事项弄虚作假"),
    UNEXECUTED: _("拒不执行信访处理意见"),
    NO_REPORT: _("未按规定反馈交办事项办理结果"),
    OTHER: _("其他违反信访工作规定的情形"),
}

#: Limits whose passing shows something else than delay: nobody was told, nothing was reported.
GROUND_OF_CLOCK = {
    "C2": NO_REPORT,
    "C3": ACCEPTANCE,
    "C4": ACCEPTANCE,
    "S1": ACCEPTANCE,
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """One supervision item to propose.

    ``key``: what it rests on, so that the same thing is proposed once; ``since``: the day the duty was broken;
    ``text``: the reason in Chinese; ``article``: the duty's own article, to which Art 40 is added.
    """

    case_id: int
    unit_id: int
    ground: str
    key: str
    since: date
    text: str
    article: str
    clock_id: int | None = field(default=None, compare=False)


def proposals(facts: Facts, limits: Limits, *, on: date) -> list[Proposal]:
    """Every proposal the facts support on a day, in the order of the days the duties were broken.

    Args:
        facts: what the books say.
        limits: the county's numbers.
        on: the day of the run; acts of the past count when they lie at most ``window_days`` back.
    """
    first = on - timedelta(days=limits.window_days)
    found = [
        *_late(facts.clocks, limits.delay_days, on),
        *_refused(facts.refusals, first),
        *_shirked(facts.turned_away, limits, first),
        *_overturned(facts.overturned, first),
        *_backdated(facts.backdated, limits.entry_days, first),
        *_corrected(facts.corrections, first),
        *_conflicts(facts.conflicts, first),
        *_unexecuted(facts.promises, limits.execution_days, on),
    ]
    return sorted(found, key=lambda p: (p.since, p.case_id, p.unit_id, p.ground, p.key))


def _late(clocks: Iterable[LateClock], days: int, on: date) -> Iterator[Proposal]:
    for clock in clocks:
        overdue = (on - clock.due_on).days
        if overdue < max(days, 1):
            continue
        yield Proposal(
            case_id=clock.case_id,
            unit_id=clock.unit_id,
            ground=GROUND_OF_CLOCK.get(clock.code, DELAY),
            key=f"clock:{clock.clock_id}",
            since=clock.due_on,
            text=_("“%(name)s”期限%(day)s届满，至%(day2)s逾期%(overdue)s天仍未履行")
            % {"name": clock.name, "day": _day(clock.due_on), "day2": _day(on), "overdue": overdue},
            article=clock.article,
            clock_id=clock.clock_id,
        )


def _refused(refusals: Iterable[WrongRefusal], first: date) -> Iterator[Proposal]:
    for row in refusals:
        if row.on >= first:
            yield Proposal(
                case_id=row.case_id,
                unit_id=row.unit_id,
                ground=ACCEPTANCE,
                key=f"refusal:{row.case_id}",
                since=row.on,
                text=row.text,
                article=row.article,
            )


def _shirked(rows: Iterable[TurnedAway], limits: Limits, first: date) -> Iterator[Proposal]:
    """Each time a unit reaches the number within the window; what led to one proposal does not count for the next."""
    by_unit: dict[tuple[int, int | None], list[TurnedAway]] = defaultdict(list)
    for row in rows:
        by_unit[row.unit_id, row.case_id if row.secret else None].append(row)
    for group in by_unit.values():
        recent: list[TurnedAway] = []
        for row in sorted(group, key=lambda r: (r.on, r.key)):
            oldest = row.on - timedelta(days=limits.window_days)
            recent = [r for r in recent if r.on >= oldest] + [row]
            if len(recent) < limits.refusals:
                continue
            if row.on >= first:
                yield _shirking(row, recent, limits)
            recent = []


def _shirking(last: TurnedAway, rows: Sequence[TurnedAway], limits: Limits) -> Proposal:
    acts = "；".join(
        f"{_day(r.on)} {r.number}{_('受理争议决定由其受理') if r.is_dispute else _('异议审核不予同意')}"
        for r in rows
    )
    text = _("%(window_days)s天内%(count)s次推脱本单位职责范围内的信访事项：%(acts)s") % {
        "window_days": limits.window_days,
        "count": len(rows),
        "acts": acts,
    }
    return Proposal(
        case_id=last.case_id,
        unit_id=last.unit_id,
        ground=SHIRKING,
        key=last.key,
        since=last.on,
        text=text,
        article="条例第二十三条第三款、第二十四条",
    )


def _overturned(rows: Iterable[Overturned], first: date) -> Iterator[Proposal]:
    for row in rows:
        if row.on >= first:
            yield Proposal(
                case_id=row.case_id,
                unit_id=row.unit_id,
                ground=HANDLING,
                key=f"review:{row.review_id}",
                since=row.on,
                text=_("处理意见经%(level)s于%(day)s被%(outcome)s")
                % {"level": row.level, "day": _day(row.on), "outcome": row.outcome},
                article=row.article,
            )


def _falsehood(
    row: Backdated | LateCorrection | ServiceConflict,
    *,
    key: str,
    since: date,
    text: str,
    article: str,
) -> Proposal:
    return Proposal(row.case_id, row.unit_id, FALSEHOOD, key, since, text, article)


def _backdated(rows: Iterable[Backdated], days: int, first: date) -> Iterator[Proposal]:
    for row in rows:
        late = (row.entered_on - row.stated_on).days
        if (
            not row.stated_on <= row.due_on < row.entered_on
            or late <= days
            or row.entered_on < first
        ):
            continue
        yield _falsehood(
            row,
            key=f"document:{row.document_id}",
            since=row.entered_on,
            text=(
                _(
                    "《%(title)s》载明日期%(day)s，在“%(limit)s”期限%(day2)s届满之后的%(day3)s才录入，相差%(late)s天，须核实是否倒签日期"
                )
                % {
                    "title": row.title,
                    "day": _day(row.stated_on),
                    "limit": row.limit,
                    "day2": _day(row.due_on),
                    "day3": _day(row.entered_on),
                    "late": late,
                }
            ),
            article="条例第二十一条第二款",
        )


def _corrected(rows: Iterable[LateCorrection], first: date) -> Iterator[Proposal]:
    for row in rows:
        if row.corrected_on >= max(row.requested_on, first):
            yield _falsehood(
                row,
                key=f"document:{row.document_id}",
                since=row.corrected_on,
                text=(
                    _(
                        "信访人%(day)s请求%(review)s之后，于%(day2)s更正《%(title)s》，须核实是否事后改动"
                    )
                    % {
                        "day": _day(row.requested_on),
                        "review": row.review,
                        "day2": _day(row.corrected_on),
                        "title": row.title,
                    }
                ),
                article="条例第三十二条",
            )


def _conflicts(rows: Iterable[ServiceConflict], first: date) -> Iterator[Proposal]:
    for row in rows:
        if row.failed_on >= max(row.served_on, first):
            yield _falsehood(
                row,
                key=f"service:{row.document_id}",
                since=row.failed_on,
                text=(
                    _("《%(title)s》记为%(day)s已送达，送达回证却载明%(day2)s未能送达，前后矛盾")
                    % {"title": row.title, "day": _day(row.served_on), "day2": _day(row.failed_on)}
                ),
                article="条例第二十三条、第三十五条",
            )


def _unexecuted(rows: Iterable[Promise], days: int, on: date) -> Iterator[Proposal]:
    for row in rows:
        overdue = (on - row.due_on).days
        if overdue >= max(days, 1):
            yield Proposal(
                case_id=row.case_id,
                unit_id=row.unit_id,
                ground=UNEXECUTED,
                key=f"execution:{row.execution_id}",
                since=row.due_on,
                text=_(
                    "支持信访请求的处理意见应于%(day)s前执行，至%(day2)s逾期%(overdue)s天仍未执行"
                )
                % {"day": _day(row.due_on), "day2": _day(on), "overdue": overdue},
                article="条例第三十二条第二款、第四十二条第四项",
            )


def _day(day: date) -> str:
    return f"{day:%Y-%m-%d}"
