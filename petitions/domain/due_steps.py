"""The steps of a due-date count, in words a clerk can read aloud and in data a program can check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from petitions.domain.adjustments import Extension, Pause
from petitions.domain.clock_rules import ClockRule
from petitions.domain.terms import NamedEnum

START_DAY_ARTICLE = "民法典第二百零一条"
ROLL_OVER_ARTICLE = "民法典第二百零三条"


class StepCode(NamedEnum):
    """Kind of a step."""

    START = "start", "起算"
    START_DAY_NOT_COUNTED = "start_day_not_counted", "开始当日不计入"
    RULE = "rule", "期限规定"
    DAYS_SKIPPED = "days_skipped", "非工作日"
    PAUSE = "pause", "不计算在内的时间"
    PAUSE_WITHOUT_EFFECT = "pause_without_effect", "对期限没有影响的时间"
    EXTENSION = "extension", "延长期限"
    RAW_DUE = "raw_due", "期限最后一日"
    ROLLED_OVER = "rolled_over", "休假日顺延"
    NOT_ROLLED_OVER = "not_rolled_over", "休假日不顺延"
    PROVISIONAL = "provisional", "暂定"
    DUE = "due", "到期日"


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
        self._add(StepCode.START, f"自{day_zh(start)}（{rule.starts_zh}）起算", on=start)
        first = start + timedelta(days=1)
        self._add(
            StepCode.START_DAY_NOT_COUNTED,
            f"开始的当日不计入，自{day_zh(first)}开始计算（{START_DAY_ARTICLE}）",
            first_day=first,
            article=START_DAY_ARTICLE,
        )
        how = "本事项指定的期限" if shortened else "期限"
        self._add(
            StepCode.RULE,
            f"{rule.article}：{rule.name_zh}{how}为{length}{rule.unit.name_zh}，"
            f"由{rule.owed_by.name_zh}完成“{rule.stops_zh}”",
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
                StepCode.DAYS_SKIPPED, f"其间{len(days)}天不是工作日，不计入：{listed}", days=days
            )

    def pause(self, pause: Pause, end: date, counted: int) -> None:
        """Write one hearing interval and how many days it leaves out."""
        still_open = pause.end is None
        until = f"{day_zh(end)}（尚未结束）" if still_open else day_zh(end)
        span = f"{pause.reason}：{day_zh(pause.start)}至{until}"
        if counted:
            kind = StepCode.PAUSE
            text = f"{span}，{counted}天不计算在期限内（{self._rule.article}）"
        else:
            kind = StepCode.PAUSE_WITHOUT_EFFECT
            text = f"{span}，不在计算的期间内，对期限没有影响"
        self._add(kind, text, start=pause.start, end=end, days=counted, open=still_open)

    def extension(self, extension: Extension) -> None:
        """Write the extension with its approval and reason."""
        added = f"延长{extension.days}{self._rule.unit.name_zh}"
        self._add(
            StepCode.EXTENSION,
            f"{day_zh(extension.approved_on)}经{extension.approved_by}批准，{added}"
            f"（{self._rule.article}），理由：{extension.reason}",
            days=extension.days,
            approved_on=extension.approved_on,
            approved_by=extension.approved_by,
            reason=extension.reason,
        )

    def closing(self, raw: date, due: date, *, last_day_off: bool) -> None:
        """Write the last day and what happens when it is a day off."""
        self._add(StepCode.RAW_DUE, f"期限最后一日为{day_zh(raw)}", on=raw)
        if due != raw:
            moved = (due - raw).days
            self._add(
                StepCode.ROLLED_OVER,
                f"{day_zh(raw)}为休假日，顺延至休假日结束的次日{day_zh(due)}，共{moved}天（{ROLL_OVER_ARTICLE}）",
                start=raw,
                end=due,
                days=moved,
                article=ROLL_OVER_ARTICLE,
            )
        elif last_day_off:
            self._add(StepCode.NOT_ROLLED_OVER, f"{day_zh(raw)}为休假日，按本县设置不顺延", on=raw)

    def provisional(self, years: Sequence[int]) -> None:
        """Write the warning that a year's holiday plan is missing."""
        if years:
            listed = "、".join(f"{year}年" for year in years)
            self._add(
                StepCode.PROVISIONAL,
                f"{listed}的放假安排尚未公布，按周一至周五工作日暂算，公布后须重新计算",
                years=list(years),
            )

    def due(self, due: date) -> None:
        """Write the result."""
        self._add(StepCode.DUE, f"到期日：{day_zh(due)}", on=due)

    def _add(self, kind: StepCode, text: str, /, **data: Any) -> None:
        self._steps.append(Step(kind, text, {key: _plain(value) for key, value in data.items()}))


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
