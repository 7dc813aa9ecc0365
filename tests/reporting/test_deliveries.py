"""From the distribution list to the receipt: who gets a bulletin, what became of it, who signed."""

import re
from datetime import date, timedelta

import pytest
from django.core import signing
from django.db import IntegrityError, transaction

from accountability.models import Notice
from core.errors import Invalid, NotAllowed, StaleState, Unlawful
from core.models import AuditEntry, Mail, OwedEffect
from organizations.enums import PostKind
from organizations.models import Post, Setting, Term, User
from petitions.models import Clock
from reporting.domain.periods import Month
from reporting.models import Delivery, DeliveryMessage, DeliveryReminder, DistributionKind
from reporting.selectors.distribution import distribution
from reporting.services.bulletin_mails import SALT, receipt_token
from reporting.services.bulletins import approve_bulletin, build_bulletin
from reporting.services.deliveries import confirm_arrival, note_bounce, resend
from reporting.services.delivery_reminders import remind_unsigned
from reporting.services.distribution import change_distribution, undo_change
from reporting.services.publication import finish_publication, sign_bulletin
from reporting.services.receipts import sign_by_link, sign_logged_in
from tests.factories.organizations import make_user, make_user_with_post
from tests.factories.petitions import at
from tests.reporting.conftest import MONTH, NOW, TODAY, published

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=3)


def approved(county):
    head = county.authority(county.head)
    bulletin = build_bulletin(
        period=Month.parse(MONTH), now=NOW, authority=county.authority(county.clerk)
    )
    approve_bulletin(bulletin=bulletin, authority=head, now=NOW)
    bulletin.refresh_from_db()
    return bulletin


def issue(county, bulletin):
    sign_bulletin(bulletin=bulletin, authority=county.authority(county.head), now=NOW)
    return finish_publication(bulletin_id=bulletin.pk, now=NOW)


def states(bulletin):
    return Delivery.objects.filter(bulletin=bulletin).state_counts()


def of(bulletin, user):
    return Delivery.objects.with_state().get(bulletin=bulletin, recipient=user)


def change(county, bulletin, user, kind="omit", reason="出差", by=None):
    return change_distribution(
        bulletin=bulletin, user=user, kind=DistributionKind(kind), reason=reason,
        authority=county.authority(by or county.head), now=NOW,
    )  # fmt: skip


class TestDistribution:
    def test_it_names_every_post_and_who_gets_nothing_and_why(self, october):
        silent, gone, off = october.principals[1], october.deputies[0], october.deputies[1]
        User.objects.filter(pk=silent.pk).update(email="")
        User.objects.filter(pk=off.pk).update(is_active=False)
        Term.objects.filter(user=gone).update(ends_on=date(2026, 10, 31))
        found = distribution(approved(october), on=TODAY)
        assert [line.user for line in found.served] == [october.leader, october.principals[0]]
        assert {(line.user, line.problem) for line in found.unserved} == {
            (None, "职务空缺"), (silent, "账号没有登记电子邮箱"), (off, "账号已停用"),
        }  # fmt: skip

    def test_the_county_chooses_the_groups(self, october):
        bulletin = approved(october)
        for group in ("township_deputies", "county_deputies"):
            Setting.objects.create(
                code=f"delivery.{group}", value=False, valid_from=date(2026, 1, 1)
            )
        found = distribution(bulletin, on=TODAY)
        assert [line.user for line in found.served] == october.principals
        assert found.off == ["其他县领导", "乡镇（街道）分管领导"]

    def test_a_person_of_two_posts_is_served_once(self, october):
        post = Post.objects.create(unit=october.townships[1], kind="deputy", title="人大主席")
        Term.objects.create(post=post, user=october.principals[0], starts_on=date(2020, 1, 1))
        found = distribution(approved(october), on=TODAY)
        assert len(found.served) == 5
        assert [line.problem for line in found.lines if line.state == "same"] == [
            "同一人已因另一职务列入，不重复发送"
        ]

    def test_additions_and_omissions_need_a_reason_and_are_recorded(self, october):
        bulletin = approved(october)
        with pytest.raises(Invalid):
            change(october, bulletin, october.leader, reason=" ")
        change(october, bulletin, october.leader, reason="另行呈送纸质件")
        change(october, bulletin, october.clerk, "add", reason="留存")
        issue(october, bulletin)
        found = {row.recipient for row in bulletin.deliveries.select_related("recipient")}
        assert found == {october.clerk, *october.principals, *october.deputies}
        verbs = [e.verb for e in AuditEntry.objects.filter(verb__contains="distribution")]
        assert verbs == ["bulletin.distribution_omit", "bulletin.distribution_add"]

    def test_it_can_be_undone_and_is_closed_by_the_signature(self, october):
        bulletin = approved(october)
        undo_change(
            change=change(october, bulletin, october.leader),
            authority=october.authority(october.head), now=NOW,
        )  # fmt: skip
        issue(october, bulletin)
        assert states(bulletin) == {"waiting": 5}
        with pytest.raises(Unlawful, match="已经签发"):
            change(october, bulletin, october.leader)

    @pytest.mark.parametrize(
        ("kind", "who", "message"),
        [
            ("add", "leader", "已在发送名单中"),
            ("omit", "clerk", "不在发送名单中"),
            ("add", "stranger", "不能查阅信访通报"),
        ],
    )
    def test_pointless_changes_are_refused(self, october, kind, who, message):
        user = make_user("外人") if who == "stranger" else getattr(october, who)
        with pytest.raises(Invalid, match=message):
            change(october, approved(october), user, kind)

    def test_only_the_signer_changes_it(self, october):
        with pytest.raises(NotAllowed):
            change(october, approved(october), october.leader, by=october.clerk)


