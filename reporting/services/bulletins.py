"""Making a bulletin: build, edit, approve, send back. Publication has a module of its own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import NoticeKind, RuleSet
from accountability.services.notices import notify
from accountability.services.scoring import write_entries
from core import audit, transitions
from core.errors import Invalid, StaleState, Unlawful
from organizations.authority import Authority
from reporting.domain import wording
from reporting.domain.grids import points_text
from reporting.domain.periods import Month, Span
from reporting.domain.results import BulletinData, RuleNote, UnitResult, results
from reporting.models import Bulletin, BulletinRow, BulletinStatus
from reporting.permissions import can_draft, can_sign, require
from reporting.selectors.bulletins import last_ranks, office_heads
from reporting.selectors.cases import county_cases
from reporting.selectors.figures import month_figures
from reporting.services.bulletin_document import bulletin_content
from reporting.services.scores import MonthScores, score_month, talks_of

MAX_REQUIREMENTS = 4000


def build_bulletin(*, month: Month, now: datetime, authority: Authority | None = None) -> Bulletin:
    """Build the draft of a month, or build it anew while it is a draft.

    Args:
        month: a month that is over.
        now: aware time; the figures are those known now.
        authority: staff of the petition office, or None for the system on the 1st.

    Returns:
        The draft, with its rows, score entries, content and proposals.

    Raises:
        NotAllowed: the actor does not work in the petition office.
        Unlawful: the month is not over, or its bulletin was approved already.
    """
    if authority is not None:
        require(can_draft(authority))
    if not month.is_over(timezone.localdate(now)):
        raise Unlawful(_("%(month)s尚未结束，不能生成通报。") % {"month": month.label})
    _refuse_unless_draft(Bulletin.objects.filter(period=month.code).first())
    figures = month_figures(county_cases(), Span.whole(month))
    scores = score_month(month)
    found = results(figures, scores.totals, last_ranks=last_ranks(month), count=scores.worst)
    with transaction.atomic():
        bulletin = _claim_draft(month, scores, now=now)
        _store_rows(bulletin, figures.units, found)
        write_entries(period=month.code, rule_set=scores.rule_set, sheets=scores.sheets)
        data = BulletinData(
            figures=figures,
            results=found,
            rule=_rule_note(scores.rule_set),
            talks=talks_of(month, found),
            worst=scores.worst,
        )
        _store_content(bulletin, data, now=now, actor=authority.user if authority else None)
        if authority is None:
            _tell_the_head(bulletin, now=now)
    return bulletin


def _rule_note(rule_set: RuleSet) -> RuleNote:
    return RuleNote(rule_set.name, points_text(rule_set.base_score), rule_set.policy_note)


def _refuse_unless_draft(bulletin: Bulletin | None) -> None:
    if bulletin is not None and bulletin.status != BulletinStatus.DRAFT:
        raise Unlawful(
            _("《%(title)s》%(status)s，不能重新生成；如有错误，请以更正通报说明。")
            % {"title": bulletin.title, "status": bulletin.get_status_display()}
        )


def _claim_draft(month: Month, scores: MonthScores, *, now: datetime) -> Bulletin:
    """The draft's row, created when missing; whoever approves meanwhile wins."""
    fields = {
        "title": wording.title(month),
        "rule_set": scores.rule_set,
        "built_at": now,
        "serial_year": timezone.localdate(now).year,
    }
    bulletin, created = Bulletin.objects.get_or_create(
        period=month.code,
        defaults={
            **fields,
            "first_day": month.first_day,
            "last_day": month.last_day,
            "requirements": wording.DEFAULT_REQUIREMENTS,
        },
    )
    if not created:
        draft = Bulletin.objects.filter(pk=bulletin.pk, status=BulletinStatus.DRAFT)
        if draft.update(**fields) != 1:
            raise StaleState(_("该通报刚刚被批准，请刷新后再办理。"))
        bulletin.refresh_from_db()
    return bulletin


def _store_rows(bulletin: Bulletin, units: Any, found: tuple[UnitResult, ...]) -> None:
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


