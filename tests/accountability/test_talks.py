"""Talks (约谈, 条例第三十九条第三款): arranged, held, promised, reported, checked, closed."""

import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accountability.domain.default_rule_sets import DUTY
from accountability.domain.scoring import Event, EventKind, UnitFacts, score_unit
from accountability.models import Notice, Talk, TalkUndertaking
from accountability.selectors.talks import visible_talks
from accountability.services import talk_course as course
from accountability.services import talk_minutes, undertakings
from accountability.services.talk_minutes import Promise
from accountability.services.talk_reminders import remind_undertakings
from core.errors import Invalid, InvalidMany, NotAllowed, StaleState, Unlawful
from core.models import Mail
from organizations.enums import PostKind
from organizations.models import Term
from tests.accountability.conftest import DUE, as_, deliver
from tests.accountability.talking import NOW, arrange, hold, propose_talk
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at


@pytest.fixture
def desk(world):
    return propose_talk(world)


def held_with(desk, due_on):
    arrange(desk)
    hold(desk, Promise("逐件补办告知", due_on))
    return TalkUndertaking.objects.select_related("talk__unit", "talk__person").get()


def test_the_whole_course(desk, django_capture_on_commit_callbacks):
    desk.deputy.email = "deputy@example.org"
    desk.deputy.save()
    arrange(desk)
    assert (desk.talk.person, desk.talk.person_title) == (
        desk.deputy,
        f"{desk.town.name}副镇长",
    ) or (desk.talk.person == desk.deputy and desk.talk.person_title.startswith(desk.town.name))
    deliver(NOW)
    assert Mail.objects.filter(to_address="deputy@example.org").count() == 1
    course.acknowledge_talk(authority=as_(desk.deputy), talk=desk.talk, now=NOW)
    row_due = DUE + timedelta(days=30)
    hold(desk, Promise("逐件补办告知", row_due))
    row = desk.talk.undertakings.get()
    with pytest.raises(Unlawful, match="1 项"):
        talk_minutes.close_talk(authority=as_(desk.leader), talk=desk.talk, note="", now=NOW)
    undertakings.report_undertaking(
        authority=as_(desk.officer), undertaking=row, result="已补办", now=NOW
    )
    undertakings.check_undertaking(
        authority=as_(desk.head), undertaking=row, done=False, note="缺送达回证", now=NOW
    )
    assert Notice.objects.filter(user=desk.officer, text="缺送达回证").exists()
    undertakings.report_undertaking(
        authority=as_(desk.deputy), undertaking=row, result="附送达回证", now=NOW
    )
    undertakings.check_undertaking(
        authority=as_(desk.head), undertaking=row, done=True, note="", now=NOW
    )
    talk_minutes.close_talk(authority=as_(desk.leader), talk=desk.talk, note="已整改", now=NOW)
    assert (desk.talk.status, desk.talk.closed_on) == ("closed", DUE)


def test_art39_the_joint_meeting_may_decide_a_talk_with_its_basis(desk):
    given = {
        "authority": as_(desk.leader), "unit": desk.town, "target": "principal",
        "basis": "联席会议2026年第3次会议", "reason": "两件处理意见逾期未执行", "now": NOW,
    }  # fmt: skip
    for field in ("basis", "reason", "target"):
        with pytest.raises(Invalid) as refused:
            course.decide_talk(**{**given, field: " "})
        assert refused.value.field == field
    for user in (desk.officer, desk.clerk, desk.principal):
        with pytest.raises(NotAllowed):
            course.decide_talk(**{**given, "authority": as_(user)})
    talk = course.decide_talk(**given)
    arrange(desk, talk=talk)
    assert talk.person == desk.principal


def test_a_vacant_post_is_named(desk):
    Term.objects.filter(user=desk.deputy).update(ends_on=DUE)
    with pytest.raises(Invalid, match="无人任职"):
        arrange(desk)


def test_who_holds_the_post_on_the_day_of_the_talk_is_invited(desk):
    term = Term.objects.get(user=desk.deputy)
    term.ends_on = DUE
    term.save()
    successor = make_user_with_post(PostKind.PRINCIPAL, desk.other_town, "新任副镇长")
    Term.objects.create(post=term.post, user=successor, starts_on=DUE + timedelta(days=1))
    arrange(desk)
    assert desk.talk.person == successor


