"""Accounts: rights come with posts, passwords are chosen by their owners."""

import pytest

from core.errors import Invalid, InvalidMany, NotAllowed
from core.models import AuditEntry
from organizations.models import User
from organizations.services import staff
from organizations.services.staff import StaffFacts
from tests.organizations.conftest import NOW


def _create(county, *, username="zhousan", user=None, **facts) -> User:
    return staff.create_account(
        authority=county.authority(user),
        username=username,
        facts=StaffFacts(**{"name": "周三", "unit_id": county.township.pk, **facts}),
        password="Temporary-2026",
        now=NOW,
    )


def test_a_new_account_has_no_right_and_must_change_its_password(county):
    user = _create(county)
    assert user.check_password("Temporary-2026")
    assert user.must_change_password
    assert county.authority(user).posts == ()
    assert "Temporary" not in str(AuditEntry.objects.get(chain=f"user:{user.pk}").data)


@pytest.mark.parametrize("who", ["clerk", "officer", "nobody"])
def test_only_an_administrator_keeps_accounts(county, who):
    user = getattr(county, who)
    with pytest.raises(NotAllowed):
        _create(county, user=user)
    with pytest.raises(NotAllowed):
        staff.reset_password(
            authority=county.authority(user), user=county.admin, password="x", now=NOW
        )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        pytest.param({"name": ""}, "name", id="no name"),
        pytest.param({"email": "nowhere"}, "email", id="no address"),
    ],
)
def test_wrong_facts_name_their_field(county, change, field):
    with pytest.raises(InvalidMany) as refused:
        _create(county, **change)
    assert set(refused.value.errors) == {field}


def test_a_log_in_name_belongs_to_one_person(county):
    with pytest.raises(InvalidMany) as refused:
        _create(county, username=county.clerk.username)
    assert "username" in refused.value.errors


def test_who_still_holds_a_post_cannot_be_stopped(county):
    with pytest.raises(Invalid):
        staff.set_active(authority=county.authority(), user=county.clerk, active=False, now=NOW)


def test_nobody_stops_himself(county):
    with pytest.raises(Invalid):
        staff.set_active(authority=county.authority(), user=county.admin, active=False, now=NOW)


def test_stopped_and_started_again(county):
    for active in (False, True):
        staff.set_active(authority=county.authority(), user=county.nobody, active=active, now=NOW)
        county.nobody.refresh_from_db()
        assert county.nobody.is_active is active


def test_a_password_given_by_the_administrator_has_to_be_replaced(county):
    staff.reset_password(
        authority=county.authority(), user=county.clerk, password="Given-by-2026", now=NOW
    )
    county.clerk.refresh_from_db()
    assert county.clerk.must_change_password
    staff.change_own_password(user=county.clerk, password="Chosen-by-me-26", now=NOW)
    county.clerk.refresh_from_db()
    assert not county.clerk.must_change_password


def test_given_passwords_differ_and_have_no_doubtful_letters():
    made = {staff.new_password() for _ in range(50)}
    assert len(made) == 50
    assert not set("".join(made)) & set("0O1lIi")
