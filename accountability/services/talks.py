"""Talks (谈话): proposed by rule at the publication of a bulletin, settled by a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.domain.talks import Talk, TalkRule, propose
from accountability.models import NoticeKind, TalkProposal, TalkStatus, TalkTarget
from accountability.services.notices import notify
from core import audit, transitions
from core.errors import Invalid, NotAllowed
from organizations.authority import Authority
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


def talks_due(*, worst_lists: Mapping[str, WorstLists], on: date) -> list[tuple[str, Talk]]:
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
            talks = propose(lists, rule, talked=_in_run(talked, lists))
            found += [(lists[-1][0], talk) for talk in talks]
    return found


@transaction.atomic
def propose_talks(
    *, worst_lists: Mapping[str, WorstLists], on: date, now: datetime
) -> list[TalkProposal]:
    """Write the talks that follow from the bulletin just published; calling again adds nothing.

    Args:
        worst_lists: as for `talks_due`; the bulletin just published comes last.
        on: day whose rule holds.

    Returns:
        The proposals of this bulletin, new or already there.
    """
    proposals = []
    for period, talk in talks_due(worst_lists=worst_lists, on=on):
        proposal, created = TalkProposal.objects.get_or_create(
            unit_id=talk.unit_id,
            period=period,
            defaults={
                "consecutive": talk.run,
                "target": talk.target,
                "reason": talk.reason,
                "proposed_at": now,
            },
        )
        if created:
            _tell(proposal, now=now)
        proposals.append(proposal)
    return proposals


def _tell(proposal: TalkProposal, *, now: datetime) -> None:
    """The office's head and supervisors arrange the talk."""
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
    for user in {term.user_id: term.user for term in terms}.values():
        notify(
            user=user,
            kind=NoticeKind.BULLETIN,
            title=_("拟与%(unit)s%(target)s谈话")
            % {"unit": proposal.unit, "target": TalkTarget(proposal.target).label},
            text=proposal.reason,
            now=now,
        )


def _talked(periods: Sequence[str]) -> dict[int, list[tuple[str, str]]]:
    rows = (
        TalkProposal.objects.filter(period__in=periods)
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


@transaction.atomic
def settle_talk(
    *, authority: Authority, talk: TalkProposal, held: bool, note: str, now: datetime
) -> TalkProposal:
    """Record that a talk was held, or that it was decided not to hold it, with the note that says why.

    Raises:
        NotAllowed: the actor may not.
        Invalid: the note is missing.
        StaleState: somebody settled it first.
    """
    if not permissions.can_settle_talk(authority):
        raise NotAllowed(_("只有县领导、信访局局长或者督查人员可以登记谈话结果。"))
    if not note.strip():
        raise Invalid(
            _("请写明谈话情况（时间、谈话人、整改要求）或者不予谈话的理由。"), field="note"
        )
    target = TalkStatus.HELD if held else TalkStatus.DROPPED
    transitions.apply(
        talk,
        sources=[TalkStatus.PROPOSED],
        target=target,
        verb=f"talk.{target}",
        actor=authority.user,
        at=now,
        reason=note.strip(),
    )
    audit.record(talk, f"talk.{target}", actor=authority.user, at=now, note=note.strip())
    return talk
