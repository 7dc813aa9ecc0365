"""What moves a due date: hearing time that is not counted, and an extension; with the checks on both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.domain.words import words as _
from petitions.domain.clock_rules import ClockRule


class DeadlineError(ValueError):
    """The due date cannot be computed from these inputs."""


class ExtensionError(DeadlineError):
    """The extension is not lawful (条例 34: once, approved by the head, at most 30 days)."""


class PauseError(DeadlineError):
    """The pause is not lawful (条例 36 ¶2: hearing time during 复核 only) or has no end."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that do not count, both ends included; ``end`` None while the hearing is still going on."""

    start: date
    end: date | None
    reason: str

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise PauseError(_("中止计算的结束日期早于开始日期"))


@dataclass(frozen=True, slots=True)
class Extension:
    """An extension granted: ``days`` added, by whom, when and why (the reason goes to the petitioner)."""

    days: int
    approved_on: date
    approved_by: str
    reason: str


def pause_end(pause: Pause, as_of: date | None) -> date:
    """Return the last day left out: the end of the hearing, or ``as_of`` while it is going on."""
    end = pause.end or as_of
    if end is None:
        raise PauseError(_("听证尚未结束，须指明计算到哪一天"))
    return end


def paused_days(rule: ClockRule, pauses: Sequence[Pause], as_of: date | None) -> frozenset[date]:
    """Return the days left out of the count; raises PauseError when the clock cannot pause.

    A pause without an end is counted up to ``as_of``.
    """
    if pauses and not rule.pausable:
        raise PauseError(
            _(
                "“%(name_zh)s”期限不因听证中止计算，只有复核期间的听证时间不计算在内（条例第三十六条第二款）"
            )
            % {"name_zh": rule.name_zh}
        )
    off: set[date] = set()
    for pause in pauses:
        end = pause_end(pause, as_of)
        off.update(pause.start + timedelta(days=i) for i in range((end - pause.start).days + 1))
    return frozenset(off)


def extension_days(rule: ClockRule, extensions: Sequence[Extension], original_due: date) -> int:
    """Return the days added, 0 without an extension; raises ExtensionError when it is not lawful.

    ``original_due``: last day without the extension, by which it must have been approved.
    """
    if not extensions:
        return 0
    if not rule.max_extension_days:
        raise ExtensionError(
            _("“%(name_zh)s”期限不得延长（%(article)s）")
            % {"name_zh": rule.name_zh, "article": rule.article}
        )
    if len(extensions) > 1:
        raise ExtensionError(_("办理期限只能延长一次（%(article)s）") % {"article": rule.article})
    (only,) = extensions
    if not 1 <= only.days <= rule.max_extension_days:
        raise ExtensionError(
            _("延长期限应为1至%(max_extension_days)s日（%(article)s）")
            % {"max_extension_days": rule.max_extension_days, "article": rule.article}
        )
    if not only.approved_by.strip() or not only.reason.strip():
        raise ExtensionError(
            _("延长期限须经本机关、单位负责人批准并说明理由（%(article)s）")
            % {"article": rule.article}
        )
    if only.approved_on > original_due:
        raise ExtensionError(
            _("延长期限须在原期限%(original_due)s届满前批准（%(article)s）")
            % {"original_due": f"{original_due:%Y-%m-%d}", "article": rule.article}
        )
    return only.days
