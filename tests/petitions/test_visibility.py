"""Who sees which matter: one table of people and matters (条例第三十条 for the secret ones)."""

from datetime import timedelta

import pytest

from organizations.enums import PostKind, UnitKind
from petitions.models import Case
from petitions.services import dispatching
from tests.factories.organizations import make_unit, make_user, make_user_with_post
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(county):
    """Every kind of user of the county."""
    village = make_unit(UnitKind.VILLAGE, "柳树村", parent=county.town)
    return {
        "clerk": county.clerk,
        "second clerk": make_user_with_post(PostKind.RECEPTION, county.office),
        "supervisor": make_user_with_post(PostKind.SUPERVISOR, county.office),
        "head": county.head,
        "county leader": make_user_with_post(PostKind.COUNTY_LEADER, county.office.parent),
        "administrator": make_user_with_post(PostKind.ADMINISTRATOR, county.office),
        "officer": county.officer,
        "principal": county.principal,
        "village officer": make_user_with_post(PostKind.PETITION_OFFICER, village),
        "other town": county.other_officer,
        "bureau": make_user_with_post(PostKind.PETITION_OFFICER, county.bureau),
        "discipline": county.inspector,
        "no post": make_user(unit=county.town),
    }


def seers(county, people, case) -> set[str]:
    return {
        name
        for name, user in people.items()
        if Case.objects.visible_to(county.who(user)).filter(pk=case.pk).exists()
    }


def send(county, case, to):
    dispatching.transfer_case(
        authority=county.who(county.clerk), case=case, to_unit=to, note="", now=at(DAY)
    )
    return case


OFFICE = {"clerk", "second clerk", "supervisor", "head", "county leader"}


def test_a_claim_at_the_office(county, people):
    assert seers(county, people, register(county)) == OFFICE


def test_a_claim_sent_to_a_town_is_seen_there_and_not_elsewhere(county, people):
    case = send(county, register(county), county.town)
    assert seers(county, people, case) == OFFICE | {"officer", "principal"}


def test_a_claim_received_by_a_town(county, people):
    case = register(county, user=county.officer)
    assert seers(county, people, case) == OFFICE | {"officer", "principal"}


def test_a_report_is_seen_by_who_took_it_the_head_and_the_discipline_organ(county, people):
    case = register(county, purpose="accusation", accused_unit_ids=(county.bureau.pk,))
    assert seers(county, people, case) == {"clerk", "head", "discipline"}


def test_a_report_against_the_office_is_hidden_from_all_of_it(county, people):
    case = register(county, purpose="accusation", accused_unit_ids=(county.office.pk,))
    assert seers(county, people, case) == {"discipline"}


def test_a_report_against_the_county_is_hidden_from_every_unit_below(county, people):
    case = register(county, purpose="accusation", accused_unit_ids=(county.office.parent.pk,))
    assert seers(county, people, case) == set()


def test_a_report_against_a_person_is_hidden_from_that_person(county, people):
    case = register(county, purpose="accusation", accused_user_ids=(county.head.pk,))
    assert seers(county, people, case) == {"clerk", "discipline"}


def test_who_left_the_post_sees_nothing_any_more(county):
    case = register(county, user=county.officer)
    term = county.officer.terms.get()
    term.ends_on = DAY
    term.save()
    after = county.who(county.officer, on=DAY + timedelta(days=1))
    assert not Case.objects.visible_to(after).filter(pk=case.pk).exists()


def test_reading_the_posts_and_the_list_takes_two_queries(county, django_assert_num_queries):
    register(county)
    with django_assert_num_queries(2):
        assert list(Case.objects.visible_to(county.who(county.officer))) == []


def test_a_report_against_the_receiving_office_goes_at_once_to_discipline(county, people):
    case = register(county, purpose="accusation", accused_unit_ids=(county.office.pk,))
    case.refresh_from_db()
    assert (case.status, case.responsible_unit) == ("dispatched", county.discipline)
    assert seers(county, people, case) == {"discipline"}


def test_an_anonymous_matter_sent_on_keeps_its_fifteen_days(county):
    case = send(county, register(county, people=(), is_anonymous=True), county.town)
    case.refresh_from_db()
    assert case.next_due_on is not None
    assert case.clocks.running().filter(code="C4", owed_by_unit=county.town).exists()
