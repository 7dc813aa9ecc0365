"""Due dates: hand-counted examples, the conditions of extension and pause, and properties."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizations.domain.calendar import WorkCalendar
from petitions.domain.deadlines import (
    STATUTORY_RULES,
    ClockStatus,
    DeadlineError,
    DueDate,
    Extension,
    ExtensionError,
    Pause,
    PauseError,
    StepCode,
    Unit,
    compute,
    days_left,
    days_overdue,
    is_on_time,
    late_entry,
    reproduce,
    rule_for,
    status,
    with_length,
)

NOW = date(2024, 3, 1)
CALENDAR_2024 = WorkCalendar(
    frozenset({2024}),
    {date(2024, 5, d): False for d in range(1, 6)}  # Labour Day
    | {date(2024, 10, d): False for d in range(1, 8)}  # National Day
    | {date(2024, 4, 28): True, date(2024, 5, 11): True, date(2024, 9, 29): True, date(2024, 10, 12): True},
)  # fmt: skip


def due(code, start, *, on=NOW, roll_over=True, calendar=CALENDAR_2024, **more):
    return compute(rule_for(code, on), start, calendar, roll_over=roll_over, **more)


def extension(days=30, approved_on=date(2024, 4, 1), by="张局长", reason="案情复杂，需要鉴定"):
    return Extension(days, approved_on, by, reason)


@pytest.mark.parametrize(
    ("code", "start", "raw", "rolled"),
    [
        pytest.param(
            "C1",
            date(2024, 3, 1),
            date(2024, 3, 16),
            date(2024, 3, 18),
            id="条例22 Saturday to Monday",
        ),
        pytest.param("C1S", date(2024, 3, 1), date(2024, 3, 5), date(2024, 3, 5), id="县级4日"),
        pytest.param("C3", date(2024, 3, 4), date(2024, 3, 19), date(2024, 3, 19), id="条例23¶2"),
        pytest.param(
            "C4",
            date(2024, 4, 13),
            date(2024, 4, 28),
            date(2024, 4, 28),
            id="条例23¶3 ends on a worked Sunday",
        ),
        pytest.param(
            "C5",
            date(2024, 9, 27),
            date(2024, 10, 10),
            date(2024, 10, 10),
            id="条例23¶3 over National Day",
        ),
        pytest.param(
            "C5", date(2024, 3, 1), date(2024, 3, 8), date(2024, 3, 8), id="条例23¶3 plain week"
        ),
        pytest.param(
            "C8",
            date(2024, 3, 3),
            date(2024, 5, 2),
            date(2024, 5, 6),
            id="条例34 ends in Labour Day",
        ),
        pytest.param(
            "C8", date(2024, 1, 1), date(2024, 3, 1), date(2024, 3, 1), id="条例34 leap February"
        ),
        pytest.param(
            "C10",
            date(2024, 9, 6),
            date(2024, 10, 6),
            date(2024, 10, 8),
            id="条例35 petitioner gains the holiday",
        ),
        pytest.param("C11", date(2024, 6, 1), date(2024, 7, 1), date(2024, 7, 1), id="条例35"),
        pytest.param("C13", date(2024, 6, 1), date(2024, 7, 1), date(2024, 7, 1), id="条例36"),
        pytest.param(
            "S1", date(2024, 9, 30), date(2024, 10, 10), date(2024, 10, 10), id="简易办理3工作日"
        ),
    ],
)
def test_hand_counted_dates(code, start, raw, rolled):
    found = due(code, start)
    assert (found.raw_due_on, found.due_on) == (raw, rolled)
    unrolled = due(code, start, roll_over=False)
    assert (unrolled.raw_due_on, unrolled.due_on) == (raw, raw)


def test_old_matters_run_sixty_days_too():
    found = due(
        "C8", date(2019, 3, 1), on=date(2019, 3, 1), calendar=WorkCalendar(frozenset({2019}))
    )
    assert found.due_on == date(2019, 4, 30)
    assert "《信访条例》第三十三条" in found.explain_zh()


def test_explanation_names_rule_and_every_step():
    found = due("C8", date(2024, 3, 3), extensions=[extension()])
    assert [step.code for step in found.steps] == [
        StepCode.START, StepCode.START_DAY_NOT_COUNTED, StepCode.RULE, StepCode.EXTENSION,
        StepCode.RAW_DUE, StepCode.ROLLED_OVER, StepCode.DUE,
    ]  # fmt: skip
    text = found.explain_zh()
    for words in ("民法典第二百零一条", "《信访工作条例》第三十四条", "张局长批准，延长30日", "案情复杂",
                  "2024年6月1日为休假日，顺延至休假日结束的次日2024年6月3日", "到期日：2024年6月3日"):  # fmt: skip
        assert words in text
    assert text.startswith("1. 自2024年3月3日（受理之日）起算\n2. ")


def test_skipped_days_are_named():
    found = due("C5", date(2024, 9, 27))
    (skipped,) = [step for step in found.steps if step.code is StepCode.DAYS_SKIPPED]
    assert skipped.data["days"] == ["2024-09-28"] + [f"2024-10-0{d}" for d in range(1, 8)]
    assert "其间8天不是工作日" in skipped.text_zh


def test_no_roll_over_is_said():
    found = due("C8", date(2024, 3, 3), roll_over=False)
    assert StepCode.NOT_ROLLED_OVER in [step.code for step in found.steps]
    assert "按本县设置不顺延" in found.explain_zh()


@pytest.mark.parametrize(
    ("code", "start", "roll_over", "provisional"),
    [
        pytest.param(
            "C5", date(2024, 12, 30), True, True, id="working days into an unpublished year"
        ),
        pytest.param("C5", date(2024, 12, 2), True, False, id="published year"),
        pytest.param("C1", date(2024, 12, 20), True, True, id="last day in an unpublished year"),
        pytest.param("C1", date(2024, 12, 20), False, False, id="no roll-over needs no calendar"),
    ],
)
def test_unpublished_plan_makes_it_provisional(code, start, roll_over, provisional):
    found = due(code, start, roll_over=roll_over)
    assert found.provisional is provisional
    assert ("2025年的放假安排尚未公布" in found.explain_zh()) is provisional


def test_case_by_case_length():
    with pytest.raises(DeadlineError, match="没有法定天数"):
        due("C2", NOW)
    assert due("C2", NOW, length=20).raw_due_on == date(2024, 3, 21)
    assert "本事项指定的期限为20日" in due("C2", NOW, length=20).explain_zh()


@pytest.mark.parametrize(
    ("code", "length", "allowed"),
    [
        pytest.param("C8", 45, True, id="条例34 the office may set a shorter limit"),
        pytest.param("C8", 61, False, id="条例34 never longer than 60"),
        pytest.param("C9", 30, True, id="条例34 extension of 30"),
        pytest.param("C9", 31, False, id="条例34 extension over 30"),
        pytest.param("C1S", 6, True, id="县级天数可调"),
        pytest.param("C1", 0, False, id="条例22 zero"),
    ],
)
def test_length_override(code, length, allowed):
    if allowed:
        assert due(code, NOW, length=length).raw_due_on == NOW + timedelta(days=length)
    else:
        with pytest.raises(DeadlineError):
            due(code, NOW, length=length)


@pytest.mark.parametrize(
    ("code", "extensions", "message"),
    [
        pytest.param("C8", [extension(31)], "1至30日", id="条例34 over 30 days"),
        pytest.param("C8", [extension(0)], "1至30日", id="条例34 zero days"),
        pytest.param("C8", [extension(10), extension(10)], "只能延长一次", id="条例34 twice"),
        pytest.param("C8", [extension(by=" ")], "负责人批准", id="条例34 no approver"),
        pytest.param("C8", [extension(reason="")], "说明理由", id="条例34 no reason"),
        pytest.param(
            "C8",
            [extension(approved_on=date(2024, 5, 1))],
            "届满前批准",
            id="条例34 approved too late",
        ),
        pytest.param("C11", [extension()], "不得延长", id="条例35 no extension of 复查"),
        pytest.param("C1", [extension()], "不得延长", id="条例22 no extension"),
    ],
)
def test_unlawful_extensions_are_refused(code, extensions, message):
    with pytest.raises(ExtensionError, match=message):
        due(code, NOW, extensions=extensions)


def test_extension_runs_from_the_original_last_day_not_from_the_rolled_one():
    assert due("C8", date(2024, 3, 3), extensions=[extension(30)]).raw_due_on == date(2024, 6, 1)


def test_hearing_pauses_recheck_only():
    hearing = Pause(date(2024, 6, 10), date(2024, 6, 19), "听证")
    found = due("C13", date(2024, 6, 1), pauses=[hearing])
    assert found.raw_due_on == date(2024, 7, 11)
    assert "听证：2024年6月10日至2024年6月19日，10天不计算在期限内" in found.explain_zh()
    for code in ("C8", "C11"):
        with pytest.raises(PauseError, match="条例第三十六条第二款"):
            due(code, date(2024, 6, 1), pauses=[hearing])


def test_hearing_after_the_last_day_revives_nothing():
    late = Pause(date(2024, 7, 2), date(2024, 7, 20), "听证")
    found = due("C13", date(2024, 6, 1), pauses=[late])
    assert found.raw_due_on == date(2024, 7, 1)
    assert StepCode.PAUSE_WITHOUT_EFFECT in [step.code for step in found.steps]


def test_overlapping_hearings_count_once():
    first = Pause(date(2024, 6, 10), date(2024, 6, 14), "听证")
    second = Pause(date(2024, 6, 13), date(2024, 6, 16), "补充听证")
    found = due("C13", date(2024, 6, 1), pauses=[first, second])
    assert found.raw_due_on == date(2024, 7, 8)
    assert [step.data["days"] for step in found.steps if step.code is StepCode.PAUSE] == [5, 2]


def test_open_hearing_needs_a_day_to_count_to():
    going_on = Pause(date(2024, 6, 10), None, "听证")
    with pytest.raises(PauseError, match="尚未结束"):
        due("C13", date(2024, 6, 1), pauses=[going_on])
    found = due("C13", date(2024, 6, 1), pauses=[going_on], as_of=date(2024, 6, 12))
    assert found.open_pause
    assert found.raw_due_on == date(2024, 7, 4)
    assert reproduce(found.to_json()) == found.due_on


def test_pause_must_not_end_before_it_starts():
    with pytest.raises(PauseError, match="早于开始日期"):
        Pause(date(2024, 6, 10), date(2024, 6, 9), "听证")


def test_numbers_come_from_rows():
    local = with_length(rule_for("C1", NOW), 7, valid_from=date(2024, 1, 1))
    assert compute(local, NOW, CALENDAR_2024, roll_over=False).due_on == date(2024, 3, 8)


def test_reproduce_ignores_later_changes_of_the_calendar():
    found = due("C5", date(2024, 9, 27))
    assert due("C5", date(2024, 9, 27), calendar=WorkCalendar()).due_on != found.due_on
    assert reproduce(json.dumps(found.to_json(), ensure_ascii=False)) == found.due_on


def test_tampering_shows():
    data = due("C8", date(2024, 3, 3)).to_json()
    data["start"] = "2024-03-10"
    assert reproduce(data) != date.fromisoformat(data["due_on"])


@pytest.mark.parametrize(
    ("on", "acted", "expected", "overdue", "left"),
    [
        (date(2024, 3, 10), None, ClockStatus.RUNNING, 0, 8),
        (date(2024, 3, 15), None, ClockStatus.DUE_SOON, 0, 3),
        (date(2024, 3, 18), None, ClockStatus.DUE_TODAY, 0, 0),
        (date(2024, 3, 19), None, ClockStatus.OVERDUE, 1, -1),
        (date(2024, 3, 25), date(2024, 3, 18), ClockStatus.MET_ON_TIME, 7, -7),
        (date(2024, 3, 25), date(2024, 3, 19), ClockStatus.MET_LATE, 7, -7),
        (date(2024, 3, 10), date(2024, 3, 19), ClockStatus.RUNNING, 0, 8),
    ],
)
def test_status(on, acted, expected, overdue, left):
    found = due("C1", NOW)
    assert status(found, on, acted_on=acted, soon_days=3) is expected
    assert status(found.due_on, on, acted_on=acted, soon_days=3) is expected
    assert days_overdue(found, on) == overdue
    assert days_left(found, on) == left
    if acted:
        assert is_on_time(found, acted) is (acted <= found.due_on)


@pytest.mark.parametrize(
    ("stated", "entered", "counts"),
    [(18, 18, False), (18, 19, False), (18, 25, False), (18, 26, True), (10, 18, False), (19, 30, False)],
    ids=["same-day", "next-day", "seven-days", "eight-days", "before-the-limit", "late-anyway"],
)  # fmt: skip
def test_late_entry_art21(stated, entered, counts):
    entry = late_entry(date(2024, 3, 18), date(2024, 3, stated), date(2024, 3, entered), 7)
    assert (entry is not None) is counts


# --- properties ------------------------------------------------------------------------------

days = st.dates(date(2022, 5, 1), date(2027, 12, 31))
calendars = st.builds(
    WorkCalendar,
    published_years=st.frozensets(st.integers(2022, 2029)),
    days=st.dictionaries(days, st.booleans(), max_size=30),
)
counted_rules = st.sampled_from([rule for rule in STATUTORY_RULES if rule.length])
recheck = rule_for("C13", NOW)


@given(counted_rules, days, st.integers(0, 40), calendars, st.booleans())
def test_later_start_never_gives_an_earlier_due_date(rule, start, gap, calendar, roll_over):
    early = compute(rule, start, calendar, roll_over=roll_over)
    late = compute(rule, start + timedelta(days=gap), calendar, roll_over=roll_over)
    assert early.raw_due_on <= late.raw_due_on
    assert early.due_on <= late.due_on


@given(counted_rules, days, calendars, st.booleans())
def test_roll_over_never_moves_earlier_and_ends_on_a_working_day(rule, start, calendar, roll_over):
    found = compute(rule, start, calendar, roll_over=roll_over)
    assert found.due_on >= found.raw_due_on > start
    if roll_over:
        assert calendar.is_working(found.due_on)
    else:
        assert found.due_on == found.raw_due_on


@given(
    st.sampled_from([r for r in STATUTORY_RULES if r.unit is Unit.WORKING]),
    days,
    calendars,
    st.booleans(),
)
def test_working_day_limit_never_ends_on_a_holiday(rule, start, calendar, roll_over):
    found = compute(rule, start, calendar, roll_over=roll_over)
    assert calendar.is_working(found.due_on)
    assert calendar.working_days_between(start, found.due_on) == rule.length


@given(days, st.integers(1, 30), st.integers(1, 40), calendars)
def test_pause_of_n_days_moves_the_last_day_by_n(start, offset, length, calendar):
    plain = compute(recheck, start, calendar, roll_over=False)
    hearing = Pause(
        start + timedelta(days=offset), start + timedelta(days=offset + length - 1), "听证"
    )
    moved = compute(recheck, start, calendar, roll_over=False, pauses=[hearing])
    assert moved.raw_due_on == plain.raw_due_on + timedelta(days=length)


@given(days, st.integers(-40, 80), calendars)
def test_extension_never_exceeds_thirty_days(start, added, calendar):
    rule = rule_for("C8", NOW)
    plain = compute(rule, start, calendar, roll_over=True)
    granted = extension(added, approved_on=start)
    if not 1 <= added <= 30:
        with pytest.raises(ExtensionError):
            compute(rule, start, calendar, roll_over=True, extensions=[granted])
        return
    longer = compute(rule, start, calendar, roll_over=True, extensions=[granted])
    assert longer.raw_due_on - plain.raw_due_on == timedelta(days=added)
    assert longer.raw_due_on - start <= timedelta(days=90)


@given(
    counted_rules,
    days,
    calendars,
    st.booleans(),
    st.lists(st.tuples(st.integers(-5, 60), st.integers(0, 20)), max_size=3),
    st.integers(0, 30),
)
def test_explanation_reproduces_the_due_date(rule, start, calendar, roll_over, hearings, added):
    pauses = [
        Pause(start + timedelta(days=a), start + timedelta(days=a + n), "听证")
        for a, n in hearings
        if rule.pausable
    ]
    extensions = [extension(added, approved_on=start)] if rule.max_extension_days and added else []
    found = compute(
        rule, start, calendar, roll_over=roll_over, pauses=pauses, extensions=extensions
    )
    stored = json.loads(json.dumps(found.to_json(), ensure_ascii=False))
    assert reproduce(stored) == found.due_on
    assert DueDate.from_json(stored) == found


@given(
    days,
    st.lists(st.tuples(st.integers(1, 25), st.integers(0, 20)), min_size=1, max_size=4),
    calendars,
)
def test_pause_steps_add_up_to_the_shift(start, hearings, calendar):
    pauses = [
        Pause(start + timedelta(days=a), start + timedelta(days=a + n), "听证") for a, n in hearings
    ]
    found = compute(recheck, start, calendar, roll_over=False, pauses=pauses)
    told = sum(step.data["days"] for step in found.steps if step.code is StepCode.PAUSE)
    assert found.raw_due_on == start + timedelta(days=recheck.length + told)
