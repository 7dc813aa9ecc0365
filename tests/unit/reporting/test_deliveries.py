"""Which group a post belongs to, and when somebody is reminded to sign."""

from datetime import date

import pytest

from organizations.domain.calendar import WorkCalendar
from reporting.domain.deliveries import ReminderRule, post_group, reminder_due

MON = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("kind", "unit_kind", "title", "group"),
    [
        ("county_leader", "county", "县委书记", "county_principals"),
        ("county_leader", "county", "中共县委书记", "county_principals"),
        ("county_leader", "county", "县委副书记、县长", "county_principals"),
        ("county_leader", "county", "县委副书记、代县长", "county_principals"),
        ("county_leader", "county", "县委副书记", "county_deputies"),
        ("county_leader", "county", "县委常委、常务副县长", "county_deputies"),
        ("county_leader", "county", "县委常委、政法委书记", "county_deputies"),
        ("county_leader", "county", "县委常委、县纪委书记", "county_deputies"),
        ("county_leader", "county", "副县长（分管城乡建设）", "county_deputies"),
        ("county_leader", "county", "县委秘书长", "secretaries"),
        ("county_leader", "county", "县委常委、县委办公室主任", "secretaries"),
        ("deputy", "county", "县政府办主任", "secretaries"),
        ("principal", "township", "党委书记", "township_heads"),
        ("deputy", "township", "副镇长", "township_deputies"),
        ("principal", "department", "局长", "department_heads"),
        ("deputy", "department", "副局长", "department_deputies"),
        ("petition_officer", "township", "信访专干", ""),
        ("deputy", "petition_office", "副局长", ""),
        ("principal", "village", "村党支部书记", ""),
    ],
)
def test_posts_fall_into_groups(kind, unit_kind, title, group):
    assert post_group(kind=kind, unit_kind=unit_kind, title=title) == group


@pytest.mark.parametrize(
    ("published", "reminded", "on", "number"),
    [
        (MON, [], MON, 0),
        (MON, [], date(2026, 11, 3), 0),
        (MON, [], date(2026, 11, 4), 1),
        (MON, [date(2026, 11, 4)], date(2026, 11, 5), 0),
        (MON, [date(2026, 11, 4)], date(2026, 11, 6), 2),
        (MON, [date(2026, 11, 4), date(2026, 11, 6)], date(2026, 11, 20), 0),
        (date(2026, 11, 6), [], date(2026, 11, 9), 0),  # the weekend does not count
        (date(2026, 11, 6), [], date(2026, 11, 10), 1),
        (MON, [], date(2026, 11, 7), 0),  # nobody is reminded on a Saturday
        (MON, [], date(2026, 11, 30), 1),  # a machine that was off reminds once, not seven times
    ],
)
def test_reminders_wait_for_working_days(published, reminded, on, number):
    found = reminder_due(
        ReminderRule(every=2, most=2),
        published_on=published,
        reminded_on=reminded,
        on=on,
        calendar=WorkCalendar(),
    )
    assert found == number


def test_none_at_all_when_the_county_wants_none():
    rule = ReminderRule(every=1, most=0)
    assert not reminder_due(
        rule, published_on=MON, reminded_on=[], on=date(2026, 11, 20), calendar=WorkCalendar()
    )
