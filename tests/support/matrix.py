"""The world of the permission matrix, and one request of one person in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, time, timedelta
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
    EscalationRule,
    HandOver,
    HandOverList,
    Inquiry,
    InquiryPerson,
    InquiryStatement,
    Instruction,
    Notice,
    ReceptionDay,
    ReceptionVisit,
    RuleSet,
    ScoreEntry,
    ScoreFile,
    ScoreFinding,
    ScoreObjection,
    ScorePeriod,
    StatementFile,
    Talk,
    TalkUndertaking,
)
from accountability.services.defaults import load_defaults
from accountability.services.duty_letters import LetterText, issue_letter
from core.errors import NotAllowed
from core.models import Mail, OwedEffect, Sms
from core.pdf import Document
from organizations.authority import authority_of
from organizations.enums import PostKind
from petitions.models import Attachment, Case, CaseFilePrint, ImportBatch, PlaceRule, RepeatDenial
from petitions.services import dispatching, handling, objections
from petitions.services.cause_list import load_causes
from petitions.services.drafts import PersonDraft
from reporting.domain.periods import Month
from reporting.models import (
    AnalysisReport,
    AnnualReport,
    Bulletin,
    Correction,
    Delivery,
    DistributionChange,
    SavedView,
    ViewAudience,
)
from reporting.services.analysis_reports import build_analysis
from reporting.services.annual_reports import build_annual_report
from reporting.services.bulletins import build_bulletin
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at, make_case, make_clock
from tests.petitions.conftest import County, register
from tests.support.matrix_leading import leading_rows
from tests.support.matrix_problems import problem_ids
from tests.support.matrix_supervision import supervision_ids

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
    load_causes()
    world.ids["paper"] = accepted.documents.order_by("pk")[0].pk
    world.ids |= _of_case(world, case)
    world.ids |= _of_duties(world, case)
    world.ids |= supervision_ids(
        head=county.who(county.head, on=day), town=county.town, discipline=county.discipline,
        case=case, report=report, now=at(day),
    )  # fmt: skip
    world.ids |= problem_ids(
        office=county.who(county.clerk, on=day),
        town=county.town,
        officer=county.officer,
        now=at(day),
    )
    world.ids |= leading_rows(world, case, report, accepted)
    world.ids |= _of_kernel(world)
    world.ids |= _bulletins(world)
    world.ids |= _annual_reports(world)
    _analyses(world)
    world.ids |= _of_scores(world)
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
    other = Case.objects.get(title="未转送")
    denial = RepeatDenial.objects.create(
        case=case, earlier=other, reason="不同事", by=clerk, at=now
    )
    order = CaseFilePrint.objects.create(case=case, by=clerk, asked_at=now)
    part = case.participants.get()
    return {
        "attachment": attachment.pk,
        "batch": batch.pk,
        "rule": rule.pk,
        "part": part.pk,
        "order": order.pk,
        "denial": denial.pk,
    }


def _of_duties(world: World, case: Case) -> dict[str, int]:
    now, county = at(world.day), world.county
    clock = make_clock(case, "C9", world.day - timedelta(days=3), unit=county.town,
                       started_on=world.day - timedelta(days=20))  # fmt: skip
    escalation = Escalation.objects.create(
        case=case, clock=clock, from_level=0, level=1, days_overdue=3, recipient=county.officer,
        reason="逾期", fired_at=now,
    )  # fmt: skip
    order = Instruction.objects.create(
        case=case, escalation=escalation, given_by=county.officer, given_at=now, text="速办",
        due_on=world.day, to_user=county.principal,
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
    talk = Talk.objects.create(
        unit=county.town,
        period=PERIOD,
        consecutive=2,
        target="deputy",
        reason="连续两期",
        proposed_at=now,
    )
    talk.letter = issue_letter(
        authority=authority_of(county.head, on=world.day),
        text=LetterText(
            kind="talk", unit=county.office, title="关于约谈的通知", addressee="分管领导", body="请按时参加。",
            issued_on=world.day,
        ),
        now=now,
    )  # fmt: skip
    talk.save()
    undertaking = TalkUndertaking.objects.create(talk=talk, text="整改", due_on=world.day)
    sheet = HandOverList.objects.create(
        giver=county.clerk, receiver=county.head, cause="post", reason="轮岗", created_at=now
    )
    HandOver.objects.create(sheet=sheet, duty=case.first_contact_duties.get())
    day = ReceptionDay.objects.create(
        leader=world.people["leader"], leader_title="县长", on=world.day, place="接待大厅",
        begins=time(9), ends=time(11),
    )  # fmt: skip
    visit, secret = (
        ReceptionVisit.objects.create(
            day=day, queue_number=number, name="张三", topic="补偿", is_secret=number == 2,
            booked_by=county.clerk, booked_at=now, promised="核实", promise_unit=county.town,
            promise_due_on=world.day,
        )
        for number in (1, 2)
    )  # fmt: skip
    inquiry = Inquiry.objects.create(
        number="2026-001", unit=county.town, ground="45.1", act_on=world.day, facts="未办结",
        opened_by=county.head, opened_at=now, status="told", told_at=now, hearing_until=world.day,
    )  # fmt: skip
    person = InquiryPerson.objects.create(
        inquiry=inquiry, user=county.principal, post_then="镇长", role="main", sphere="own"
    )
    statement = InquiryStatement.objects.create(
        person=person, kind="said", text="属实", by_person=True, entered_by=county.principal,
        entered_at=now,
    )  # fmt: skip
    paper = StatementFile.objects.create(
        statement=statement, file=ContentFile(b"a", name="a.txt"), name="a.txt", size=1,
        sha256="0" * 64, uploaded_by=county.principal, uploaded_at=now,
    )  # fmt: skip
    return {
        "inquiry": inquiry.pk, "person": person.pk, "statement_file": paper.pk,
        "term_of_principal": county.principal.terms.get().pk,
        "reception": day.pk, "visit": visit.pk, "secret_visit": secret.pk,
        "escalation": escalation.pk, "notice": notice.pk, "rules": rules.pk, "talk": talk.pk,
        "sheet": sheet.pk, "undertaking": undertaking.pk, "instruction": order.pk,
        "level_rule": EscalationRule.objects.earliest("pk").pk,
    }  # fmt: skip


def _of_kernel(world: World) -> dict[str, int]:
    now = at(world.day)
    mail = Mail.objects.create(
        key="m", recipient=world.county.officer, to_name="甲", to_address="a@example.invalid",
        subject="s", text="t", message_id="<m@example.invalid>", created_at=now,
    )  # fmt: skip
    text = Sms.objects.create(
        key="m", to_name="甲", to_phone="13800000001", text="t", message_id="m", created_at=now
    )
    effect = OwedEffect.objects.create(
        kind="mail.send", key="none", due_at=now, created_at=now, state="failed"
    )
    town = world.county.town
    term = world.county.officer.terms.get()
    return {
        "mail": mail.pk, "sms": text.pk, "effect": effect.pk, "unit": town.pk, "post": term.post_id,
        "term": term.pk, "user": world.county.officer.pk, "view": _shared_view(world).pk,
    }  # fmt: skip


def _shared_view(world: World) -> SavedView:
    """The clerk's view, shared with the office."""
    now = at(world.day)
    view = SavedView.objects.create(
        owner=world.county.clerk, name="各乡镇", query="i=matters&period=last_month",
        created_at=now, changed_at=now,
    )  # fmt: skip
    ViewAudience.objects.create(view=view, audience="office")
    return view


