"""Names of the county and its rules, read once per run and handed to the pure rules."""

from __future__ import annotations

from collections import Counter
from datetime import date

from organizations.enums import UnitKind
from organizations.models import Unit, User
from organizations.selectors import setting
from petitions.domain import hollow
from petitions.domain.import_plan import Lookups, name_key
from petitions.domain.places import NAME_PRIORITY, PlaceMatcher, PlaceRuleSpec, build_matcher
from petitions.models import ContentClass, PlaceRule

#: Kinds of unit a matter can be placed in; a village's matter counts for its township.
PLACE_KINDS = (UnitKind.TOWNSHIP, UnitKind.VILLAGE)
HANDLER_KINDS = (UnitKind.TOWNSHIP, UnitKind.DEPARTMENT, UnitKind.PETITION_OFFICE)
Named = dict[str, tuple[int, str]]


def load_lookups(*, source: str, on: date) -> Lookups:
    """Everything row plans look up by name (five queries)."""
    units = list(Unit.objects.active(on=on).select_related("parent"))
    return Lookups(
        units=_by_name([(unit, unit) for unit in units]),
        handlers=frozenset(unit.pk for unit in units if unit.kind in HANDLER_KINDS),
        places=_by_name([(unit, place_of(unit)) for unit in units if unit.kind in PLACE_KINDS]),
        classes=_classes(),
        staff=_staff(),
        matcher=load_matcher(source=source, units=units),
        hollow_length=int(setting("hollow.min_length", on=on, default=hollow.MIN_LENGTH)),
    )


def load_matcher(*, source: str, units: list[Unit]) -> PlaceMatcher:
    """The active rules of a source, and behind them the units' own names (one query)."""
    rules = PlaceRule.objects.filter(is_active=True).select_related("unit")
    specs = [
        PlaceRuleSpec(
            pattern=rule.pattern,
            unit_id=rule.unit_id,
            unit_name=str(rule.unit),
            is_regex=rule.is_regex,
            priority=rule.priority,
            source=rule.source,
            rule_id=rule.pk,
        )
        for rule in rules
    ]
    return build_matcher([*specs, *name_rules(units)], source=source)


def name_rules(units: list[Unit]) -> list[PlaceRuleSpec]:
    """A rule for each name that belongs to one place only; two characters could be anybody's."""
    named = [
        (name, place_of(unit))
        for unit in units
        if unit.kind in PLACE_KINDS
        for name in {unit.name, unit.short_name}
        if len(name) >= 3
    ]
    owners = Counter(name for name, _unit in named)
    return [
        PlaceRuleSpec(name, unit.pk, str(unit), priority=NAME_PRIORITY)
        for name, unit in named
        if owners[name] == 1
    ]


def place_of(unit: Unit) -> Unit:
    """The unit whose figures a place counts for: a village's township, else the unit itself."""
    return unit.parent if unit.kind == UnitKind.VILLAGE and unit.parent else unit


def _by_name(pairs: list[tuple[Unit, Unit]]) -> Named:
    """Names, short names and codes → unit; a name two units share names none."""
    found: Named = {}
    shared: set[str] = set()
    for unit, meant in pairs:
        for key in {name_key(unit.name), name_key(unit.short_name), name_key(unit.code)}:
            if key in found and found[key][0] != meant.pk:
                shared.add(key)
            found[key] = (meant.pk, str(meant))
    return {key: value for key, value in found.items() if key not in shared}


def _classes() -> dict[str, int]:
    # first-level classes come last: a second-level class that bears a first-level name does not take it over
    rows = list(ContentClass.objects.filter(is_active=True).order_by("code"))
    rows.sort(key=lambda row: row.parent_id is None)
    found = {row.code: row.pk for row in rows}
    return found | {name_key(row.name): row.pk for row in rows}


def _staff() -> dict[str, int]:
    rows = User.objects.filter(is_active=True).values_list("pk", "name").order_by("pk")
    found = [(name_key(name), pk) for pk, name in rows if name]
    owners = Counter(name for name, _pk in found)
    return {name: pk for name, pk in found if owners[name] == 1}
