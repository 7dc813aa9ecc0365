"""The clocks of a matter in its life: begun, paused, extended, kept, missed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from petitions.domain import timeline
from petitions.domain.duties import is_duty
from petitions.domain.timeline import Event
from petitions.enums import ClockStatus
from petitions.models import Case, Clock


def clock_events(case: Case, *, on: date) -> Iterator[Event]:
    """What each clock did, by days, up to `on` (two queries)."""
    rows = case.clocks.select_related("owed_by_unit", "extension__approved_by")
    for clock in rows.prefetch_related("pauses").order_by("started_on", "id"):
        yield _event(
            clock,
            clock.started_on,
            _("“%(clock)s”期限开始计算"),
            _first_due(clock),
            icon="clock-play",
        )
        yield from _pauses(clock)
        extension = getattr(clock, "extension", None)
        if extension:
            text = _("延长 %(days)s 日，到期日 %(due)s；批准人 %(who)s") % {
                "days": extension.days,
                "due": clock.due_on,
                "who": extension.approved_by,
            }
            yield _event(clock, extension.approved_on, _("“%(clock)s”延长"), text, icon="hourglass")
        yield from _end(clock, on)


def _first_due(clock: Clock) -> str:
    """The due day; of a clock that was extended later the first due day is not kept, so its length is told."""
    if not hasattr(clock, "extension"):
        return _("到期日 %(due)s") % {"due": clock.due_on}
    length = clock.explanation.get("length")
    return _("期限 %(days)s 日") % {"days": length} if length else ""


def _pauses(clock: Clock) -> Iterator[Event]:
    for pause in clock.pauses.all():
        yield _event(clock, pause.starts_on, _("“%(clock)s”中止"), pause.reason, icon="clock-pause")
        if pause.ends_on:
            yield _event(clock, pause.ends_on, _("“%(clock)s”恢复计算"), "", icon="clock-play")


def _end(clock: Clock, on: date) -> Iterator[Event]:
    stopped = clock.stopped_on
    late = is_duty(clock.code) and clock.due_on < (stopped or on)
    if late and clock.status != ClockStatus.CANCELLED:
        text = _("责任单位：%(unit)s") % {"unit": clock.owed_by_unit} if clock.owed_by_unit else ""
        yield _event(
            clock, clock.due_on, _("“%(clock)s”期限届满，没有完成"), text, icon="alert-triangle"
        )
    if stopped is None:
        return
    if clock.status == ClockStatus.MET:
        if clock.on_time:
            title, text = _("“%(clock)s”按期完成"), _("到期日 %(due)s") % {"due": clock.due_on}
        else:
            days = (stopped - clock.due_on).days
            title, text = _("“%(clock)s”逾期完成"), _("逾期 %(days)s 天") % {"days": days}
        yield _event(clock, stopped, title, text, icon="clock")
    elif clock.stopped_by == "clock.lapse":
        yield _event(clock, clock.due_on, _("“%(clock)s”期间届满，未行使"), "", icon="clock")
    else:
        yield _event(clock, stopped, _("“%(clock)s”不再适用"), "", icon="clock")


def _event(clock: Clock, on: date, title: str, text: str, *, icon: str) -> Event:
    return Event(
        on=on,
        kind=timeline.CLOCK,
        title="，".join(words for words in (title % {"clock": clock.name}, text) if words),
        article=clock.article,
        icon=icon,
    )