@pytest.mark.parametrize(
    ("change", "field"),
    [({"scheduled_at": NOW}, "scheduled_at"), ({"place": " "}, "place")],
)
def test_what_an_invitation_needs(desk, change, field):
    with pytest.raises(Invalid) as refused:
        arrange(desk, **change)
    assert refused.value.field == field


def test_nobody_talks_to_themselves(desk):
    with pytest.raises(Invalid) as refused:
        arrange(desk, talker=desk.deputy)
    assert refused.value.field == "talker"


def test_minutes_and_undertakings_are_checked_together(desk):
    arrange(desk)
    with pytest.raises(InvalidMany) as refused:
        hold(
            desk, Promise(" ", DUE), Promise("补办", None),
            held_on=DUE + timedelta(days=9), text="",
        )  # fmt: skip
    assert set(refused.value.errors) == {
        "held_on", "minutes", "undertaking_1", "due_1", "due_2",
    }  # fmt: skip


def test_a_talk_is_held_after_it_was_arranged_and_dropped_with_a_reason(desk):
    with pytest.raises(StaleState):
        hold(desk, Promise("补办", DUE + timedelta(days=9)))
    with pytest.raises(Invalid):
        course.drop_talk(authority=as_(desk.head), talk=desk.talk, note=" ", now=NOW)
    course.drop_talk(authority=as_(desk.head), talk=desk.talk, note="已整改到位", now=NOW)
    with pytest.raises(StaleState):
        arrange(desk)


def test_only_the_person_invited_signs(desk):
    arrange(desk)
    with pytest.raises(NotAllowed):
        course.acknowledge_talk(authority=as_(desk.principal), talk=desk.talk, now=NOW)


def test_an_undertaking_may_be_added_later(desk):
    row = held_with(desk, DUE + timedelta(days=20))
    undertakings.add_undertaking(
        authority=as_(desk.head), talk=row.talk, text="公开办理结果", due_on=DUE, now=NOW
    )
    with pytest.raises(Invalid):
        undertakings.add_undertaking(
            authority=as_(desk.head),
            talk=row.talk,
            text="补",
            due_on=DUE - timedelta(days=1),
            now=NOW,
        )
    assert row.talk.undertakings.count() == 2


def test_an_undertaking_is_told_once_before_and_once_after_its_day(desk):
    due = DUE + timedelta(days=20)
    held_with(desk, due)
    Notice.objects.all().delete()
    for days, told in ((-4, 0), (-3, 0), (-1, 1), (0, 1), (1, 2), (2, 2)):
        day = due + timedelta(days=days)
        remind_undertakings(on=day, now=at(day), dry_run=True)
        remind_undertakings(on=day, now=at(day))
        assert Notice.objects.filter(user=desk.deputy).count() == told, days
    assert Notice.objects.filter(user=desk.head, kind="overdue").count() == 1


def test_under_the_duty_rule_set_volume_alone_never_lists_a_unit_for_a_talk():
    """Any number of matters, collective visits and visits above the county without a breach cost nothing, so
    the unit is never among the worst."""
    events = tuple(
        Event(kind=kind, case_id=n, case_number=str(n), on=date(2026, 3, 1), level="national")
        for n in range(200)
        for kind in (EventKind.MATTER, EventKind.COLLECTIVE, EventKind.VISIT_ABOVE)
    )
    facts = UnitFacts(unit_id=1, unit_name="甲镇", group="township", events=events)
    assert score_unit(rule_set=DUTY, facts=facts).score == DUTY.base


