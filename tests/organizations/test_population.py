"""Residents per unit and year."""

import io

import pytest
from django.core.management import CommandError, call_command

from core.errors import Invalid, NotAllowed
from core.models import AuditEntry
from organizations.models import Population
from organizations.services.population import import_population, plan_population, set_population
from tests.organizations.conftest import NOW


def _set(county, residents=32000, year=2026, user=None) -> Population:
    return set_population(
        authority=county.authority(user),
        unit=county.township,
        year=year,
        residents=residents,
        source="统计年鉴",
        now=NOW,
    )


def test_a_number_is_replaced_and_the_old_one_stays_in_the_audit(county):
    _set(county, 32000)
    _set(county, 31500)
    assert Population.objects.get(unit=county.township, year=2026).residents == 31500
    last = AuditEntry.objects.filter(verb="population.set").order_by("-seq").first()
    assert (last.data["old"], last.data["residents"]) == (32000, 31500)


@pytest.mark.parametrize(
    ("given", "field"), [({"residents": 0}, "residents"), ({"year": 1900}, "year")]
)
def test_out_of_bounds(county, given, field):
    with pytest.raises(Invalid) as refused:
        _set(county, **given)
    assert refused.value.field == field


def test_only_an_administrator_records_it(county):
    with pytest.raises(NotAllowed):
        _set(county, user=county.clerk)


def _import(county, rows):
    numbered = list(enumerate(rows, start=1))
    return import_population(authority=county.authority(), rows=numbered, source="公报", now=NOW)


def test_a_file_names_units_by_code_or_name(county):
    _import(
        county,
        [
            ["机构代码", "年份", "常住人口"],
            [county.township.code, "2025", "32,000"],
            [county.other.name, "2025", "18000"],
        ],
    )
    assert dict(Population.objects.values_list("unit", "residents")) == {
        county.township.pk: 32000,
        county.other.pk: 18000,
    }


def test_one_wrong_row_and_nothing_is_taken(county):
    code = county.township.code
    plan = _import(
        county,
        [[code, "2025", "32000"], ["无此镇", "2025", "1"], [code, "25", "1"], [code, "2025", "9"]],
    )
    assert [line for line, _reason in plan.errors] == [2, 3, 4]
    assert not Population.objects.exists()


def test_planning_writes_nothing(county, django_assert_num_queries):
    with django_assert_num_queries(1):
        plan = plan_population([(1, [county.township.code, "2025", "32000"])])
    assert plan.rows[0].residents == 32000


def _command(path, *options) -> str:
    out = io.StringIO()
    call_command(
        "import_population", str(path), "--source", "公报", *options, stdout=out, stderr=out
    )
    return out.getvalue()


def test_the_command_takes_a_file_or_nothing(county, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text(f"{county.township.code},2025,32000\n无此镇,2025,1\n", encoding="utf-8")
    with pytest.raises(CommandError, match="1 wrong rows"):
        _command(file)
    file.write_text(f"{county.township.code},2025,32000\n", encoding="utf-8")
    assert "1 numbers (dry run)" in _command(file, "--dry-run")
    assert not Population.objects.exists()
    _command(file)
    assert Population.objects.get().residents == 32000
