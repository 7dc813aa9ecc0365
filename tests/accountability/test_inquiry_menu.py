"""Who finds the way to inquiries in the menu: whoever has one to see."""

import pytest
from django.urls import reverse

from tests.accountability.conftest import as_
from tests.accountability.inquiring import DAY, make_desk, name_person, told


@pytest.fixture
def desk(world):
    return make_desk(world)


def offered(client, user):
    client.force_login(user)
    return f'href="{reverse("accountability:inquiry_list")}"' in client.get("/").content.decode()


def test_whoever_inquires_and_the_organs_that_decide(desk, client):
    for user in (desk.head, desk.supervisor, desk.leader, desk.inspector, desk.assessor):
        assert offered(client, user), user
    for user in (desk.clerk, desk.officer, desk.deputy):
        assert not offered(client, user), user


def test_the_person_once_told(desk, client):
    name_person(desk, desk.deputy)
    assert not offered(client, desk.deputy)
    told(desk)
    assert offered(client, desk.deputy)
    assert offered(client, desk.principal)
    assert not offered(client, desk.officer)


def test_it_costs_no_query_of_its_own(desk, django_assert_num_queries):
    told(desk)
    with django_assert_num_queries(1):
        assert as_(desk.principal, DAY).marks == {"told_of_inquiry"}
    with django_assert_num_queries(1):
        assert as_(desk.officer, DAY).marks == frozenset()
