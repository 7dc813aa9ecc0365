"""The case list: conditions, orders, pages, counts, export, batches; and what a report never shows."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from organizations.enums import PostKind, UnitKind
from petitions.models import Case
from petitions.services import objections
from petitions.services.drafts import PersonDraft
from tests.factories.organizations import make_unit, make_user_with_post
from tests.factories.petitions import at, make_content_class
from tests.petitions.conftest import DAY, register
from tests.petitions.pages import accepted, client_of, transferred

pytestmark = pytest.mark.django_db
URL = "/cases/"
GOOD_ID = "11010519491231002X"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(at(DAY + timedelta(days=1)), tick=False):
        yield


def numbers(user, query="") -> list[str]:
    """Numbers on the page, in order."""
    answer = client_of(user).get(f"{URL}?{query}")
    assert answer.status_code == 200
    return [case.number for case in answer.context["page"].rows]


class TestConditions:
    @pytest.fixture
    def cases(self, county):
        village = make_unit(UnitKind.VILLAGE, "新建村", parent=county.town)
        make_content_class("080000", "城乡建设")
        roads = make_content_class("080300", "道路交通")
        found = {
            "plain": register(county),
            "visit": register(
                county,
                form="visit",
                head_count=6,
                place_id=village.pk,
                content_class_id=roads.pk,
                is_urgent=True,
                superior_number="GJ-2026-0007",
                people=(PersonDraft(name="欧阳春", phone="13912345678", id_number=GOOD_ID),),
            ),
            "advice": register(county, purpose="suggestion", title="建议增设公交站"),
            "old": register(
                county,
                received_on=DAY - timedelta(days=30),
                now=at(DAY - timedelta(days=30)),
                title="旧事项",
            ),
        }
        found["repeat"] = register(county, repeat_of_id=found["plain"].pk, title="再次反映")
        found["sent"] = transferred(county, register(county, title="已转送的"))
        return found

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ("form=visit", {"visit"}),
            ("purpose=suggestion", {"advice"}),
            ("collective=1", {"visit"}),
            ("urgent=1", {"visit"}),
            ("repeat=1", {"repeat"}),
            ("overdue=1", {"old"}),
            ("state=dispatched", {"sent"}),
            ("state=closed", set()),
            ("received_to=2026-02-28", {"old"}),
            ("received_from=2026-03-03", set()),
            ("place=none", {"plain", "advice", "old", "repeat", "sent"}),
            ("content=080000", {"visit"}),
            ("content=080300", {"visit"}),
            ("due=15", {"plain", "visit", "advice", "repeat", "sent"}),
            ("due=7", set()),
            ("q=欧阳", {"visit"}),
            ("q=oyc", {"visit"}),
            ("q=13912345678", {"visit"}),
            (f"q={GOOD_ID}", {"visit"}),
            ("q=GJ-2026-0007", {"visit"}),
            ("q=公交站", {"advice"}),
            ("q=没有的词", set()),
            ("view=mine&state=open", {"plain", "visit", "advice", "old", "repeat", "sent"}),
            ("view=todo", {"plain", "visit", "advice", "old", "repeat"}),
            ("form=dream", set()),
            ("responsible_unit__name=x&form=visit", {"visit"}),
        ],
    )
    def test_filters(self, county, cases, query, names):
        assert set(numbers(county.clerk, query)) == {cases[name].number for name in names}

    def test_a_place_holds_its_villages(self, county, cases):
        assert numbers(county.clerk, f"place={county.town.pk}") == [cases["visit"].number]
        assert numbers(county.clerk, f"unit={county.town.pk}") == [cases["sent"].number]

    def test_by_number_with_or_without_blanks(self, county, cases):
        number = cases["advice"].number
        for text in (number, f"{number[:6]} {number[6:10]} {number[10:]}", number[-6:]):
            assert number in numbers(county.clerk, f"q={text}")

    def test_a_wrong_check_digit_is_said(self, county, cases):
        number = cases["advice"].number
        wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
        text = client_of(county.clerk).get(f"{URL}?q={wrong}").content.decode()
        assert "校验位不符" in text

    def test_orders_are_a_closed_list(self, county, cases):
        by_due = numbers(county.clerk, "order=due")
        assert by_due[0] == cases["old"].number
        assert numbers(county.clerk, "order=statement") == numbers(county.clerk)
        assert numbers(county.clerk, "order=oldest")[0] == cases["old"].number


class TestMyWork:
    def test_a_unit_sees_what_it_must_act_on(self, county, registered):
        assert numbers(county.officer, "view=todo") == []
        transferred(county, registered)
        assert numbers(county.officer, "view=todo") == [registered.number]
        assert numbers(county.clerk, "view=todo") == []

    def test_an_objection_waits_for_the_sender(self, county, registered):
        transferred(county, registered)
        objections.raise_objection(
            authority=county.who(county.officer),
            case=registered,
            reason="不属本镇职权",
            suggested_unit=county.bureau,
            now=at(DAY),
        )
        assert numbers(county.clerk, "view=objections") == [registered.number]
        assert numbers(county.clerk, "view=todo") == [registered.number]
        assert numbers(county.officer, "view=todo") == []
        assert numbers(county.officer, "view=objections") == []


def test_pages_follow_each_other_without_gaps(county):
    for n in range(120):
        Case.objects.create(
            number=f"T{n:05}",
            lookup_code=f"L{n:05}",
            form="letter",
            purpose="request",
            legal_class="claim",
            title=f"事项{n}",
            statement="x",
            received_on=DAY,
            registered_at=at(DAY),
            registered_by=county.clerk,
            receiving_unit=county.office,
            first_contact=county.clerk,
            first_contact_unit=county.office,
            responsible_unit=county.office,
            next_due_on=DAY + timedelta(days=n % 7) if n % 5 else None,
        )
    client = client_of(county.clerk)
    seen, query = [], "order=due"
    while True:
        page = client.get(f"{URL}?{query}").context["page"]
        seen += [case.number for case in page.rows]
        if not page.next:
            break
        query = f"order=due&page={page.next}"
    assert len(seen) == len(set(seen)) == 120


class TestReports:
    """条例第三十条: a report shows to the accused unit nowhere, not even in a count."""

    @pytest.fixture
    def report(self, county):
        return register(
            county,
            purpose="accusation",
            accused_unit_ids=(county.town.pk,),
            title="举报某镇干部",
            people=(PersonDraft(name="举报人", phone="13900000000"),),
        )

    @pytest.mark.parametrize(
        "query",
        [
            "",
            "q=举报",
            "q=13900000000",
            "purpose=accusation",
            "view=mine",
            "view=todo",
            "place=none",
        ],
    )
    @pytest.mark.parametrize("who", ["officer", "principal", "deputy", "other_officer"])
    def test_not_in_lists_counts_or_search(self, county, report, who, query):
        answer = client_of(getattr(county, who)).get(f"{URL}?{query}")
        assert answer.context["count"] == "0"
        assert report.number not in answer.content.decode()

    def test_not_in_the_export_or_the_home_page(self, county, report):
        client = client_of(county.officer)
        answer = client.post(reverse("petitions:case_export"))
        assert report.number not in b"".join(answer.streaming_content).decode()
        assert report.number not in client.get(reverse("petitions:home_panel")).content.decode()

    def test_a_colleague_at_the_office_does_not_see_it_either(self, county, report):
        colleague = make_user_with_post(PostKind.RECEPTION, county.office, "同事")
        assert numbers(colleague) == []
        assert numbers(county.clerk) == [report.number]
        assert numbers(county.head) == [report.number]


class TestHomePanel:
    def panel(self, user) -> dict:
        return client_of(user).get(reverse("petitions:home_panel")).context

    def test_a_leader_sees_what_carries_his_name(self, county):
        leader = make_user_with_post(PostKind.COUNTY_LEADER, county.office.parent, "县领导")
        case = register(county)
        Case.objects.filter(pk=case.pk).update(leader=leader, next_due_on=date(2026, 3, 1))
        shown = self.panel(leader)
        assert [shown[name] for name in ("todo", "objections", "mine", "late")] == [
            "",
            "",
            "1",
            "1",
        ]
        assert [row.pk for row in shown["rows"]] == [case.pk]

    def test_a_township_is_shown_no_objections_to_decide(self, county):
        shown = self.panel(county.officer)
        assert (shown["todo"], shown["objections"]) == ("0", "")
        assert self.panel(county.clerk)["objections"] == "0"


class TestWho:
    @pytest.mark.parametrize("name", ["case_list", "home_panel"])
    def test_log_in_first(self, client, db, name):
        answer = client.get(reverse(f"petitions:{name}"))
        assert answer.status_code == 302

    def test_no_post_no_list(self, county):
        from tests.factories.organizations import make_user

        client = client_of(make_user("无职务"))
        assert client.get(URL).status_code == 403
        assert client.post(reverse("petitions:case_export")).status_code == 403


@pytest.mark.parametrize("rows", [2, 20])
def test_query_budget(county, rows, django_assert_max_num_queries):
    for n in range(rows):
        people = tuple(PersonDraft(name=f"甲{n}{m}", role="member") for m in range(3))
        case = register(county, people=people, head_count=3, place_id=county.town.pk)
        if n % 2:
            accepted(county, case)
    client = client_of(county.clerk)
    with django_assert_max_num_queries(10):
        client.get(f"{URL}?place={county.town.pk}&unit={county.office.pk}&q=甲")
    with django_assert_max_num_queries(11):
        client.get(reverse("petitions:home_panel"))


def test_dates_of_the_page_are_of_the_county(county, registered):
    assert registered.received_on == date(2026, 3, 2)
    text = client_of(county.clerk).get(URL).content.decode()
    assert "2026-03-17" in text
    assert "剩 14 天" in text
