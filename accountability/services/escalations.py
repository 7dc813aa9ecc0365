"""Escalation (升级督办): one level at a time, to a named person, with the reason on record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.domain.escalation import (
    NextLevel,
    OverdueClock,
    Stay,
    next_level,
)
from accountability.domain.level_rules import LEVEL_NAMES, Matter
from accountability.models import Escalation, LevelFall, NoticeKind
from accountability.selectors.level_rules import level_rules
from accountability.selectors.recipients import Person, Posts
from accountability.services.instructions import Order, give
from accountability.services.notices import notify, send_digests
from accountability.services.runs import RunReport, RunStep
from core import audit
from core.errors import Invalid, NotAllowed, StaleState
from organizations.authority import Authority
from organizations.models import User
from organizations.selectors import work_calendar
from petitions.domain.duties import AFTER_CLOSING
from petitions.models import Case, Clock
from petitions.services.responsibility import raise_level

# A running clock that binds: until the matter is closed, a few also afterwards.
BINDING = Q(case__closed_on__isnull=True) | Q(code__in=AFTER_CLOSING)


def escalate_cases(*, on: date, now: datetime, dry_run: bool = False) -> RunReport:
    """Lift the cases of overdue clocks by one level where a rule asks for it.

    A case climbs at most one level a day; unique rows and a guarded update make a second run, at the
    same time or later, do nothing. A vacant post does not stop it: the level rises, the vacancy is in the
    reason, and the office's supervisors and head are told.
    """
    report = RunReport(on=on, dry_run=dry_run)
    calendar, rules = work_calendar(), level_rules(on=on)
    clocks = _overdue(on)
    raised, held = _raised_since(on), _held(on)
    posts = Posts(on=on, case_ids=[clock.case_id for clock in clocks])
    for clock in clocks:
        facts = OverdueClock(
            matter=matter_of(clock),
            name=clock.name,
            article=clock.article,
            due_on=clock.due_on,
            case_level=clock.case.escalation_level,
            last_raised_on=raised.get(clock.case_id),
            held_until=held.get(clock.case_id),
        )
        step = next_level(facts, rules, calendar, on=on)
        if isinstance(step, Stay):
            report.skipped.append(line_of(clock, "stay", "", step.why))
        elif _raise(clock, step, posts, report, now):
            raised[clock.case_id] = on
    if not dry_run:
        send_digests(at=now, now=now)
    return report


def matter_of(clock: Clock) -> Matter:
    """What the rules may ask about a clock and its case (`case__content_class` selected)."""
    case = clock.case
    return Matter(
        code=clock.code,
        content=case.content_class.code if case.content_class else "",
        purpose=case.purpose,
        head_count=case.head_count,
        secret=case.is_secret,
        urgent=case.is_urgent,
    )


def _overdue(on: date) -> Sequence[Clock]:
    return list(
        Clock.objects.overdue(on=on)
        .filter(BINDING, owed_by_unit__isnull=False)
        .select_related("case__content_class", "owed_by_unit")
        .order_by("due_on", "pk")
    )


def _raised_since(on: date) -> dict[int, date]:
    """Case → the day it climbed, for those that climbed on that day or later."""
    midnight = timezone.make_aware(datetime.combine(on, time()))
    rows = (
        Escalation.objects.filter(fired_at__gte=midnight)
        .values_list("case_id")
        .annotate(last=Max("fired_at"))
        .order_by()
    )
    return {case_id: timezone.localdate(last) for case_id, last in rows}


def _held(on: date) -> dict[int, date]:
    """Case → last day of the latest decision that keeps it from climbing."""
    rows = LevelFall.objects.filter(hold_until__gte=on).order_by("hold_until")
    return {case_id: day for case_id, day in rows.values_list("case_id", "hold_until") if day}


def _raise(clock: Clock, step: NextLevel, posts: Posts, report: RunReport, now: datetime) -> bool:
    person = posts.asked(clock, step.level)
    reason = step.reason + recusal_words(posts.stepped_back(clock, step.level), person)
    if person is None:
        reason += _("；%(unit)s“%(level)s”无人任职或者不宜知悉，未能通知到人") % {
            "unit": clock.owed_by_unit,
            "level": LEVEL_NAMES[step.level],
        }
    what = f"level {step.from_level} -> {step.level}"
    line = line_of(
        clock, what, f"{person.user} ({person.capacity})" if person else "nobody", reason
    )
    if not report.dry_run:
        try:
            with transaction.atomic():
                _write(clock, step, person, reason, posts, now)
        except (IntegrityError, StaleState, Invalid):
            report.skipped.append(line_of(clock, what, "", "raised by another run"))
            return False
    report.done.append(line)
    if person is None:
        report.problems.append(line_of(clock, what, "", "nobody in post to ask"))
    return True


def recusal_words(recused: Sequence[Person], person: Person | None) -> str:
    """Why somebody else is asked than whose post it is (条例第二十八条第三款); "" when nobody was recused."""
    if not recused:
        return ""
    words = _("；%(names)s已回避（条例第二十八条第三款）") % {
        "names": "、".join(f"{p.title}{p.user}" for p in recused)
    }
    if person is None:
        return words
    return words + _("，改由%(title)s%(name)s督办") % {
        "title": person.title,
        "name": person.user,
    }


def _write(
    clock: Clock,
    step: NextLevel,
    person: Person | None,
    reason: str,
    posts: Posts,
    now: datetime,
) -> None:
    case = Case.objects.get(pk=clock.case_id)
    if not Clock.objects.running().filter(pk=clock.pk, due_on=clock.due_on).exists():
        raise StaleState(_("该期限刚刚发生变化。"))
    raise_level(case=case, to_level=step.level, reason=reason, now=now)
    row = Escalation.objects.create(
        case=case,
        clock=clock,
        round=climb_of(case),
        from_level=step.from_level,
        level=step.level,
        days_overdue=step.days_overdue,
        recipient=person.user if person else None,
        post_id=person.post_id if person else None,
        capacity=person.capacity if person else "",
        reason=reason,
        fired_at=now,
    )
    told = [person.user] if person else seeing_overseers(posts, case)
    for user in told:
        notify(
            user=user,
            kind=NoticeKind.ESCALATION,
            title=_("%(number)s已升至“%(level)s”督办")
            % {"number": case.number, "level": LEVEL_NAMES[step.level]},
            text=reason,
            case=case,
            clock=clock,
            link=f"accountability:escalation_step {row.pk}",
            now=now,
            by_mail=True,
        )


def climb_of(case: Case) -> int:
    """Number of the climb the case is in: one more than its falls."""
    return LevelFall.objects.filter(case=case).count() + 1


def seeing_overseers(posts: Posts, case: Case) -> list[User]:
    """Supervisors and the office's head, those who may see the case."""
    return [user for user in posts.overseers() if posts.may_see(user, case.pk)]


