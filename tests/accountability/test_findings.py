"""A finding for an item scored by hand: with its document, within the item's points, confirmed by another person."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest

from accountability.domain.default_rule_sets import DUTY
from accountability.domain.rule_items import Formula, RuleItem
from accountability.models import RuleSet, ScorePeriod
from accountability.services.findings import decide_finding, enter_finding
from accountability.services.scoring import score_period
from core.errors import Invalid, NotAllowed, StaleState, Unlawful
from organizations.enums import PostKind
from petitions.models import Case
from petitions.services.drafts import Upload
from tests.accountability.conftest import as_
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at

TODAY = date(2026, 4, 1)
PERIOD = "2026-03"
MANUAL = RuleItem(
    code="reception", name="领导接访", formula=Formula.MANUAL, points=Decimal(3),
    bonus_cap=Decimal(1), clause="条例第十八条第二款", groups=("township",),
)  # fmt: skip


@pytest.fixture
def county(world):
    world.add_leaders()
    world.supervisor = make_user_with_post(PostKind.SUPERVISOR, world.office, "督查员")
    world.clock.delete()
    world.rules = RuleSet.objects.create(
        code="duty", name="办法", base_score=100, status="approved", valid_from=date(2026, 1, 1),
        approved_at=at(date(2026, 1, 1)), items=[i.to_json() for i in (*DUTY.items, MANUAL)],
    )  # fmt: skip
    return world


def file(name="检查记录.pdf"):
    return Upload(name, "application/pdf", BytesIO(b"%PDF-1.7"))


def enter(world, **changes):
    given = {
        "authority": as_(world.clerk, TODAY), "period": PERIOD, "unit": world.town, "item": "reception",
        "points": Decimal(-2), "text": "三月未开展接访", "document": "检查记录第3号", "uploads": [file()],
        "now": at(TODAY),
    }  # fmt: skip
    return enter_finding(**{**given, **changes})


def decide(world, finding, *, user=None, confirm=True, reason=""):
    return decide_finding(
        authority=as_(user or world.head, TODAY), finding=finding, confirm=confirm, reason=reason,
        now=at(TODAY, 11),
    )  # fmt: skip


def score(world, unit=None):
    sheets = score_period(
        rule_set=world.rules, cases=Case.objects.all(),
        first_day=date(2026, 3, 1), last_day=date(2026, 3, 31),
    )  # fmt: skip
    return next(s for s in sheets if s.unit_id == (unit or world.town).pk)


def test_counts_once_another_person_confirmed_it_and_names_document_and_person(county):
    finding = enter(county)
    assert score(county).score == 100
    with pytest.raises(NotAllowed):
        decide(county, finding, user=county.clerk)
    decide(county, finding)
    sheet = score(county)
    line = next(line for line in sheet.lines if line.item == "reception")
    assert (sheet.score, line.key) == (98, f"finding{finding.pk}")
    assert line.reason == "三月未开展接访（依据：检查记录第3号；认定人：信访局局长）"
    assert score(county, county.other_town).score == 100


def test_who_entered_it_does_not_confirm_it(county):
    finding = enter(county, authority=as_(county.head, TODAY))
    with pytest.raises(NotAllowed, match="第二人"):
        decide(county, finding)
    decide(county, finding, user=county.supervisor)


def test_refused_needs_a_reason_and_is_decided_once(county):
    finding = enter(county)
    with pytest.raises(Invalid, match="理由"):
        decide(county, finding, confirm=False)
    decide(county, finding, confirm=False, reason="记录不实")
    assert score(county).score == 100
    with pytest.raises(StaleState):
        decide(county, finding)


def test_a_bonus_within_its_limit(county):
    decide(county, enter(county, points=Decimal(1)))
    assert score(county).score == 101


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"item": "inform"}, "item"),
        ({"points": Decimal("-3.5")}, "points"),
        ({"points": Decimal(2)}, "points"),
        ({"points": Decimal(0)}, "points"),
        ({"text": " "}, "text"),
        ({"document": ""}, "document"),
        ({"uploads": []}, "evidence"),
        ({"uploads": [file("a.exe")]}, "evidence"),
    ],
    ids=["not-by-hand", "too-much", "bonus-too-much", "nothing", "no-text", "no-document", "no-file", "a-program"],
)  # fmt: skip
def test_what_is_missing_or_out_of_range_is_refused_next_to_its_field(county, changes, field):
    with pytest.raises(Invalid) as refused:
        enter(county, **changes)
    assert refused.value.field == field


def test_an_item_of_another_group_and_a_published_month_are_refused(county):
    with pytest.raises(Invalid, match="不适用"):
        enter(county, unit=county.department)
    with pytest.raises(NotAllowed):
        enter(county, authority=as_(county.officer, TODAY))
    finding = enter(county)
    ScorePeriod.objects.create(
        period=PERIOD, rule_set=county.rules, computed_at=at(TODAY), frozen_at=at(TODAY)
    )
    for act in (lambda: enter(county), lambda: decide(county, finding)):
        with pytest.raises(Unlawful, match="已经印发"):
            act()
