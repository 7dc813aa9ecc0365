"""The steps of a due-date count, in words a clerk can read aloud and in data a program can check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from core.domain.words import words as _
from petitions.domain.adjustments import Extension, Pause
from petitions.domain.clock_rules import ClockRule
from petitions.domain.terms import NamedEnum

START_DAY_ARTICLE = "民法典第二百零一条"
ROLL_OVER_ARTICLE = "民法典第二百零三条"


class StepCode(NamedEnum):
    """Kind of a step."""

    START = "start", _("起算")
    START_DAY_NOT_COUNTED = "start_day_not_counted", _("开始当日不计入")
    RULE = "rule", _("期限规定")
    DAYS_SKIPPED = "days_skipped", _("非工作日")
    PAUSE = "pause", _("不计算在内的时间")
    PAUSE_WITHOUT_EFFECT = "pause_without_effect", _("对期限没有影响的时间")
    EXTENSION = "extension", _("延长期限")
    RAW_DUE = "raw_due", _("期限最后一日")
    ROLLED_OVER = "rolled_over", _("休假日顺延")
    NOT_ROLLED_OVER = "not_rolled_over", _("休假日不顺延")
    PROVISIONAL = "provisional", _("暂定")
    DUE = "due", _("到期日")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its code, its Chinese sentence and its data."""

    code: StepCode
    text_zh: str
    data: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def to_json(self) -> dict[str, Any]:
        """Return JSON-able data."""
        return {"code": self.code.value, "text_zh": self.text_zh, "data": dict(self.data)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Step":
        """Rebuild a step from ``to_json`` data."""
        return cls(StepCode(data["code"]), data["text_zh"], data["data"])


def day_zh(day: date) -> str:
    """Write a day as 2024年3月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


class StepWriter:
    """Collects the steps of one count."""

    def __init__(self, rule: ClockRule, start: date) -> None:
        self._rule = rule
        self._start = start
        self._steps: list[Step] = []

    def steps(self) -> tuple[Step, ...]:
        """Return the steps written so far."""
        return tuple(self._steps)

    def opening(self, length: int, *, shortened: bool) -> None:
        """Write the start, the start day that is not counted, and the rule."""
        rule, start = self._rule, self._start
        self._add(
            StepCode.START,
            _("自%(day)s（%(starts_zh)s）起算")
            % {"day": day_zh(start), "starts_zh": rule.starts_zh},
            on=start,
        )
        first = start + timedelta(days=1)
        self._add(
            StepCode.START_DAY_NOT_COUNTED,
            _("开始的当日不计入，自%(day)s开始计算（民法典第二百零一条）") % {"day": day_zh(first)},
            first_day=first,
            article=START_DAY_ARTICLE,
        )
        said = (
            _("%(article)s：%(name)s本事项指定的期限为%(length)d%(unit)s，由%(who)s完成“%(act)s”")
            if shortened
            else _("%(article)s：%(name)s期限为%(length)d%(unit)s，由%(who)s完成“%(act)s”")
        )
        self._add(
            StepCode.RULE,
            said
            % {
                "article": rule.article,
                "name": rule.name_zh,
                "length": length,
                "unit": rule.unit.name_zh,
                "who": rule.owed_by.name_zh,
                "act": rule.stops_zh,
            },
            code=rule.code.value,
            article=rule.article,
            length=length,
            unit=rule.unit.value,
            basis=rule.basis.value,
        )

    def skipped(self, days: Sequence[date]) -> None:
        """Write the days off that a working-day limit passed over."""
        if days:
            listed = "、".join(f"{day.month}月{day.day}日" for day in days)
            self._add(
                StepCode.DAYS_SKIPPED,
                _("其间%(count)s天不是工作日，不计入：%(listed)s")
                % {"count": len(days), "listed": listed},
                days=days,
            )

    def pause(self, pause: Pause, end: date, counted: int) -> None:
        """Write one hearing interval and how many days it leaves out."""
        still_open = pause.end is None
        until = (_("%(day)s（尚未结束）") % {"day": day_zh(end)}) if still_open else day_zh(end)
        span = _("%(reason)s：%(day)s至%(until)s") % {
            "reason": pause.reason,
            "day": day_zh(pause.start),
            "until": until,
        }
        if counted:
            kind = StepCode.PAUSE
            text = _("%(span)s，%(counted)s天不计算在期限内（%(article)s）") % {
                "span": span,
                "counted": counted,
                "article": self._rule.article,
            }
        else:
            kind = StepCode.PAUSE_WITHOUT_EFFECT
            text = _("%(span)s，不在计算的期间内，对期限没有影响") % {"span": span}
        self._add(kind, text, start=pause.start, end=end, days=counted, open=still_open)

    def extension(self, extension: Extension) -> None:
        """Write the extension with its approval and reason."""
        added = _("延长%(days)d%(unit)s") % {
            "days": extension.days,
            "unit": self._rule.unit.name_zh,
        }
        self._add(
            StepCode.EXTENSION,
            _("%(day)s经%(approved_by)s批准，%(added)s（%(article)s），理由：%(reason)s")
            % {
                "day": day_zh(extension.approved_on),
                "approved_by": extension.approved_by,
                "added": added,
                "article": self._rule.article,
                "reason": extension.reason,
            },
            days=extension.days,
            approved_on=extension.approved_on,
            approved_by=extension.approved_by,
            reason=extension.reason,
        )

    def closing(self, raw: date, due: date, *, last_day_off: bool) -> None:
        """Write the last day and what happens when it is a day off."""
        self._add(StepCode.RAW_DUE, _("期限最后一日为%(day)s") % {"day": day_zh(raw)}, on=raw)
        if due != raw:
            moved = (due - raw).days
            self._add(
                StepCode.ROLLED_OVER,
                _(
                    "%(day)s为休假日，顺延至休假日结束的次日%(day2)s，共%(moved)s天（民法典第二百零三条）"
                )
                % {"day": day_zh(raw), "day2": day_zh(due), "moved": moved},
                start=raw,
                end=due,
                days=moved,
                article=ROLL_OVER_ARTICLE,
            )
        elif last_day_off:
            self._add(
                StepCode.NOT_ROLLED_OVER,
                _("%(day)s为休假日，按本县设置不顺延") % {"day": day_zh(raw)},
                on=raw,
            )

    def provisional(self, years: Sequence[int]) -> None:
        """Write the warning that a year's holiday plan is missing."""
        if years:
            listed = "、".join(f"{year}年" for year in years)
            self._add(
                StepCode.PROVISIONAL,
                _("%(listed)s的放假安排尚未公布，按周一至周五工作日暂算，公布后须重新计算")
                % {"listed": listed},
                years=list(years),
            )

    def due(self, due: date) -> None:
        """Write the result."""
        self._add(StepCode.DUE, _("到期日：%(day)s") % {"day": day_zh(due)}, on=due)

    def _add(self, kind: StepCode, text: str, /, **data: Any) -> None:
        self._steps.append(Step(kind, text, {key: _plain(value) for key, value in data.items()}))


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
