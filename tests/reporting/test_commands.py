"""The commands do what the jobs do, and nothing in a dry run."""

import io
from datetime import date

import pytest
import time_machine
from django.core.management import CommandError, call_command

from core.models import Mail, OwedEffect
from reporting.models import Bulletin, DailySnapshot, SavedView
from tests.factories.petitions import at
from tests.reporting.conftest import MONTH, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _first_of_november():
    with time_machine.travel(NOW, tick=False):
        yield


def run(name, *args):
    out = io.StringIO()
    call_command(name, *args, stdout=out)
    return out.getvalue()


def test_the_month_before_is_built_by_default(october):
    assert run("build_bulletin").startswith("2026-10: built")
    assert Bulletin.objects.get().status == "draft"


def test_a_dry_run_counts_only(october):
    assert "4 matters, 11 persons" in run("build_bulletin", "--month", MONTH, "--dry-run")
    assert not Bulletin.objects.exists()


def test_publishing_by_the_head_twice_sends_once(october):
    args = (
        "build_bulletin", "--month", MONTH, "--publish", "--user", october.head.username,
        "--drafter", october.clerk.username,
    )  # fmt: skip
    assert "published as no. 1 of 2026, 5 mails" in run(*args)
    assert "published as no. 1 of 2026, 5 mails" in run(*args)
    assert Mail.objects.count() == 5


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--month", "2026-13"], "不是有效的月份"),
        (["--month", "2026-11"], "尚未结束"),
        (["--publish", "--user", "nobody"], "--user"),
        (["--approve"], "--user"),
    ],
)
def test_what_cannot_be_is_said(october, args, message):
    with pytest.raises(CommandError, match=message):
        run("build_bulletin", *args)


def test_nobody_approves_alone_what_the_system_counted(october):
    with pytest.raises(CommandError, match="还没有人核稿"):
        run("build_bulletin", "--month", MONTH, "--approve", "--user", october.head.username)


def test_a_clerk_does_not_publish(october):
    with pytest.raises(CommandError, match="权限"):
        run("build_bulletin", "--publish", "--user", october.clerk.username)
    assert Bulletin.objects.get().status == "draft"


def test_yesterdays_snapshot(october):
    assert run("take_snapshot", "--dry-run").endswith("(nothing written)\n")
    assert not DailySnapshot.objects.exists()
    assert run("take_snapshot").startswith("2026-10-31: 3 open, 2 overdue, 4 rows")


def test_a_snapshot_of_today_is_refused(october):
    with pytest.raises(CommandError, match="尚未结束"):
        run("take_snapshot", "--on", "2026-11-01")


def test_mails_of_saved_views_are_owed_once(october):
    for day, name in ((5, "五日"), (2, "二日")):
        SavedView.objects.create(
            owner=october.head, name=name, query="i=matters&period=last_month", mail_to="self",
            mail_day=day, mail_since=date(2026, 10, 1), created_at=NOW, changed_at=NOW,
        )  # fmt: skip
    with time_machine.travel(at(date(2026, 11, 3)), tick=False):
        assert run("send_view_mails", "--dry-run").endswith("二日: 1 readers\n")
        assert not OwedEffect.objects.exists()
        assert run("send_view_mails") == "1 views owed\n"
        assert run("send_view_mails") == "0 views owed\n"
