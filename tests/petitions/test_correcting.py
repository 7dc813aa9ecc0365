"""更正登记: what was written down wrongly is put right, both values stay, and what follows from them follows."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from core.errors import Invalid, InvalidMany, NotAllowed, StaleState
from core.models import AuditEntry
from organizations.enums import PostKind
from organizations.models import Post
from petitions.domain.similarity import fingerprint
from petitions.models import Petitioner, RegistrationCorrection
from petitions.selectors.intake import Typed, probable_earlier
from petitions.selectors.registered import letters_quoting, marks_of, registered
from petitions.selectors.timeline import timeline
from petitions.services import handling, recusals
from petitions.services.correcting.act import correct_registration
from petitions.services.drafts import PersonDraft
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, register
from tests.petitions.steps import LETTER, accepted, concluded, running, transfer

pytestmark = pytest.mark.django_db
TODAY = DAY + timedelta(days=60)
NUMBER = "11010519491231002X"
OTHER_NUMBER = "990101198001010014"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(at(TODAY), tick=False):
        yield


def correct(county, case, user=None, reason="经与来信原件核对", on=TODAY, **changes):
    more = {name: changes.pop(name) for name in ("another_person", "began") if name in changes}
    return correct_registration(
        authority=county.who(user or county.clerk, on=on),
        case=case,
        changes=changes,
        reason=reason,
        now=at(on),
        **more,
    )


def told(case, county, user=None):
    events = timeline(case, county.who(user or county.head, on=TODAY))
    return [line.text for e in events if e.title == "更正登记" for line in e.lines]


def refused(county, case, user=None, **changes):
    with pytest.raises(Invalid) as found:
        correct(county, case, user, **changes)
    error = found.value
    return error.errors if isinstance(error, InvalidMany) else {error.field: error.message}


class TestWhatDiffersIsRecorded:
    def test_each_field_with_both_values_the_reason_who_and_when(self, county, registered):
        registered.place = county.town
        registered.save()
        rows = correct(
            county, registered, place=county.other_town.pk, title="村口路灯不亮", form="letter"
        )
        said = [(row.field, row.old, row.new, row.reason, row.by) for row in rows]
        why = ("经与来信原件核对", county.clerk)
        assert said == [
            ("place", str(county.town), str(county.other_town), *why),
            ("title", "路灯不亮", "村口路灯不亮", *why),
        ]
        registered.refresh_from_db()
        assert (registered.place, registered.title) == (county.other_town, "村口路灯不亮")
        assert told(registered, county) == [
            f"问题属地由“{county.town}”改为“{county.other_town}”",
            "主题由“路灯不亮”改为“村口路灯不亮”",
            "理由：经与来信原件核对",
        ]
        entry = AuditEntry.objects.get(verb="case.correct_registration")
        assert entry.data == {"rows": [row.pk for row in rows]}

    def test_the_earlier_words_of_the_petitioner_stay_readable(self, county, registered):
        before = registered.statement
        after = before.replace("三个月", "五个月") + "请尽快修复，学校已经反映过两次。" * 3
        correct(county, registered, statement=after)
        assert f"诉求内容原登记：{before}" in told(registered, county)
        assert f"诉求内容更正为：{after}" in told(registered, county)

    def test_line_ends_of_a_browser_are_no_difference(self, county):
        case = register(county, statement="第一行\n第二行，路灯不亮。")
        with pytest.raises(Invalid, match="没有需要更正的内容"):
            correct(county, case, statement="第一行\r\n第二行，路灯不亮。\r\n")

    @pytest.mark.parametrize("reason", ["", "  ", "长" * 501])
    def test_never_without_a_reason(self, county, registered, reason):
        with pytest.raises(Invalid) as error:
            correct(county, registered, reason=reason, title="改了")
        assert error.value.field == "reason"
        assert not RegistrationCorrection.objects.exists()

    def test_the_row_is_never_changed(self, county, registered):
        (row,) = correct(county, registered, title="改了")
        row.reason = "另一理由"
        with pytest.raises(TypeError):
            row.save()
        with pytest.raises(IntegrityError), transaction.atomic():
            RegistrationCorrection.objects.filter(pk=row.pk).update(reason="")

    def test_the_number_of_the_matter_stays(self, county, registered):
        number = registered.number
        correct(county, registered, form="visit")
        registered.refresh_from_db()
        assert (registered.form, registered.number) == ("visit", number)


class TestWho:
    @pytest.mark.parametrize("who", ["clerk", "head"])
    def test_the_office(self, county, registered, who):
        assert correct(county, registered, getattr(county, who), title="改了")

    def test_a_handler_of_the_unit_that_registered_it_itself(self, county):
        """条例第二十三条第二款: what is received directly is registered by the unit itself."""
        case = register(county, user=county.officer)
        assert correct(county, case, county.principal, title="改了")

    @pytest.mark.parametrize("who", ["officer", "other_officer", "inspector"])
    def test_nobody_else(self, county, who):
        case = accepted(county)
        with pytest.raises(NotAllowed):
            correct(county, case, getattr(county, who), title="改了")

    def test_not_who_stepped_back(self, county, registered):
        who = county.who(county.head)
        row = recusals.ask_recusal(
            authority=who, case=registered, user=county.clerk, reason="近亲属", now=at(DAY)
        )
        recusals.decide_recusal(
            authority=who, recusal=row, approve=True, reason="属实", now=at(DAY)
        )
        with pytest.raises(NotAllowed):
            correct(county, registered, title="改了")

    def test_never_the_accused_unit(self, county):
        """条例第三十条第三款."""
        case = register(
            county, user=county.officer, purpose="accusation", accused_unit_ids=(county.town.pk,)
        )
        for user in (county.officer, county.principal):
            with pytest.raises(NotAllowed):
                correct(county, case, user, title="改了")

    def test_after_the_end_only_the_office_and_only_what_counts(self, county):
        case = concluded(county)
        correct(county, case, place=county.other_town.pk, level_visited="township", phone="1390000")
        assert refused(county, case, statement="另一诉求") == {
            "statement": "事项已经了结，办理以此为据，不再更正。"
        }
        assert "purpose" in refused(county, case, purpose="suggestion")
        direct = register(county, user=county.officer)
        handling.refuse_case(
            authority=county.who(county.officer),
            case=direct,
            ground="依照条例第三十一条第一项处理",
            body=LETTER,
            refused_on=DAY,
            served_how="",
            now=at(DAY),
        )
        with pytest.raises(NotAllowed):
            correct(county, direct, county.officer, title="改了")
        assert correct(county, direct, title="改了")


class TestTwoAtOnce:
    def test_the_later_one_is_told(self, county, registered):
        began = marks_of(registered_of(registered))
        correct(county, registered, title="先改的")
        with pytest.raises(StaleState, match="主题刚刚由他人更正"):
            correct(county, registered, county.head, title="后改的", began=began)
        registered.refresh_from_db()
        assert registered.title == "先改的"

    def test_marks_tell_nothing_of_the_values(self, county, registered):
        marks = marks_of(registered_of(registered))
        assert set(map(len, marks.values())) == {16}


class TestDayOfReceipt:
    def test_the_fifteen_days_of_the_office_begin_on_the_right_day(self, county, registered):
        """条例第二十二条: fifteen days from receipt."""
        correct(county, registered, received_on=DAY - timedelta(days=5), on=DAY)
        assert running(registered) == {"C1": DAY + timedelta(days=10)}
        registered.refresh_from_db()
        assert registered.next_due_on == DAY + timedelta(days=10)
        entry = AuditEntry.objects.get(verb="clock.move")
        assert (entry.data["old"], entry.data["new"]) == ("2026-03-17", "2026-03-12")

    def test_the_countys_share_of_what_came_from_above(self, county):
        """国信发〔2014〕16号: four days of the fifteen."""
        case = register(county, from_superior=True)
        correct(county, case, received_on=DAY - timedelta(days=2), on=DAY)
        assert running(case) == {"C1S": DAY + timedelta(days=2)}

    def test_the_fifteen_days_of_another_unit(self, county):
        """条例第二十三条第二款."""
        case = register(county, user=county.officer)
        correct(county, case, county.officer, received_on=DAY - timedelta(days=4), on=DAY)
        assert running(case) == {"C3": DAY + timedelta(days=11)}

    def test_another_limit_runs_on_unmoved(self, county, registered):
        transfer(county, registered, day=DAY)
        before = running(registered)
        correct(county, registered, county.head, received_on=DAY - timedelta(days=1))
        assert running(registered) == before

    def test_a_judged_limit_is_judged_anew_by_the_head_alone(self, county, registered):
        """条例第二十二条: sent on the 10th day counted, on the 17th in truth."""
        transfer(county, registered, day=DAY)
        day = DAY - timedelta(days=20)
        problem = refused(county, registered, received_on=day)["received_on"]
        assert "须由信访局局长办理" in problem
        correct(county, registered, county.head, received_on=day)
        clock = registered.clocks.get(code="C1")
        assert (clock.started_on, clock.on_time, clock.stopped_on) == (day, False, DAY)
        life = timeline(registered, county.who(county.head, on=TODAY))
        assert any("原判定按期，现判定逾期" in str(event.lines) for event in life)

    @pytest.mark.parametrize(
        ("day", "words"),
        [
            (TODAY + timedelta(days=1), "不能晚于今天"),
            (DAY + timedelta(days=1), "不能晚于本件最早的登记、办理日期"),
            (DAY - timedelta(days=731), "早于登记日期两年以上"),
        ],
    )
    def test_never_after_today_or_the_first_act(self, county, registered, day, words):
        assert words in refused(county, registered, received_on=day)["received_on"]

    def test_from_above_after_all(self, county, registered):
        correct(county, registered, from_superior=True, superior_number="省访2026-7", on=DAY)
        assert running(registered) == {"C1S": DAY + timedelta(days=4)}
        registered.refresh_from_db()
        assert registered.superior_number == "省访2026-7"


class TestWhatFollows:
    def test_a_visit_of_five_is_collective_and_a_letter_is_not(self, county, registered):
        """条例第二十条第三款."""
        correct(county, registered, form="visit", head_count=6)
        registered.refresh_from_db()
        assert registered.is_collective
        correct(county, registered, form="letter")
        registered.refresh_from_db()
        assert not registered.is_collective

    def test_a_visit_has_five_representatives_at_most(self, county):
        people = tuple(
            PersonDraft(name=f"代表{n}", phone=f"1380000{n:04}", role="representative")
            for n in range(6)
        )
        case = register(county, people=people, head_count=6)
        assert "条例第二十条第三款" in refused(county, case, form="visit")["form"]

    def test_no_fewer_people_than_are_named(self, county):
        people = (PersonDraft(name="甲"), PersonDraft(name="乙", role="member"))
        case = register(county, people=people, head_count=2)
        assert "信访人数不能少于此数" in refused(county, case, head_count=1)["head_count"]

    def test_repeats_are_found_by_the_right_text_and_person(self, county, registered):
        text = "河道垃圾堆积半年无人清运，夏天恶臭，居民无法开窗。"
        correct(county, registered, statement=text, name="张晓明", phone="13900000009")
        registered.refresh_from_db()
        assert registered.text_fingerprint == fingerprint(text)
        clerk = county.who(county.clerk, on=TODAY)
        by_text = probable_earlier(clerk, Typed(statement=text))
        by_phone = probable_earlier(clerk, Typed(phones=("13900000009",)))
        assert [one.case for one in by_text] == [one.case for one in by_phone] == [registered]

    def test_the_leader_of_the_portfolio_follows_the_content(self, county, registered, content):
        """条例第十八条第二款: who leads the field leads the matter."""
        leader = make_user_with_post(PostKind.DEPUTY, county.office, "分管副局长")
        Post.objects.filter(terms__user=leader).update(portfolio=["080000"])
        correct(county, registered, content_class=content.pk)
        registered.refresh_from_db()
        assert registered.leader == leader


class TestPerson:
    def person(self, case) -> Petitioner:
        return case.participants.get().petitioner

    def test_written_wrongly_is_mended_in_place(self, county, registered):
        before = self.person(registered)
        correct(county, registered, name="张晓明", address="王家村3组")
        after = self.person(registered)
        assert (after.pk, after.name, after.initials) == (before.pk, "张晓明", "zxm")
        assert "信访人姓名（名称）由“张小明”改为“张晓明”" in told(registered, county)

    def test_telephone_and_number_are_masked_in_the_history(self, county):
        """个人信息保护法第六条."""
        case = register(county, people=(PersonDraft("张小明", "13800000001", NUMBER),))
        correct(county, case, phone="13800010001", id_number=OTHER_NUMBER.lower())
        person = self.person(case)
        assert (person.id_number, person.id_last4) == (OTHER_NUMBER, "0014")
        said = " ".join(told(case, county))
        assert "由“**************002X”改为“**************0014”" in said
        assert "由“138****0001”改为“138****0001（未显示的数字不同）”" in said
        stored = str(list(RegistrationCorrection.objects.values()))
        for secret in (NUMBER, OTHER_NUMBER, "13800000001", "13800010001"):
            assert secret not in stored

    def test_a_wrong_number_is_refused_beside_it(self, county, registered):
        assert "校验位不符" in refused(county, registered, id_number=NUMBER[:-1] + "1")["id_number"]

    def test_somebody_else_was_meant(self, county):
        """The other matters of the person registered by mistake stay that person's."""
        case = register(county)
        wrong = self.person(case)
        again = register(
            county, title="另一件", people=(PersonDraft(petitioner_id=wrong.pk, name="张小明"),)
        )
        correct(county, again, name="张小敏", phone="13900000002", another_person=True)
        assert (self.person(case).name, self.person(again).name) == ("张小明", "张小敏")

    def test_the_number_of_a_known_person_names_that_person(self, county):
        known = register(county, people=(PersonDraft("李四", "13911112222", NUMBER),))
        case = register(county, people=(PersonDraft("李肆", "13700000000"),))
        mistaken = self.person(case)
        correct(county, case, id_number=NUMBER)
        assert self.person(case) == self.person(known)
        assert "信访人姓名（名称）由“李肆”改为“李四”" in told(case, county)
        assert not Petitioner.objects.filter(pk=mistaken.pk).exists()

    def test_once_on_the_list(self, county):
        people = (PersonDraft("甲", "1381111"), PersonDraft("乙", id_number=NUMBER, role="member"))
        case = register(county, people=people, head_count=2)
        assert "只登记一次" in refused(county, case, id_number=NUMBER)["name"]

    def test_not_anonymous_after_all_and_back(self, county):
        case = register(county, people=(), is_anonymous=True)
        assert "name" in refused(county, case, is_anonymous=False)
        correct(county, case, is_anonymous=False, name="王五", phone="13700000001")
        assert self.person(case).name == "王五"
        correct(county, case, is_anonymous=True)
        assert not case.participants.exists()
        assert not Petitioner.objects.filter(name="王五").exists()
        assert "信访人姓名（名称）由“王五”改为“（无）”" in told(case, county)

    def test_whoever_was_written_to_is_not_anonymous(self, county):
        problem = refused(county, accepted(county), is_anonymous=True)["is_anonymous"]
        assert "《信访事项受理告知书》" in problem
        assert "函" not in problem


def test_letters_that_quote_a_wrong_word_are_named(county):
    case = accepted(county)
    found = letters_quoting(case, registered_of(case))
    assert {quoting.document.title for quoting in found} == {
        "关于转送信访事项的函",
        "信访事项受理告知书",
    }
    bodies = list(case.documents.values_list("pk", "body", "content_sha256"))
    correct(county, case, name="张晓明", title="村口路灯不亮")
    assert list(case.documents.values_list("pk", "body", "content_sha256")) == bodies


def registered_of(case):
    return registered(case)