def _store_content(bulletin: Bulletin, data: BulletinData, *, now: datetime, actor: Any) -> None:
    bulletin.figures = data.to_json()
    bulletin.content = bulletin_content(
        data, requirements=bulletin.requirements, built_at=bulletin.built_at
    )
    bulletin.built_by = actor
    bulletin.save(update_fields=["figures", "content", "built_by"])
    audit.record(bulletin, "bulletin.build", actor=actor, at=now, period=bulletin.period)


def _tell_the_head(bulletin: Bulletin, *, now: datetime) -> None:
    for term in office_heads(timezone.localdate(now)):
        notify(
            user=term.user,
            kind=NoticeKind.BULLETIN,
            title=_("%(title)s草稿已生成") % {"title": bulletin.title},
            text=_("请核对数据，填写下月要求，批准后印发。"),
            now=now,
        )


def edit_requirements(
    *, bulletin: Bulletin, text: str, authority: Authority, now: datetime
) -> None:
    """Change the text of 下月要求 in a draft.

    Raises:
        NotAllowed: the actor does not work in the petition office.
        Invalid: nothing is left of the text, or it is too long.
        StaleState: the bulletin is no draft any more.
    """
    require(can_draft(authority))
    text = "\n".join(line.strip() for line in text.splitlines() if line.strip())
    if not text:
        raise Invalid(_("请填写下月要求。"), field="requirements")
    if len(text) > MAX_REQUIREMENTS:
        message = _("下月要求不能超过%(limit)s字。") % {"limit": MAX_REQUIREMENTS}
        raise Invalid(message, field="requirements")
    with transaction.atomic():
        data = BulletinData.from_json(bulletin.figures)
        content = bulletin_content(data, requirements=text, built_at=bulletin.built_at)
        draft = Bulletin.objects.filter(
            pk=bulletin.pk, status=BulletinStatus.DRAFT, built_at=bulletin.built_at
        )
        if draft.update(requirements=text, content=content) != 1:
            raise StaleState(_("该通报刚刚被重新生成或批准，请刷新后再办理。"))
        audit.record(bulletin, "bulletin.edit", actor=authority.user, at=now, requirements=text)
    bulletin.requirements, bulletin.content = text, content


def approve_bulletin(*, bulletin: Bulletin, authority: Authority, now: datetime) -> None:
    """The office's head approves a draft.

    Raises:
        NotAllowed: the actor is not the head of the petition office.
        Unlawful: last month's bulletin was published after this draft was built.
        StaleState: the bulletin is no draft any more.
    """
    require(can_sign(authority))
    refuse_if_outdated(bulletin)
    with transaction.atomic():
        transitions.apply(
            bulletin,
            sources=[BulletinStatus.DRAFT],
            target=BulletinStatus.APPROVED,
            verb="bulletin.approve",
            actor=authority.user,
            at=now,
            approved_at=now,
            approved_by=authority.user,
        )
        audit.record(bulletin, "bulletin.approve", actor=authority.user, at=now)


def refuse_if_outdated(bulletin: Bulletin) -> None:
    """Last month's places and the talks rest on the bulletin before; it must not come after this draft.

    Raises:
        Unlawful: last month's bulletin was published after this draft was built.
    """
    before = Bulletin.objects.filter(
        period=Month.parse(bulletin.period).previous.code, published_at__gt=bulletin.built_at
    )
    if before.exists():
        raise Unlawful(_("上月通报在本草稿生成之后印发，请退回草稿并重新统计，再办理。"))


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
    if not reason.strip():
        raise Invalid(_("请写明退回修改的原因。"), field="reason")
    if bulletin.serial is not None:
        raise Unlawful(_("该通报已经签发，不能退回修改。"))
    with transaction.atomic():
        transitions.apply(
            bulletin,
            sources=[BulletinStatus.APPROVED],
            target=BulletinStatus.DRAFT,
            verb="bulletin.send_back",
            actor=authority.user,
            at=now,
            reason=reason.strip(),
            approved_at=None,
            approved_by=None,
        )
        audit.record(
            bulletin, "bulletin.send_back", actor=authority.user, at=now, reason=reason.strip()
        )
