"""When a post changes hands: the successor is asked what the predecessor was asked, the old row stays as history."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accountability.domain.level_rules import LEVEL_NAMES
from accountability.models import Escalation, NoticeKind
from accountability.selectors.recipients import Person, Posts
from accountability.services.escalations import line_of, seeing_overseers
from accountability.services.notices import notify
from accountability.services.runs import RunReport
from core import audit
from core.errors import StaleState
from petitions.domain.duties import AFTER_CLOSING

SUCCESSORS = "accountability.successors"


def hand_over_asks(*, on: date, now: datetime, dry_run: bool = False) -> RunReport:
    """Ask whoever now answers for a step that is unsigned, or whose duty is still overdue.

    A step passes on when the person asked has left the post, may no longer see the case, or the duty passed to
    another unit; a vacant post that has been filled is asked as well. Safe to repeat and to run twice at once.
    """
    report = RunReport(on=on, dry_run=dry_run)
    steps = _open_steps(on)
    posts = Posts(on=on, case_ids=[step.case_id for step in steps])
    for step in steps:
        person, still = _who(step, posts)
        if not still:
            _pass_on(step, person, posts, report, now)
    return report


def _open_steps(on: date) -> list[Escalation]:
    waiting = Q(acknowledged_at__isnull=True)
    binding = Q(case__closed_on__isnull=True) | Q(clock__code__in=AFTER_CLOSING)
    overdue = binding & Q(clock__status="open", clock__due_on__lt=on)
    return list(
        Escalation.objects.active()
        .filter(waiting | overdue)
        .select_related("clock__case__content_class", "clock__owed_by_unit", "recipient", "case")
        .order_by("case_id", "level", "pk")
    )


def _who(step: Escalation, posts: Posts) -> tuple[Person | None, bool]:
    """Who would be asked today, and whether the step may stay with whom it is."""
    first = None
    for person in posts.candidates(step.clock, step.level):
        first = first or person
        if person.user.pk == step.recipient_id and step.post_id in (None, person.post_id):
            return person, True
    return first, first is None and step.recipient_id is None


def _pass_on(
    step: Escalation, person: Person | None, posts: Posts, report: RunReport, now: datetime
) -> None:
    what = f"level {step.level} passes on"
    reason = _reason(step, person, posts)
    to = f"{person.user} ({person.capacity})" if person else "nobody"
    if not report.dry_run:
        try:
            with transaction.atomic():
                _write(step, person, reason, posts, now)
        except (IntegrityError, StaleState):
            report.skipped.append(line_of(step.clock, what, "", "passed on by another run"))
            return
    report.done.append(line_of(step.clock, what, to, reason))
    if person is None:
        report.problems.append(line_of(step.clock, what, "", "nobody in post to ask"))


def _reason(step: Escalation, person: Person | None, posts: Posts) -> str:
    if step.recipient is None:
        before = _("原无人任职")
    elif posts.is_recused(step.recipient, step.case_id):
        before = _("原通知对象%(name)s已回避（条例第二十八条第三款）") % {"name": step.recipient}
    else:
        before = _("原通知对象%(name)s不再承担此职") % {"name": step.recipient}
    if person is None:
        return _("%(before)s，“%(level)s”现无人任职或者不宜知悉") % {
            "before": before,
            "level": LEVEL_NAMES[step.level],
        }
    return _("%(before)s，改由%(title)s%(name)s督办") % {
        "before": before,
        "title": person.title,
        "name": person.user,
    }


def _write(
    step: Escalation, person: Person | None, reason: str, posts: Posts, now: datetime
) -> None:
    touched = Escalation.objects.active().filter(pk=step.pk).update(replaced_at=now)
    if touched != 1:
        raise StaleState(_("该升级事项刚刚发生变化。"))
    row = Escalation.objects.create(
        case=step.case,
        clock=step.clock,
        round=step.round,
        from_level=step.from_level,
        level=step.level,
        days_overdue=max(step.days_overdue, (posts.on - step.clock.due_on).days),
        recipient=person.user if person else None,
        post_id=person.post_id if person else None,
        capacity=person.capacity if person else "",
        reason=reason,
        fired_at=now,
        replaces=step,
    )
    audit.record(
        step.case,
        "escalation.hand_over",
        actor=None,
        at=now,
        level=step.level,
        old=step.recipient_id,
        new=person.user.pk if person else None,
    )
    told = [person.user] if person else seeing_overseers(posts, step.case)
    for user in told:
        notify(
            user=user,
            kind=NoticeKind.ESCALATION,
            title=_("%(number)s在“%(level)s”一级等待您督办")
            % {"number": step.case.number, "level": LEVEL_NAMES[step.level]},
            text=reason,
            case=step.case,
            clock=step.clock,
            link=f"accountability:escalation_step {row.pk}",
            now=now,
            by_mail=True,
        )
