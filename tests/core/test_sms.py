"""Text messages go out at most once, signed, through the gateway that is set; their row tells what is known."""

import hashlib
import hmac
import json
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from io import StringIO
from pathlib import Path
from socketserver import TCPServer

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from core import jobs, outgoing, sms, tasks
from core.errors import StaleState
from core.models import AuditEntry, OwedEffect, Sms
from organizations.enums import PostKind
from tests.factories.organizations import make_county, make_user_with_post

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SECRET = "a-secret-of-the-gateway"
PHONE = "13800000001"
pytestmark = pytest.mark.django_db


def queue(key="k1", **more):
    fields = {
        "key": key,
        "to_name": "王建国",
        "to_phone": PHONE,
        "text": "9901办结逾期5天",
        "now": NOW,
    }
    return sms.queue(**{**fields, **more})[0]


def effect_of(row):
    return OwedEffect.objects.filter(kind=sms.EFFECT, key=str(row.pk)).latest("pk")


def run(row, now=NOW):
    done = jobs.run(effect_of(row).pk, now=now)
    row.refresh_from_db()
    return done


class Gateway:
    """A gateway that checks signatures, answers what the test tells it to, and keeps what it took in."""

    def __init__(self):
        self.taken, self.answers, self.sleep, self.secret, self.seen = [], [], 0.0, SECRET, []
        self.reports, self.drop = {}, False
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, answer = gateway.answer(self.headers, self.path, body)
                if gateway.drop:
                    self.connection.close()
                    return
                time.sleep(gateway.sleep)
                data = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_args):
                pass

        self.server = TCPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *_args: None
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def answer(self, headers, path, body):
        parts = (headers["X-Timestamp"].encode(), headers["X-Nonce"].encode(), body)
        right = hmac.new(self.secret.encode(), b"\n".join(parts), hashlib.sha256).hexdigest()
        self.seen.append((headers["X-App-Id"], headers["X-Nonce"], headers["X-Timestamp"]))
        if headers["X-Signature"] != right:
            return 401, {"error": "bad signature"}
        content = json.loads(body)
        if path == "/status":
            found = [
                {"message_id": number, "status": self.reports[number]}
                for number in content["message_ids"]
                if number in self.reports
            ]
            return 200, {"results": found}
        status = self.answers.pop(0) if self.answers else 200
        if status == 200:
            self.taken.append(content)
        return status, {"id": f"G{len(self.taken)}"}

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def gateway(settings):
    found = Gateway()
    settings.SMS_GATEWAY, settings.SMS_URL = "http", f"{found.url}/send"
    settings.SMS_STATUS_URL = f"{found.url}/status"
    settings.SMS_APP_ID, settings.SMS_SECRET, settings.SMS_TIMEOUT = "county", SECRET, 2
    yield found
    found.stop()


# --- the HTTP gateway ------------------------------------------------------------------------------
def test_a_signed_message_is_taken_in_once(gateway):
    row = queue()
    assert run(row)
    assert (row.state, row.gateway_id, row.attempts) == ("sent", "G1", 1)
    assert gateway.taken == [
        {"app_id": "county", "message_id": row.message_id, "phone": PHONE, "text": row.text}
    ]
    run(row)
    assert queue() == row
    assert len(gateway.taken) == 1


def test_each_request_has_its_own_nonce_and_the_time(gateway):
    run(queue()), run(queue("k2"))
    (app, first, at), (_app, second, _at) = gateway.seen
    assert app == "county"
    assert first != second
    assert abs(int(at) - time.time()) < 60


@pytest.mark.parametrize("status", [500, 503, 429])
def test_not_taken_in_is_tried_again_with_back_off_and_sent_once(gateway, status):
    gateway.answers = [status]
    row = queue()
    assert not run(row)
    assert (row.state, row.attempts) == ("queued", 1)
    assert str(status) in row.last_error
    assert effect_of(row).due_at == NOW + timedelta(minutes=2)
    assert not run(row, NOW + timedelta(minutes=1))
    assert run(row, NOW + timedelta(minutes=2))
    assert (row.state, len(gateway.taken)) == ("sent", 1)


