"""Mail goes out at most once, and its row always tells what is known."""

import email
import email.policy
import socket
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from core import jobs, mail, tasks
from core.errors import Invalid, StaleState
from core.models import AuditEntry, Mail, MailState, OwedEffect

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


def queue(key="k1", **more):
    fields = {
        "key": key, "to_name": "王建国", "to_address": "wang@example.org", "now": NOW,
        "subject": "关于2026年2月信访工作情况的通报", "text": "请查收。\n.点开头的行\n",
    }  # fmt: skip
    return mail.queue(**{**fields, **more})[0]


def effect_of(row):
    return OwedEffect.objects.filter(kind=mail.EFFECT, key=str(row.pk)).latest("pk")


def run(row, now=NOW):
    done = jobs.run(effect_of(row).pk, now=now)
    row.refresh_from_db()
    return done


def files():
    from django.conf import settings

    return sorted(Path(settings.OUTBOX_DIR).glob("*.eml"))


def parse(path):
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "通报.pdf").write_bytes(b"%PDF-1.7 x")
    return tmp_path


ITEM = {"path": "通报.pdf", "name": "3月通报.pdf", "content_type": "application/pdf"}


def test_file_transport_writes_one_whole_message(media):
    row = queue(attachments=[ITEM], html="<p>请查收。</p>")
    assert run(row)
    assert row.state == MailState.SENT
    message = parse(files()[0])
    assert message["To"].addresses[0].display_name == "王建国"
    assert message["Subject"] == "关于2026年2月信访工作情况的通报"
    assert message.get_body(("plain",)).get_content().startswith("请查收。")
    attached = next(iter(message.iter_attachments()))
    assert (attached.get_filename(), attached.get_content()) == ("3月通报.pdf", b"%PDF-1.7 x")


def test_same_key_is_queued_and_sent_once():
    row = queue()
    assert mail.queue(
        key="k1", to_name="x", to_address="x@example.org", subject="x", text="x", now=NOW
    ) == (row, False)
    run(row)
    run(row)
    assert len(files()) == 1
    assert OwedEffect.objects.count() == 1


@pytest.mark.parametrize("path", ["../secret", "/etc/passwd", "missing.pdf"])
def test_attachment_outside_the_media_folder_is_refused(media, path):
    with pytest.raises(Invalid, match="附件不存在"):
        queue(attachments=[{**ITEM, "path": path}])
    assert not Mail.objects.exists()


def test_attachment_gone_before_sending_fails_for_good_and_sends_nothing(media):
    row = queue(attachments=[ITEM])
    (media / "通报.pdf").unlink()
    run(row)
    assert row.state == MailState.FAILED
    assert files() == []


def test_death_in_the_middle_leaves_unknown_and_nothing_is_sent_again(monkeypatch):
    class Killed(BaseException):
        pass

    def die(*_args, **_kwargs):
        raise Killed

    row = queue()
    with monkeypatch.context() as patch:
        patch.setattr("core.mail_transports.deliver", die)
        with pytest.raises(Killed):
            jobs.run(effect_of(row).pk, now=NOW)
    row.refresh_from_db()
    assert row.state == MailState.SENDING

    assert mail.mark_stuck(now=NOW + timedelta(minutes=1)) == 0
    assert jobs.sweep(now=NOW + timedelta(minutes=6)) == [effect_of(row).pk]
    run(row, now=NOW + timedelta(minutes=6))
    assert row.state == MailState.UNKNOWN
    run(row, now=NOW + timedelta(hours=1))
    assert files() == []


def test_the_sweep_of_each_minute_finds_what_its_sender_left_behind(monkeypatch):
    monkeypatch.setattr(tasks.run_effect, "apply_async", lambda *_args, **_kwargs: None)
    old, fresh = queue(), queue("k2")
    now = timezone.now()
    Mail.objects.filter(pk=old.pk).update(state="sending", sending_at=now - timedelta(minutes=6))
    Mail.objects.filter(pk=fresh.pk).update(state="sending", sending_at=now - timedelta(minutes=1))
    tasks.sweep()
    assert dict(Mail.objects.values_list("key", "state")) == {"k1": "unknown", "k2": "sending"}
    assert "人工核实" in Mail.objects.get(key="k1").last_error


