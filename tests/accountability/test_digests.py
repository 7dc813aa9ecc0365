"""One message a person a day, held in quiet hours, by the channels chosen; a breach always arrives; once each."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from accountability.domain.channels import Choice
from accountability.models import Digest, Notice, NoticeChoice, NoticeKind
from accountability.services.channels import choose
from accountability.services.daily import run_escalation
from accountability.services.digests import DAILY, carry, owe_daily
from accountability.services.notices import notify, send_digests
from accountability.services.quiet import allowed_at
from accountability.services.reminders import send_reminders
from accountability.tasks import daily_duties
from core import jobs
from core.errors import Invalid
from core.models import Mail, OwedEffect, Sms
from organizations.enums import PostKind
from organizations.models import Setting
from petitions.enums import LegalClass, Purpose
from petitions.models import Clock
from tests.accountability.conftest import DUE, as_
from tests.factories.organizations import make_term
from tests.factories.petitions import SHANGHAI

PHONE = "13800000001"


def moment(day, hour, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


def work(now, kinds=("accountability", "mail.send", "sms.send")):
    """What a worker does in this minute; returns kinds of the effects done."""
    done = []
    for _ in range(3):
        for pk in jobs.sweep(now=now):
            effect = OwedEffect.objects.get(pk=pk)
            if effect.kind.startswith(kinds) and jobs.run(pk, now=now):
                done.append(effect.kind)
    return done


def tell(world, now, kind=NoticeKind.TASK, **more):
    values = {"user": world.officer, "title": "标题", "text": "内容", "case": world.case, **more}
    notice = notify(kind=kind, now=now, by_mail=True, **values)
    send_digests(at=now, now=now)
    return notice


@pytest.fixture
def phone(world):
    world.officer.phone = PHONE
    world.officer.save()
    return world


# --- the day ---------------------------------------------------------------------------------------
def test_a_whole_day_ends_in_one_mail_and_one_text_message(phone):
    """Overdue, due soon and new of one officer: run by the timetable's own tasks."""
    phone.add_clock(phone.add_case(), due_on=DUE - timedelta(days=3))
    phone.add_clock(phone.add_case(), "C4", due_on=DUE + timedelta(days=3), name="书面告知")
    tell(phone, moment(DUE - timedelta(days=1), 22))
    work(moment(DUE - timedelta(days=1), 22))
    assert not Mail.objects.exists(), "nothing at night"
    start = moment(DUE, 7, 35)
    with time_machine.travel(start, tick=False):
        daily_duties()
    work(start)
    assert not Mail.objects.exists(), "the digest is at eight"
    work(moment(DUE, 8))
    work(moment(DUE, 8, 1))
    mail, sms = Mail.objects.get(), Sms.objects.get()
    assert "5件事项需要办理（逾期2件、即将到期2件、新增1件）" in mail.subject
    assert (mail.state, sms.state) == ("sent", "sent")
    assert [
        mail.text.index(word) for word in ("【逾期】2件", "【即将到期】2件", "【新增】1件")
    ] == sorted(mail.text.index(word) for word in ("【逾期】", "【即将到期】", "【新增】"))
    assert sms.text.startswith("【澄溪县信访局】镇信访干部：逾期2件（")
    assert "办结逾期3天" in sms.text
    assert Notice.objects.filter(carried_at__isnull=True).count() == 0
    assert Digest.objects.get().notices.count() == 5


def test_duties_that_ran_late_still_end_in_one_message(phone):
    late = moment(DUE, 10, 35)
    with time_machine.travel(late, tick=False):
        daily_duties()
    daily = OwedEffect.objects.get(kind=DAILY)
    assert not jobs.run(daily.pk, now=late), "it waits for the duties of its day"
    work(late)
    work(late + timedelta(minutes=2))
    assert Mail.objects.count() == 1


def test_what_comes_later_that_day_goes_out_at_once(phone):
    OwedEffect.objects.create(
        kind=DAILY, key="county", period=DUE.isoformat(), state="done", due_at=moment(DUE, 8),
        created_at=moment(DUE, 7), done_at=moment(DUE, 8),
    )  # fmt: skip
    tell(phone, moment(DUE, 15), NoticeKind.INSTRUCTION)
    work(moment(DUE, 15))
    assert Mail.objects.get().subject == "【信访】标题"
    assert Sms.objects.get().text.endswith(
        "新增1件（" + phone.case.number + "批示）。请登录信访系统办理。"
    )


