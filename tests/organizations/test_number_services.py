"""Settings: a new value counts from its day on, the old one stays for the days before."""

from datetime import date

import pytest

from core.errors import Invalid, NotAllowed
from organizations.models import Setting
from organizations.selectors import setting
from organizations.selectors.numbers import numbers_page
from organizations.services.numbers import set_number
from tests.organizations.conftest import NOW, TODAY


def _set(county, text, valid_from, *, code="collective_threshold", basis="县委办文件", user=None):
    return set_number(
        authority=county.authority(user),
        code=code,
        text=text,
        valid_from=valid_from,
        basis=basis,
        now=NOW,
    )


def _value(on: date) -> int:
    return setting("collective_threshold", on=on, default=5)


def test_each_day_has_the_value_of_its_time(county):
    _set(county, "6", date(2025, 1, 1))
    _set(county, "8", date(2026, 7, 1))
    days = (date(2024, 12, 31), date(2025, 1, 1), date(2026, 6, 30), date(2026, 7, 1))
    assert [_value(day) for day in days] == [5, 6, 6, 8]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        pytest.param({"text": "1"}, "value", id="out of bounds"),
        pytest.param({"text": "x"}, "value", id="no number"),
        pytest.param({"code": "no.such"}, "code", id="unknown"),
        pytest.param({"basis": " "}, "basis", id="without a basis"),
    ],
)
def test_refused(county, given, field):
    wanted = {"text": "6", "valid_from": TODAY, **given}
    with pytest.raises(Invalid) as refused:
        _set(county, wanted.pop("text"), wanted.pop("valid_from"), **wanted)
    assert refused.value.field == field
    assert not Setting.objects.exists()


def test_values_are_not_slipped_in_before_later_ones(county):
    _set(county, "6", date(2026, 7, 1))
    with pytest.raises(Invalid) as refused:
        _set(county, "7", date(2026, 7, 1))
    assert refused.value.field == "valid_from"


def test_only_an_administrator_sets(county):
    with pytest.raises(NotAllowed):
        _set(county, "6", TODAY, user=county.clerk)


def test_the_page_shows_default_present_and_other_values(county):
    _set(county, "6", date(2025, 1, 1))
    _set(county, "8", date(2027, 1, 1))
    lines = {line.spec.code: line for line in numbers_page(on=TODAY)}
    assert lines["collective_threshold"].value == 6
    assert [row.value for row in lines["collective_threshold"].others] == [8]
    assert lines["clock.roll_over"].current is None
