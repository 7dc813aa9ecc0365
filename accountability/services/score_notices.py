"""Who is told of deductions, of objections to them, and of the decisions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import NoticeKind, ScoreObjection, ScorePeriod
from accountability.selectors.scores import SPEAKERS
from accountability.services.notices import notify, send_digests
from organizations.enums import PostKind, UnitKind
from organizations.models import Term


def tell_units(period: ScorePeriod, counts: Mapping[int, int], *, now: datetime) -> None:
    """Principals, deputies and petition officers of the units that lose points (``counts``: how often)."""
    terms = (
        Term.objects.held(on=timezone.localdate(now))
        .filter(post__unit__in=list(counts), post__kind__in=SPEAKERS, user__is_active=True)
        .select_related("user", "post__unit")
        .order_by("post__unit__order", "post__order", "pk")
    )
    told: set[int] = set()
    for term in terms:
        if term.user_id in told:
            continue
        told.add(term.user_id)
        notify(
            user=term.user,
            kind=NoticeKind.TASK,
            title=_("%(unit)s%(period)s考核计分（草稿）有扣分，可在%(day)s（含当日）前提出异议")
            % {"unit": term.post.unit, "period": period.label, "day": period.closes_on},
            text=_("共%(count)s处扣分。请在“考核得分”中逐项核对；逾期不再受理异议。")
            % {"count": counts[term.post.unit_id]},
            now=now,
            by_mail=True,
            link=f"accountability:score_unit {period.period} {term.post.unit_id}",
        )
    send_digests(at=now, now=now)


def deciders(now: datetime) -> QuerySet[Term]:
    """Who decides objections: the petition office's head and its supervisors."""
    return (
        Term.objects.held(on=timezone.localdate(now))
        .filter(
            post__kind__in=[PostKind.OFFICE_HEAD, PostKind.SUPERVISOR],
            post__unit__kind=UnitKind.PETITION_OFFICE,
            user__is_active=True,
        )
        .select_related("user")
        .order_by("post__order", "pk")
    )


def tell_office(objection: ScoreObjection, *, now: datetime) -> None:
    """Those who decide learn of an objection."""
    users = dict.fromkeys(term.user for term in deciders(now))
    for user in users:
        notify(
            user=user,
            kind=NoticeKind.TASK,
            title=_("%(unit)s对%(period)s的扣分提出异议，待决定")
            % {"unit": objection.unit, "period": objection.month},
            text=_(
                "异议%(number)s：%(item)s，扣%(points)s分。请在“扣分异议”中办理；未决定的，通报不能批准、印发。"
            )
            % {
                "number": objection.number,
                "item": objection.item_name,
                "points": -objection.points,
            },
            now=now,
            by_mail=True,
            link=f"accountability:score_objection {objection.pk}",
        )
    send_digests(at=now, now=now)


def tell_unit(objection: ScoreObjection, *, now: datetime) -> None:
    """Who objected, and the unit's other speakers."""
    terms = (
        Term.objects.held(on=timezone.localdate(now))
        .filter(post__unit=objection.unit_id, post__kind__in=SPEAKERS, user__is_active=True)
        .select_related("user")
        .order_by("post__order", "pk")
    )
    users = dict.fromkeys([objection.raised_by, *(term.user for term in terms)])
    for user in (user for user in users if user.is_active):
        notify(
            user=user,
            kind=NoticeKind.TASK,
            title=_("%(period)s扣分异议%(number)s的决定：%(outcome)s")
            % {
                "period": objection.month,
                "number": objection.number,
                "outcome": objection.get_status_display(),
            },
            text=objection.decision,
            now=now,
            by_mail=True,
            link=f"accountability:score_objection {objection.pk}",
        )
    send_digests(at=now, now=now)
