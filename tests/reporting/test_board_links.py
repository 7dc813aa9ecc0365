"""Every figure of a board opens exactly the matters it counts, for the county and for one unit."""

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.urls import reverse

from organizations.enums import PostKind
from reporting.domain.periods import Month, Span
from reporting.selectors.county import county_figures
from tests.factories.organizations import make_term, make_user_with_post
from tests.factories.petitions import at
from tests.reporting.mixed_county import mixed_county

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 16)


@pytest.fixture(autouse=True)
def _mid_november():
    with time_machine.travel(at(TODAY), tick=False):
        yield


@pytest.fixture
def mixed(db, rule_set):
    return mixed_county()


def _boxes(it):
    for box in it["boxes"]:
        if box.value.isdigit():
            yield box.name, int(box.value), box.url
        elif box.note:
            hits, due = map(int, box.note.split("/"))
            yield box.name, due - hits or due, box.url


def _calendar(it):
    for week in it["weeks"]:
        yield from ((str(day.on), day.count, url) for day, url in week if day.count)
    yield "late", *it["late"]


def _waits(it):
    yield from ((name, count, url) for name, count, url in it["rows"] if url)


def _bars(it):
    yield from ((title, bar.number, url) for title, bar, url in it["rows"])


def _heat(it):
    for place, cells, whole, url in it["rows"]:
        yield place, whole, url
        yield from ((place, cell.number, url) for cell, url in cells if cell.number)


def _course(it):
    urls = re.findall(r'href="([^"]+)"', it["svg"])
    assert urls
    yield from _points(it["points"], urls)


READERS = {
    "boxes": _boxes,
    "calendar": _calendar,
    "waits": _waits,
    "bars": _bars,
    "heat": _heat,
    "course": _course,
}


def _linked(answer):
    """(what, figure, address) of every linked figure of a board."""
    for ask in answer.context["asks"]:
        for part in ask.parts:
            name = part.template.rpartition("_")[2].removesuffix(".html")
            if name in READERS:
                yield from READERS[name](part.context)


def _points(points, urls):
    by_month = {point.month: point for point in points}
    for url in urls:
        query = parse_qs(urlsplit(url.replace("&amp;", "&")).query)
        point = by_month[query["received_from"][0][:7]]
        is_collective = "collective" in query
        figure = point.collective if is_collective else point.matters
        yield point.month, figure, url.replace("&amp;", "&")


