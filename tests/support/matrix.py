"""The world of the permission matrix, and one request of one person in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from accountability.models import (
    Escalation,
    Notice,
    RuleSet,
    TalkProposal,
)
from accountability.services.defaults import load_defaults
from core.errors import NotAllowed
from core.models import Mail, OwedEffect
from organizations.enums import PostKind
from petitions.models import Attachment, Case, ImportBatch, PlaceRule
from petitions.services import dispatching, handling, objections
from petitions.services.drafts import PersonDraft
from reporting.domain.periods import Month
from reporting.models import Bulletin
from reporting.services.bulletins import build_bulletin
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at, make_clock
from tests.petitions.conftest import County, register

PEOPLE = (
    "anonymous", "clerk", "head", "officer", "principal", "other", "inspector", "leader", "admin",
)  # fmt: skip
#: Answers that mean: this person may do this (a form with mistakes is shown again, an act may be unlawful now).
ALLOWED = {200, 201, 204, 302, 303, 400, 409, 422}
ID_NUMBER = "990101198001010014"
PERIOD, DRAFT_PERIOD = "2026-01", "2026-02"


@dataclass
class World:
    """One matter sent by the office to a town, a report against that town, and one row of everything else."""

    county: County
    day: date
    people: dict[str, Any] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)

    sessions: dict[str, str] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        """The browser of a person; the session is opened once and kept, also after a log-out that is rolled back."""
        client = Client(raise_request_exception=False)
        if who == "anonymous":
            return client
        if who not in self.sessions:
            client.force_login(self.people[who])
            self.sessions[who] = client.cookies[settings.SESSION_COOKIE_NAME].value
        client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        return client

    def ask(self, who: str, name: str, method: str, kwargs: dict[str, Any], data: Any) -> str:
        """One request, rolled back afterwards: "+" allowed, "login" sent to the log-in, "no" refused with a message on the page,
        else the status.
        """
        sent = {"data": data} if data else {}
        if name.startswith("api:") and method != "GET":
            sent["content_type"] = "application/json"
        client = self.client(who)
        with transaction.atomic(), refusals() as refused:
            answer = getattr(client, method.lower())(reverse(name, kwargs=kwargs), **sent)
            if answer.streaming:
                b"".join(answer.streaming_content)  # the test client closes the file at its end
            transaction.set_rollback(True)
        return _word(answer, refused=bool(refused))


@contextmanager
def refusals() -> Iterator[list[NotAllowed]]:
    """Collect each refusal of a service, for pages that show it as a message and redirect."""
    found: list[NotAllowed] = []
    original = NotAllowed.__init__

    def noted(self: NotAllowed, *args: Any, **kwargs: Any) -> None:
        found.append(self)
        original(self, *args, **kwargs)

    with patch.object(NotAllowed, "__init__", noted):
        yield found


def _word(answer: Any, *, refused: bool) -> str:
    if answer.status_code in {301, 302} and "/login/" in answer.headers.get("Location", ""):
        return "login"
    if answer.status_code not in ALLOWED:
        return str(answer.status_code)
    return "no" if refused else "+"


def build_world(county: County, day: date) -> World:
    """Write the rows that the addresses of the table name."""
    world = World(county, day)
    leader = make_user_with_post(PostKind.COUNTY_LEADER, county.office.parent, "县长")
    admin = make_user_with_post(PostKind.ADMINISTRATOR, county.office, "管理员")
    world.people = {
        "anonymous": AnonymousUser(), "clerk": county.clerk, "head": county.head,
        "officer": county.officer, "principal": county.principal, "other": county.other_officer,
        "inspector": county.inspector, "leader": leader, "admin": admin,
    }  # fmt: skip
    signed = (PersonDraft(name="张小明", phone="13800000001", id_number=ID_NUMBER),)
    case = register(county, now=at(day), received_on=day, people=signed)
    fresh = register(county, now=at(day), received_on=day, title="未转送")
    report = register(
        county, now=at(day), received_on=day, purpose="accusation", title="检举",
        accused_unit_ids=(county.town.pk,),
    )  # fmt: skip
    objected = register(county, now=at(day), received_on=day, title="有异议")
    accepted = register(county, now=at(day), received_on=day, title="已受理")
    for sent in (case, objected, accepted):
        dispatching.transfer_case(
            authority=county.who(county.clerk, on=day),
            case=sent,
            to_unit=county.town,
            note="",
            now=at(day),
        )
    town = county.who(county.officer, on=day)
    objections.raise_objection(
        authority=town, case=objected, reason="不属于", suggested_unit=None, now=at(day)
    )
    handling.accept_case(
        authority=town, case=accepted, body="受理", accepted_on=day, served_how="", now=at(day)
    )
    world.ids = {
        "case": case.pk,
        "fresh": fresh.pk,
        "report": report.pk,
        "objected": objected.pk,
        "accepted": accepted.pk,
    }
    world.ids["paper"] = accepted.documents.order_by("pk")[0].pk
    world.ids |= _of_case(world, case)
    world.ids |= _of_duties(world, case)
    world.ids |= _of_kernel(world)
    _bulletins(world)
    return world


def _of_case(world: World, case: Case) -> dict[str, int]:
    clerk, now = world.county.clerk, at(world.day)
    attachment = Attachment.objects.create(
        case=case, file=ContentFile(b"a", name="a.txt"), name="a.txt", content_type="text/plain",
        size=1, sha256="0" * 64, uploaded_by=clerk, uploaded_at=now,
    )  # fmt: skip
    batch = ImportBatch.objects.create(
        source="登记簿", file=ContentFile("主题\n甲".encode(), name="a.csv"), file_name="a.csv",
        sha256="0" * 64, uploaded_by=clerk, uploaded_at=now, columns={"0": "title"},
        sample={"sheets": [["", 2]], "rows": [[1, ["主题"]], [2, ["甲"]]]},
    )  # fmt: skip
    rule = PlaceRule.objects.create(pattern="东村", unit=world.county.town)
    part = case.participants.get()
    return {"attachment": attachment.pk, "batch": batch.pk, "rule": rule.pk, "part": part.pk}


def _of_duties(world: World, case: Case) -> dict[str, int]:
    now, county = at(world.day), world.county
    clock = make_clock(case, "C9", world.day - timedelta(days=3), unit=county.town,
                       started_on=world.day - timedelta(days=20))  # fmt: skip
    escalation = Escalation.objects.create(
        case=case, clock=clock, from_level=0, level=1, days_overdue=3, recipient=county.officer,
        reason="逾期", fired_at=now,
    )  # fmt: skip
    notice = Notice.objects.create(
        user=county.officer, kind="task", case=case, title="待办", at=now
    )
    load_defaults(now=now)
    rules = RuleSet.objects.create(
        code="trial",
        name="办法",
        items=RuleSet.objects.get(code="duty").items,
        created_by=county.clerk,
    )
    talk = TalkProposal.objects.create(
        unit=county.town,
        period=PERIOD,
        consecutive=2,
        target="deputy",
        reason="连续两期",
        proposed_at=now,
    )
    return {
        "escalation": escalation.pk, "notice": notice.pk, "rules": rules.pk, "talk": talk.pk,
    }  # fmt: skip


def _of_kernel(world: World) -> dict[str, int]:
    now = at(world.day)
    mail = Mail.objects.create(
        key="m", recipient=world.county.officer, to_name="甲", to_address="a@example.invalid",
        subject="s", text="t", message_id="<m@example.invalid>", created_at=now,
    )  # fmt: skip
    effect = OwedEffect.objects.create(
        kind="mail.send", key="none", due_at=now, created_at=now, state="failed"
    )
    town = world.county.town
    term = world.county.officer.terms.get()
    return {
        "mail": mail.pk, "effect": effect.pk, "unit": town.pk, "post": term.post_id,
        "term": term.pk, "user": world.county.officer.pk,
    }  # fmt: skip


def _bulletins(world: World) -> None:
    """A published bulletin with its file, and a draft."""
    now, head = at(world.day), world.county.head
    for period in (PERIOD, DRAFT_PERIOD):
        build_bulletin(month=Month.parse(period), now=now)
    path = Path(settings.MEDIA_ROOT) / "bulletins" / "matrix.pdf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF-1.7")
    Bulletin.objects.filter(period=PERIOD).update(
        status="published", approved_at=now, approved_by=head, requested_at=now, requested_by=head,
        published_at=now, published_by=head, serial=1, pdf="bulletins/matrix.pdf", pdf_sha256="0" * 64,
    )  # fmt: skip


def every_address() -> Iterator[str]:
    """Full name of every address of the site."""
    yield from _names(get_resolver().url_patterns, "")


def _names(patterns: list, prefix: str) -> Iterator[str]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _names(pattern.url_patterns, inner)
        else:
            yield f"{prefix}{pattern.name}"
