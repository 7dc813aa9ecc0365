"""What a county asks of a talk: who is told, who reads, who is chosen, when it was held, who closes it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accountability.models import Notice, Talk
from accountability.services import talk_course as course
from accountability.services import talk_minutes, undertakings
from accountability.services.talk_minutes import Promise
from core.errors import Invalid, InvalidMany
from core.models import Mail, TransitionLog
from organizations.enums import PostKind
from organizations.models import Post, Term
from tests.accountability.conftest import DUE, as_, deliver
from tests.accountability.talking import DAY, NOW, arrange, hold, propose_talk
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at

DONE = Promise("逐件补办告知", DAY + timedelta(days=9))


@pytest.fixture
def desk(world):
    return propose_talk(world)


def second_deputy(desk):
    post = Post.objects.create(unit=desk.town, kind=PostKind.DEPUTY, title="副镇长", order=9)
    user = make_user_with_post(PostKind.PRINCIPAL, desk.other_town, "另一名副镇长")
    Term.objects.create(post=post, user=user, starts_on=DUE - timedelta(days=90))
    return user


def opens(client, user, notice):
    """The page a notice leads to answers its reader."""
    client.force_login(user)
    answer = client.post(reverse("accountability:notice_open", args=[notice.pk]), follow=True)
    return answer.status_code, answer.redirect_chain[-1][0]


class TestTold:
    def test_a_talk_called_off_is_told_to_both_and_its_letter_is_void(
        self, desk, client, time_machine
    ):
        time_machine.move_to(NOW, tick=False)
        desk.deputy.email = "deputy@example.org"
        desk.deputy.save()
        arrange(desk)
        number = desk.talk.letter.number
        Notice.objects.all().delete()
        course.drop_talk(authority=as_(desk.head), talk=desk.talk, note="情况变化。", now=NOW)
        for user in (desk.deputy, desk.leader):
            notice = Notice.objects.get(user=user, title__startswith="约谈已取消")
            assert f"{number}约谈通知作废" in notice.text
        deliver(NOW)
        assert Mail.objects.filter(to_address="deputy@example.org").exists()
        for user in (desk.deputy, desk.leader):
            notice = Notice.objects.get(user=user, title__startswith="约谈已取消")
            assert opens(client, user, notice)[0] == 200
        log = TransitionLog.objects.get(model=Talk._meta.label_lower, verb="talk.drop")
        assert log.reason == f"情况变化。{number}约谈通知作废。"
        page = client.get(reverse("accountability:talk", args=[desk.talk.pk])).content.decode()
        assert "作废" in page
        assert "acknowledge" not in page

    def test_a_talk_that_was_never_arranged_is_called_off_in_silence(self, desk):
        course.drop_talk(authority=as_(desk.head), talk=desk.talk, note="已整改", now=NOW)
        assert not Notice.objects.exists()

    def test_who_is_no_more_invited_is_told(self, desk):
        other = second_deputy(desk)
        arrange(desk, person=desk.deputy)
        first = desk.talk.letter.number
        Notice.objects.all().delete()
        arrange(desk, person=other, talker=desk.head)
        for user in (desk.deputy, desk.leader):
            notice = Notice.objects.get(user=user)
            assert notice.title.startswith("约谈安排已变更")
            assert f"{first}约谈通知作废" in notice.text
        assert Notice.objects.get(user=other).title.startswith("请参加约谈")
        assert Notice.objects.get(user=desk.head).title.startswith("请主持")
        log = TransitionLog.objects.filter(verb="talk.arrange").latest("pk")
        assert f"{first}约谈通知作废" in log.reason

    def test_every_notice_of_the_course_opens_for_its_reader(self, desk, client, time_machine):
        time_machine.move_to(NOW, tick=False)
        course.decide_talk(
            authority=as_(desk.leader), unit=desk.town, target="principal", basis="联席会议纪要",
            reason="未执行处理意见", now=NOW,
        )  # fmt: skip
        arrange(desk)
        hold(desk, DONE)
        row = desk.talk.undertakings.get()
        undertakings.report_undertaking(
            authority=as_(desk.officer), undertaking=row, result="已办", now=NOW
        )
        undertakings.check_undertaking(
            authority=as_(desk.head), undertaking=row, done=False, note="缺回证", now=NOW
        )
        notices = list(Notice.objects.select_related("user"))
        assert {n.user for n in notices} == {desk.head, desk.deputy, desk.leader, desk.officer}
        assert {n.kind for n in notices} == {"task"}, "a task by rule or decision is no bulletin"
        for notice in notices:
            status, url = opens(client, notice.user, notice)
            assert status == 200
            assert url.startswith("/talks/")


class TestReaders:
    def test_the_petition_officer_reads_and_answers_without_the_minutes(
        self, desk, client, time_machine
    ):
        time_machine.move_to(at(DAY, 18), tick=False)
        arrange(desk)
        hold(desk, DONE)
        row = desk.talk.undertakings.get()
        talk, answer = (
            reverse("accountability:talk", args=[desk.talk.pk]),
            reverse("accountability:undertaking", args=[row.pk, "answer"]),
        )
        other = make_user_with_post(PostKind.DEPUTY, desk.town, "另一分管领导")
        for user, minutes in (
            (desk.officer, False), (desk.clerk, False), (other, False), (desk.deputy, True),
            (desk.principal, True), (desk.head, True), (desk.leader, True),
        ):  # fmt: skip
            client.force_login(user)
            page = client.get(talk).content.decode()
            assert "逐件补办告知" in page
            assert ("指出两件告知逾期" in page) is minutes, user
        client.force_login(desk.officer)
        assert client.get(reverse("accountability:talk_list")).status_code == 200
        assert client.get(answer).status_code == 200
        assert client.post(answer, {"result": "已补办"}).status_code == 302
        stranger = make_user_with_post(PostKind.PETITION_OFFICER, desk.other_town, "邻镇专干")
        client.force_login(stranger)
        assert client.get(talk).status_code == 404


class TestPerson:
    def test_one_of_several_deputies_is_chosen(self, desk):
        other = second_deputy(desk)
        with pytest.raises(Invalid) as refused:
            arrange(desk)
        assert refused.value.field == "person"
        assert not Notice.objects.exists()
        arrange(desk, person=other)
        assert desk.talk.person == other
        with pytest.raises(Invalid) as refused:
            arrange(desk, person=desk.principal)
        assert refused.value.field == "person"

    def test_the_form_offers_those_in_post_and_prefills_the_only_one(
        self, desk, client, time_machine
    ):
        time_machine.move_to(NOW, tick=False)
        client.force_login(desk.head)
        url = reverse("accountability:talk_step", args=[desk.talk.pk, "arrange"])
        field = client.get(url).context["form"].fields["person"]
        assert field.initial == desk.deputy.pk
        other = second_deputy(desk)
        body = {"talker": desk.leader.pk, "day": DAY, "time": "15:00", "place": "会议室"}
        page = client.post(url, body)
        assert page.status_code == 422
        assert page.context["form"].errors.keys() == {"person"}
        names = [str(label) for _value, label in page.context["form"].fields["person"].choices]
        assert sum("副镇长" in name for name in names) >= 1
        assert client.post(url, {**body, "person": other.pk}).status_code == 302
        desk.talk.refresh_from_db()
        assert desk.talk.person == other


class TestTime:
    @pytest.mark.parametrize("when", [at(DUE + timedelta(days=4), 15), at(DAY, 3), at(DAY, 18)])
    def test_a_day_off_or_an_odd_hour_is_asked_back(self, desk, when):
        with pytest.raises(Invalid) as refused:
            arrange(desk, scheduled_at=when)
        assert refused.value.field == "at_any_time"
        arrange(desk, scheduled_at=when, at_any_time=True)

    @pytest.mark.parametrize(
        ("day", "now"),
        [
            (DUE + timedelta(days=1), at(DAY, 17)),
            (DUE, at(DAY, 17)),
            (DAY, at(DAY, 9)),
        ],
    )
    def test_another_time_than_the_appointed_one_is_explained(self, desk, day, now):
        arrange(desk)
        with pytest.raises(InvalidMany) as refused:
            hold(desk, DONE, held_on=day, now=now)
        assert set(refused.value.errors) == {"other_day"}
        hold(desk, DONE, held_on=day, now=now, other_day="被谈话人提前到县开会")
        assert desk.talk.other_day == "被谈话人提前到县开会"


class TestEnd:
    def test_something_is_undertaken_or_why_nothing(self, desk):
        arrange(desk)
        with pytest.raises(InvalidMany) as refused:
            hold(desk)
        assert set(refused.value.errors) == {"no_undertakings"}
        with pytest.raises(InvalidMany):
            hold(desk, DONE, no_promises="均已整改")
        hold(desk, no_promises="所列问题谈话前均已整改")
        assert desk.talk.no_undertakings == "所列问题谈话前均已整改"

    def test_art46_6_no_custody_is_minuted_undertaken_or_reported(self, desk):
        arrange(desk)
        bad = Promise("对信访人落实稳控", DAY + timedelta(days=9))
        with pytest.raises(InvalidMany) as refused:
            hold(desk, DONE, bad, text="要求把上访人接回")
        assert set(refused.value.errors) == {"minutes", "undertaking_2"}
        hold(desk, DONE)
        row = desk.talk.undertakings.get()
        with pytest.raises(Invalid) as one:
            undertakings.report_undertaking(
                authority=as_(desk.officer), undertaking=row, result="已将其接回", now=NOW
            )
        assert one.value.field == "result"
        with pytest.raises(Invalid) as one:
            undertakings.add_undertaking(
                authority=as_(desk.head), talk=desk.talk, text="专人看管", due_on=DAY, now=NOW
            )
        assert one.value.field == "text"

    def test_another_person_closes_or_the_reason_is_on_record(self, desk):
        arrange(desk)
        hold(desk, no_promises="均已整改")
        with pytest.raises(Invalid) as refused:
            talk_minutes.close_talk(
                authority=as_(desk.head), talk=desk.talk, note="已整改", now=NOW
            )
        assert refused.value.field == "alone"
        talk_minutes.close_talk(
            authority=as_(desk.head), talk=desk.talk, note="已整改", alone="局内暂无其他督查人员",
            now=NOW,
        )  # fmt: skip
        log = TransitionLog.objects.get(verb="talk.close")
        assert "记录人本人办结：局内暂无其他督查人员" in log.reason

    def test_by_page_only_the_recorder_is_asked(self, desk, client, time_machine):
        time_machine.move_to(at(DAY, 18), tick=False)
        arrange(desk)
        hold(desk, no_promises="均已整改")
        url = reverse("accountability:talk_step", args=[desk.talk.pk, "close"])
        client.force_login(desk.leader)
        assert "alone" not in client.get(url).context["form"].fields
        client.force_login(desk.head)
        assert client.post(url, {"note": "已整改"}).status_code == 422
        client.force_login(desk.leader)
        assert client.post(url, {"note": "已整改"}).status_code == 302
