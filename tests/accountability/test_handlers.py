"""Acts of the procedure put a task into the right inbox, in the same transaction."""

import pytest

from accountability.models import Notice
from accountability.tasks import DAILY, DUTIES, daily_duties
from core import jobs
from core.models import OwedEffect
from petitions.enums import CaseStatus, LegalClass, Purpose
from petitions.services import dispatching, objections, responsibility
from tests.accountability.conftest import DUE, RECEIVED, as_
from tests.factories.petitions import at


@pytest.fixture
def sent(world):
    world.case = world.add_case(responsible_unit=world.office, status=CaseStatus.REGISTERED)
    dispatching.transfer_case(
        authority=as_(world.clerk, RECEIVED), case=world.case, to_unit=world.town, note="",
        now=at(RECEIVED),
    )  # fmt: skip
    return world


def titles(user):
    return [(notice.kind, notice.title) for notice in Notice.objects.filter(user=user)]


def test_art23_dispatch_tells_the_units_officer(sent):
    assert titles(sent.officer) == [("task", f"新转送事项{sent.case.number}待办")]
    assert Notice.objects.count() == 1
    assert "十五日内书面告知" in Notice.objects.get().text


def test_art23_objection_tells_the_sender_and_the_decision_the_objector(sent):
    sent.case.refresh_from_db()
    objection = objections.raise_objection(
        authority=as_(sent.officer, RECEIVED), case=sent.case, reason="不属于本镇职权",
        suggested_unit=sent.department, now=at(RECEIVED),
    )  # fmt: skip
    assert "提出异议，待审核" in titles(sent.clerk)[0][1]
    objection.refresh_from_db()
    objections.decide_objection(
        authority=as_(sent.clerk, RECEIVED), objection=objection, approve=False,
        reason="属地管理", now=at(RECEIVED),
    )  # fmt: skip
    assert titles(sent.officer)[0][1].endswith("的异议审核结果：不同意退回")


def test_new_leader_in_charge_is_told_but_a_raised_level_is_left_to_the_escalation(world):
    world.add_leaders()
    responsibility.change_leader(
        authority=as_(world.head), case=world.case, leader=world.leader, reason="疑难", now=at(DUE)
    )
    responsibility.raise_level(case=world.case, to_level=1, reason="逾期", now=at(DUE))
    assert titles(world.leader) == [("task", f"您已成为{world.case.number}的包案领导")]
    assert Notice.objects.count() == 1


def test_art30_nobody_who_may_not_see_a_report_is_told(sent):
    sent.case.purpose, sent.case.legal_class = Purpose.ACCUSATION, LegalClass.REPORT
    sent.case.save()
    Notice.objects.all().delete()
    from petitions import events

    dispatch = sent.case.dispatches.get()
    events.case_dispatched.send(
        type(sent.case), case_id=sent.case.pk, dispatch_id=dispatch.pk, now=at(RECEIVED)
    )
    assert not Notice.objects.exists()


def test_daily_duties_are_owed_once_a_day_and_end_as_done(world):
    for _ in range(3):
        daily_duties()
    effects = OwedEffect.objects.order_by("pk")
    duties = [effect for effect in effects if effect.kind != DAILY]
    assert [effect.kind for effect in duties] == list(DUTIES)
    assert OwedEffect.objects.filter(kind=DAILY).count() <= 1, "none on a day off"
    assert all(jobs.run(effect.pk, now=effect.due_at) for effect in duties)