def test_a_person_settles_an_unknown_message():
    row = queue()
    Mail.objects.filter(pk=row.pk).update(state="unknown", sending_at=NOW, attempts=1)
    row.refresh_from_db()
    mail.send_again(mail=row, actor=None, now=NOW)
    with pytest.raises(StaleState):
        mail.send_again(mail=row, actor=None, now=NOW)
    run(row)
    assert row.state == MailState.SENT
    assert len(files()) == 1

    other = queue("k2")
    Mail.objects.filter(pk=other.pk).update(state="unknown", sending_at=NOW)
    other.refresh_from_db()
    mail.confirm_sent(mail=other, actor=None, now=NOW)
    run(other)
    assert other.state == MailState.SENT
    assert len(files()) == 1
    assert [e.verb for e in AuditEntry.objects.order_by("pk")] == [
        "mail.send_again", "mail.confirm_sent",
    ]  # fmt: skip


# --- a real SMTP server ----------------------------------------------------------------------------
class Server:
    """Answers what the test tells it to, and keeps what it accepted."""

    def __init__(self):
        self.accepted, self.rcpt, self.data, self.drop = [], "", "", False

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - named by aiosmtpd
        if self.rcpt:
            return self.rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - named by aiosmtpd
        if self.drop:
            self.accepted.append(envelope.content)  # it has the message, but cannot say so
            server.transport.abort()
            return "250 never heard"
        if not self.data:
            self.accepted.append(envelope.content)
        return self.data or "250 OK"


@pytest.fixture
def smtp(settings):
    handler = Server()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.MAIL_TRANSPORT, settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp", "127.0.0.1", port
    settings.EMAIL_TIMEOUT = 5
    yield handler
    controller.stop()


def test_smtp_accepts(smtp):
    row = queue()
    assert run(row)
    assert row.state == MailState.SENT
    message = email.message_from_bytes(smtp.accepted[0], policy=email.policy.default)
    assert message["Message-ID"] == row.message_id
    assert ".点开头的行" in message.get_content()


@pytest.mark.parametrize("step", ["rcpt", "data"])
def test_smtp_4xx_is_tried_again_with_back_off_and_sent_once(smtp, step):
    setattr(smtp, step, "451 4.3.0 try again later")
    row = queue()
    assert not run(row)
    assert (row.state, row.attempts) == (MailState.QUEUED, 1)
    assert "451" in row.last_error
    effect = effect_of(row)
    assert (effect.state, effect.due_at) == ("owed", NOW + timedelta(minutes=2))
    setattr(smtp, step, "")
    assert not run(row, now=NOW + timedelta(minutes=1))
    assert run(row, now=NOW + timedelta(minutes=2))
    assert row.state == MailState.SENT
    assert len(smtp.accepted) == 1


def test_smtp_4xx_for_ever_ends_as_failed(smtp):
    smtp.rcpt = "450 4.2.1 busy"
    row, now = queue(), NOW
    for _ in range(mail.MAX_ATTEMPTS):
        run(row, now=now)
        now += timedelta(minutes=2**row.attempts)
    assert (row.state, row.attempts) == (MailState.FAILED, mail.MAX_ATTEMPTS)


@pytest.mark.parametrize("step", ["rcpt", "data"])
def test_smtp_5xx_fails_for_good(smtp, step):
    setattr(smtp, step, "550 5.1.1 no such user")
    row = queue()
    run(row)
    assert row.state == MailState.FAILED
    assert "550" in row.last_error
    assert effect_of(row).state == "done"


def test_connection_lost_after_data_is_unknown_and_never_repeated(smtp):
    smtp.drop = True
    row = queue()
    run(row)
    assert row.state == MailState.UNKNOWN
    run(row, now=NOW + timedelta(days=1))
    assert len(smtp.accepted) == 1


def test_no_server_is_temporary(settings):
    settings.MAIL_TRANSPORT, settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp", "127.0.0.1", 1
    row = queue()
    run(row)
    assert (row.state, row.attempts) == (MailState.QUEUED, 1)


def test_two_workers_send_one_message():
    row = queue()
    barrier, outcomes = threading.Barrier(2), []

    def work():
        from django.db import connection

        barrier.wait()
        outcomes.append(jobs.run(effect_of(row).pk, now=NOW))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [False, True]
    assert len(files()) == 1