def acknowledge(
    *,
    authority: Authority,
    escalation: Escalation,
    now: datetime,
    order: Order | None = None,
) -> Escalation:
    """Note that the person asked has read it (已阅), with an instruction if one is given.

    Signing a second time changes nothing; an instruction may follow later as well.

    Raises:
        NotAllowed: somebody else was asked, or is asked by now. Invalid: the instruction is not usable.
    """
    if escalation.recipient_id != authority.user.pk or escalation.replaced_at is not None:
        raise NotAllowed(_("只有被通知的人可以签阅。"))
    with transaction.atomic():
        touched = Escalation.objects.filter(
            pk=escalation.pk, acknowledged_at__isnull=True, replaced_at__isnull=True
        ).update(acknowledged_at=now)
        if touched:
            audit.record(
                escalation.case,
                "escalation.acknowledge",
                actor=authority.user,
                at=now,
                level=escalation.level,
            )
        if order is not None:
            give(authority=authority, escalation=escalation, order=order, now=now)
    escalation.refresh_from_db(fields=["acknowledged_at"])
    return escalation


def line_of(clock: Clock, what: str, recipient: str, reason: str) -> RunStep:
    """A line of the run's report about a clock."""
    return RunStep(clock.case.number, clock.code, what, recipient, reason)
