"""Result sheets of office holders: facts of a term, search, own sheet, workbook."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from accountability.models import CaseMark, LeaderCase, ReceptionDay
from accountability.selectors.result_sheets import (
    class_prefix,
    office_holders,
    result_sheet,
)
from organizations.enums import PostKind
from organizations.models import Term
from petitions.enums import LegalClass, Purpose
from tests.accountability.conftest import as_
from tests.accountability.inquiring import DAY, decide, make_desk, say, submit, told
from tests.factories.organizations import make_term
from tests.factories.petitions import at, make_content_class


@pytest.fixture
def desk(world):
    return make_desk(world)


def term_of(user):
    return Term.objects.select_related("user", "post__unit").get(user=user)


def sheet_of(desk, user, reader=None):
    return result_sheet(term_of(user), year=2026, on=DAY, reader=as_(reader or desk.head, DAY))


def test_own_work_and_portfolio_apart(desk):
    post = Term.objects.get(user=desk.deputy).post
    post.portfolio = ["080000"]
    post.save()
    person = told(desk)
    say(desk, person)
    submit(desk)
    decide(desk, person)
    sheet = sheet_of(desk, desk.deputy)
    assert (sheet.own.due, sheet.own.kept, sheet.own.overdue) == (1, 0, 1)
    assert sheet.portfolio is not None
    assert sheet.portfolio.due == 0
    assert sheet.decisions == []
    assert sheet_of(desk, desk.principal).decisions == [person]


@pytest.mark.parametrize(
    ("code", "prefix"),
    [("080000", "08"), ("080300", "0803"), ("080305", "080305"), ("000000", "00"), ("08", "08")],
)
def test_a_class_holds_what_is_below_it_and_nothing_beside_it(code, prefix):
    assert class_prefix(code) == prefix


def test_a_portfolio_of_a_lower_class_takes_no_more_than_that(desk):
    make_content_class("970000", "测试大类")
    codes = [make_content_class("970100", "甲"), make_content_class("970200", "乙")]
    post = Term.objects.get(user=desk.deputy).post
    post.portfolio = [codes[0].code]
    post.save()
    for content in codes:
        desk.add_clock(desk.add_case(content_class=content), "C8")
    sheet = sheet_of(desk, desk.deputy)
    assert sheet.portfolio is not None
    assert sheet.portfolio.due == 1


def test_art30_a_report_against_the_holder_or_the_reader_is_in_no_figure(desk):
    before = sheet_of(desk, desk.principal).own.due
    report = desk.add_case(purpose=Purpose.ACCUSATION, legal_class=LegalClass.REPORT)
    desk.add_clock(report)
    assert sheet_of(desk, desk.principal).own.due == before + 1
    report.accused_people.add(desk.principal)
    assert sheet_of(desk, desk.principal).own.due == before
    report.accused_people.set([desk.head])
    assert sheet_of(desk, desk.principal).own.due == before
    assert sheet_of(desk, desk.principal, reader=desk.leader).own.due == before + 1


class TestCountyLeader:
    @pytest.fixture
    def leader(self, desk):
        Term.objects.filter(user=desk.leader).update(starts_on=date(2025, 1, 1))
        return desk.leader

    def add_day(self, leader, on, status):
        ReceptionDay.objects.create(
            leader=leader, leader_title="副书记", on=on, place="大厅", begins="09:00", ends="11:00",
            status=status, held_at=at(on) if status == "held" else None,
        )  # fmt: skip

    def test_months_without_a_reception_are_named(self, desk, leader, client):
        self.add_day(leader, date(2026, 1, 15), "held")
        self.add_day(leader, date(2026, 2, 15), "planned")
        sheet = sheet_of(desk, leader)
        assert sheet.receptions is not None
        assert [month.month for month in sheet.receptions.months if month.missed] == [2]
        client.force_login(desk.head)
        url = reverse("accountability:result_sheet", args=[term_of(leader).pk])
        page = client.get(url, {"year": "2026"}).content.decode()
        assert "2 月未接访" in page

    def test_matters_in_charge_are_counted_a_report_is_not(self, desk, leader):
        assert sheet_of(desk, leader).led is not None
        assert sheet_of(desk, leader).led.total == 0
        assert sheet_of(desk, desk.principal).led is None
        for case in (
            desk.add_case(),
            desk.add_case(purpose=Purpose.ACCUSATION, legal_class=LegalClass.REPORT),
        ):
            lead(desk, leader, case)
        led = sheet_of(desk, leader).led
        assert (led.total, led.open, led.resolved) == (1, 1, 0)


def lead(desk, leader, case):
    mark = CaseMark.objects.create(
        case=case, kind="hard", reason="久拖未决", set_by=desk.head, set_at=at(DAY)
    )
    return LeaderCase.objects.create(
        case=case, mark=mark, leader=leader, opened_by=desk.head, opened_at=at(DAY),
        plan_due_on=DAY,
    )  # fmt: skip


class TestWhoReads:
    def test_the_personnel_organ_the_head_county_leaders_and_the_holder(self, desk, client):
        term = term_of(desk.principal)
        for name in ("result_sheet", "result_sheet_file"):
            url = reverse(f"accountability:{name}", args=[term.pk])
            for user, status in (
                (desk.assessor, 200), (desk.head, 200), (desk.leader, 200), (desk.principal, 200),
                (desk.deputy, 403), (desk.inspector, 403), (desk.clerk, 403),
            ):  # fmt: skip
                client.force_login(user)
                assert client.get(url).status_code == status, user
                assert client.post(url).status_code in {403, 405}, "read-only"

    def test_only_years_of_the_term_are_offered(self, desk, client):
        Term.objects.filter(user=desk.principal).update(starts_on=date(2025, 6, 1))
        client.force_login(desk.head)
        term = term_of(desk.principal)
        page = client.get(reverse("accountability:result_sheet", args=[term.pk]))
        assert page.context["years"][-1] == 2025
        for year in page.context["years"]:
            url = reverse("accountability:result_sheet", args=[term.pk])
            assert client.get(url, {"year": year}).status_code == 200

    def test_ones_own_is_in_the_menu_and_opens_at_once(self, desk, client):
        url = reverse("accountability:own_sheets")
        client.force_login(desk.principal)
        assert f'href="{url}"' in client.get("/").content.decode()
        there = reverse("accountability:result_sheet", args=[term_of(desk.principal).pk])
        assert client.get(url).url.startswith(there)
        client.force_login(desk.officer)
        assert f'href="{url}"' not in client.get("/").content.decode()
        assert client.get(url).status_code == 403

    def test_two_posts_are_listed(self, desk, client):
        make_term(desk.principal, desk.department, PostKind.PRINCIPAL)
        client.force_login(desk.principal)
        page = client.get(reverse("accountability:own_sheets"))
        assert page.status_code == 200
        assert desk.department.name in page.content.decode()
        assert desk.deputy.name not in page.content.decode()


class TestSearch:
    def test_by_name_and_unit(self, desk):
        found = office_holders(on=DAY, year=2026, name="党委")
        assert {term.user for term in found} == {desk.principal}
        of_town = office_holders(on=DAY, year=2026, unit_id=desk.town.pk)
        assert {term.user for term in of_town} == {desk.principal, desk.deputy}

    def test_by_page(self, desk, client):
        client.force_login(desk.head)
        url = reverse("accountability:holders")
        page = client.get(url, {"q": "党委", "unit": desk.town.pk}).content.decode()
        assert desk.principal.name in page
        assert desk.deputy.name not in page
        assert desk.inspector.name not in client.get(url, {"unit": desk.town.pk}).content.decode()

    def test_terms_of_the_year_only(self, desk):
        Term.objects.filter(user=desk.deputy).update(
            starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31)
        )
        names = {term.user for term in office_holders(on=DAY, year=2026)}
        assert desk.deputy not in names
        assert desk.principal in names


def test_the_workbook_says_what_the_page_says(desk, client):
    client.force_login(desk.head)
    term = term_of(desk.principal)
    answer = client.get(reverse("accountability:result_sheet_file", args=[term.pk]))
    book = openpyxl.load_workbook(BytesIO(answer.content))
    lines = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert ["姓名", str(desk.principal)] == lines[1][:2]
    assert any(line[:2] == ["本职工作", "应履行"] for line in lines)


@pytest.mark.parametrize("leaders", [2, 20])
def test_budgets(desk, client, leaders, django_assert_max_num_queries):
    for n in range(leaders):
        ReceptionDay.objects.create(
            leader=desk.leader, leader_title="副书记", on=date(2026, 1, 1 + n), place="大厅",
            begins="09:00", ends="11:00",
        )  # fmt: skip
        lead(desk, desk.leader, desk.add_case())
    term = term_of(desk.leader)
    client.force_login(desk.head)
    for budget, name, args in (
        (6, "holders", ()),
        (17, "result_sheet", (term.pk,)),
        (16, "result_sheet_file", (term.pk,)),
    ):
        with django_assert_max_num_queries(budget):
            assert client.get(reverse(f"accountability:{name}", args=args)).status_code == 200
