"""名单 of joint letters and collective visits: pasted or read from a workbook, nothing lost, at most five lead."""

import io
from datetime import timedelta

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.errors import NotAllowed, Unlawful
from core.models import AccessLog, AuditEntry
from petitions.models import Case, Participant, Petitioner
from petitions.services import roll
from petitions.services.drafts import PersonDraft
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, register
from tests.petitions.pages import client_of, transferred

pytestmark = pytest.mark.django_db
NUMBER = "11010519491231002X"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(at(DAY + timedelta(days=1)), tick=False):
        yield


@pytest.fixture
def visit(county) -> Case:
    return register(county, form="visit", head_count=4)


def page(user, case, name="roll", *args):
    return client_of(user).get(reverse(f"petitions:{name}", args=[case.pk, *args]))


def send(user, case, name="roll_add", *args, **data):
    return client_of(user).post(reverse(f"petitions:{name}", args=[case.pk, *args]), data)


def paste(user, case, text, head_count=4, **data):
    return send(user, case, text=text, head_count=head_count, **data)


def names(case):
    return [part.petitioner.name for part in case.participants.order_by("order")]


class TestPasting:
    def test_one_person_a_line(self, county, visit):
        answer = paste(county.clerk, visit, f"李四 {NUMBER} 13900000002 代表\n王五")
        assert answer.status_code == 302
        assert names(visit) == ["张小明", "李四", "王五"]
        assert [p.role for p in visit.participants.order_by("order")] == [
            "main", "representative", "member",
        ]  # fmt: skip
        assert Petitioner.objects.get(name="李四").id_last4 == "002X"
        assert AuditEntry.objects.get(verb="case.add_people").data["count"] == 2
        text = page(county.clerk, visit).content.decode()
        assert "尚缺 1 人" in text
        assert NUMBER not in text

    def test_what_is_wrong_stands_beside_its_line_and_nothing_is_lost(self, county, visit):
        text = f"李四\n13900000002\n王五 {NUMBER[:-1]}1\n张小明 13800000001\n李四"
        answer = paste(county.clerk, visit, text)
        body = answer.content.decode()
        assert answer.status_code == 422
        for words in ("没有姓名", "校验位不符", "名单中已有此人", "与第 1 行相同", "4 行需要更正"):
            assert words in body
        assert names(visit) == ["张小明"]
        for line in text.splitlines():
            assert line in body

    def test_the_right_ones_may_go_in_and_the_rest_stays_in_the_field(self, county, visit):
        answer = paste(county.clerk, visit, "李四\n13900000002", action="good")
        body = answer.content.decode()
        assert names(visit) == ["张小明", "李四"]
        assert "已加入 1 人" in body
        assert "没有姓名" in body
        assert "李四\n13900000002" not in body

    def test_looking_first_writes_nothing(self, county, visit):
        assert (
            "读到 1 人无误" in paste(county.clerk, visit, "李四", action="check").content.decode()
        )
        assert names(visit) == ["张小明"]

    def test_art20_a_sixth_representative_is_refused(self, county, visit):
        text = "\n".join(f"代表{number} 代表" for number in "甲乙丙丁戊")
        body = paste(county.clerk, visit, text, head_count=9).content.decode()
        assert "代表人数不得超过5人（条例第二十条第三款）" in body
        assert names(visit) == ["张小明"]
        assert (
            paste(county.clerk, visit, text.replace("代表戊 代表", "代表戊"), 9).status_code == 302
        )
        sixth = Participant.objects.get(petitioner__name="代表戊")
        send(county.clerk, visit, "roll_role", sixth.pk, role="representative")
        sixth.refresh_from_db()
        assert sixth.role == "member"

    def test_more_people_than_declared(self, county, visit):
        body = paste(county.clerk, visit, "李四\n王五\n赵六\n钱七").content.decode()
        assert "信访人数不能少于此数" in body
        assert paste(county.clerk, visit, "李四\n王五\n赵六\n钱七", 5).status_code == 302
        visit.refresh_from_db()
        assert (visit.head_count, visit.is_collective) == (5, True)

    def test_a_letter_may_have_any_number_of_signers(self, county):
        letter = register(county, head_count=60)
        text = "\n".join(f"村民{number} 代表" for number in range(59))
        assert paste(county.clerk, letter, text, 60).status_code == 302
        letter.refresh_from_db()
        assert (letter.participants.count(), letter.is_collective) == (60, False)

    def test_a_known_person_is_one_record(self, county, visit):
        known = register(county, people=(PersonDraft(name="李四", phone="13900000002"),))
        paste(county.clerk, visit, "李四 13900000002")
        assert visit.participants.last().petitioner == known.participants.get().petitioner

    def test_the_number_alone_may_be_corrected(self, county, visit):
        assert paste(county.clerk, visit, "", 4).status_code == 422
        assert paste(county.clerk, visit, "", 3).status_code == 302
        visit.refresh_from_db()
        assert visit.head_count == 3


