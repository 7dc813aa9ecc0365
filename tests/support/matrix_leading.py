"""Leaders' cases in the world of the permission matrix."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from accountability.models import LeaderTable
from accountability.services import leader_plans, leader_tables, leading
from accountability.services.leader_plans import PlanDraft, StepDraft
from accountability.services.related_matters import link_matter
from petitions.models import Case
from tests.factories.petitions import at


def leading_rows(world: Any, case: Case, report: Case, other: Case) -> dict[str, int]:
    """The county leader has the matter of the town, the office's head the report; a table and a draft wait."""
    county, day, now = world.county, world.day, at(world.day)
    head, leader = (county.who(world.people[name], on=day) for name in ("head", "leader"))
    common = {"authority": head, "kind": "hard", "reason": "历史遗留", "now": now}
    taken = leading.take_up(case=case, **common)
    secret = leading.take_up(case=report, leader=county.head, leader_reason="保密", **common)
    step = StepDraft("核实情况", day + timedelta(days=9), unit=county.town)
    draft = PlanDraft(problem="标准不一", measures="查清", steps=(step,), reason="情况变化")
    write = {"authority": leader, "leader_case": taken, "draft": draft, "now": now}
    plan = leader_plans.write_plan(**write)
    leader_plans.confirm_plan(authority=leader, plan=plan, now=now)
    leader_plans.write_plan(**write)
    related = link_matter(authority=head, leader_case=taken, case=other, note="同类", now=now)
    LeaderTable.objects.create(
        period="2026-01", serial_year=2026, serial=1, published_by=county.head, published_at=now,
        content=leader_tables.document([], period="2026-01", on=day),
    )  # fmt: skip
    return {
        "leading": taken.pk, "leading_report": secret.pk, "step": plan.steps.get().pk,
        "linked": related.pk, "mark": taken.mark_id,
    }  # fmt: skip