def _bulletins(world: World) -> dict[str, int]:
    """A published bulletin with its file and a delivery, and a draft with a change of its list."""
    now, head = at(world.day), world.county.head
    make_case(  # the county's records begin before the months of the bulletins
        office=world.county.office, clerk=world.county.clerk, received_on=date(2025, 1, 6),
        closed_on=date(2025, 1, 20), responsible_unit=world.county.town,
    )  # fmt: skip
    for period in (PERIOD, DRAFT_PERIOD):
        build_bulletin(period=Month.parse(period), now=now)
    OwedEffect.objects.create(
        kind="reporting.count", key="bulletin", period=DRAFT_PERIOD, due_at=now, created_at=now,
        payload={"user": head.pk, "fresh": False},
    )  # fmt: skip
    path = Path(settings.MEDIA_ROOT) / "bulletins" / "matrix.pdf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF-1.7")
    Bulletin.objects.filter(period=PERIOD).update(
        status="published", approved_at=now, approved_by=head, requested_at=now, requested_by=head,
        published_at=now, published_by=head, serial=1, pdf="bulletins/matrix.pdf", pdf_sha256="0" * 64,
    )  # fmt: skip
    delivery = Delivery.objects.create(
        bulletin=Bulletin.objects.get(period=PERIOD), recipient=world.county.principal,
        problem="没有登记邮箱", created_at=now,
    )  # fmt: skip
    change = DistributionChange.objects.create(
        bulletin=Bulletin.objects.get(period=DRAFT_PERIOD), user=world.county.principal,
        kind="omit", reason="出差", by=head, at=now,
    )  # fmt: skip
    correction = _correction(world, bulletin=Bulletin.objects.get(period=PERIOD))
    return {"delivery": delivery.pk, "list_change": change.pk, "correction": correction.pk}


