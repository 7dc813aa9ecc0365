"""Making a bulletin: build, edit, approve, send back. Publication has a module of its own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import RuleSet
from accountability.services.score_periods import require_settled, store_scores
from core import audit
from core.errors import Unlawful
from organizations.authority import Authority
from reporting.domain import wording
from reporting.domain.number_texts import points_text
from reporting.domain.periods import Days
from reporting.domain.results import BulletinData, RuleNote, UnitResult, results
from reporting.domain.spans import MONTH, Period
from reporting.models import Bulletin, BulletinRow, BulletinStatus
from reporting.permissions import can_draft, can_sign, require
from reporting.selectors.bulletins import last_ranks
from reporting.selectors.cases import county_cases
from reporting.selectors.duties import duties_of
from reporting.services import paper_acts
from reporting.services.bulletin_document import bulletin_content
from reporting.services.ledgers import keep_ledger
from reporting.services.paper_drafts import claim_draft, tell_the_head
from reporting.services.printed_figures import bulletin_figures, refuse_before_records
from reporting.services.scores import (
    PeriodScores,
    objection_notes,
    require_scorable,
    score,
    talks_of,
)


def build_bulletin(
    *, period: Days, now: datetime, authority: Authority | None = None, fresh: bool = False
) -> Bulletin:
    """Build the draft of a period, or build it anew while it is a draft.

    Args:
        period: a month or another period that is over.
        now: aware time; the figures are those known now.
        authority: staff of the petition office, or None for the system on the 1st.
        fresh: begin again without what was written by hand.

    Returns:
        The draft, with its rows, content and proposals; a month also with its score entries.

    Raises:
        NotAllowed: the actor does not work in the petition office.
        Unlawful: the period is not over or before the first record, its bulletin was approved already, it cannot be
            scored, or a month of it is not published yet.
    """
    days = _countable(period, now=now, authority=authority)
    scores = score(days)
    figures = bulletin_figures(days, other_units=scores.other_units)
    found = results(figures, scores.totals, last_ranks=last_ranks(days), count=scores.worst)
    actor = authority.user if authority else None
    with transaction.atomic():
        bulletin = _claim_draft(days, scores, now=now, fresh=fresh)
        store_rows(bulletin, figures.units, found)
        _keep_lines(days, scores, by=actor, now=now)
        data = BulletinData(
            figures=figures,
            results=found,
            rule=_rule_note(scores.rule_set),
            talks=talks_of(days, found),
            worst=scores.worst,
            objections=objection_notes(days),
            months=scores.months,
            duties=duties_of(county_cases(), days),
        )
        _store_content(bulletin, data, now=now, actor=actor, fresh=fresh)
        keep_ledger(bulletin)
        if authority is None:
            tell_the_head(
                bulletin,
                text=_("请核对数据，填写下月要求，批准后印发。"),
                link=f"reporting:bulletin {bulletin.period}",
                now=now,
            )
    return bulletin


def check_bulletin(*, period: Days, now: datetime, authority: Authority) -> None:
    """What can be refused before anything is counted (a few queries); raises what `build_bulletin` says."""
    require_scorable(_countable(period, now=now, authority=authority))


def _countable(period: Days, *, now: datetime, authority: Authority | None) -> Period:
    if authority is not None:
        require(can_draft(authority))
    days = Period.of(period)
    if not days.is_over(timezone.localdate(now)):
        raise Unlawful(_("%(month)s尚未结束，不能生成通报。") % {"month": days.label})
    refuse_before_records(days.label, days.last_day)
    _refuse_unless_draft(Bulletin.objects.filter(period=days.code).first())
    return days


def _keep_lines(period: Period, scores: PeriodScores, *, by: Any, now: datetime) -> None:
    """The lines of a month, which its units may object to; other periods have none of their own."""
    if scores.rule_set is not None and period.kind == MONTH:
        store_scores(
            period=period.code, rule_set=scores.rule_set, sheets=scores.sheets, by=by, now=now
        )


def _rule_note(rule_set: RuleSet | None) -> RuleNote | None:
    if rule_set is None:
        return None
    return RuleNote(rule_set.name, points_text(rule_set.base_score), rule_set.policy_note)


def _refuse_unless_draft(bulletin: Bulletin | None) -> None:
    if bulletin is not None and bulletin.status != BulletinStatus.DRAFT:
        raise Unlawful(
            _("《%(title)s》%(status)s，不能重新生成；如有错误，请以更正通报说明。")
            % {"title": bulletin.title, "status": bulletin.get_status_display()}
        )


def _claim_draft(period: Period, scores: PeriodScores, *, now: datetime, fresh: bool) -> Bulletin:
    """The draft's row, created when missing; whoever approves meanwhile wins."""
    fields = {
        "title": wording.title(period),
        "rule_set": scores.rule_set,
        "built_at": now,
        "serial_year": timezone.localdate(now).year,
    }
    days = {"kind": period.kind, "first_day": period.first_day, "last_day": period.last_day}
    begun = {"requirements": wording.DEFAULT_REQUIREMENTS, "additions": {}}
    of = {"period": period.code}
    return claim_draft(Bulletin, of, {**fields, **days}, begun=begun, fresh=fresh)


