"""Objections to a deduction (异议申诉): raised by the unit in time, decided by the office, never to its disadvantage."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import events, permissions
from accountability.domain.rulings import apply_rulings
from accountability.domain.score_terms import ScoreSheet
from accountability.models import (
    ScoreEntry,
    ScoreObjection,
    ScoreObjectionStatus,
    ScorePeriod,
)
from accountability.selectors.scores import line_of, rulings_of
from accountability.services.score_files import keep_files
from accountability.services.score_notices import deciders, tell_office, tell_unit
from accountability.services.scoring import rule_set_data, write_entries
from core import audit, counters, transitions
from core.errors import Duplicate, Invalid, NotAllowed, StaleState, Unlawful
from organizations.authority import Authority
from petitions.services.attachments import upload_problems
from petitions.services.drafts import Upload

DECIDING = (ScoreObjectionStatus.UPHELD, ScoreObjectionStatus.CHANGED, ScoreObjectionStatus.STRUCK)
MAX_TEXT = 4000


@transaction.atomic
def raise_score_objection(
    *,
    authority: Authority,
    entry: ScoreEntry,
    text: str,
    uploads: Sequence[Upload] = (),
    now: datetime,
) -> ScoreObjection:
    """Object to one deduction of one's own unit in a month's draft.

    Args:
        authority: principal, deputy or petition officer of the unit.
        entry: the line.
        text: why.
        uploads: evidence.
        now: aware time.

    Raises:
        NotAllowed: somebody else's line.
        Unlawful: the line is no deduction, or the time to object is over.
        Invalid: no reason, or a file that is not accepted.
        Duplicate: the line was objected to before.
    """
    if not permissions.speaks_for(authority, entry.unit_id):
        raise NotAllowed(_("只能对本单位的扣分提出异议。"))
    period = _open_period(entry.period, now)
    if entry.points >= 0 or entry.corrects:
        raise Unlawful(_("只能对扣分提出异议。"))
    text = text.strip()
    if not text:
        raise Invalid(_("请写明异议理由。"), field="text")
    if len(text) > MAX_TEXT:
        raise Invalid(_("异议理由不能超过%(limit)s字。") % {"limit": MAX_TEXT}, field="text")
    if problems := upload_problems(uploads):
        raise Invalid(problems["attachments"], field="evidence")
    before = ScoreObjection.objects.filter(
        period=entry.period, unit=entry.unit_id, item=entry.item, key=entry.key
    ).exclude(status=ScoreObjectionStatus.WITHDRAWN)
    if found := before.first():
        raise Duplicate(_("对该扣分已经提出异议。"), existing_id=found.pk)
    item = rule_set_data(period.rule_set).item(entry.item)
    row = ScoreObjection.objects.create(
        period=entry.period,
        number=counters.take(f"score-objection:{entry.period}"),
        unit_id=entry.unit_id,
        item=entry.item,
        item_name=item.name if item else entry.item,
        key=entry.key,
        case_id=entry.case_id,
        line=entry.reason,
        points=entry.points,
        text=text,
        raised_by=authority.user,
        raised_at=now,
    )
    keep_files(uploads, by=authority.user, now=now, objection=row)
    audit.record(
        row, "score_objection.raise", actor=authority.user, at=now, points=row.points, text=text
    )
    _announce(row, now)
    tell_office(row, now=now)
    return row


@transaction.atomic
def withdraw_score_objection(
    *, authority: Authority, objection: ScoreObjection, reason: str, now: datetime
) -> ScoreObjection:
    """Take an objection back before it is decided; within its time the line may be objected to again.

    Raises:
        NotAllowed: somebody else's objection.
        Invalid: no reason.
        StaleState: it was decided a moment ago.
    """
    if not permissions.speaks_for(authority, objection.unit_id):
        raise NotAllowed(_("只能撤回本单位的异议。"))
    _settle(
        objection,
        ScoreObjectionStatus.WITHDRAWN,
        authority=authority,
        reason=_needed(reason, _("请写明撤回的原因。")),
        points=None,
        now=now,
    )
    _announce(objection, now)
    return objection


@transaction.atomic
def decide_score_objection(
    *,
    authority: Authority,
    objection: ScoreObjection,
    outcome: str,
    new_points: Decimal | None,
    reason: str,
    now: datetime,
) -> ScoreObjection:
    """The office's decision: the deduction stands, is made smaller, or is struck; the score follows at once.

    Args:
        authority: head or supervisor of the petition office; not the one who had the draft counted when
            another of them could decide.
        outcome: UPHELD, CHANGED or STRUCK.
        new_points: with CHANGED, what the line costs from now on, as a positive number of points.
        reason: printed in the correction.
        now: aware time.

    Raises:
        NotAllowed: the actor may not decide.
        Invalid: no outcome, no reason, or points that are not less than before.
        Unlawful: the bulletin is published.
        StaleState: it was decided or withdrawn a moment ago.
    """
    period = _period(objection.period)
    _require_decider(authority, objection, period, now)
    if outcome not in DECIDING:
        raise Invalid(_("请选择处理结果。"), field="outcome")
    points = _points(objection, outcome, new_points)
    reason = _needed(reason, _("请写明决定理由。"))
    _settle(objection, outcome, authority=authority, reason=reason, points=points, now=now)
    if points is not None:
        correct_unit(period, objection.unit_id)
    _announce(objection, now)
    tell_unit(objection, now=now)
    return objection


def _announce(objection: ScoreObjection, now: datetime) -> None:
    events.score_disputed.send(
        ScoreObjection, period=objection.period, unit_id=objection.unit_id, now=now
    )


def correct_unit(period: ScorePeriod, unit_id: int) -> None:
    """Write the lines of one unit anew, with all decisions on them."""
    rules = rule_set_data(period.rule_set)
    entries = ScoreEntry.objects.filter(period=period.period, unit=unit_id)
    entries = entries.select_related("unit", "case").order_by("pk")
    names = {item.code: item.name for item in rules.items}
    lines = tuple(line_of(entry, name=names.get(entry.item, entry.item)) for entry in entries)
    sheet = ScoreSheet(unit_id, "", "", rules.base, rules.base, lines)
    rulings = rulings_of(period.period, unit_ids=[unit_id]).get(unit_id, ())
    corrected = apply_rulings(sheet, rules, rulings)
    write_entries(period=period.period, rule_set=period.rule_set, sheets=[corrected])


def _period(code: str) -> ScorePeriod:
    period = ScorePeriod.objects.select_related("rule_set").filter(period=code).first()
    if period is None or period.frozen_at is not None:
        raise Unlawful(_("该月通报已经印发或者尚未计分，不能再办理异议。"))
    return period


def _open_period(code: str, now: datetime) -> ScorePeriod:
    period = _period(code)
    if period.closes_on is None or timezone.localdate(now) > period.closes_on:
        raise Unlawful(_("提出异议的期限已过。"))
    return period


def _require_decider(
    authority: Authority, objection: ScoreObjection, period: ScorePeriod, now: datetime
) -> None:
    if not permissions.can_decide_score_objection(authority):
        raise NotAllowed(_("扣分异议由信访局局长或者督查人员决定。"))
    if objection.raised_by_id == authority.user.pk:
        raise NotAllowed(_("不能决定自己提出的异议。"))
    if authority.user.pk != period.computed_by_id:
        return
    others = deciders(now).exclude(user=authority.user)
    if others.exists():
        names = "、".join(dict.fromkeys(str(term.user) for term in others))
        raise NotAllowed(
            _("本月计分由您生成，异议应由其他人决定（%(names)s）。") % {"names": names}
        )


def _points(objection: ScoreObjection, outcome: str, given: Decimal | None) -> Decimal | None:
    if outcome == ScoreObjectionStatus.UPHELD:
        return None
    if outcome == ScoreObjectionStatus.STRUCK:
        return Decimal(0)
    if given is None or not 0 <= given < -objection.points:
        raise Invalid(
            _("请填写调整后的扣分，须少于原扣的%(points)s分。") % {"points": -objection.points},
            field="new_points",
        )
    return -given


def _needed(text: str, message: str) -> str:
    if not text.strip():
        raise Invalid(message, field="reason")
    return text.strip()


def _settle(
    objection: ScoreObjection,
    status: str,
    *,
    authority: Authority,
    reason: str,
    points: Decimal | None,
    now: datetime,
) -> None:
    if objection.status != ScoreObjectionStatus.PENDING:
        raise StaleState(_("该异议已经决定或者撤回。"))
    transitions.apply(
        objection,
        sources=[ScoreObjectionStatus.PENDING],
        target=status,
        verb="score_objection.settle",
        actor=authority.user,
        at=now,
        reason=reason,
        new_points=points,
        decision=reason,
        decided_by=authority.user,
        decided_at=now,
    )
    audit.record(
        objection,
        "score_objection.settle",
        actor=authority.user,
        at=now,
        outcome=status,
        points=points,
        reason=reason,
    )
