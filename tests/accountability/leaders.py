"""A county with a marked matter for the tests of leaders' cases, and short ways to act on it."""

from datetime import timedelta

from accountability.models import LeaderCase, LeaderPlan
from accountability.services import leader_plans, leading
from accountability.services.leader_plans import PlanDraft, StepDraft
from accountability.services.leader_work import VisitDraft, record_visit
from organizations.enums import PostKind
from organizations.models import Post
from petitions.enums import CaseStatus
from petitions.models import Case
from tests.accountability.conftest import DUE, as_
from tests.factories.organizations import make_term, make_user, make_user_with_post
from tests.factories.petitions import at, make_content_class

NOW = at(DUE)
SOON = DUE + timedelta(days=10)


def furnish(world):
    """Leaders with portfolios: land belongs to a county leader of its own."""
    world.add_leaders()
    world.supervisor = make_user_with_post(PostKind.SUPERVISOR, world.office, "督查员")
    world.land = make_content_class("080000", "国土资源")
    world.vice = make_user("副县长", unit=world.county)
    make_term(world.vice, world.county, PostKind.COUNTY_LEADER, title="副县长")
    Post.objects.filter(title="副县长").update(portfolio=["080000"])
    Case.objects.filter(pk=world.case.pk).update(content_class=world.land)
    world.case = Case.objects.select_related("content_class", "responsible_unit").get(
        pk=world.case.pk
    )
    return world


def take_up(world, **change) -> LeaderCase:
    given = {
        "authority": as_(world.supervisor), "case": world.case, "kind": "hard",
        "reason": "历史遗留，多次反映未解决", "now": NOW,
    }  # fmt: skip
    leader_case = leading.take_up(**{**given, **change})
    return fresh(leader_case)


def fresh(leader_case) -> LeaderCase:
    """As the pages read it."""
    return LeaderCase.objects.select_related(
        "case__responsible_unit", "leader", "post__unit", "mark", "opened_by"
    ).get(pk=leader_case.pk)


def draft(world, *texts, due_on=SOON, **change) -> PlanDraft:
    steps = tuple(
        StepDraft(text, due_on, unit=world.town) for text in texts or ("核实面积", "发放补偿")
    )
    given = {"problem": "补偿标准有争议", "measures": "查清事实，依法补偿", "steps": steps}
    return PlanDraft(**{**given, **change})


def plan(world, leader_case, *texts, by=None, now=NOW, on=DUE, **change) -> LeaderPlan:
    """A plan written by the town's officer (or `by`) and confirmed by the leader."""
    found = leader_plans.write_plan(
        authority=as_(by or world.officer, on), leader_case=leader_case,
        draft=draft(world, *texts, **change), now=now,
    )  # fmt: skip
    return leader_plans.confirm_plan(
        authority=as_(leader_case.leader, on), plan=found, now=now + timedelta(minutes=5)
    )


def finish(world, leader_case, *, on=DUE, now=NOW):
    """Every step of the plan in force is done by the town's officer."""
    for step in leader_case.plans.get(status="confirmed").steps.filter(done_on__isnull=True):
        leader_plans.finish_step(
            authority=as_(world.officer, on), step=step, done_on=on, result="已完成", now=now
        )


def visit(world, leader_case, *, by=None, **change):
    given = {
        "kind": "home", "on": DUE, "place": "村委会", "who": "副县长、镇信访干部",
        "heard": "补偿款迟迟没有发放", "promised": "十日内核实", "by_leader": True,
    }  # fmt: skip
    return record_visit(
        authority=as_(by or leader_case.leader), leader_case=leader_case,
        draft=VisitDraft(**{**given, **change}), now=NOW,
    )  # fmt: skip


def conclude(case, *, on=DUE):
    """The matter is closed in law."""
    Case.objects.filter(pk=case.pk).update(
        status=CaseStatus.CONCLUDED, concluded_on=on, closed_on=on, accepted_on=case.received_on
    )
    case.clocks.update(status="met", stopped_on=on, on_time=True)
    case.refresh_from_db()