class TestPages:
    @pytest.mark.parametrize("count", [2, 20])
    def test_budgets(self, desk, client, count, django_assert_max_num_queries):
        for n in range(count):
            Talk.objects.create(
                unit=desk.town, period=f"{2000 + n}-03", consecutive=2, target="deputy",
                reason="连续两期", proposed_at=NOW,
            )  # fmt: skip
            TalkUndertaking.objects.create(talk=desk.talk, text="整改", due_on=DUE)
        client.force_login(desk.head)
        for budget, url in (
            (6, reverse("accountability:talk_list")),
            (7, reverse("accountability:talk", args=[desk.talk.pk])),
            (5, reverse("accountability:talk_decide")),
            (8, reverse("accountability:talk_step", args=[desk.talk.pk, "arrange"])),
        ):
            with django_assert_max_num_queries(budget):
                assert client.get(url).status_code == 200

    def test_a_units_leaders_see_their_own_talks_and_arrange_none(self, desk, client):
        client.force_login(desk.principal)
        assert client.get(reverse("accountability:talk", args=[desk.talk.pk])).status_code == 200
        step = reverse("accountability:talk_step", args=[desk.talk.pk, "arrange"])
        assert client.get(step).status_code == 403
        other = make_user_with_post(PostKind.PRINCIPAL, desk.other_town, "邻镇书记")
        assert not visible_talks(as_(other)).exists()
        client.force_login(other)
        assert client.get(reverse("accountability:talk", args=[desk.talk.pk])).status_code == 404

    def test_by_page_nothing_typed_is_lost(self, desk, client):
        arrange(desk)
        client.force_login(desk.head)
        url = reverse("accountability:talk_step", args=[desk.talk.pk, "hold"])
        page = client.post(
            url, {"held_on": "2026-03-13", "minutes": "", "undertaking_1": "补办告知"}
        )
        assert page.status_code == 422
        assert "补办告知" in page.content.decode()

    def test_a_step_that_is_not_due_leads_back(self, desk, client):
        client.force_login(desk.head)
        url = reverse("accountability:talk_step", args=[desk.talk.pk, "close"])
        assert client.get(url).status_code == 302
        assert client.get(url.replace("close", "burn")).status_code == 404


class TestInvitation:
    """The letter of invitation (信函), numbered for the year of the office."""

    def test_art39_the_invitation_is_a_numbered_letter(self, desk, client):
        arrange(desk)
        letter = desk.talk.letter
        assert (letter.kind, letter.unit) == ("talk", desk.office)
        assert letter.number.endswith(f"信约〔{DUE.year}〕1号")
        assert letter.addressee.endswith(f"{desk.deputy}")
        for words in (
            "2026年2月信访工作通报",
            "第三十九条第三款",
            "2026年3月13日（星期五）15:00",
            "县信访局会议室",
        ):
            assert words in letter.body
        text = pdf_text(client, desk.head, desk.talk)
        assert letter.number in text
        assert "关于约谈的通知" in text

    def test_a_new_day_has_a_letter_of_its_own_that_voids_the_first(self, desk):
        arrange(desk)
        first = desk.talk.letter
        arrange(desk, place="县政府会议室")
        second = desk.talk.letter
        assert second.number.endswith("2号")
        assert f"{first.number}同时作废" in second.body
        first.refresh_from_db()
        assert "作废" not in first.body

    def test_a_refused_arrangement_takes_no_number(self, desk):
        with pytest.raises(Invalid):
            arrange(desk, place=" ")
        arrange(desk)
        assert desk.talk.letter.number_serial == 1

    def test_a_decision_of_the_joint_meeting_is_named(self, desk):
        talk = course.decide_talk(
            authority=as_(desk.leader), unit=desk.town, target="deputy", basis="联席会议纪要〔2026〕3号",
            reason="未按期告知", now=NOW,
        )  # fmt: skip
        arrange(desk, talk=talk, authority=as_(desk.leader))
        assert "根据联席会议纪要〔2026〕3号" in talk.letter.body
        assert talk.letter.unit == desk.office

    @pytest.mark.parametrize(
        ("who", "status"),
        [
            ("head", 200),
            ("leader", 200),
            ("deputy", 200),
            ("principal", 200),
            ("officer", 404),
            ("clerk", 404),
        ],
    )
    def test_the_office_and_the_person_invited_open_it(self, desk, client, who, status):
        arrange(desk)
        client.force_login(getattr(desk, who))
        assert (
            client.get(reverse("accountability:talk_letter", args=[desk.talk.pk])).status_code
            == status
        )

    def test_a_talk_without_a_day_has_no_letter(self, desk, client, django_assert_max_num_queries):
        client.force_login(desk.head)
        url = reverse("accountability:talk_letter", args=[desk.talk.pk])
        assert client.get(url).status_code == 404
        arrange(desk)
        with django_assert_max_num_queries(4):
            assert client.get(url).status_code == 200


def pdf_text(client, user, talk):
    client.force_login(user)
    answer = client.get(reverse("accountability:talk_letter", args=[talk.pk]))
    assert answer["Content-Type"] == "application/pdf"
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