class TestMail:
    def test_the_head_of_a_unit_reads_its_own_line(self, october):
        bulletin = published(october)
        message = of(bulletin, october.principals[0]).mail
        for line in ("起数：3起（同比基数为零）", "人次：10人次", "名次：第2名（共2个单位）",
                     "升降：—", "超期：2件（未告知2件、未办结0件）"):  # fmt: skip
            assert line in message.text
            assert line.partition("：")[2] in message.html
        assert message.attachments[0]["path"] == str(bulletin.pdf)
        other = of(bulletin, october.principals[1]).mail
        assert "起数：1起" in other.text
        assert "起数：3起" not in other.text

    def test_county_leaders_read_the_county(self, october):
        message = of(published(october), october.leader).mail
        assert "10月，全县共登记信访事项4起" in message.text
        assert "月末在办" in message.html
        assert "名次" not in message.text

    def test_each_link_is_the_recipients_own(self, october):
        published(october)
        links = re.findall(
            r"/receipts/(\S+)/", "".join(Mail.objects.values_list("text", flat=True))
        )
        found = {tuple(signing.loads(link, salt=SALT)) for link in links}
        assert len(found) == Mail.objects.count() == 5


class TestStates:
    @pytest.mark.parametrize(
        ("mail_state", "state"),
        [
            ("queued", "waiting"), ("sending", "waiting"), ("sent", "sent"),
            ("failed", "bounced"), ("unknown", "unknown"),
        ],
    )  # fmt: skip
    def test_the_mail_tells(self, october, mail_state, state):
        bulletin = published(october)
        Mail.objects.update(state=mail_state, sent_at=LATER if mail_state == "sent" else None)
        assert states(bulletin) == {state: 5}

    def test_no_mail_and_a_receipt(self, october):
        User.objects.filter(pk=october.leader.pk).update(email="")
        bulletin = published(october)
        assert of(bulletin, october.leader).state == "none"
        sign_logged_in(bulletin=bulletin, authority=october.authority(october.leader), now=LATER)
        Mail.objects.update(state="failed")
        assert states(bulletin) == {"signed": 1, "bounced": 4}


class TestAgain:
    def act(self, what, county, delivery, by=None, **more):
        return what(
            delivery=delivery, authority=county.authority(by or county.clerk), now=LATER, **more
        )

    def test_a_further_message_of_the_same_delivery(self, october):
        bulletin = published(october)
        delivery = of(bulletin, october.leader)
        Mail.objects.filter(pk=delivery.mail_id).update(
            state="failed", last_error="550 no such user"
        )
        User.objects.filter(pk=october.leader.pk).update(email="new@example.invalid")
        found = self.act(resend, october, delivery, reason="更换邮箱")
        assert (found.state, found.mail.to_address) == ("waiting", "new@example.invalid")
        rows = list(found.messages.values_list("number", "reason", "by"))
        assert rows == [(1, "", None), (2, "更换邮箱", october.clerk.pk)]
        assert OwedEffect.objects.filter(kind="mail.send", key=str(found.mail_id)).count() == 1
        with pytest.raises(Unlawful, match="待发送，不能重发"):
            self.act(resend, october, delivery, reason="再来")
        assert Mail.objects.count() == 6

    def test_two_clicks_send_one(self, october, monkeypatch):
        bulletin = published(october)
        delivery = of(bulletin, october.leader)
        Mail.objects.filter(pk=delivery.mail_id).update(state="failed")
        stale = of(bulletin, october.leader)
        monkeypatch.setattr("reporting.services.deliveries._current", lambda _row: stale)
        self.act(resend, october, delivery, reason="一")
        with pytest.raises(StaleState, match="刚刚发生变化"):
            self.act(resend, october, delivery, reason="二")
        assert Mail.objects.count() == 6

    def test_whoever_had_no_address_can_be_sent_to_later(self, october):
        User.objects.filter(pk=october.leader.pk).update(email="")
        bulletin = published(october)
        delivery = of(bulletin, october.leader)
        with pytest.raises(Unlawful, match="没有可用的电子邮箱"):
            self.act(resend, october, delivery, reason="补发")
        User.objects.filter(pk=october.leader.pk).update(email="a@example.invalid")
        found = self.act(resend, october, delivery, reason="补发")
        assert (found.state, found.problem) == ("waiting", "")

    def test_a_bounce_entered_by_hand(self, october):
        bulletin = published(october)
        delivery = of(bulletin, october.leader)
        with pytest.raises(Unlawful, match="只有已发送"):
            self.act(note_bounce, october, delivery, reason="邮箱已满")
        Mail.objects.update(state="sent", sent_at=LATER)
        with pytest.raises(Invalid):
            self.act(note_bounce, october, delivery, reason=" ")
        found = self.act(note_bounce, october, delivery, reason="邮箱已满")
        assert found.state == "bounced"
        assert self.act(resend, october, delivery, reason="已清理").state == "waiting"

    def test_an_unknown_one_is_checked(self, october):
        bulletin = published(october)
        delivery = of(bulletin, october.leader)
        with pytest.raises(Unlawful):
            self.act(confirm_arrival, october, delivery)
        Mail.objects.filter(pk=delivery.mail_id).update(state="unknown", sending_at=LATER)
        assert self.act(confirm_arrival, october, delivery).state == "sent"

    @pytest.mark.parametrize("act", [resend, note_bounce])
    def test_only_the_office(self, october, act):
        delivery = of(published(october), october.leader)
        with pytest.raises(NotAllowed):
            self.act(act, october, delivery, by=october.principals[0], reason="x")

    def test_the_database_wants_a_reason_for_a_further_message(self, october):
        delivery = of(published(october), october.leader)
        extra = DeliveryMessage(delivery=delivery, number=2, mail=delivery.mail, at=LATER)
        with pytest.raises(IntegrityError), transaction.atomic():
            extra.save()


