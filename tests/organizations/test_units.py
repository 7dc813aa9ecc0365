"""Set up, move and close units."""

from dataclasses import replace
from datetime import date

import pytest

from core.errors import Invalid, InvalidMany, NotAllowed
from core.models import AuditEntry
from organizations.enums import PostKind, UnitKind
from organizations.events import unit_closed
from organizations.models import Unit
from organizations.services.units import UnitFacts, close_unit, create_unit, edit_unit
from tests.factories.organizations import make_unit, make_user_with_post
from tests.organizations.conftest import NOW

FACTS = UnitFacts(name="红旗镇人民政府", short_name="红旗镇", kind="township", township_type="town")


def _facts(unit: Unit, **changes) -> UnitFacts:
    names = UnitFacts.__dataclass_fields__
    return replace(UnitFacts(**{name: getattr(unit, name) for name in names}), **changes)


def _create(county, *, facts=FACTS, code="990101199", user=None) -> Unit:
    return create_unit(
        authority=county.authority(user),
        code=code,
        facts=facts,
        valid_from=date(2026, 1, 1),
        now=NOW,
    )


def test_a_new_unit_is_found_by_initials_and_has_its_place_in_the_tree(county):
    root = county.units[UnitKind.COUNTY][0]
    unit = _create(county, facts=replace(FACTS, parent_id=root.pk))
    assert (unit.initials, unit.path) == ("hqz", f"{root.path}990101199/")
    entry = AuditEntry.objects.get(chain=f"unit:{unit.pk}")
    assert (entry.verb, entry.actor, entry.data["short_name"]) == (
        "unit.create",
        county.admin,
        "红旗镇",
    )


@pytest.mark.parametrize("who", ["clerk", "officer", "nobody"])
def test_only_an_administrator_sets_units_up(county, who):
    with pytest.raises(NotAllowed):
        _create(county, user=getattr(county, who))
    assert not Unit.objects.filter(code="990101199").exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        pytest.param(replace(FACTS, township_type=""), "", id="a township has a type"),
        pytest.param(replace(FACTS, kind="department"), "", id="a department has none"),
        pytest.param(replace(FACTS, name=""), "name", id="a name"),
        pytest.param(replace(FACTS, kind="empire"), "kind", id="a known kind"),
    ],
)
def test_wrong_facts_name_their_field(county, facts, field):
    with pytest.raises(InvalidMany) as refused:
        _create(county, facts=facts)
    assert set(refused.value.errors) == {field}


def test_a_code_is_never_used_twice(county):
    with pytest.raises(InvalidMany) as refused:
        _create(county, code=county.township.code)
    assert "code" in refused.value.errors


def test_what_hangs_below_moves_along(county):
    village = make_unit(UnitKind.VILLAGE, parent=county.township)
    hamlet = make_unit(UnitKind.VILLAGE, parent=village)
    edit_unit(
        authority=county.authority(),
        unit=village,
        facts=_facts(village, parent_id=county.other.pk),
        now=NOW,
    )
    hamlet.refresh_from_db()
    assert hamlet.path == f"{county.other.path}{village.code}/{hamlet.code}/"
    assert list(Unit.objects.within(county.township)) == [county.township]


def test_the_tree_cannot_loop(county):
    village = make_unit(UnitKind.VILLAGE, parent=county.township)
    with pytest.raises(Invalid) as refused:
        edit_unit(
            authority=county.authority(),
            unit=county.township,
            facts=_facts(county.township, parent_id=village.pk),
            now=NOW,
        )
    assert refused.value.field == "parent_id"


def _close(county, unit, *, last_day=date(2026, 12, 31), by=None) -> Unit:
    return close_unit(
        authority=county.authority(), unit=unit, last_day=last_day, succeeded_by=by, now=NOW
    )


def test_a_closed_unit_names_its_successor_and_says_so(county):
    told = []

    def listen(sender, **news):
        told.append(news)

    unit_closed.connect(listen)
    try:
        _close(county, county.other, by=county.township)
    finally:
        unit_closed.disconnect(listen)
    county.other.refresh_from_db()
    assert county.other.succeeded_by == county.township
    assert county.other not in Unit.objects.active(on=date(2027, 1, 1))
    assert told[0]["unit_id"] == county.other.pk
    assert told[0]["succeeded_by_id"] == county.township.pk


def test_a_handling_unit_needs_a_successor(county):
    with pytest.raises(Invalid) as refused:
        _close(county, county.other)
    assert refused.value.field == "succeeded_by"


def test_nobody_may_still_hold_a_post(county):
    make_user_with_post(PostKind.PRINCIPAL, county.other)
    with pytest.raises(Invalid) as refused:
        _close(county, county.other, by=county.township)
    assert refused.value.field == "last_day"


def test_units_below_come_first(county):
    make_unit(UnitKind.VILLAGE, parent=county.other)
    with pytest.raises(Invalid):
        _close(county, county.other, by=county.township)


def test_a_unit_does_not_end_before_it_began(county):
    with pytest.raises(Invalid):
        _close(county, county.other, last_day=date(1999, 1, 1), by=county.township)
