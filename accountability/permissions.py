"""Who keeps rule sets, who approves them, who settles talks and mails."""

from __future__ import annotations

from accountability.models import (
    Escalation,
    HandOverList,
    Instruction,
    LeaderCase,
    LeaderPlan,
    PlanStep,
    ReceptionDay,
    ReceptionVisit,
    RuleSet,
    Suggestion,
    SuggestionKind,
    Supervision,
    Talk,
)
from accountability.selectors.leader_rule import LEADER_WRITERS
from accountability.selectors.scores import answering_units, spoken_units
from organizations.authority import UNIT_POSTS, Authority
from organizations.enums import PostKind, UnitKind
from organizations.models import User
from petitions.permissions import HANDLING_POSTS, is_recused


def can_read_rule_sets(authority: Authority) -> bool:
    """Whoever holds a post may read by which rules units are reminded and scored."""
    return bool(authority.posts) or authority.is_administrator


def can_draft_rule_set(authority: Authority) -> bool:
    """The petition office's head and its supervisors draft."""
    return authority.is_office_head or (authority.is_supervisor and authority.is_office_staff)


def can_approve_rule_sets(authority: Authority) -> bool:
    """County leaders and the head of the petition office approve."""
    return authority.is_county_leader or authority.is_office_head


def can_approve(authority: Authority, rule_set: RuleSet) -> bool:
    """Another person approves what one drafted, and a third one what a second countersigned."""
    return (
        can_approve_rule_sets(authority)
        and rule_set.is_open
        and authority.user.pk
        not in (rule_set.created_by_id, rule_set.edited_by_id, rule_set.countersigned_by_id)
    )


def can_set_duty_rules(authority: Authority) -> bool:
    """The petition office's head and administrators set when to remind."""
    return authority.is_office_head or authority.is_administrator


def can_set_escalation_rules(authority: Authority) -> bool:
    """Who is called to account, and when, is the decision of the petition office's head."""
    return authority.is_office_head


def can_lower_level(authority: Authority) -> bool:
    """Supervisors and the head of the petition office decide that a matter falls to a lower level."""
    return authority.is_supervisor or authority.is_office_head


def can_read_talks(authority: Authority) -> bool:
    """The office's staff, supervisors and county leaders; a unit's own people see their unit's."""
    return authority.sees_all_cases or authority.holds(*UNIT_POSTS)


def can_supervise(authority: Authority) -> bool:
    """A supervisor or the head of the petition office decides on supervision (条例第四十条第一款)."""
    return can_order_hand_over(authority)


def can_read_supervision(authority: Authority) -> bool:
    """Whoever reads all matters, and every unit that may be supervised."""
    return authority.sees_all_cases or bool(authority.handling_units)


def can_answer_supervision(authority: Authority, item: Supervision) -> bool:
    """The supervised unit answers; nobody who stepped back from the matter (条例第二十八条第三款)."""
    if not authority.acts_for(item.unit_id, *HANDLING_POSTS):
        return False
    return item.case is None or not is_recused(authority, item.case)


def can_check_supervision(authority: Authority, item: Supervision) -> bool:
    """The office's supervisors, and the department that leads the item's group."""
    return can_supervise(authority) or (
        item.lead_unit_id != item.unit_id and authority.acts_for(item.lead_unit_id, *HANDLING_POSTS)
    )


def can_record_problems(authority: Authority) -> bool:
    """The petition office analyses the month and gives tasks (条例第十四条第四、六项)."""
    return authority.is_office_staff


def can_read_suggestions(authority: Authority) -> bool:
    """Whoever holds a post may be an addressee; which ones are seen is decided row by row."""
    return bool(authority.posts) and not authority.holds(PostKind.ADMINISTRATOR)


def can_sign_suggestion(authority: Authority, row: Suggestion) -> bool:
    """Policy and liability are signed by the head of the office, improvement by a supervisor too."""
    if row.kind == SuggestionKind.IMPROVE:
        return can_supervise(authority)
    return authority.is_office_head


def answers_suggestion(authority: Authority, row: Suggestion) -> bool:
    """The addressee's own people."""
    return authority.acts_for(row.addressee_id, *HANDLING_POSTS, PostKind.COUNTY_LEADER)


def can_record_feedback(authority: Authority, row: Suggestion) -> bool:
    """The office writes down a paper it got; liability only the head and the author."""
    if row.kind == SuggestionKind.LIABILITY:
        return authority.is_office_head or row.drafted_by_id == authority.user.pk
    return can_supervise(authority)


def can_settle_talk(authority: Authority) -> bool:
    """The petition office's head, its supervisors and county leaders arrange and record talks."""
    return (
        authority.is_county_leader
        or authority.is_office_head
        or (authority.is_supervisor and authority.is_office_staff)
    )


def can_read_minutes(authority: Authority, talk: Talk) -> bool:
    """The letter too: whoever arranges talks, the two who sit together, the unit's principal; others the undertakings."""
    if can_settle_talk(authority) or authority.user.pk in (talk.person_id, talk.talker_id):
        return True
    return authority.acts_for(talk.unit_id, PostKind.PRINCIPAL)


def can_answer_talk(authority: Authority, talk: Talk) -> bool:
    """The unit's leaders and its petition officers report what was undertaken."""
    return authority.acts_for(talk.unit_id, *UNIT_POSTS)