def test_for_ever_busy_ends_as_failed(gateway):
    gateway.answers = [503] * 20
    row, now = queue(), NOW
    for _ in range(sms.CHANNEL.attempts):
        run(row, now)
        now += timedelta(minutes=2**row.attempts)
    assert (row.state, gateway.taken) == ("failed", [])


def test_no_answer_in_time_is_unknown_and_never_sent_twice(gateway, settings):
    settings.SMS_TIMEOUT, gateway.sleep = 0.2, 0.6
    row = queue()
    run(row)
    assert row.state == "unknown"
    gateway.sleep = 0
    run(row, NOW + timedelta(days=1))
    assert jobs.sweep(now=NOW + timedelta(days=1)) == []
    assert len(gateway.taken) == 1


@pytest.mark.parametrize("status", [502, 504])
def test_something_between_that_does_not_know_is_unknown(gateway, status):
    gateway.answers = [status]
    row = queue()
    run(row)
    assert row.state == "unknown"


def test_a_connection_lost_after_the_request_is_unknown(gateway):
    gateway.drop = True
    row = queue()
    run(row)
    assert (row.state, len(gateway.taken)) == ("unknown", 1)


def test_a_bad_signature_is_refused_for_good_and_said(gateway):
    gateway.secret = "another"
    row = queue()
    run(row)
    assert row.state == "failed"
    assert "401" in row.last_error
    assert "bad signature" in row.last_error
    assert gateway.taken == []


def test_nobody_at_the_address_is_temporary(gateway, settings):
    settings.SMS_URL = "http://127.0.0.1:1/send"
    row = queue()
    run(row)
    assert (row.state, row.attempts) == ("queued", 1)


def test_the_gateway_reports_what_was_delivered(gateway, settings):
    first, second, third = queue(), queue("k2"), queue("k3")
    for row in (first, second):
        run(row)
    settings.SMS_TIMEOUT, gateway.sleep = 0.2, 0.6
    run(third)
    settings.SMS_TIMEOUT, gateway.sleep = 2, 0
    gateway.reports = {
        first.message_id: "delivered", second.message_id: "failed",
        third.message_id: "delivered", "somebody-else": "delivered",
    }  # fmt: skip
    later = NOW + timedelta(hours=1)
    out = StringIO()
    assert len(sms.fetch_reports(now=later, dry_run=True)) == 3
    assert Sms.objects.filter(state="delivered").count() == 0
    assert len(sms.fetch_reports(now=later)) == 3
    call_command("sms_reports", stdout=out)
    assert "0 messages changed" in out.getvalue()
    states = dict(Sms.objects.values_list("key", "state"))
    assert states == {"k1": "delivered", "k2": "failed", "k3": "delivered"}
    first.refresh_from_db()
    assert first.delivered_at == later


# --- other gateways --------------------------------------------------------------------------------
def test_the_file_gateway_writes_one_file(settings):
    row = queue()
    run(row)
    file = Path(settings.OUTBOX_DIR) / f"{row.message_id}.sms"
    assert file.read_text() == f"{PHONE}\n{row.text}\n"
    assert sms.fetch_reports(now=NOW) == {}


class OwnGateway:
    """A county's own class, named by its dotted path."""

    sent: list = []

    def send(self, *, message_id, phone, text):
        self.sent.append(phone)
        return "own"

    def report(self, message_ids):
        return {}


def test_a_class_of_the_countys_own(settings):
    settings.SMS_GATEWAY = f"{__name__}.OwnGateway"
    row = queue()
    run(row)
    assert row.gateway_id == "own"
    assert OwnGateway.sent == [PHONE]


def test_the_console_gateway_logs(settings, caplog):
    settings.SMS_GATEWAY = "console"
    with caplog.at_level("INFO"):
        run(queue())
    assert PHONE in caplog.text


def test_off_sends_nothing(settings):
    settings.SMS_GATEWAY = "off"
    row = queue()
    run(row)
    assert row.state == "failed"
    assert not sms.is_on()
    assert sms.fetch_reports(now=NOW) == {}


# --- quiet hours, dead workers, people -------------------------------------------------------------
def test_quiet_hours_hold_a_notice_also_when_it_is_tried_again(gateway, monkeypatch):
    morning = NOW + timedelta(hours=8)
    monkeypatch.setattr(outgoing, "_quiet", [lambda now: max(now, morning)])
    row, loud = queue(), queue("k2", quiet=False)
    assert not run(row)
    assert run(loud)
    assert effect_of(row).due_at == morning
    assert row.attempts == 0
    assert run(row, morning)


