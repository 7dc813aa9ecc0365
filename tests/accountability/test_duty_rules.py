"""The county sets when to remind and to escalate; what makes no sense is refused where it stands."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accountability.domain.level_rules import LevelRule, check_levels
from accountability.selectors.level_rules import general_days
from accountability.selectors.rules import reminder_plans
from accountability.services.defaults import load_defaults
from accountability.services.duty_rules import set_reminder_rule
from accountability.services.escalation_rules import set_levels
from core.errors import Invalid, NotAllowed
from core.models import AuditEntry
from tests.accountability.conftest import DUE, as_
from tests.factories.petitions import at

NOW = at(DUE)


@pytest.fixture
def rules(world):
    world.add_leaders()
    load_defaults(now=NOW)
    return world


def remind(world, user=None, **more):
    values = {
        "days_before": [5, 2, 5],
        "on_the_day": True,
        "every_days_after": 7,
        "valid_from": DUE,
    }
    return set_reminder_rule(authority=as_(user or world.head), now=NOW, **{**values, **more})


def test_reminder_rule_holds_from_its_day_for_its_clock(rules):
    remind(rules, code="C8", valid_from=DUE + timedelta(days=1))
    assert "C8" not in reminder_plans(on=DUE)
    later = reminder_plans(on=DUE + timedelta(days=1))
    assert later["C8"].days_before == (5, 2)
    assert later[""].days_before == (7, 3, 1)
    assert AuditEntry.objects.get(chain="duty_rules").data["code"] == "C8"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        pytest.param({"days_before": [0]}, "days_before", id="zero-days"),
        pytest.param({"every_days_after": 0}, "days_before", id="every-zero-days"),
        pytest.param({"valid_from": date(2026, 1, 1)}, "valid_from", id="past"),
    ],
)
def test_reminder_rule_that_makes_no_sense_is_refused(rules, change, field):
    with pytest.raises(Invalid) as refused:
        remind(rules, **change)
    assert refused.value.field == field


def test_levels_hold_from_their_day(rules):
    set_levels(authority=as_(rules.head), days={1: 2, 2: 4, 3: 6, 4: 8}, valid_from=DUE, now=NOW)
    assert general_days(on=DUE) == {1: 2, 2: 4, 3: 6, 4: 8}
    assert general_days(on=date(2026, 3, 1)) == {1: 1, 2: 5, 3: 10, 4: 20}


@pytest.mark.parametrize(
    ("days", "level"),
    [
        pytest.param({1: 1, 2: 1, 3: 6, 4: 8}, 2, id="not-later-than-the-level-below"),
        pytest.param({1: 1, 2: 2, 3: 6}, 4, id="level-missing"),
        pytest.param({1: 1, 2: 2, 3: 3, 4: 4}, None, id="sound"),
    ],
)
def test_levels_must_rise(days, level):
    problem = check_levels([LevelRule(n, count) for n, count in days.items()])
    assert (problem and problem[0]) == level


def test_only_the_head_and_administrators_set_rules(rules, client):
    with pytest.raises(NotAllowed):
        remind(rules, user=rules.clerk)
    with pytest.raises(NotAllowed):
        set_levels(authority=as_(rules.deputy), days={}, valid_from=DUE, now=NOW)
    client.force_login(rules.clerk)
    for name in ("reminder_rule", "levels"):
        assert client.get(reverse(f"accountability:{name}")).status_code == 403


def test_pages_set_both_and_show_errors_beside_their_fields(rules, client):
    client.force_login(rules.head)
    today = timezone.localdate()
    url = reverse("accountability:reminder_rule")
    data = {"days_before": "10，5", "every_days_after": "2", "valid_from": today.isoformat()}
    assert client.post(url, {**data, "days_before": "x"}).status_code == 422
    assert client.post(url, data).status_code == 302
    plan = reminder_plans(on=today)[""]
    assert (plan.days_before, plan.on_the_day, plan.every_days_after) == ((10, 5), False, 2)

    url = reverse("accountability:levels")
    data = {f"level_{n}": str(n) for n in range(1, 5)} | {"valid_from": today.isoformat()}
    page = client.post(url, {**data, "level_2": "1"})
    assert page.status_code == 422
    assert "level_2" in page.context["form"].errors
    assert client.post(url, data).status_code == 302
    assert (
        "逾期 4 天升至 4 级" in client.get(reverse("accountability:rule_set_list")).content.decode()
    )
