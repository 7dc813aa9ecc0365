"""The demonstration county: the same on every load, loaded once, plausible, and about nobody real."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from accountability.models import Campaign, LeaderCase, Suggestion, Supervision
from core import audit
from organizations.models import Unit, User
from organizations.selectors import work_calendar
from petitions.models import Case, Clock, Evaluation
from reporting.demo.accounts import PASSWORD, SHOWN
from reporting.demo.course import course_of
from reporting.demo.days import OfficeHours
from reporting.demo.matters import plan_matters
from reporting.demo.places import TOWNSHIPS
from reporting.demo.topics import TOPICS
from reporting.models import AnalysisReport, AnnualReport, Bulletin
from tests.factories.organizations import make_unit
from tests.factories.petitions import at

UNTIL = date(2026, 11, 20)


def load(*options: str) -> str:
    out = io.StringIO()
    call_command("load_demo", *options, "--until", UNTIL.isoformat(), stdout=out)
    return out.getvalue()


@pytest.fixture(scope="class")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """Four months with few matters, loaded once for a class of tests; each of them works in a transaction inside this one."""
    folder = tmp_path_factory.mktemp("demo")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=folder),
        transaction.atomic(),
    ):
        said = load("--small")
        yield said
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, db):
    """What the load printed."""
    return loaded


def test_matters_are_the_same_for_the_same_seed_and_others_for_another():
    def plan(seed):
        return plan_matters(seed=seed, first=date(2026, 5, 1), until=UNTIL, per_month=40)

    assert plan(1) == plan(1)
    assert plan(1) != plan(2)


def test_two_years_have_every_kind_of_matter():
    matters = plan_matters(seed=20261, first=date(2024, 11, 1), until=UNTIL, per_month=85)
    assert 2000 <= len(matters) <= 3000
    assert {m.purpose for m in matters} == {
        "request",
        "appeal",
        "suggestion",
        "accusation",
        "other",
    }
    assert {m.form for m in matters} == {"visit", "letter", "online", "call"}
    assert {m.town.name for m in matters} == {t.name for t in TOWNSHIPS}
    assert any(m.head_count >= 5 for m in matters)
    assert any(m.repeat_of is not None for m in matters)
    assert all(m.received_on >= matters[m.repeat_of].received_on for m in matters if m.repeat_of)


def test_no_text_keeps_an_unfilled_place():
    for matter in plan_matters(
        seed=3, first=date(2025, 1, 1), until=date(2025, 12, 31), per_month=90
    ):
        words = matter.words
        for text in (words.heading, words.summary, words.opinion, words.basis, matter.statement()):
            assert "{" not in text
            assert "|" not in text


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.code)
def test_facts_demands_and_findings_of_a_topic_belong_together(topic):
    variants = len(topic.facts)
    for parts in (topic.finding.split("|"), topic.measure.split("|"), topic.demands):
        assert len(parts) in {1, variants}
    assert len(topic.titles) >= variants


def test_slow_units_are_late_more_often():
    from random import Random

    matters = plan_matters(seed=5, first=date(2025, 1, 1), until=date(2026, 6, 30), per_month=200)
    late: dict[bool, list[bool]] = {True: [], False: []}
    for matter in matters:
        if matter.is_claim:
            late[matter.pace > 1.3].append(course_of(Random(matter.index), matter).late)
    slow, quick = (sum(found) / len(found) for found in (late[True], late[False]))
    assert slow > quick


def test_work_stops_when_the_history_ends(db):
    from random import Random

    hours = OfficeHours(work_calendar(), at(UNTIL, 12))
    moment = hours.at(Random(1), date(2026, 11, 19))
    assert moment is not None
    assert 9 <= moment.hour < 17
    assert hours.at(Random(1), date(2026, 11, 21)) is None


def test_invented_matters_are_not_mixed_with_own_data(db):
    make_unit()
    with pytest.raises(CommandError, match="--force"):
        load("--small")


def test_production_is_left_alone(db, settings):
    settings.SETTINGS_MODULE = "config.settings.prod"
    with pytest.raises(CommandError, match="production"):
        load("--small")


@pytest.mark.xdist_group("demo")
class TestTheLoadedCounty:
    """On one worker, because loading takes longer than all that is asked of it."""

    def test_the_county_stands_once_and_its_history_is_sound(self, demo):
        assert Unit.objects.townships().count() == 20
        assert Unit.objects.departments().count() == 25
        cases = Case.objects.count()
        assert cases > 30
        assert "already loaded" in load("--small")
        assert Case.objects.count() == cases
        assert Bulletin.objects.get().status == "published"
        assert AnnualReport.objects.get().status == "draft"
        found = AnalysisReport.objects.order_by("month").values_list("status", flat=True)
        assert list(found) == ["published", "draft"]
        assert not Case.objects.filter(received_on__gt=UNTIL).exists()
        assert not Clock.objects.filter(stopped_on__gt=UNTIL).exists()
        assert Case.objects.open().exists()
        for case in Case.objects.filter(import_row="").order_by("pk")[:10]:
            assert audit.verify(audit.chain_of(case)) == []

    def test_log_ins_are_printed_with_a_password_that_the_rules_allow(self, demo):
        out = io.StringIO()
        call_command("load_demo", "--accounts", stdout=out)
        for username, _part in SHOWN:
            assert username in out.getvalue()
            user = User.objects.get(username=username)
            validate_password(PASSWORD, user)
            assert user.email.endswith(".invalid")

    def test_leaders_have_cases_with_plans_and_one_is_resolved(self, demo):
        assert LeaderCase.objects.open().filter(plans__status="confirmed").exists()
        assert LeaderCase.objects.filter(status="closed", outcome="resolved").count() == 1
        assert LeaderCase.objects.open().filter(leader__terms__post__is_convenor=True).exists()
        assert LeaderCase.objects.open().filter(leader__username="leader1").exists()
        assert not LeaderCase.objects.public().filter(case__legal_class="report").exists()

    def test_supervision_is_shown_in_every_state(self, demo):
        states = Counter(Supervision.objects.values_list("status", flat=True))
        assert {"closed", "answered", "open", "dismissed"} <= set(states)
        assert Supervision.objects.filter(
            listings__removed_on=None, listings__isnull=False
        ).exists()
        assert Supervision.objects.owed().overdue(on=UNTIL).exists()
        assert Supervision.objects.get(status="answered").answers.count() == 2
        campaign = Campaign.objects.get()
        assert campaign.weeks.values("on").distinct().count() >= 3
        kinds = Suggestion.objects.order_by("kind").values_list("kind", "status")
        assert list(kinds) == [
            ("improve", "answered"),
            ("liability", "draft"),
            ("policy", "issued"),
        ]

    def test_petitioners_rated_both_targets_and_a_bad_word_has_its_reason(self, demo):
        rows = Evaluation.objects.exclude(case__legal_class="report")
        assert rows.count() == Evaluation.objects.count()
        assert set(rows.values_list("target", flat=True)) == {"office", "unit"}
        bad = rows.filter(rating="bad")
        assert bad.exists()
        assert not bad.filter(reason="").exists()
