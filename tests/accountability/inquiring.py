"""Inquiries of the tests: the organs that decide, and one inquiry brought as far as a test needs it."""

from datetime import timedelta
from io import BytesIO

from accountability.services import inquiries as services
from accountability.services import inquiry_decisions as decisions
from accountability.services import inquiry_evidence as evidence
from accountability.services import inquiry_hearing as hearing
from organizations.enums import Competence, PostKind, UnitKind
from petitions.services.drafts import Upload
from tests.accountability.conftest import DUE, as_
from tests.factories.organizations import make_unit, make_user_with_post
from tests.factories.petitions import at

DAY = DUE + timedelta(days=10)
NOW = at(DAY)


def make_desk(world):
    """Leaders, the organs of discipline and personnel, a supervisor, one inquiry into the town."""
    world.add_leaders()
    world.discipline = make_unit(
        UnitKind.DEPARTMENT, "县纪委监委", parent=world.county, competence=Competence.DISCIPLINE
    )
    world.personnel = make_unit(
        UnitKind.DEPARTMENT, "县委组织部", parent=world.county, competence=Competence.PERSONNEL
    )
    world.inspector = make_user_with_post(PostKind.PRINCIPAL, world.discipline, "纪委书记")
    world.assessor = make_user_with_post(PostKind.PRINCIPAL, world.personnel, "组织部长")
    world.supervisor = make_user_with_post(PostKind.SUPERVISOR, world.office, "督查员")
    world.inquiry = begin(world)
    return world


def begin(desk, **change):
    """An inquiry that the head of the office opens."""
    given = {
        "authority": as_(desk.head, DAY), "unit": desk.town, "ground": "45.1", "act_on": DUE,
        "facts": "办结期限届满未出具处理意见", "consequence": "信访人多次往返", "now": NOW,
    }  # fmt: skip
    return services.open_inquiry(**{**given, **change})


def name_person(desk, user=None, **change):
    """The town's principal, or somebody else, is named, with the only post held."""
    term = change.get("term") or (user or desk.principal).terms.get()
    given = {
        "authority": as_(desk.head, DAY), "inquiry": desk.inquiry, "term": term,
        "role": "main", "sphere": "own", "now": NOW,
    }  # fmt: skip
    return services.add_person(**{**given, **change})


def take_paper(desk, title="督办函", text="未答复", now=NOW):
    """A paper is put on file."""
    return evidence.take_paper(
        authority=as_(desk.head, DAY), inquiry=desk.inquiry, title=title, text=text, now=now
    )


def take_clock(desk, clock=None, who=None):
    """A missed clock is put on file."""
    return evidence.take_clock(
        authority=as_(who or desk.head, DAY),
        inquiry=desk.inquiry,
        clock=clock or desk.clock,
        now=NOW,
    )


def tell(desk, now=NOW, on=DAY):
    """Those named are told."""
    return hearing.tell_persons(authority=as_(desk.head, on), inquiry=desk.inquiry, now=now)


def told(desk):
    """Named, evidence taken, told."""
    person = name_person(desk)
    take_clock(desk)
    tell(desk)
    return person


def upload(name="笔录.pdf"):
    """A signed paper."""
    return Upload(name, "application/pdf", BytesIO(b"%PDF-1.7"))


def say(desk, person, words="人手不足", who=None, on=DAY, **change):
    """The person, or who inquires, enters a statement."""
    given = {"statement": words, "waived": False, "now": at(on), **change}
    return hearing.state_case(authority=as_(who or desk.principal, on), person=person, **given)


def submit(desk, on=DAY, competent=None):
    """Handed to the discipline organ, or another one."""
    return decisions.submit_inquiry(
        authority=as_(desk.head, on),
        inquiry=desk.inquiry,
        competent=competent or desk.discipline,
        now=at(on),
    )


def decide(desk, person, who=None, on=DAY, uploads=(), **change):
    """The organ admonishes."""
    facts = {
        "measure": "admonition", "text": "予以诫勉", "document_number": "溪纪〔2026〕3号",
        "decided_on": DAY,
    }  # fmt: skip
    return decisions.decide_person(
        authority=as_(who or desk.inspector, on), person=person,
        decision=decisions.Decision(**{**facts, **change}), uploads=uploads, now=at(on),
    )  # fmt: skip
