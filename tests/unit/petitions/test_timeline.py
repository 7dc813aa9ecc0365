"""The life of a matter: order, what is told under an act, what a filter leaves."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.domain.timeline import KINDS, Event, Line, Wanted, arranged, by_day, chosen

DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ACCEPT = Event(DAY, "act", "受理", at=NOON, article="条例第二十三条", is_act=True)
LETTER = Event(DAY, "paper", "受理告知书", at=NOON, article="条例第二十三条", paper=7)
CLOCK = Event(DAY, "clock", "“办结”期限开始计算", article="条例第三十四条")
REMINDER = Event(DAY + timedelta(days=3), "reminder", "催办提醒", at=NOON + timedelta(days=3))


def test_what_an_act_brought_stands_under_it_and_clocks_at_the_end_of_the_day():
    told = arranged([REMINDER, CLOCK, LETTER, ACCEPT])
    assert [event.title for event in told] == ["受理", "“办结”期限开始计算", "催办提醒"]
    assert told[0].lines == (Line("paper", "受理告知书", "条例第二十三条", paper=7),)


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        (Wanted(), ["受理", "“办结”期限开始计算", "催办提醒"]),
        (Wanted(kinds=frozenset({"clock"})), ["“办结”期限开始计算"]),
        (Wanted(kinds=frozenset({"paper"})), ["受理"]),
        (Wanted(statutory=True), ["受理", "“办结”期限开始计算"]),
        (Wanted(statutory=True, kinds=frozenset({"reminder"})), []),
        (Wanted(since=DAY + timedelta(days=1)), ["催办提醒"]),
        (Wanted(until=DAY), ["受理", "“办结”期限开始计算"]),
        (Wanted(newest_first=True), ["催办提醒", "“办结”期限开始计算", "受理"]),
    ],
    ids=["all", "clocks", "papers", "statutory", "nothing", "since", "until", "newest"],
)
def test_filter(wanted, titles):
    found = chosen(arranged([ACCEPT, LETTER, CLOCK, REMINDER]), wanted)
    assert [event.title for event in found] == titles


def test_of_an_act_only_the_particulars_asked_for():
    (only,) = chosen(arranged([ACCEPT, LETTER]), Wanted(kinds=frozenset({"act"})))
    assert only.lines == ()


EVENTS = st.lists(
    st.builds(
        Event,
        on=st.dates(DAY, DAY + timedelta(days=9)),
        kind=st.sampled_from(KINDS),
        title=st.text(max_size=3),
        at=st.none() | st.datetimes(timezones=st.just(UTC)),
        article=st.sampled_from(["", "条例第二十三条"]),
        is_act=st.booleans(),
    ),
    max_size=12,
)
WANTED = st.builds(
    Wanted,
    kinds=st.frozensets(st.sampled_from(KINDS)),
    statutory=st.booleans(),
    newest_first=st.booleans(),
)


def test_short_particulars_stand_in_one_line():
    reason = (Line("duty", "首次接收登记"),)
    change = Event(DAY, "duty", "首接责任人：— → 李接访", at=NOON, lines=reason)
    (told,) = arranged([ACCEPT, change])
    assert [line.text for line in told.lines] == ["首接责任人：— → 李接访（首次接收登记）"]


@given(EVENTS, WANTED)
def test_nothing_is_lost_and_a_filter_only_takes_away(events, wanted):
    told = arranged(events)
    assert sum(1 + len(event.lines) for event in told) == len(events)
    found = chosen(told, wanted)
    assert len(found) <= len(told)
    days = [day.on for day in by_day(found)]
    assert days == sorted(set(days), reverse=wanted.newest_first)
