"""The database writes down what changes in closed months: complete, lasting, cheap to keep in place."""

from datetime import date

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from petitions.models import Case
from reporting.handlers import on_post_migrate, on_pre_migrate
from reporting.models import ClosedMonth, MonthTouch
from reporting.services.closed_months import close_months
from reporting.services.month_triggers import install_triggers, installed, remove_triggers, wanted
from tests.reporting.conftest import NOW, build_county
from tests.reporting.test_closed_months import both_ways, proven

SENDER = apps.get_app_config("reporting")


def names():
    return {trigger.name for trigger in wanted()}


@pytest.mark.django_db
def test_migrate_puts_them_in():
    assert set(installed()) == names()
    assert len(names()) == 6
    assert not install_triggers()


@pytest.mark.django_db
def test_the_job_finds_them_missing_and_counts_all_again(october):
    """What changed while they were gone was written down by nobody."""
    close_months(now=NOW)
    remove_triggers()
    assert installed() == {}
    Case.objects.update(head_count=3)
    assert not MonthTouch.objects.exists()
    assert [month.code for month in close_months(now=NOW)] == ["2026-10"]
    assert set(installed()) == names()
    assert proven() == []
    assert both_ways()[0] == both_ways()[1]


@pytest.mark.django_db
def test_sqlite_gets_them_out_of_the_way_of_a_migration(october):
    close_months(now=NOW)
    on_pre_migrate(SENDER, plan=[])
    assert set(installed()) == names(), "nothing is migrated"
    on_pre_migrate(apps.get_app_config("core"), plan=[(None, False)])
    assert set(installed()) == names(), "once for all apps, not once for each"
    step = MigrationLoader(None).graph.nodes["petitions", "0001_initial"]
    on_pre_migrate(SENDER, plan=[(step, False)])
    assert set(installed()) == (set() if connection.vendor == "sqlite" else names())
    on_post_migrate(SENDER)
    assert set(installed()) == names()
    assert ClosedMonth.objects.get().is_open == (connection.vendor == "sqlite")


@pytest.mark.django_db
def test_one_statement_over_many_matters_and_an_edit_that_counts_nothing(october):
    close_months(now=NOW)
    Case.objects.update(title="改题", summary="改概况", is_urgent=True, escalation_level=1)
    assert not MonthTouch.objects.exists()
    Case.objects.update(level_visited="city")
    assert MonthTouch.objects.count() == 4
    assert set(MonthTouch.objects.values_list("since__month", flat=True)) == {10}


@pytest.mark.django_db
def test_without_closed_months_nothing_is_written_down(october):
    Case.objects.update(head_count=5)
    Case.objects.filter(clocks__isnull=True).delete()
    assert not MonthTouch.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_tables_can_be_taken_away_and_come_back():
    """`migrate` backwards leaves no trigger that writes into a table that is gone."""
    loader = MigrationLoader(connection)
    (mine,) = (key for key in loader.graph.nodes if key[1].endswith("_closed_months"))
    (before,) = (key for key in loader.graph.node_map[mine].parents if key[0] == "reporting")
    county = build_county()
    county.case(received_on=date(2026, 10, 1))
    close_months(now=NOW)
    try:
        call_command("migrate", "reporting", before.key[1], verbosity=0)
        assert installed() == {}
        county.case(received_on=date(2026, 10, 2))
    finally:
        call_command("migrate", verbosity=0)
    assert set(installed()) == names()
    assert not ClosedMonth.objects.exists()
    close_months(now=NOW)
    assert proven() == []
