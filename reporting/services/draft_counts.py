"""Counting a draft: at once where it takes a moment, by a worker where a request would wait for it.

The draft of a small county is there before the page has turned. Beyond some number of matters the count is owed (ADR 0002): a page
asks how far it is, a worker that dies is followed by another, and what is asked for twice while it runs is counted once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core import jobs
from core.errors import DomainError, StaleState
from core.models import EffectState, OwedEffect
from organizations.authority import Authority, authority_of
from organizations.models import User
from reporting.domain.spans import Period
from reporting.selectors.annual import counted_days
from reporting.selectors.cases import county_cases, received
from reporting.services.annual_reports import build_annual_report, check_annual_report
from reporting.services.bulletins import build_bulletin, check_bulletin

EFFECT = "reporting.count"
BULLETIN, ANNUAL = "bulletin", "annual"


@dataclass(frozen=True)
class Counted:
    """How one kind of paper is counted.

    Attributes:
        days: the days its code stands for; None where there are none yet.
        check: raises what can be known before counting; called with code, now and authority.
        build: counts; called with code, now, authority and fresh.
        at_once: up to so many matters received in those days nobody waits for long (benchmarks/README.md).
    """

    days: Callable[[str, datetime], Period | None]
    check: Callable[..., object]
    build: Callable[..., Any]
    at_once: int


def _year_days(code: str, now: datetime) -> Period | None:
    return counted_days(int(code), timezone.localdate(now))


PAPERS = {
    BULLETIN: Counted(
        days=lambda code, _now: Period.parse(code),
        check=lambda code, **more: check_bulletin(period=Period.parse(code), **more),
        build=lambda code, **more: build_bulletin(period=Period.parse(code), **more),
        at_once=1_500,
    ),
    ANNUAL: Counted(
        days=_year_days,
        check=lambda code, **more: check_annual_report(year=int(code), **more),
        build=lambda code, **more: build_annual_report(year=int(code), **more),
        at_once=15_000,
    ),
}


@dataclass(frozen=True)
class Progress:
    """How far an owed count is. ``refusal``: why it was refused, ``failure``: what went wrong; both "" while it runs."""

    is_done: bool
    is_running: bool
    seconds: int
    refusal: str = ""
    failure: str = ""


def count_draft(
    *, paper: str, code: str, authority: Authority, now: datetime, fresh: bool = False
) -> bool:
    """Count a draft, or owe the count; True when the draft is there.

    Args:
        paper: key of `PAPERS`.
        code: of the period, or the year.
        authority: staff of the petition office.
        now: aware time.
        fresh: begin again without what was written by hand.

    Raises:
        NotAllowed, Unlawful: as the paper's own service says; before anything is owed.
        StaleState: it is being counted, and this asks for another count than that.
    """
    kind = PAPERS[paper]
    kind.check(code, now=now, authority=authority)
    if not _keeps_waiting(kind, code, now):
        kind.build(code, now=now, authority=authority, fresh=fresh)
        return True
    wanted = {"user": authority.user.pk, "fresh": fresh}
    effect = jobs.owe_again(EFFECT, key=paper, period=code, payload=wanted, now=now)
    if effect.payload.get("fresh") != fresh:
        raise StaleState(_("这份草稿正在统计，请等统计完成后再办理。"))
    return False


def _keeps_waiting(kind: Counted, code: str, now: datetime) -> bool:
    days = kind.days(code, now)
    if days is None:
        return False
    some = county_cases().filter(received(days.first_day, days.last_day)).order_by()
    return some[: kind.at_once + 1].count() > kind.at_once


def carry_out(effect: OwedEffect, *, now: datetime) -> None:
    """Count what is owed, as whoever asked may do it now; a refusal is kept for the page, trying again would not mend it."""
    wanted = effect.payload
    try:
        by = authority_of(User.objects.get(pk=wanted["user"]), on=timezone.localdate(now))
        PAPERS[effect.key].build(effect.period, now=now, authority=by, fresh=wanted["fresh"])
    except DomainError as error:
        effect.payload = {**wanted, "refusal": str(error)}
        effect.save(update_fields=["payload"])


def count_again(*, paper: str, code: str, authority: Authority, now: datetime) -> bool:
    """Ask for the last count once more, after it was refused or failed; True when the draft is there."""
    effect = _effect(paper, code)
    fresh = bool(effect and effect.payload.get("fresh"))
    return count_draft(paper=paper, code=code, authority=authority, now=now, fresh=fresh)


def progress(paper: str, code: str, *, now: datetime) -> Progress | None:
    """How far an owed count is (one query); None when none was asked for."""
    effect = _effect(paper, code)
    if effect is None:
        return None
    refusal = effect.payload.get("refusal", "")
    is_done = effect.state == EffectState.DONE
    failure = "" if is_done or effect.state == EffectState.CLAIMED else effect.last_error
    return Progress(
        is_done=is_done and not refusal,
        is_running=effect.state == EffectState.CLAIMED,
        seconds=max(0, int((now - effect.created_at).total_seconds())),
        refusal=refusal,
        failure=failure,
    )


def _effect(paper: str, code: str) -> OwedEffect | None:
    return OwedEffect.objects.filter(kind=EFFECT, key=paper, period=code).first()