def test_nobody_is_bothered_on_a_day_off(phone):
    saturday = DUE + timedelta(days=3)
    with time_machine.travel(moment(saturday, 7, 35), tick=False):
        daily_duties()
    assert not OwedEffect.objects.filter(kind=DAILY).exists()
    notice = tell(phone, moment(saturday, 12), NoticeKind.ESCALATION)
    work(moment(saturday, 12))
    assert Notice.objects.filter(pk=notice.pk).exists(), "on screen at once"
    assert not Mail.objects.exists()
    monday = saturday + timedelta(days=2)
    work(moment(monday, 7, 30))
    assert not Mail.objects.exists(), "left to the digest of the next working day"
    with time_machine.travel(moment(monday, 7, 35), tick=False):
        daily_duties()
    work(moment(monday, 7, 36))
    work(moment(monday, 8))
    assert Mail.objects.filter(recipient=phone.officer).count() == 1


def test_a_digest_made_late_waits_for_the_morning(phone):
    tell(phone, moment(DUE, 20, 50))
    owe_daily(on=DUE, now=moment(DUE, 20, 50))
    work(moment(DUE, 21, 5))
    assert not Mail.objects.exists()
    effect = OwedEffect.objects.filter(kind="accountability.digest", period__startswith="day").get()
    assert effect.due_at == moment(DUE + timedelta(days=1), 7, 30)


def test_the_county_sets_its_own_hours(world):
    for code, value in (("quiet.from", "18:00"), ("quiet.to", "09:00")):
        Setting.objects.create(code=code, value=value, valid_from=date(2026, 1, 1))
    assert allowed_at(moment(DUE, 18)) == moment(DUE + timedelta(days=1), 9)
    assert allowed_at(moment(DUE, 10)) == moment(DUE, 10)
    assert allowed_at(datetime(2026, 3, 11, 23, tzinfo=UTC)) == moment(DUE + timedelta(days=1), 9)


# --- choices ---------------------------------------------------------------------------------------
def digest(world, now=None):
    return carry(user_id=world.officer.pk, slot="day:x", now=now or moment(DUE, 9))


def choose_off(world):
    kinds = [kind for kind in NoticeKind if kind not in ("overdue", "escalation", "bulletin")]
    off = Choice(by_mail=False, by_sms=False)
    choose(authority=as_(world.officer), choices={str(k): off for k in kinds}, now=moment(DUE, 7))


def test_art44_a_breach_arrives_by_every_channel_whatever_was_chosen(phone):
    choose_off(phone)
    tell(phone, moment(DUE, 7), NoticeKind.REMINDER)
    assert (digest(phone).mail, digest(phone)) == (None, None)
    breach = tell(phone, moment(DUE, 8), NoticeKind.OVERDUE)
    Notice.objects.filter(pk=breach.pk).update(read_at=moment(DUE, 8))
    found = carry(user_id=phone.officer.pk, slot="day:y", now=moment(DUE, 9))
    assert found.mail.subject == "【信访】标题"
    assert "逾期1件" in found.sms.text


def test_one_cannot_choose_a_breach_away(phone):
    with pytest.raises(Invalid, match="不能关闭"):
        choose(
            authority=as_(phone.officer), choices={"overdue": Choice(False, False)},
            now=moment(DUE, 7),
        )  # fmt: skip


def test_what_was_read_on_screen_is_not_sent_after_all(phone):
    notice = tell(phone, moment(DUE, 7))
    Notice.objects.filter(pk=notice.pk).update(read_at=moment(DUE, 7, 30))
    assert digest(phone).mail is None


@pytest.mark.parametrize("number", ["", "0534-1234567"])
def test_without_a_mobile_number_there_is_only_the_mail(world, number):
    world.officer.phone = number
    world.officer.save()
    tell(world, moment(DUE, 7), NoticeKind.OVERDUE)
    found = digest(world)
    assert found.mail
    assert found.sms is None


def test_without_a_gateway_there_is_only_the_mail(phone, settings):
    settings.SMS_GATEWAY = "off"
    tell(phone, moment(DUE, 7), NoticeKind.OVERDUE)
    assert digest(phone).sms is None


