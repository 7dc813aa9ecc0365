"""Who keeps rule sets, who approves them, who settles talks and mails."""

from __future__ import annotations

from accountability.models import Escalation, RuleSet
from organizations.authority import Authority
from organizations.enums import PostKind


def can_read_rule_sets(authority: Authority) -> bool:
    """Whoever holds a post may read by which rules units are reminded and scored."""
    return bool(authority.posts) or authority.is_administrator


def can_draft_rule_set(authority: Authority) -> bool:
    """The petition office's staff drafts."""
    return authority.is_office_staff


def can_approve_rule_sets(authority: Authority) -> bool:
    """County leaders and the head of the petition office approve."""
    return authority.is_county_leader or authority.is_office_head


def can_approve(authority: Authority, rule_set: RuleSet) -> bool:
    """A second person approves what another one drafted."""
    return (
        can_approve_rule_sets(authority)
        and rule_set.approved_at is None
        and rule_set.created_by_id != authority.user.pk
    )


def can_set_duty_rules(authority: Authority) -> bool:
    """The petition office's head and administrators set when to remind and when to escalate."""
    return authority.is_office_head or authority.is_administrator


def can_read_talks(authority: Authority) -> bool:
    """The office's staff, supervisors and county leaders; a unit's own leaders see their unit's."""
    return authority.sees_all_cases or authority.holds(PostKind.PRINCIPAL, PostKind.DEPUTY)


def can_settle_talk(authority: Authority) -> bool:
    """The petition office's head, its supervisors and county leaders record what came of a talk."""
    return (
        authority.is_county_leader
        or authority.is_office_head
        or (authority.is_supervisor and authority.is_office_staff)
    )


def can_acknowledge(authority: Authority, escalation: Escalation) -> bool:
    """Only the person asked signs."""
    return escalation.recipient_id == authority.user.pk and escalation.acknowledged_at is None