class TestFiles:
    def workbook(self, *rows):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        target = io.BytesIO()
        book.save(target)
        return SimpleUploadedFile("名单.xlsx", target.getvalue())

    def test_a_workbook_is_read_into_the_field_and_checked(self, county, visit):
        file = self.workbook(
            ["序号", "姓名", "电话"], [1, "李四", 13900000002], [2, "", 13900000003]
        )
        body = send(county.clerk, visit, "roll_file", file=file).content.decode()
        assert "李四\t13900000002" in body
        assert "没有姓名" in body
        assert names(visit) == ["张小明"]

    def test_something_else_says_so(self, county, visit):
        answer = send(county.clerk, visit, "roll_file", file=SimpleUploadedFile("a.xlsx", b"\0"))
        assert answer.status_code == 422
        assert "文件无法读取" in answer.content.decode()
        assert send(county.clerk, visit, "roll_file").status_code == 422

    def test_handed_out_to_those_who_act_and_noted(self, county, visit):
        paste(county.clerk, visit, f"李四 {NUMBER} 13900000002")
        transferred(county, visit)
        answer = send(county.clerk, visit, "roll_export")
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        rows = list(sheet.iter_rows(values_only=True))
        assert rows[2][1:5] == ("李四", "联名人", "13900000002", "002X")
        assert AccessLog.objects.filter(action="people.export").exists()
        assert send(county.head, visit, "roll_export").status_code == 403

    def test_on_paper_with_masked_telephones_for_those_who_do_not_act(self, county, visit):
        from pypdf import PdfReader

        def printed(user):
            answer = page(user, visit, "roll_print")
            return PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()

        transferred(county, visit)
        assert "13800000001" in printed(county.clerk)
        assert "13800000001" not in printed(county.head)


class TestCorrecting:
    def test_parts_and_mistakes(self, county, visit):
        paste(county.clerk, visit, "李四\n王五")
        second = Participant.objects.get(petitioner__name="李四")
        send(county.clerk, visit, "roll_role", second.pk, role="agent")
        second.refresh_from_db()
        assert second.role == "agent"
        send(county.clerk, visit, "roll_remove", second.pk, reason="")
        assert names(visit) == ["张小明", "李四", "王五"]
        send(county.clerk, visit, "roll_remove", second.pk, reason="误录")
        assert names(visit) == ["张小明", "王五"]
        assert AuditEntry.objects.get(verb="case.remove_person").data["reason"] == "误录"
        paste(county.clerk, visit, "赵六")
        assert names(visit) == ["张小明", "王五", "赵六"]

    def test_the_main_petitioner_stays(self, county, visit):
        main = visit.participants.get()
        send(county.clerk, visit, "roll_remove", main.pk, reason="误录")
        send(county.clerk, visit, "roll_role", main.pk, role="member")
        assert visit.participants.get().role == "main"

    def test_who_may(self, county, visit):
        transferred(county, visit)
        told = {"lines": roll.examine(case=visit, text="李四", on=DAY), "head_count": 4}
        assert roll.add_people(
            authority=county.who(county.officer), case=visit, now=at(DAY), **told
        )
        with pytest.raises(NotAllowed):
            roll.add_people(authority=county.who(county.head), case=visit, now=at(DAY), **told)
        assert page(county.other_officer, visit).status_code == 404

    def test_nobody_is_added_to_an_anonymous_or_closed_matter(self, county, visit):
        anonymous = register(county, people=(), is_anonymous=True)
        for case in (anonymous, visit):
            Case.objects.filter(pk=visit.pk).update(status="filed", closed_on=DAY)
            case.refresh_from_db()
            with pytest.raises(Unlawful):
                roll.add_people(
                    authority=county.who(county.clerk),
                    case=case,
                    lines=roll.examine(case=case, text="李四", on=DAY),
                    head_count=4,
                    now=at(DAY),
                )


@pytest.mark.parametrize("people", [1, 40], ids=["one", "forty"])
def test_query_budget(county, people, django_assert_num_queries):
    drafts = tuple(PersonDraft(name=f"信访人{n}", role="member") for n in range(people))
    case = register(county, people=drafts, head_count=people)
    client = client_of(county.clerk)
    url = reverse("petitions:roll", args=[case.pk])
    client.get(url)
    with django_assert_num_queries(11):
        assert client.get(url).status_code == 200
