"""Talks (谈话): proposed by rule at the publication of a bulletin, settled by a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.domain import talks as domain
from accountability.domain.talks import TalkRule
from accountability.models import NoticeKind, Talk, TalkSource, TalkStatus, TalkTarget
from accountability.services.notices import notify
from organizations.enums import PostKind, UnitKind
from organizations.models import Term
from organizations.selectors import setting

WorstLists = Sequence[tuple[str, Sequence[int]]]


def talk_rule(*, on: date) -> TalkRule:
    """How many bulletins in a row and how many places, as set on that day (default 2 and 2)."""
    return TalkRule(
        consecutive=int(setting("talk.consecutive", on=on, default=2)),
        worst=int(setting("talk.worst", on=on, default=2)),
    )


def talks_due(*, worst_lists: Mapping[str, WorstLists], on: date) -> list[tuple[str, domain.Talk]]:
    """Talks that follow from the newest bulletin of each group, with its period; nothing is written.

    Args:
        worst_lists: per group of units, the worst of consecutive bulletins, oldest first, the newest
            last: ``{"township": [("2026-02", [7, 9]), ("2026-03", [7, 4])]}``.
        on: day whose rule holds.

    A talk that was dropped does not count as held with the deputy: the deputy is proposed again.
    """
    rule = talk_rule(on=on)
    found = []
    for lists in worst_lists.values():
        if lists:
            talked = _talked([period for period, _units in lists[:-1]])
            talks = domain.propose(lists, rule, talked=_in_run(talked, lists))
            found += [(lists[-1][0], talk) for talk in talks]
    return found


@transaction.atomic
def propose_talks(*, worst_lists: Mapping[str, WorstLists], on: date, now: datetime) -> list[Talk]:
    """Write the talks that follow from the bulletin just published; calling again adds nothing.

    Args:
        worst_lists: as for `talks_due`; the bulletin just published comes last.
        on: day whose rule holds.

    Returns:
        The proposals of this bulletin, new or already there.
    """
    proposals = []
    for period, talk in talks_due(worst_lists=worst_lists, on=on):
        proposal, created = Talk.objects.get_or_create(
            unit_id=talk.unit_id,
            period=period,
            source=TalkSource.BULLETIN,
            defaults={
                "consecutive": talk.run,
                "target": talk.target,
                "reason": talk.reason,
                "proposed_at": now,
            },
        )
        if created:
            tell_overseers(proposal, now=now)
        proposals.append(proposal)
    return proposals


def tell_overseers(talk: Talk, *, now: datetime, title: str = "") -> None:
    """A notice to the office's head and supervisors, who arrange talks and check what was undertaken.

    Args:
        talk: the talk.
        now: time of the notice.
        title: sentence with ``%(unit)s`` and ``%(target)s``; that a talk is to be held when empty.
    """
    terms = (
        Term.objects.held(on=timezone.localdate(now))
        .filter(
            post__unit__kind=UnitKind.PETITION_OFFICE,
            post__kind__in=[PostKind.OFFICE_HEAD, PostKind.SUPERVISOR],
            user__is_active=True,
        )
        .select_related("user")
        .order_by("pk")
    )
    words = {"unit": talk.unit, "target": TalkTarget(talk.target).label}
    for user in {term.user_id: term.user for term in terms}.values():
        notify(
            user=user,
            kind=NoticeKind.TASK,
            title=(title or _("拟与%(unit)s%(target)s谈话")) % words,
            text=talk.reason,
            now=now,
            link=f"accountability:talk {talk.pk}",
        )


def _talked(periods: Sequence[str]) -> dict[int, list[tuple[str, str]]]:
    rows = (
        Talk.objects.filter(period__in=periods)
        .exclude(status=TalkStatus.DROPPED)
        .order_by("period")
        .values_list("unit_id", "period", "target")
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for unit_id, period, target in rows:
        found.setdefault(unit_id, []).append((period, target))
    return found


def _in_run(talked: dict[int, list[tuple[str, str]]], lists: WorstLists) -> dict[int, str]:
    """Only talks of the run that still goes on count."""
    latest: dict[int, str] = {}
    for unit_id, talks in talked.items():
        run = []
        for period, worst in reversed(lists):
            if unit_id not in worst:
                break
            run.append(period)
        targets = [target for period, target in talks if period in run]
        if targets:
            latest[unit_id] = targets[-1]
    return latest