class TestReceipt:
    def test_by_link_once_with_time_and_means(self, october):
        bulletin = published(october)
        token = receipt_token(bulletin_id=bulletin.pk, user_id=october.leader.pk)
        first = sign_by_link(token=token, now=LATER)
        again = sign_logged_in(
            bulletin=bulletin, authority=october.authority(october.leader),
            now=LATER + timedelta(days=1),
        )  # fmt: skip
        assert (again.signed_at, again.signed_means) == (first.signed_at, "link") == (LATER, "link")
        entry = AuditEntry.objects.get(verb="bulletin.receipt")
        assert entry.data["means"] == "link"
        assert entry.data["recipient"] == october.leader.pk

    def test_whoever_was_not_sent_it_cannot_sign(self, october):
        bulletin = published(october)
        with pytest.raises(Unlawful):
            sign_logged_in(bulletin=bulletin, authority=october.authority(october.clerk), now=LATER)


class TestReminders:
    def run(self, day, **more):
        return remind_unsigned(on=day, now=at(day, 8), **more)

    def test_twice_at_most_with_working_days_between(self, october):
        bulletin = published(october)  # on a Sunday
        sign_logged_in(bulletin=bulletin, authority=october.authority(october.leader), now=LATER)
        sent = [len(self.run(date(2026, 11, day)).done) for day in range(2, 20)]
        assert [index + 2 for index, number in enumerate(sent) if number] == [3, 5]
        assert set(sent) == {0, 4}
        assert DeliveryReminder.objects.count() == 8
        notice = Notice.objects.filter(kind="task").earliest("pk")
        assert (notice.link, notice.user) == (f"reporting:bulletin {MONTH}", october.principals[0])
        assert OwedEffect.objects.filter(kind="accountability.digest").exists()

    def test_a_dry_run_writes_nothing(self, october):
        published(october)
        assert len(self.run(date(2026, 11, 3), dry_run=True).done) == 5
        assert not DeliveryReminder.objects.exists()

    def test_a_second_worker_reminds_nobody_again(self, october, monkeypatch):
        published(october)
        day = date(2026, 11, 3)
        from reporting.services import delivery_reminders

        before = delivery_reminders._unsigned(at(day, 8))  # both workers have read the same rows
        self.run(day)
        monkeypatch.setattr(delivery_reminders, "_unsigned", lambda _now: before)
        report = self.run(day)
        assert (len(report.done), len(report.skipped)) == (0, 5)
        assert DeliveryReminder.objects.count() == 5
        assert Notice.objects.filter(kind="task").count() == 5

    def test_accounts_out_of_use_are_left_alone(self, october):
        published(october)
        User.objects.filter(pk=october.leader.pk).update(is_active=False)
        assert len(self.run(date(2026, 11, 3)).done) == 4


def test_heads_of_departments_are_served_too(october):
    head = make_user_with_post(PostKind.PRINCIPAL, october.departments[0])
    assert "名次：第1名（共1个单位）" in of(published(october), head).mail.text


@pytest.mark.parametrize(("period", "has"), [(MONTH, True), ("2026-09-01_2026-10-31", False)])
def test_a_mail_promises_the_lines_of_a_score_only_where_there_is_one(october, period, has):
    bulletin = published(october, period)
    mail = bulletin.deliveries.get(recipient=october.principals[0]).mail
    assert ("计分说明" in mail.text, "计分说明" in mail.html) == (has, has)


def test_the_mail_says_when_a_place_is_shared(october):
    Clock.objects.all().delete()
    message = of(published(october), october.principals[0]).mail
    assert "名次：并列第1名（共2个单位）" in message.text
