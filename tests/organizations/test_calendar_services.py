"""The work calendar's table: from the package, from a file, and flagged while a plan is missing."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from core.errors import Invalid, NotAllowed
from core.models import AuditEntry
from organizations.events import calendar_changed
from organizations.models import CalendarDay, CalendarYear
from organizations.selectors import work_calendar
from organizations.selectors.months import year_page
from organizations.services.calendar import (
    import_calendar,
    load_year,
    published_plan,
    read_calendar,
)
from tests.organizations.conftest import NOW, TODAY

ROWS_2027 = [(1, ["2027-01-01", "放假", "元旦"]), (2, ["2027-01-03", "上班", "元旦"])]


def test_make_up_days_are_working_days(county):
    load_year(authority=county.authority(), year=2026, now=NOW)
    calendar = work_calendar()
    assert calendar.is_working(date(2026, 10, 10))  # a Saturday worked for National Day
    assert not calendar.is_working(date(2026, 10, 1))
    assert calendar.covers(TODAY)
    assert not calendar.covers(date(2027, 1, 4))


def test_every_year_of_the_package_agrees_with_it(db):
    import chinese_calendar

    for year in (2004, 2013, 2020, 2026):
        load_year(authority=None, year=year, now=NOW)
        calendar = work_calendar()
        for number in range(366):
            day = date.fromordinal(date(year, 1, 1).toordinal() + number)
            if day.year == year:
                assert calendar.is_working(day) == chinese_calendar.is_workday(day), day


def test_a_year_without_a_plan_is_refused_not_guessed(county):
    with pytest.raises(Invalid, match="2027"):
        load_year(authority=county.authority(), year=2027, now=NOW)
    with pytest.raises(Invalid):
        published_plan(2003)
    assert not CalendarYear.objects.exists()


def test_only_an_administrator_loads(county):
    with pytest.raises(NotAllowed):
        load_year(authority=county.authority(county.clerk), year=2026, now=NOW)


def test_loading_twice_changes_nothing_but_is_recorded(county):
    counts = [load_year(authority=county.authority(), year=2026, now=NOW) for _ in range(2)]
    assert counts[0] == counts[1] == CalendarDay.objects.count()
    assert AuditEntry.objects.filter(chain="calendar:2026").count() == 2


def test_a_file_makes_its_year_published_and_tells_the_apps_above(county):
    told = []

    def listen(sender, years, **_news):
        told.extend(years)

    calendar_changed.connect(listen)
    try:
        plan = read_calendar(ROWS_2027)
        import_calendar(authority=county.authority(), plan=plan, source="国办通知", now=NOW)
    finally:
        calendar_changed.disconnect(listen)
    calendar = work_calendar()
    assert calendar.covers(date(2027, 6, 1))
    assert not calendar.is_working(date(2027, 1, 1))
    assert calendar.is_working(date(2027, 1, 3))
    assert told == [2027]


def test_a_file_with_a_wrong_row_is_not_taken(county):
    plan = read_calendar([*ROWS_2027, (3, ["2027-02-31", "放假", "春节"])])
    with pytest.raises(Invalid):
        import_calendar(authority=county.authority(), plan=plan, source="x", now=NOW)
    assert not CalendarDay.objects.exists()


def test_the_page_counts_what_it_shows(county):
    load_year(authority=county.authority(), year=2026, now=NOW)
    page = year_page(2026, today=TODAY)
    assert (page.days_off, page.days_on, page.working_days) == (33, 6, 248)
    [today] = [c for m in page.months for w in m.weeks for c in w if "day-today" in c.css]
    assert today.day == TODAY


@pytest.mark.django_db
class TestCommand:
    def _run(self, *args) -> str:
        out = io.StringIO()
        call_command("load_calendar", *args, stdout=out, stderr=out)
        return out.getvalue()

    def test_all_years(self):
        self._run()
        years = list(CalendarYear.objects.order_by("year").values_list("year", flat=True))
        assert years == list(range(2004, 2027))

    def test_dry_run_writes_nothing(self):
        assert "dry run" in self._run("--year", "2026", "--dry-run")
        assert not CalendarYear.objects.exists()

    def test_an_unknown_year_says_what_to_do_and_writes_nothing(self):
        with pytest.raises(CommandError, match="文件导入"):
            self._run("--from", "2025", "--to", "2027")
        assert not CalendarYear.objects.exists()

    def test_a_file(self, tmp_path):
        file = tmp_path / "plan.csv"
        file.write_text("日期,性质,名称\n2027-01-01,放假,元旦\n", encoding="gb18030")
        assert "2027: 1 days" in self._run("--file", str(file))
        assert CalendarYear.objects.get(year=2027).source == "plan.csv"

    def test_wrong_rows_of_a_file_are_named(self, tmp_path):
        file = tmp_path / "plan.csv"
        file.write_text("2027-01-01,放假,元旦\n2027-02-31,放假,春节\n", encoding="utf-8")
        with pytest.raises(CommandError, match="1 wrong rows"):
            self._run("--file", str(file))
        assert not CalendarYear.objects.exists()