def _annual_reports(world: World) -> dict[str, int]:
    """The issued report of the year before with its file and a correction, and the draft of the running year."""
    now, head = at(world.day), world.county.head
    for year in (world.day.year - 1, world.day.year):
        build_annual_report(year=year, now=now)
    AnnualReport.objects.filter(year=world.day.year - 1).update(
        status="published", approved_at=now, approved_by=head, requested_at=now, requested_by=head,
        published_at=now, published_by=head, serial=1, pdf="bulletins/matrix.pdf", pdf_sha256="0" * 64,
    )  # fmt: skip
    issued = AnnualReport.objects.get(year=world.day.year - 1)
    return {"annual_correction": _correction(world, annual=issued).pk}


def _correction(world: World, **paper: Any) -> Correction:
    """A draft by the clerk."""
    return Correction.objects.create(
        **paper, reason="属地有误", made_at=at(world.day), made_by=world.county.clerk,
        texts=[{"old": "四起", "new": "五起"}],
        content=Document(organ="信访局", title="更正", issued_on=world.day.isoformat()).to_dict(),
    )  # fmt: skip


def _analyses(world: World) -> None:
    """The issued analysis of a month with its file, and the draft of the next one."""
    now, head = at(world.day), world.county.head
    for month in (PERIOD, DRAFT_PERIOD):
        build_analysis(month=Month.parse(month), now=now)
    AnalysisReport.objects.filter(month=PERIOD).update(
        status="published", approved_at=now, approved_by=head, requested_at=now, requested_by=head,
        published_at=now, published_by=head, serial=1, pdf="bulletins/matrix.pdf", pdf_sha256="0" * 64,
    )  # fmt: skip


def _of_scores(world: World) -> dict[str, int]:
    """A deduction of the town in the draft, an objection to another one, a finding, a file of each."""
    county, now = world.county, at(world.day)
    rules = ScorePeriod.objects.get(period=DRAFT_PERIOD).rule_set
    common = {"period": DRAFT_PERIOD, "unit": county.town, "item": "inform", "points": -1}
    line = ScoreEntry.objects.create(
        rule_set=rules, clause="条例第二十三条", reason="逾期", key="a", **common
    )
    objection = ScoreObjection.objects.create(
        number=1, item_name="按期书面告知", key="b", line="逾期", text="有误", raised_by=county.officer,
        raised_at=now, **common,
    )  # fmt: skip
    finding = ScoreFinding.objects.create(
        rule_set=rules, item_name="接访", text="未接访", document="记录", entered_by=county.clerk,
        entered_at=now, **common,
    )  # fmt: skip
    stored = {"name": "a.txt", "sha256": "0" * 64, "uploaded_by": county.clerk, "uploaded_at": now}
    files = [
        ScoreFile.objects.create(file=ContentFile(b"a", name="a.txt"), **stored, **of).pk
        for of in ({"objection": objection}, {"finding": finding})
    ]
    return {
        "line": line.pk, "score_objection": objection.pk, "finding": finding.pk,
        "objection_file": files[0], "finding_file": files[1],
    }  # fmt: skip


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
