"""Matters whose first-contact officer left the post: offered to the successor, or shown to the supervisors."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accountability.models import (
    FirstContactDuty,
    HandOverCause,
    HandOverStatus,
    Notice,
    NoticeKind,
)
from accountability.selectors.first_contact import stranded, successors
from accountability.selectors.recipients import Posts
from accountability.services.first_contact import offer
from accountability.services.notices import notify
from accountability.services.runs import RunReport, RunStep
from core.errors import DomainError
from organizations.models import User

AGAIN_AFTER = timedelta(days=7)


def propose_hand_overs(*, on: date, now: datetime, dry_run: bool = False) -> RunReport:
    """Offer the open duties of those who left their post to whoever holds that post now.

    Where several or none hold it, supervisors and the head are told, at most once a week for each person.
    Safe to repeat: a duty that is on offer is left alone, and one offer of a duty is unique.

    Args:
        on: the day whose posts count.
        now: time written on the rows.
        dry_run: only report what would be offered.
    """
    report = RunReport(on=on, dry_run=dry_run)
    groups: dict[tuple[int, int], list[FirstContactDuty]] = defaultdict(list)
    rows = (
        stranded(on=on)
        .exclude(offers__status=HandOverStatus.OFFERED)
        .select_related("case", "holder", "unit__succeeded_by")
        .order_by("pk")
    )
    for duty in rows:
        groups[duty.holder_id, duty.unit_id].append(duty)
    for duties in groups.values():
        _propose(duties, report, now)
    return report


def _propose(duties: list[FirstContactDuty], report: RunReport, now: datetime) -> None:
    giver = duties[0].holder
    found = successors(duties[0], on=report.on)
    count = f"{len(duties)} matters of {giver}"
    if len(found) != 1:
        why = "nobody holds the post" if not found else f"{len(found)} people hold the post"
        report.problems.append(RunStep("-", "first_contact", count, "", why))
        if not report.dry_run:
            _tell_overseers(giver, len(duties), report.on, now)
        return
    step = RunStep("-", "first_contact", count, str(found[0]), "the post changed hands")
    if not report.dry_run:
        try:
            with transaction.atomic():
                offer(
                    authority=None,
                    giver=giver,
                    receiver=found[0],
                    duties=duties,
                    cause=HandOverCause.POST if giver.is_active else HandOverCause.LEFT,
                    reason=_("%(giver)s不再担任原职务，首接事项移交接任者") % {"giver": giver},
                    on=report.on,
                    now=now,
                )
        except (IntegrityError, DomainError) as error:
            report.problems.append(RunStep("-", "first_contact", count, str(found[0]), str(error)))
            return
    report.done.append(step)


def _tell_overseers(giver: User, count: int, on: date, now: datetime) -> None:
    title = _("%(giver)s已离岗，尚有首接事项待指定接收人") % {"giver": giver}
    posts = Posts(on=on, case_ids=[])
    for user in posts.overseers():
        told = Notice.objects.filter(user=user, title=title, at__gt=now - AGAIN_AFTER)
        if not told.exists():
            text = _("共%(count)d件，请在“首接责任”中移交") % {"count": count}
            notify(
                user=user,
                kind=NoticeKind.TASK,
                title=title,
                text=text,
                now=now,
                link="accountability:first_contact_loads",
            )