# --- what must not be said -------------------------------------------------------------------------
def test_a_text_message_holds_number_clock_and_days_and_nothing_else(phone):
    phone.case.title = "张小明反映邻居李大强侵占宅基地"
    phone.case.save()
    for count in (1, 5):
        run_escalation(
            on=DUE + timedelta(days=count), now=moment(DUE + timedelta(days=count), 7, 40)
        )
    tell(
        phone, moment(DUE, 7), NoticeKind.INSTRUCTION, title="张小明的事",
        text="张小明电话13911112222",
    )  # fmt: skip
    found = digest(phone, moment(DUE + timedelta(days=5), 8))
    assert found.sms.text == (
        f"【澄溪县信访局】镇信访干部：逾期1件（{phone.case.number}办结逾期5天）；"
        f"新增1件（{phone.case.number}批示）。请登录信访系统办理。"
    )


def test_art30_a_secret_matter_shows_neither_number_nor_clock_nor_days(phone):
    send_reminders(on=DUE, now=moment(DUE, 7))
    type(phone.case).objects.update(purpose=Purpose.ACCUSATION, legal_class=LegalClass.REPORT)
    phone.case.refresh_from_db()
    type(phone.case).objects.update(first_contact=phone.officer)
    tell(phone, moment(DUE, 8), NoticeKind.OVERDUE)
    found = digest(phone)
    assert phone.case.number not in found.sms.text
    assert "逾期1件（保密事项）" in found.sms.text


def test_art30_what_one_may_no_longer_see_is_not_sent(phone):
    tell(phone, moment(DUE, 7), NoticeKind.OVERDUE)
    phone.case.accused_people.add(phone.officer)
    found = digest(phone)
    assert (found.mail, found.sms) == (None, None)


# --- once ------------------------------------------------------------------------------------------
def test_the_person_with_two_posts_is_reminded_once(phone):
    make_term(phone.officer, phone.town, PostKind.DEPUTY, title="副镇长")
    send_reminders(on=DUE, now=moment(DUE, 7, 35))
    owe_daily(on=DUE, now=moment(DUE, 8))
    work(moment(DUE, 8))
    assert Notice.objects.count() == Mail.objects.count() == 1


def test_a_notice_is_taken_along_once(phone):
    tell(phone, moment(DUE, 7), NoticeKind.OVERDUE)
    assert digest(phone).notices.count() == 1
    assert carry(user_id=phone.officer.pk, slot="day:y", now=moment(DUE, 10)) is None


def test_what_nobody_took_along_for_two_weeks_is_history(phone):
    tell(phone, moment(DUE, 7), NoticeKind.OVERDUE)
    assert owe_daily(on=DUE, now=moment(DUE + timedelta(days=15), 8)) == []


def test_dry_run_lists_the_people_and_writes_nothing(phone):
    out = StringIO()
    with time_machine.travel(moment(DUE, 9), tick=False):
        tell(phone, moment(DUE, 7))
        OwedEffect.objects.all().delete()
        call_command("send_digests", "--dry-run", stdout=out)
        assert "would be owed to 1 people" in out.getvalue()
        assert not OwedEffect.objects.exists()
        call_command("send_digests", stdout=out)
    assert OwedEffect.objects.get().period == f"day:{DUE.isoformat()}"


@pytest.mark.parametrize("count", [2, 20])
def test_a_digest_costs_the_same_for_any_number_of_notices(
    phone, count, django_assert_max_num_queries
):
    """Query budget: 32, most of them the writes of digest, mail, text message and their effects."""
    for n in range(count):
        notify(
            user=phone.officer, kind=NoticeKind.OVERDUE, title=f"{n}", text="x",
            case=phone.add_case(), now=moment(DUE, 7), clock=Clock.objects.get(),
        )  # fmt: skip
    with django_assert_max_num_queries(32):
        assert digest(phone).notices.count() == count


# --- the page --------------------------------------------------------------------------------------
def test_the_page_says_what_always_arrives_and_keeps_a_choice(
    phone, client, django_assert_max_num_queries
):
    client.force_login(phone.officer)
    url = reverse("accountability:channels")
    with django_assert_max_num_queries(8):
        text = client.get(url).content.decode()
    for words in ("一律通过全部可用渠道送达", "138****0001", "工作日 08:00", "21:00 至次日 07:30"):
        assert words in text
    assert "overdue__mail" not in text
    client.post(url, {"task__sms": "on"})
    row = NoticeChoice.objects.get(user=phone.officer, kind="task")
    assert (row.by_mail, row.by_sms) == (False, True)
    client.post(url, {"task__mail": "on"})
    assert NoticeChoice.objects.filter(user=phone.officer, kind="task").count() == 1
    assert client.get(url).context["form"]["task__mail"].value() is True
