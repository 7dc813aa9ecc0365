"""The outbox and the failed jobs: who opens them, what they show, what a person decides there."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from core import jobs, mail
from core.models import AuditEntry, Mail, OwedEffect
from organizations.enums import PostKind, UnitKind
from tests.factories.organizations import make_county, make_user_with_post

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def people(db):
    units = make_county()
    office, town = units[UnitKind.PETITION_OFFICE][0], units[UnitKind.TOWNSHIP][0]
    return {
        "head": make_user_with_post(PostKind.OFFICE_HEAD, office),
        "clerk": make_user_with_post(PostKind.RECEPTION, office),
        "administrator": make_user_with_post(PostKind.ADMINISTRATOR, office),
        "officer": make_user_with_post(PostKind.PETITION_OFFICER, town),
        "leader": make_user_with_post(PostKind.COUNTY_LEADER, units[UnitKind.COUNTY][0]),
    }


def add_mail(number=1, **more):
    row, _ = mail.queue(
        key=f"k{number}", to_name="王建国", to_address="wang@example.org", subject=f"第{number}封",
        text="请查收。", now=NOW, **more,
    )  # fmt: skip
    return row


@pytest.fixture
def head(people, client):
    client.force_login(people["head"])
    return client


@pytest.mark.parametrize(
    ("who", "mails", "effects"),
    [
        pytest.param("head", 200, 200, id="head"),
        pytest.param("administrator", 200, 200, id="administrator"),
        pytest.param("clerk", 200, 403, id="office-staff"),
        pytest.param("leader", 403, 403, id="county-leader"),
        pytest.param("officer", 403, 403, id="township"),
    ],
)
def test_who_opens_what(people, client, who, mails, effects):
    row = add_mail()
    client.force_login(people[who])
    assert client.get(reverse("mail-list")).status_code == mails
    assert client.get(reverse("mail-detail", args=[row.pk])).status_code == mails
    settled = client.post(reverse("mail-settle", args=[row.pk]), {"act": "again"})
    assert (settled.status_code == 403) == (mails == 403)
    assert client.get(reverse("effect-list")).status_code == effects
    retried = client.post(reverse("effect-retry", args=[OwedEffect.objects.first().pk]))
    assert (retried.status_code == 403) == (effects == 403)


@pytest.mark.parametrize("count", [2, 20])
def test_outbox_budget(head, count, django_assert_max_num_queries):
    for number in range(count):
        add_mail(number)
    with django_assert_max_num_queries(6):
        page = head.get(reverse("mail-list"), {"state": "queued"})
    assert len(page.context["page"].rows) == count
    assert not head.get(reverse("mail-list"), {"state": "sent"}).context["page"].rows


def test_message_is_shown_with_its_attachment(head, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 x")
    item = {"path": "a.pdf", "name": "3月通报.pdf", "content_type": "application/pdf"}
    row = add_mail(attachments=[item])
    assert "3月通报.pdf" in head.get(reverse("mail-detail", args=[row.pk])).content.decode()
    answer = head.get(reverse("mail-attachment", args=[row.pk, 0]))
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 x"
    assert answer["Content-Type"] == "application/pdf"
    assert head.get(reverse("mail-attachment", args=[row.pk, 1])).status_code == 404


def test_a_person_settles_an_unknown_message(head):
    rows = [add_mail(1), add_mail(2)]
    Mail.objects.update(state="unknown", sending_at=NOW, attempts=1)
    for row, act in zip(rows, ["confirm", "again"], strict=True):
        assert (
            "不能确定对方是否收到"
            in head.get(reverse("mail-detail", args=[row.pk])).content.decode()
        )
        head.post(reverse("mail-settle", args=[row.pk]), {"act": act})
    assert list(Mail.objects.order_by("pk").values_list("state", flat=True)) == ["sent", "queued"]
    assert AuditEntry.objects.count() == 2
    head.post(reverse("mail-settle", args=[rows[0].pk]), {"act": "confirm"})
    assert AuditEntry.objects.count() == 2
    assert head.post(reverse("mail-settle", args=[rows[0].pk]), {"act": "x"}).status_code == 404


@pytest.mark.parametrize("count", [2, 20])
def test_failed_jobs_budget_and_retry(head, count, django_assert_max_num_queries):
    for number in range(count):
        effect, _ = jobs.owe("test.page", key=number, now=NOW)
    OwedEffect.objects.update(state="failed", last_error="ValueError: x", attempts=8)
    with django_assert_max_num_queries(6):
        page = head.get(reverse("effect-list"))
    assert page.context["figures"]["failed"] == count
    head.post(reverse("effect-retry", args=[effect.pk]))
    effect.refresh_from_db()
    assert (effect.state, effect.attempts) == ("owed", 0)


@pytest.mark.parametrize(
    ("who", "code", "reads"),
    [
        pytest.param("head", 200, True, id="head"),
        pytest.param("administrator", 200, False, id="administrator"),
        pytest.param("clerk", 200, False, id="office-staff"),
        pytest.param("officer", 200, True, id="recipient"),
        pytest.param("leader", 403, False, id="county-leader"),
    ],
)
def test_what_a_message_says_is_for_the_recipient_and_the_head(
    people, client, settings, tmp_path, who, code, reads
):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 x")
    item = {"path": "a.pdf", "name": "决定.pdf", "content_type": "application/pdf"}
    row = add_mail(recipient=people["officer"], attachments=[item])
    client.force_login(people[who])
    page = client.get(reverse("mail-detail", args=[row.pk]))
    assert page.status_code == code
    for words in ("请查收。", "决定.pdf"):
        assert (words in page.content.decode()) == reads
    answer = client.get(reverse("mail-attachment", args=[row.pk, 0]))
    assert answer.status_code == (200 if reads else 403)
    if reads:
        b"".join(answer.streaming_content)
    listed = f'href="{reverse("mail-list")}"' in page.content.decode()
    assert listed == (who not in {"officer", "leader"})
