"""条例第二十四条: what a closed township owed to supervision is answered by the one that goes on with its powers."""

from datetime import date, time, timedelta

import pytest

from accountability.models import Notice, ReceptionDay, ReceptionVisit, Supervision, Talk
from accountability.permissions import can_see_scores
from accountability.selectors.scores import answering_units
from accountability.services.problems import ProblemDraft, TaskDraft, add_task, record_problem
from accountability.services.supervision import Order, open_supervision
from core.models import AuditEntry
from organizations.enums import PostKind
from organizations.models import Term
from organizations.services.units import close_unit
from tests.accountability.conftest import DUE, as_
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def merged(world):
    """A county whose town owes four things; `close()` merges it into the other town."""
    world.add_leaders()
    world.new_officer = make_user_with_post(PostKind.PETITION_OFFICER, world.other_town, "新干部")
    row = Supervision.objects.create(
        case=world.case,
        unit=world.town,
        ground="delay",
        facts="逾期",
        since=DUE,
        proposed_at=at(DUE),
    )
    order = Order("立即办结", "健全台账", DUE + timedelta(days=14))
    world.item = open_supervision(authority=as_(world.head), item=row, order=order, now=at(DUE))
    world.talk = Talk.objects.create(
        unit=world.town, source="meeting", basis="联席会议第3次会议", target="deputy", reason="超期",
        status="proposed", proposed_at=at(DUE),
    )  # fmt: skip
    day = ReceptionDay.objects.create(
        leader=world.leader,
        leader_title="县长",
        on=DUE,
        place="接待大厅",
        begins=time(9),
        ends=time(11),
    )
    world.visit = ReceptionVisit.objects.create(
        day=day, queue_number=1, name="张三", topic="补偿", booked_by=world.clerk, booked_at=at(DUE),
        promised="核实", promise_unit=world.town, promise_due_on=DUE + timedelta(days=9),
    )  # fmt: skip

    def close():
        Term.objects.filter(post__unit=world.town).update(ends_on=date(2026, 3, 31))
        admin = make_user_with_post(PostKind.ADMINISTRATOR, world.office)
        close_unit(
            authority=as_(admin), unit=world.town, last_day=date(2026, 3, 31),
            succeeded_by=world.other_town, now=at(DUE),
        )  # fmt: skip
        for name in ("item", "talk", "visit"):
            getattr(world, name).refresh_from_db()

    world.close = close
    return world


def test_the_successor_answers_and_sees(merged):
    merged.close()
    assert merged.item.unit == merged.talk.unit == merged.visit.promise_unit == merged.other_town
    assert merged.item in Supervision.objects.visible_to(as_(merged.new_officer))
    verbs = AuditEntry.objects.filter(verb="duty.succession")
    assert verbs.count() == 3
    assert merged.item.letter.addressee == str(merged.town)  # the paper keeps its name
    notice = Notice.objects.get(user=merged.head, title__contains="承接情况")
    assert "督办件1件" in notice.text


def test_what_accuses_the_successor_stays_and_is_told(merged):
    merged.case.accused_units.add(merged.other_town)
    merged.close()
    assert merged.item.unit == merged.town
    assert merged.talk.unit == merged.other_town
    assert "另有1件" in Notice.objects.get(user=merged.head, title__contains="承接情况").text


def test_a_task_of_the_monthly_analysis_passes_with_who_answers_for_it(merged):
    office = as_(merged.head)
    tasks = [
        record_problem(
            authority=office,
            problem=ProblemDraft("2026-02", "speed", title, "平均十天告知。"),
            task=TaskDraft(merged.town, "五日内告知", DUE + timedelta(days=30)),
            now=at(DUE),
        )
        for title in ("告知偏慢", "答复偏慢")
    ]
    own = TaskDraft(merged.other_town, "五日内答复", DUE + timedelta(days=30))
    add_task(authority=office, problem=tasks[1].problem, task=own, now=at(DUE))
    merged.close()
    for task in tasks:
        task.refresh_from_db()
    assert (tasks[0].unit, tasks[0].responsible) == (merged.other_town, merged.new_officer)
    assert (tasks[1].unit, tasks[1].responsible) == (merged.town, merged.principal)


def test_a_talk_of_the_same_bulletin_is_not_doubled(merged):
    Talk.objects.filter(pk=merged.talk.pk).update(period="2026-02", source="bulletin", basis="")
    Talk.objects.create(
        unit=merged.other_town, source="bulletin", period="2026-02", target="deputy", reason="x",
        status="proposed", proposed_at=at(DUE),
    )  # fmt: skip
    merged.close()
    assert merged.talk.unit == merged.town


def test_what_is_settled_stays_with_the_unit_of_then(merged):
    Talk.objects.filter(pk=merged.talk.pk).update(status="dropped")
    merged.close()
    assert merged.talk.unit == merged.town


def test_the_successor_may_dispute_the_months_of_the_closed_unit(merged):
    assert not can_see_scores(as_(merged.new_officer), merged.town.pk)
    merged.close()
    assert can_see_scores(as_(merged.new_officer), merged.town.pk)
    assert answering_units(as_(merged.new_officer)) == [merged.other_town.pk, merged.town.pk]
