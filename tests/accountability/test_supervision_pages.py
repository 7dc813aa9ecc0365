"""Pages of supervision: budgets, what each person sees, and the way from proposal to close."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accountability.models import (
    ChecklistTemplate,
    Notice,
    Supervision,
    SupervisionGroup,
)
from accountability.services import supervision_lists as lists
from accountability.services.supervision_run import propose_items
from petitions.enums import LegalClass, Purpose
from tests.accountability.supervising import NOW, ORDER, TODAY, Desk, listed
from tests.factories.petitions import make_content_class


@pytest.fixture
def desk(db, time_machine):
    time_machine.move_to(NOW)
    return Desk()


def url(name, *args):
    return reverse(f"accountability:{name}", args=args)


def items(desk, count):
    """So many opened items with an answer each, the first one listed and with a check-list."""
    for _n in range(count - 1):
        desk.add_clock(desk.add_case())
    propose_items(on=TODAY, now=NOW)
    found = list(Supervision.objects.select_related("case", "unit", "clock").order_by("pk"))
    for item in found:
        desk.opened(item)
        listed(desk, item)
    return found


@pytest.mark.parametrize("count", [2, 20])
@pytest.mark.parametrize(
    ("who", "name", "budget"),
    [
        ("supervisor", "supervision_list", 9),
        ("officer", "supervision_list", 9),
        ("officer", "supervision_listed", 5),
        ("supervisor", "supervision_panel", 5),
        ("supervisor", "supervision_rules", 7),
    ],
)
def test_budgets(desk, client, who, name, budget, count, django_assert_max_num_queries):
    items(desk, count)
    make_content_class("090000", "农业")
    for number in range(count):
        ChecklistTemplate.objects.create(
            name=f"清单{number}", questions=["查清了没有"], changed_at=NOW
        )
        SupervisionGroup.objects.create(
            name=f"组{number}", lead_unit=desk.department, contents=["090000"]
        )
    client.force_login(getattr(desk, who))
    with django_assert_max_num_queries(budget):
        assert client.get(url(name)).status_code == 200


@pytest.mark.parametrize("count", [2, 20])
def test_budget_of_one_item(desk, client, count, django_assert_max_num_queries):
    item = desk.opened()
    template = ChecklistTemplate.objects.create(
        name="清单", questions=[f"问题{n}" for n in range(count)], changed_at=NOW
    )
    lists.add_checklist(authority=desk.who(), item=item, template=template, now=NOW)
    for _n in range(count):
        desk.answered(item)
        desk.returned(item)
    for who in ("supervisor", "officer"):
        client.force_login(getattr(desk, who))
        with django_assert_max_num_queries(15):
            page = client.get(url("supervision", item.pk))
        assert "未说明原因" in page.content.decode()


@pytest.mark.parametrize("count", [2, 20])
def test_budget_of_the_case_slot(desk, client, count, django_assert_max_num_queries):
    item = desk.opened()
    for number in range(count):
        item.pk, item.rests_on, item.letter, item.status = None, f"x{number}", None, "proposed"
        item.due_on = item.decided_at = item.decided_by = None
        item.save()
    client.force_login(desk.supervisor)
    with django_assert_max_num_queries(6):
        page = client.get(url("case_supervision", desk.case.pk))
    assert page.content.decode().count("待决定") == count


def text_of(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(url(name, *args), query).content.decode()


class TestWhoSees:
    def test_a_unit_never_sees_what_is_only_proposed(self, desk, client):
        item = desk.propose()
        assert desk.case.number not in text_of(client, desk.officer, "supervision_list")
        client.force_login(desk.officer)
        assert client.get(url("supervision", item.pk)).status_code == 404
        desk.opened(item)
        assert desk.case.number in text_of(client, desk.officer, "supervision_list")

    def test_the_lead_department_reads_and_checks(self, desk, client):
        from organizations.enums import PostKind
        from tests.factories.organizations import make_user_with_post

        desk.case.content_class = make_content_class("090300", "村务管理")
        desk.case.save()
        SupervisionGroup.objects.create(name="涉农", lead_unit=desk.department, contents=["090000"])
        leader = make_user_with_post(PostKind.PETITION_OFFICER, desk.department, "农业局干部")
        item = desk.opened()
        page = text_of(client, leader, "supervision", item.pk)
        assert desk.case.number in page
        assert reverse("petitions:case_detail", args=[desk.case.pk]) not in page
        assert url("supervision_checklist_add", item.pk) in page
        assert Notice.objects.shown_to(desk.who(leader)).count() == 1
        assert desk.case.number in text_of(client, leader, "supervision_list", side="lead")
        assert desk.case.number not in text_of(client, leader, "supervision_list", side="against")

    def test_art30_a_report_shows_nowhere_to_the_accused(self, desk, client):
        item = desk.opened()
        listed(desk, item)
        desk.case.purpose, desk.case.legal_class = Purpose.ACCUSATION, LegalClass.REPORT
        desk.case.save()
        desk.case.accused_people.add(desk.officer)
        for user in (desk.officer, desk.leader):
            client.force_login(user)
            assert client.get(url("supervision", item.pk)).status_code == 404
            assert client.get(url("supervision_letter", item.pk)).status_code == 404
            for name in ("supervision_list", "supervision_listed", "supervision_panel"):
                page = client.get(url(name)).content.decode()
                assert desk.case.number not in page
                assert desk.case.title not in page
            assert not Notice.objects.shown_to(desk.who(user)).filter(case=desk.case).exists()
        counts = client.get(url("supervision_list")).context["counts"]
        assert (counts.open, counts.listed) == (0, 0)

    def test_the_list_of_listed_names_no_matter(self, desk, client):
        item = desk.opened()
        listed(desk, item)
        page = text_of(client, desk.principal, "supervision_listed")
        assert desk.case.number in page
        assert desk.case.title not in page


class TestActs:
    def post(self, client, user, name, *args, **data):
        client.force_login(user)
        return client.post(url(name, *args), data)

    def test_a_draft_is_looked_at_and_nothing_is_written(self, desk, client):
        item = desk.propose()
        body = {**ORDER.__dict__, "preview": "1"}
        answer = self.post(client, desk.supervisor, "supervision_open", item.pk, **body)
        assert answer["Content-Type"] == "application/pdf"
        item.refresh_from_db()
        assert item.status == "proposed"

    def test_from_proposal_to_close_by_pages(self, desk, client):
        item = desk.propose()
        assert "立项督办" in text_of(client, desk.supervisor, "supervision", item.pk)
        self.post(client, desk.supervisor, "supervision_open", item.pk, **ORDER.__dict__)
        item.refresh_from_db()
        letter = client.get(url("supervision_letter", item.pk))
        assert letter.content.startswith(b"%PDF")
        file = SimpleUploadedFile("佐证.pdf", b"%PDF-1.7", "application/pdf")
        refused = self.post(client, desk.officer, "supervision_answer", item.pk, text="已办")
        assert refused.status_code == 422
        assert "已办" in refused.content.decode(), "nothing typed is lost"
        self.post(
            client, desk.officer, "supervision_answer", item.pk, text="已办", attachments=file
        )
        stored = item.answers.get().files.get()
        down = client.get(url("supervision_file", item.pk, stored.pk))
        assert b"".join(down.streaming_content) == b"%PDF-1.7"
        assert down["Content-Disposition"].startswith("attachment")
        later = ORDER.due_on.isoformat()
        self.post(
            client, desk.supervisor, "supervision_return", item.pk, reason="不全", due_on=later
        )
        self.post(client, desk.officer, "supervision_answer", item.pk, text="全了", evidence="有")
        undone = self.post(client, desk.supervisor, "supervision_close", item.pk)
        assert "仍未履行" in undone.content.decode()
        desk.finish_clock()
        self.post(client, desk.supervisor, "supervision_close", item.pk, conclusion="属实")
        item.refresh_from_db()
        assert item.status == "closed"

    def test_a_tampered_letter_is_not_printed(self, desk, client):
        item = desk.opened()
        type(item.letter).objects.update(content={**item.letter.content, "title": "假的"})
        client.force_login(desk.supervisor)
        assert client.get(url("supervision_letter", item.pk)).status_code == 403

    def test_proposed_by_hand_from_a_matter(self, desk, client):
        address = f"{url('supervision_new')}?case={desk.case.pk}"
        client.force_login(desk.supervisor)
        assert str(desk.town) in client.get(address).content.decode()
        body = {
            "unit": desk.town.pk, "ground": "perfunctory", "since": TODAY, "facts": "未回应诉求",
        }  # fmt: skip
        client.post(address, body)
        item = Supervision.objects.get(ground="perfunctory")
        assert (item.case, item.proposed_by) == (desk.case, desk.supervisor)

    def test_listing_and_checklist_by_pages(self, desk, client):
        item = desk.opened()
        day = TODAY.isoformat()
        self.post(
            client, desk.supervisor, "supervision_list_item", item.pk, meeting="第三次会议",
            reason="拖延", decided_on=day, starts_on=day, ends_on=ORDER.due_on.isoformat(),
        )  # fmt: skip
        assert Supervision.objects.listed().exists()
        self.post(client, desk.supervisor, "supervision_unlist", item.pk, reason="已整改")
        assert not Supervision.objects.listed().exists()
        template = ChecklistTemplate.objects.create(
            name="清单", questions=["查清了没有"], changed_at=NOW
        )
        self.post(
            client, desk.supervisor, "supervision_checklist_add", item.pk, template=template.pk
        )
        check = item.checks.get()
        name = f"result_{check.pk}"
        refused = self.post(
            client, desk.supervisor, "supervision_checklist", item.pk, **{name: "no"}
        )
        assert refused.status_code == 422
        found = {name: "yes", f"evidence_{check.pk}": "现场照片2张"}
        self.post(client, desk.supervisor, "supervision_checklist", item.pk, **found)
        check.refresh_from_db()
        assert check.result == "yes"

    def test_rules_are_data(self, desk, client):
        make_content_class("010000", "政法")
        body = {
            "name": "涉法涉诉", "lead_unit": desk.department.pk, "contents": ["010000"],
            "min_repeats": 0, "order": 10, "is_active": "on",
        }  # fmt: skip
        refused = {**body, "contents": []}
        client.force_login(desk.supervisor)
        assert client.post(url("supervision_group_new"), refused).status_code == 422
        client.post(url("supervision_group_new"), body)
        group = SupervisionGroup.objects.get()
        assert "政法" in client.get(url("supervision_rules")).content.decode()
        client.post(url("supervision_group", group.pk), {**body, "name": "涉法"})
        group.refresh_from_db()
        assert group.name == "涉法"
        given = {"name": "村务", "questions": "公开了没有\n\n核对了没有", "is_active": "on"}
        client.post(url("checklist_template_new"), given)
        template = ChecklistTemplate.objects.get(name="村务")
        assert template.questions == ["公开了没有", "核对了没有"]
        twice = {**given, "name": "又一个", "questions": "同\n同"}
        assert client.post(url("checklist_template_new"), twice).status_code == 422
