"""条例第二十四条: the unit that goes on with the powers of a closed one answers for its matters."""

from datetime import date

from core.models import AuditEntry
from organizations.enums import PostKind
from organizations.models import Term
from organizations.services.units import close_unit
from petitions.models import Case
from tests.factories.organizations import make_user_with_post
from tests.petitions.conftest import DAY, at, register


def _close(county, unit, successor) -> None:
    Term.objects.filter(post__unit=unit).update(ends_on=date(2026, 3, 31))
    admin = make_user_with_post(PostKind.ADMINISTRATOR, county.office)
    close_unit(
        authority=county.who(admin),
        unit=unit,
        last_day=date(2026, 3, 31),
        succeeded_by=successor,
        now=at(DAY),
    )


def test_open_matters_pass_on_with_their_clocks_and_due_dates(county):
    case = register(county, user=county.officer)
    before = dict(case.clocks.values_list("code", "due_on"))
    _close(county, county.town, county.other_town)

    case.refresh_from_db()
    assert case.responsible_unit == county.other_town
    assert case.first_contact == county.officer  # the first contact stays for the life of the case
    assert dict(case.clocks.values_list("code", "due_on")) == before
    assert set(case.clocks.values_list("owed_by_unit", flat=True)) == {county.other_town.pk}
    assert case in Case.objects.visible_to(county.who(county.other_officer))
    change = case.responsibility_changes.filter(what="unit").latest("id")
    assert "条例第二十四条" in change.reason
    assert AuditEntry.objects.filter(chain=f"case:{case.pk}", verb="case.succession").exists()


def test_what_accuses_the_successor_goes_to_the_petition_office(county):
    case = register(county, user=county.officer)
    case.accused_units.add(county.other_town)
    _close(county, county.town, county.other_town)
    case.refresh_from_db()
    assert case.responsible_unit == county.office
    assert case not in Case.objects.visible_to(county.who(county.other_officer))


def test_matters_of_other_units_stay(county):
    case = register(county)
    _close(county, county.town, county.other_town)
    case.refresh_from_db()
    assert case.responsible_unit == county.office
    assert not AuditEntry.objects.filter(verb="case.succession").exists()