def test_a_worker_that_died_leaves_unknown(monkeypatch):
    monkeypatch.setattr(tasks.run_effect, "apply_async", lambda *_args, **_kwargs: None)
    row = queue()
    Sms.objects.update(state="sending", sending_at=NOW)
    with pytest.raises(jobs.Postpone):
        sms.send_owed(effect_of(row), NOW + timedelta(minutes=1))
    tasks.sweep()
    row.refresh_from_db()
    assert row.state == "unknown"


def test_a_person_settles_doubtful_messages():
    row = queue()
    Sms.objects.update(state="failed", sending_at=NOW, sent_at=NOW, attempts=8)
    row.refresh_from_db()
    number = row.message_id
    sms.send_again(sms=row, actor=None, now=NOW)
    row.refresh_from_db()
    assert row.message_id != number, "the gateway would take the old number for a repetition"
    assert run(row)
    with pytest.raises(StaleState):
        sms.confirm_sent(sms=row, actor=None, now=NOW)
    Sms.objects.update(state="unknown", sent_at=None)
    row.refresh_from_db()
    sms.confirm_sent(sms=row, actor=None, now=NOW)
    assert [entry.verb for entry in AuditEntry.objects.order_by("pk")] == [
        "sms.send_again", "sms.confirm_sent",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("13800000001", PHONE),
        ("+86 138-0000-0001", PHONE),
        ("0086 13800000001", PHONE),
        ("0534-1234567", ""),
        ("12800000001", ""),
        ("", ""),
    ],
)
def test_only_mobile_numbers_get_messages(typed, digits):
    assert sms.mobile(typed) == digits


def test_the_test_command_says_what_came_of_it(gateway):
    out = StringIO()
    call_command("send_test_sms", PHONE, stdout=out)
    assert "http: sent G1" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("send_test_sms", "0534-1234567")


# --- pages -----------------------------------------------------------------------------------------
@pytest.fixture
def admin(client):
    office = make_county()["petition_office"][0]
    client.force_login(make_user_with_post(PostKind.ADMINISTRATOR, office))
    return client


@pytest.mark.parametrize("count", [2, 20])
def test_the_list_costs_the_same_for_any_number(admin, count, django_assert_max_num_queries):
    for n in range(count):
        queue(f"k{n}")
    with django_assert_max_num_queries(6):
        page = admin.get(reverse("sms-list"))
    assert len(page.context["page"].rows) == count
    text = page.content.decode()
    assert "138****0001" in text
    assert PHONE not in text


def test_an_administrator_settles_in_the_browser(admin):
    row = queue()
    Sms.objects.update(state="unknown", sending_at=NOW, attempts=1)
    assert admin.get(reverse("sms-list"), {"state": "unknown"}).context["page"].rows == [row]
    url = reverse("sms-detail", args=[row.pk])
    assert "不能确定" in admin.get(url).content.decode()
    settle = reverse("sms-settle", args=[row.pk])
    assert admin.post(settle, {"act": "x"}).status_code == 404
    admin.post(settle, {"act": "confirm"})
    row.refresh_from_db()
    assert row.state == "sent"
    assert "状态已变化" in admin.post(settle, {"act": "again"}, follow=True).content.decode()


@pytest.mark.parametrize(
    ("who", "reads"),
    [
        (PostKind.OFFICE_HEAD, True),
        (PostKind.RECEPTION, False),
        (PostKind.ADMINISTRATOR, False),
    ],
)
def test_what_a_message_says_is_for_the_recipient_and_the_head(db, client, who, reads):
    office = make_county()["petition_office"][0]
    row = queue()
    client.force_login(make_user_with_post(who, office))
    url = reverse("sms-detail", args=[row.pk])
    for address in (url, reverse("sms-list")):
        assert (row.text in client.get(address).content.decode()) == reads
    receiver = make_user_with_post(PostKind.PETITION_OFFICER, office)
    Sms.objects.update(recipient=receiver)
    client.force_login(receiver)
    assert row.text in client.get(url).content.decode()