def can_acknowledge(authority: Authority, escalation: Escalation) -> bool:
    """Only the person asked signs, as long as the step counts and nobody else was asked instead."""
    return (
        escalation.recipient_id == authority.user.pk
        and escalation.acknowledged_at is None
        and escalation.replaced_at is None
        and escalation.fall_id is None
    )


def can_answer_instruction(authority: Authority, instruction: Instruction) -> bool:
    """Only the person named says what was done."""
    return instruction.to_user_id == authority.user.pk and instruction.status == "open"


def can_settle_instruction(authority: Authority, instruction: Instruction) -> bool:
    """The giver confirms or sends back; a supervisor or the office's head may do it for the giver."""
    return instruction.given_by_id == authority.user.pk or can_lower_level(authority)


def can_order_hand_over(authority: Authority) -> bool:
    """A supervisor or the head of the petition office may move first contact on somebody's behalf."""
    return authority.is_office_head or authority.holds(
        PostKind.SUPERVISOR, unit_kind=UnitKind.PETITION_OFFICE
    )


def can_offer_first_contact(authority: Authority, giver: User) -> bool:
    """The holder, or whoever may order it."""
    return authority.user.pk == giver.pk or can_order_hand_over(authority)


def can_have_first_contact(authority: Authority) -> bool:
    """Whoever may register matters may hold first contact."""
    return authority.is_office_staff or bool(authority.handling_units)


def can_read_hand_over(authority: Authority, sheet: HandOverList) -> bool:
    """Those on the list, who made it, and who may order one."""
    return authority.user.pk in {
        sheet.giver_id,
        sheet.receiver_id,
        sheet.created_by_id,
    } or can_order_hand_over(authority)


def can_plan_reception(authority: Authority) -> bool:
    """The petition office's staff plan reception days and give out numbers."""
    return authority.is_office_staff


def can_run_reception(authority: Authority, day: ReceptionDay) -> bool:
    """The office, or the leader whose day it is."""
    return authority.is_office_staff or day.leader_id == authority.user.pk


def can_keep_promise(authority: Authority, visit: ReceptionVisit) -> bool:
    """The unit that carries it out, or the office."""
    return authority.is_office_staff or authority.acts_for(visit.promise_unit_id)


def can_assign_leader_case(authority: Authority) -> bool:
    """Supervisors and the head of the petition office mark hard and major matters and name their leaders."""
    return authority.is_office_head or authority.is_supervisor


def can_write_leader_case(authority: Authority, leader_case: LeaderCase) -> bool:
    """The leader, the officers of the leader's unit, and of the unit that handles the matter, write its work."""
    if authority.user.pk == leader_case.leader_id:
        return True
    units = {leader_case.case.responsible_unit_id}
    if leader_case.post:
        units.add(leader_case.post.unit_id)
    return any(authority.acts_for(unit_id, *LEADER_WRITERS) for unit_id in units)


def can_confirm_plan(authority: Authority, plan: LeaderPlan) -> bool:
    """The leader in charge answers for the plan, nobody else."""
    return authority.user.pk == plan.leader_case.leader_id


def can_finish_step(authority: Authority, step: PlanStep) -> bool:
    """Whoever has to do it, or whoever writes the plan."""
    mine = authority.user.pk == step.person_id or authority.acts_for(step.unit_id, *LEADER_WRITERS)
    return mine or can_write_leader_case(authority, step.plan.leader_case)


def can_close_leader_case(authority: Authority, leader_case: LeaderCase) -> bool:
    """The leader says what came of it; supervisors and the head of the petition office may."""
    return authority.user.pk == leader_case.leader_id or can_assign_leader_case(authority)


def can_publish_leader_table(authority: Authority) -> bool:
    """The head of the petition office, which is the joint meeting's own office (联席会议办公室)."""
    return authority.is_office_head


def can_preview_leader_table(authority: Authority) -> bool:
    """Office staff, supervisors and county leaders see the table before it is published."""
    return authority.sees_all_cases


def speaks_for(authority: Authority, unit_id: int) -> bool:
    """Principals, deputies and petition officers speak for their township or department, and closed ones it goes on with."""
    return unit_id in spoken_units(authority) or unit_id in answering_units(authority)


def can_see_scores(authority: Authority, unit_id: int) -> bool:
    """A unit's lines: those who speak for it, and those who see the county."""
    return authority.sees_all_cases or speaks_for(authority, unit_id)


def can_list_scores(authority: Authority) -> bool:
    """Whoever speaks for a unit, and those who see the county."""
    return authority.sees_all_cases or bool(spoken_units(authority))


def can_decide_score_objection(authority: Authority) -> bool:
    """The petition office's head and its supervisors decide objections and confirm findings."""
    return authority.is_office_head or (authority.is_supervisor and authority.is_office_staff)


def can_enter_finding(authority: Authority) -> bool:
    """The petition office's staff enters what it found."""
    return authority.is_office_staff


def can_read_duties(authority: Authority) -> bool:
    """Whoever holds a post other than an administrator's; which rows are shown follows the matters and persons."""
    return any(post.kind != PostKind.ADMINISTRATOR for post in authority.posts)