def _behind(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, url
    return int(answer.context["count"])


def _check(client, user, query):
    client.force_login(user)
    answer = client.get(reverse("reporting:board") + query)
    assert answer.status_code == 200
    found = list(_linked(answer))
    queues = (reverse("accountability:my_escalations"),)
    for what, figure, url in found:
        if not url.startswith(queues):
            assert _behind(client, url) == figure, (query, what, url)
    return found


@pytest.mark.parametrize("part", ["leader", "office", "clerk"])
@pytest.mark.parametrize("month", ["2026-10", "2026-11"])
def test_every_figure_of_the_county_and_of_each_unit(mixed, client, part, month):
    user = {"leader": mixed.leader, "office": mixed.head, "clerk": mixed.clerk}[part]
    chosen = (mixed.townships[0], mixed.departments[0])
    for query in (f"?month={month}", *(f"?month={month}&unit={unit.pk}" for unit in chosen)):
        assert len(_check(client, user, query)) > 5


@pytest.mark.parametrize("kind", [PostKind.PRINCIPAL, PostKind.PETITION_OFFICER])
def test_every_figure_of_a_units_own_board(mixed, client, kind):
    for unit in (mixed.townships[0], mixed.departments[0]):
        user = make_user_with_post(kind, unit, f"本单位{unit.pk}")
        assert len(_check(client, user, "?month=2026-10")) > 5


def test_the_filter_narrows_the_list_of_late_units_by_who_answers(mixed, client):
    """A bar counts what the unit is responsible for, wherever the matter lies."""
    client.force_login(mixed.leader)
    answer = client.get(reverse("reporting:board"))
    bars = next(
        p for a in answer.context["asks"] for p in a.parts if p.template.endswith("_bars.html")
    )
    town = mixed.townships[0]
    _name, bar, url = next(row for row in bars.context["rows"] if row[0] == str(town))
    assert f"owner={town.pk}" in url
    assert _behind(client, url) == bar.number


def _row(figures, unit):
    return next(row for row in figures if row["unit_id"] == unit.pk)


@pytest.mark.parametrize("month", ["2026-10", "2026-11"])
def test_one_figure_one_number_for_every_unit(mixed, client, month):
    """Bulletin, the leader's pages and the interface give the same row, also of what others handle inside the town."""
    span = Span.running(Month.parse(month), TODAY)
    bulletin = {row.unit_id: row for row in county_figures(span).units}
    units = [*mixed.townships, *mixed.departments]
    for unit, leader in zip(units, mixed.principals, strict=True):
        row = bulletin[unit.pk]
        client.force_login(leader)
        own = _row(client.get(f"/api/v1/figures/{month}/").json()["units"], unit)
        page = client.get(reverse("reporting:dashboard") + f"?month={month}")
        mine = next(u for u in page.context["board"].figures.units if u.unit_id == unit.pk)
        assert mine == row
        assert own["matters"]["now"] == row.matters.now == page.context["board"].figures.matters.now
        assert own["balance"]["pending"] == row.balance.pending
        shown = client.get(reverse("reporting:board") + f"?month={month}").context["board"]
        assert shown.tally() == row.matters
        assert shown.tally(is_repeat=True).now == row.repeats
        for rate, code in ((row.inform, "timely_rate"), (row.conclude, "concluded_rate")):
            assert shown.rates[code] == rate
        client.force_login(mixed.leader)
        query = f"?month={month}&unit={unit.pk}"
        seen = client.get(reverse("reporting:board") + query).context["board"]
        assert (seen.tally(), seen.rates) == (shown.tally(), shown.rates)


def test_a_row_names_what_others_handle_by_its_number_only(mixed, client):
    town, department = mixed.townships[0], mixed.departments[0]
    secret = mixed.case(
        place=town, responsible_unit=department, title="王某某反映补偿标准", received_on=date(2026, 10, 5)
    )  # fmt: skip
    report = mixed.case(
        place=town, responsible_unit=department, title="反映干部问题",
        legal_class="report", purpose="accusation", received_on=date(2026, 10, 5),
    )  # fmt: skip
    accused = mixed.case(
        place=town, responsible_unit=department, title="反映镇里", received_on=date(2026, 10, 5)
    )
    accused.accused_units.add(town)
    client.force_login(mixed.principals[0])
    url = reverse("reporting:cases")
    answer = client.get(f"{url}?unit={town.pk}&received_from=2026-10-01&received_to=2026-10-31")
    text = answer.content.decode()
    assert secret.number in text
    assert secret.title not in text
    assert f"/cases/{secret.pk}/" not in text
    assert report.number not in text
    assert accused.number not in text
    assert answer.context["closed"].count
    foreign = client.get(f"{url}?unit={mixed.townships[1].pk}")
    assert foreign.context["closed"] is None
    assert secret.number not in client.get(f"{url}?received_from=2026-10-01").content.decode()


def test_what_a_closed_matter_is_about_is_not_told_by_conditions(mixed, client):
    town, department = mixed.townships[0], mixed.departments[0]
    closed = mixed.case(place=town, responsible_unit=department, received_on=date(2026, 10, 5))
    client.force_login(mixed.principals[0])
    answer = client.get(reverse("reporting:cases") + f"?unit={town.pk}&content=none")
    assert answer.context["closed"].count > 0
    assert answer.context["closed"].numbers == []
    assert closed.number not in answer.content.decode()


def test_a_leader_of_two_units_sees_one_at_a_time(mixed, client):
    leader = mixed.principals[0]
    other = mixed.townships[1]
    make_term(leader, mixed.principals[1].terms.get().post.unit, PostKind.DEPUTY)
    client.force_login(leader)
    first = client.get(reverse("reporting:board") + "?month=2026-10")
    assert [one.pk for one in first.context["units"]] == [mixed.townships[0].pk, other.pk]
    second = client.get(reverse("reporting:board") + f"?month=2026-10&unit={other.pk}")
    assert second.context["unit"].pk == other.pk
    page = client.get(reverse("reporting:dashboard") + f"?month=2026-10&unit={other.pk}")
    assert page.context["unit"] == other.pk


def test_a_unit_never_opens_the_board_of_another(mixed, client):
    client.force_login(mixed.principals[0])
    answer = client.get(reverse("reporting:board") + f"?unit={mixed.townships[1].pk}")
    assert answer.context["unit"].pk == mixed.townships[0].pk


def test_the_way_back_leads_where_the_reader_may_go(mixed, client):
    officer = make_user_with_post(PostKind.PETITION_OFFICER, mixed.townships[0], "专干甲")
    for user, target in ((officer, "reporting:board"), (mixed.leader, "reporting:dashboard")):
        client.force_login(user)
        text = client.get(reverse("reporting:cases")).content.decode()
        back = re.search(r'breadcrumb-item"><a href="([^"]+)"', text)[1]
        assert back == reverse(target)
        assert client.get(back).status_code == 200


def test_seven_days_are_seven(mixed, client):
    client.force_login(mixed.head)
    before = client.get(reverse("reporting:board")).context["board"].soon
    for day in (22, 23):
        mixed.case(
            place=mixed.townships[0], responsible_unit=mixed.townships[0],
            received_on=date(2026, 11, 2), next_due_on=date(2026, 11, day),
        )  # fmt: skip
    shown = client.get(reverse("reporting:board")).context["board"]
    assert shown.soon == before + 1
    assert shown.soon_until == date(2026, 11, 22)


@pytest.mark.parametrize("month", ["1900-01", "1900-12", "1901-02"])
def test_a_month_long_ago_is_read_like_any_other(mixed, client, month):
    client.force_login(mixed.leader)
    assert client.get(reverse("reporting:board") + f"?month={month}").status_code == 200
