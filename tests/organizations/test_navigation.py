"""The side navigation and the banner of a missing holiday plan."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from core import navigation
from organizations.models import CalendarYear
from tests.organizations.conftest import NOW

SHANGHAI = ZoneInfo("Asia/Shanghai")


def _links(client, user) -> dict[str, navigation.Link]:
    client.force_login(user)
    groups = client.get(reverse("calendar")).context["nav_groups"]
    return {link.url: link for section in groups for link in section.links}


def test_each_sees_what_he_may_open(county, client):
    assert reverse("unit-list") in _links(client, county.admin)
    assert reverse("unit-list") in _links(client, county.clerk)
    assert reverse("unit-list") not in _links(client, county.officer)


def test_an_administrator_is_offered_no_list_that_stays_empty(county, client):
    links = _links(client, county.admin)
    assert not any(url.startswith(reverse("petitions:case_list")) for url in links)
    page = client.get(reverse("home"))
    assert 'name="q"' not in page.content.decode()
    assert reverse("petitions:home_panel") not in page.context["panels"]
    assert reverse("petitions:case_list") in _links(client, county.clerk)


def test_every_link_opens(county, client):
    for who in (county.admin, county.clerk, county.officer, county.nobody):
        for url in _links(client, who):
            assert client.get(url, follow=True).status_code == 200, (who, url)


def test_the_page_shown_is_marked_once(county, client):
    links = _links(client, county.admin).values()
    assert [link.url for link in links if link.active] == [reverse("calendar")]


def test_an_entry_whose_address_does_not_exist_is_left_out(county, client, monkeypatch):
    monkeypatch.setattr(navigation, "_ENTRIES", dict(navigation._ENTRIES))
    navigation.add(navigation.Entry("无", "no-such-address", "home", navigation.WORK))
    assert "无" not in {link.label for link in _links(client, county.admin).values()}


@pytest.mark.parametrize(
    ("who", "month", "loaded", "warned"),
    [
        pytest.param("admin", 11, False, True, id="November, not loaded"),
        pytest.param("admin", 11, True, False, id="November, loaded"),
        pytest.param("admin", 10, False, False, id="October"),
        pytest.param("clerk", 11, False, False, id="clerks cannot load it"),
    ],
)
def test_administrators_are_warned_from_november_on(county, client, who, month, loaded, warned):
    if loaded:
        CalendarYear.objects.create(year=2027, source="国办通知", loaded_at=NOW)
    with time_machine.travel(datetime(2026, month, 3, 10, tzinfo=SHANGHAI), tick=False):
        client.force_login(getattr(county, who))
        banners = client.get(reverse("calendar")).context["banners"]
    assert bool(banners) is warned


def test_the_menu_is_short_and_open_where_the_page_is(county, client):
    for who in (county.admin, county.clerk, county.officer, county.nobody):
        client.force_login(who)
        sections = client.get(reverse("calendar")).context["nav_groups"]
        assert len(sections) <= 7, who
        assert all(len(section.links) <= 8 for section in sections), who
        shown = [section for section in sections if any(link.active for link in section.links)]
        assert all(section.open for section in shown)
        assert [str(section.title) for section in sections if section.open] == ["办理", "系统"]
