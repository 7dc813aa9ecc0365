"""Posts, terms and who stands in the way of whom."""

from datetime import date

import pytest

from core.errors import Invalid, NotAllowed
from organizations.enums import PostKind
from organizations.models import Post, Term
from organizations.selectors.units import posts_of, vacancies
from organizations.services.posts import PostFacts, appoint, end_term, save_post
from tests.factories.organizations import make_term, make_user, make_user_with_post
from tests.organizations.conftest import NOW, TODAY

PRINCIPAL = PostFacts(kind=PostKind.PRINCIPAL, title="党委书记")


def _post(county, facts=PRINCIPAL, *, post=None, user=None) -> Post:
    return save_post(
        authority=county.authority(user), unit=county.township, facts=facts, now=NOW, post=post
    )


def _appoint(county, post, user, starts_on=TODAY, **more) -> Term:
    return appoint(
        authority=county.authority(), post=post, user=user, starts_on=starts_on, now=NOW, **more
    )


def test_a_portfolio_names_classes_and_units(county):
    facts = PostFacts("deputy", "副镇长", 2, ("080000", "020000"), (county.other.pk,))
    post = _post(county, facts)
    assert post.portfolio == ["020000", "080000"]
    assert list(post.portfolio_units.all()) == [county.other]


def test_a_title_stands_once_in_a_unit(county):
    _post(county)
    with pytest.raises(Invalid) as refused:
        _post(county)
    assert refused.value.field == "title"


def test_a_post_that_was_held_keeps_its_kind(county):
    post = _post(county)
    make_term(county.nobody, county.township, PostKind.PRINCIPAL, title="党委书记")
    with pytest.raises(Invalid) as refused:
        _post(county, PostFacts("deputy", "党委书记"), post=post)
    assert refused.value.field == "kind"


@pytest.mark.parametrize("who", ["clerk", "officer", "nobody"])
def test_only_an_administrator_keeps_posts(county, who):
    with pytest.raises(NotAllowed):
        _post(county, user=getattr(county, who))


def test_a_sole_post_is_not_held_by_two(county):
    post = _post(county)
    first, second = make_user("甲"), make_user("乙")
    _appoint(county, post, first, date(2025, 1, 1))
    with pytest.raises(Invalid) as refused:
        _appoint(county, post, second)
    assert "甲" in refused.value.message
    assert refused.value.field == "starts_on"


def test_a_successor_ends_the_term_before(county):
    post = _post(county)
    first, second = make_user("甲"), make_user("乙")
    before = _appoint(county, post, first, date(2025, 1, 1))
    _appoint(county, post, second, date(2026, 6, 1), replace=True)
    before.refresh_from_db()
    assert before.ends_on == date(2026, 5, 31)
    assert [t.user for t in Term.objects.held(on=date(2026, 5, 31)).filter(post=post)] == [first]
    assert [t.user for t in Term.objects.held(on=date(2026, 6, 1)).filter(post=post)] == [second]


def test_a_term_before_the_present_one_is_history(county):
    post = _post(county)
    _appoint(county, post, make_user("甲"), date(2025, 1, 1))
    _appoint(county, post, make_user("乙"), date(2020, 1, 1), ends_on=date(2024, 12, 31))
    [shown] = posts_of(county.township, on=TODAY).filter(pk=post.pk)
    assert [t.user.name for t in shown.current] == ["甲"]
    assert [t.user.name for t in shown.past] == ["乙"]


def test_officers_share_a_post_but_nobody_holds_it_twice(county):
    post = Post.objects.get(unit=county.township, kind=PostKind.PETITION_OFFICER)
    _appoint(county, post, county.nobody)
    with pytest.raises(Invalid) as refused:
        _appoint(county, post, county.nobody)
    assert refused.value.field == "user"


def test_a_stopped_account_is_not_appointed(county):
    county.nobody.is_active = False
    county.nobody.save()
    with pytest.raises(Invalid):
        _appoint(county, _post(county), county.nobody)


@pytest.mark.parametrize(
    "ends_on",
    [
        pytest.param(date(1999, 12, 31), id="before the first day"),
        pytest.param(date(2027, 1, 1), id="after the recorded end"),
    ],
)
def test_a_term_cannot_end_before_it_began_or_after_it_ended(county, ends_on):
    term = make_term(county.nobody, county.township, PostKind.PRINCIPAL, ends_on=date(2026, 12, 31))
    with pytest.raises(Invalid):
        end_term(authority=county.authority(), term=term, ends_on=ends_on, now=NOW)


def test_townships_without_leaders_are_listed(county):
    found = {v.unit: v.missing for v in vacancies(on=TODAY)}
    assert found[county.township] == ["党政主要领导", "分管领导"]
    for kind in (PostKind.PRINCIPAL, PostKind.DEPUTY):
        make_user_with_post(kind, county.township)
    assert county.township not in {v.unit for v in vacancies(on=TODAY)}