def store_rows(bulletin: Bulletin, units: Any, found: tuple[UnitResult, ...]) -> None:
    """Keep the draft's line of each unit, in place of those before."""
    by_id = {unit.unit_id: unit for unit in units}
    bulletin.rows.all().delete()
    BulletinRow.objects.bulk_create(
        BulletinRow(
            bulletin=bulletin,
            unit_id=result.unit_id,
            group=result.group,
            matters=by_id[result.unit_id].matters.now,
            persons=by_id[result.unit_id].persons,
            residents=by_id[result.unit_id].residents,
            per_10k=result.per_10k,
            points=result.points,
            score=result.score,
            rank_matters=result.rank_matters,
            rank_per_10k=result.rank_population,
            rank_score=result.rank_score,
            last_rank=result.last_rank,
            is_worst=result.worst is not None,
        )
        for result in found
    )


def _store_content(
    bulletin: Bulletin, data: BulletinData, *, now: datetime, actor: Any, fresh: bool
) -> None:
    bulletin.figures = data.to_json()
    bulletin.content = bulletin_content(
        data,
        requirements=bulletin.requirements,
        additions=bulletin.additions,
        built_at=bulletin.built_at,
    )
    bulletin.built_by = actor
    bulletin.save(update_fields=["figures", "content", "built_by"])
    audit.record(
        bulletin, "bulletin.build", actor=actor, at=now, period=bulletin.period, fresh=fresh
    )


def approve_bulletin(*, bulletin: Bulletin, authority: Authority, now: datetime) -> None:
    """The office's head approves a draft that others made: two people see each bulletin before it is printed.

    Raises:
        NotAllowed: the actor is not the head of the petition office.
        Unlawful: the actor built the draft or ever wrote in it, or only the system did; last month's bulletin was published after this draft
            was built, or the units may still object to deductions, or an objection waits for its decision.
        StaleState: the bulletin is no draft any more.
    """
    require(can_sign(authority))
    paper_acts.require_second_person(bulletin, prefix="bulletin", by=authority.user)
    refuse_if_outdated(bulletin)
    require_settled(period=bulletin.period, on=timezone.localdate(now))
    paper_acts.approve(bulletin, prefix="bulletin", by=authority.user, now=now)


def refuse_if_outdated(bulletin: Bulletin) -> None:
    """The places before and the talks rest on the bulletin before; it must not come after this draft.

    Raises:
        Unlawful: the bulletin before was published after this draft was built.
    """
    before = Bulletin.objects.filter(
        period=Period.parse(bulletin.period).previous.code, published_at__gt=bulletin.built_at
    )
    if before.exists():
        raise Unlawful(_("上期通报在本草稿生成之后印发，请退回草稿并重新统计，再办理。"))


def send_back_bulletin(
    *, bulletin: Bulletin, reason: str, authority: Authority, now: datetime
) -> None:
    """The office's head takes an approval back, so that the draft can be changed.

    Raises:
        NotAllowed: the actor is not the head of the petition office.
        Invalid: no reason is given.
        Unlawful: the bulletin was signed for publication; its number is taken.
        StaleState: somebody else changed the bulletin first.
    """
    require(can_sign(authority))
    paper_acts.send_back(bulletin, prefix="bulletin", reason=reason, by=authority.user, now=now)
