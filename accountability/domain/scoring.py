"""From facts to an explained score: pure, exact (Decimal), and the same each time it is run."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from accountability.domain import score_words as said
from accountability.domain.rule_items import Direction, Formula, RuleItem, RuleSetData
from accountability.domain.score_terms import (
    AFTER_BREACH,
    OF_CLOCKS,
    ZERO,
    Attribution,
    Breach,
    Event,
    EventKind,
    Evidence,
    Rate,
    RateMetric,
    ScoreLine,
    ScoreSheet,
    ScoringError,
    UnitFacts,
    attributed_by,
)
from core.domain.words import words as _

__all__ = [
    "Attribution", "Breach", "Direction", "Event", "EventKind", "Evidence", "Formula", "Rate", "RateMetric",
    "RuleItem", "RuleSetData", "ScoreLine", "ScoreSheet", "ScoringError", "UnitFacts", "capped",
    "score_unit", "sheet_of",
]  # fmt: skip

FLOOR = "floor"
CENT = Decimal("0.01")
HUNDRED = Decimal(100)


def score_unit(*, rule_set: RuleSetData, facts: UnitFacts) -> ScoreSheet:
    """Score one unit.

    Args:
        rule_set: the rules in force in the period.
        facts: what is known about the unit in the period.

    Returns:
        A sheet whose lines and base add up to its score; each line names the item, its clause and the
        case. A score below the floor is lifted by a line of its own.

    Raises:
        ScoringError: evidence is given for an item that is not manual, or lacks its document.
    """
    _check_evidence(rule_set, facts)
    lines: list[ScoreLine] = []
    for item in rule_set.items:
        if item.applies_to(facts.group):
            lines.extend(_named(_SCORERS[item.formula](item, facts)))
    return sheet_of(rule_set, lines, unit_id=facts.unit_id, name=facts.unit_name, group=facts.group)


def sheet_of(
    rule_set: RuleSetData, lines: Iterable[ScoreLine], *, unit_id: int, name: str, group: str
) -> ScoreSheet:
    """Add lines up; below the floor a line of its own lifts the score."""
    found = list(lines)
    total = rule_set.base + sum((line.points for line in found), ZERO)
    if total < rule_set.floor:
        lift = rule_set.floor - total
        reason = f"{said.say(said.FLOOR_HOLDS, rule_set.floor)}，{said.say(said.LIFTED, lift)}"
        found.append(ScoreLine(FLOOR, _("最低分"), rule_set.name, lift, reason))
        total = rule_set.floor
    return ScoreSheet(
        unit_id=unit_id,
        unit_name=name,
        group=group,
        base=rule_set.base,
        score=total,
        lines=tuple(found),
    )


def capped(item: RuleItem, wanted: Iterable[Decimal]) -> list[Decimal]:
    """Signed points, in order, cut where the item may neither deduct nor add any more."""
    lost, gained, given = ZERO, ZERO, []
    for points in wanted:
        if points < 0:
            left = -points if item.limit is None else min(-points, item.limit - lost)
            lost += left
            given.append(-left)
        else:
            more = min(points, item.bonus_cap - gained)
            gained += more
            given.append(more)
    return given


def _rate(item: RuleItem, facts: UnitFacts) -> Rate:
    by = attributed_by(item.attribution, group=facts.group, of_clocks=True)
    return facts.rate(RateMetric(item.metric), by)


def _rate_lines(item: RuleItem, facts: UnitFacts) -> list[ScoreLine]:
    rate = _rate(item, facts)
    idle = _not_scored(item, rate)
    if idle:
        return [idle]
    missed = rate.due - rate.done
    if not missed:
        return [_line(item, ZERO, said.share_text(rate))]
    share_of = max(rate.due, item.spread_n)
    lost = min(_cents(item.points * missed / share_of), item.limit or item.points)
    told = said.share_text(rate)
    if share_of > rate.due:
        told += f"，{said.say(said.TOO_FEW, share_of)}，{said.say(said.SPREAD, share_of)}"
    if len(rate.misses) != missed:
        return [_line(item, -lost, told)]
    if missed > 1:
        told += f"，{said.DIVIDED % {'points': said.plain(lost), 'count': missed}}"
    # The loss is shared among the cases behind it; cumulative rounding keeps the sum exact.
    lines, given = [], ZERO
    for index, event in enumerate(_in_order(rate.misses), start=1):
        share = _cents(lost * index / missed) - given
        given += share
        reason = f"{event.text or said.LATE}；{told}"
        lines.append(_line(item, -share, reason, event))
    return lines


def _per_event_lines(item: RuleItem, facts: UnitFacts) -> list[ScoreLine]:
    events = _events(item, facts)
    wanted = [-_event_points(item, event) for event in events]
    lines = []
    for event, want, given in zip(events, wanted, capped(item, wanted), strict=True):
        if item.only_after_breach and event.breach is None:
            lines.append(_line(item, ZERO, f"{_what(event)}；{said.NO_BREACH}", event))
        else:
            reason = _event_reason(item, event, -want, -given)
            lines.append(replace(_line(item, given, reason, event), wanted=_cents(want)))
    return lines


def _event_points(item: RuleItem, event: Event) -> Decimal:
    if item.only_after_breach and event.breach is None:
        return ZERO
    points = item.points_of(event.level)
    return points * 2 if item.double_repeats and event.is_repeat else points


def _event_reason(item: RuleItem, event: Event, wanted: Decimal, given: Decimal) -> str:
    parts = [_what(event)]
    if event.breach and (item.only_after_breach or event.kind in AFTER_BREACH):
        parts.append(f"{said.BEFORE}{event.breach.text}（{event.breach.article}）")
    if item.double_repeats and event.is_repeat:
        parts.append(_("重复信访加倍"))
    if given < wanted:
        parts.append(said.say(said.MOST, item.limit or ZERO))
    return "；".join(parts)


def _per_point_lines(item: RuleItem, facts: UnitFacts) -> list[ScoreLine]:
    rate = _rate(item, facts)
    idle = _not_scored(item, rate)
    if idle or rate.value is None:
        return [idle] if idle else []
    gap = rate.value * HUNDRED - item.mark  # percentage points above the mark
    bad = -gap if item.direction is Direction.BELOW else gap
    steps = abs(bad).to_integral_value(rounding=ROUND_FLOOR)
    side = (
        _("低于基准%(mark)s%%满%(steps)s个百分点")
        if gap < 0
        else _("高于基准%(mark)s%%满%(steps)s个百分点")
    )
    text = f"{said.share_text(rate)}，{side % {'mark': said.plain(item.mark), 'steps': steps}}"
    if not steps:
        return [_line(item, ZERO, f"{said.share_text(rate)}，{said.say(said.NEAR, item.mark)}")]
    amount = item.points * steps
    if bad > 0:
        lost = amount if item.limit is None else min(amount, item.limit)
        return [_line(item, -lost, text)]
    gained = min(amount, item.bonus_cap)
    return [_line(item, gained, text)]


def _threshold_lines(item: RuleItem, facts: UnitFacts) -> list[ScoreLine]:
    if item.metric in set(EventKind):
        counted = [e for e in _events(item, facts) if not item.only_after_breach or e.breach]
        found = Decimal(len(counted))
        text = f"{EventKind(item.metric).name_zh}{found}{said.UNIT}"
        unit = said.UNIT
    else:
        rate = _rate(item, facts)
        idle = _not_scored(item, rate)
        if idle or rate.value is None:
            return [idle] if idle else []
        found, text, unit = rate.value * HUNDRED, said.share_text(rate), "%"
    failed = found < item.mark if item.direction is Direction.BELOW else found > item.mark
    standard = (
        _("标准为不低于%(mark)s")
        if item.direction is Direction.BELOW
        else _("标准为不高于%(mark)s")
    )
    mark = standard % {"mark": f"{said.plain(item.mark)}{unit}"}
    if not failed:
        return [_line(item, ZERO, f"{text}，{mark}")]
    lost = min(item.points, item.limit or item.points)
    return [_line(item, -lost, f"{text}，{mark}")]


def _manual_lines(item: RuleItem, facts: UnitFacts) -> list[ScoreLine]:
    findings = [finding for finding in facts.evidence if finding.item == item.code]
    wanted = [_cents(finding.points) for finding in findings]
    lines = []
    for finding, want, given in zip(findings, wanted, capped(item, wanted), strict=True):
        reason = f"{finding.text}（依据：{finding.document}；认定人：{finding.confirmed_by}）"
        key = f"finding{finding.finding_id or ''}"
        lines.append(replace(_line(item, given, reason), key=key, wanted=want))
    return lines


_SCORERS: dict[Formula, Callable[[RuleItem, UnitFacts], list[ScoreLine]]] = {
    Formula.RATE: _rate_lines,
    Formula.PER_EVENT: _per_event_lines,
    Formula.PER_POINT: _per_point_lines,
    Formula.THRESHOLD: _threshold_lines,
    Formula.MANUAL: _manual_lines,
}


def _check_evidence(rule_set: RuleSetData, facts: UnitFacts) -> None:
    manual = {item.code for item in rule_set.items if item.formula is Formula.MANUAL}
    for finding in facts.evidence:
        if finding.item not in manual:
            raise ScoringError(
                _("“%(item)s”不是人工计分项，不能凭依据计分") % {"item": finding.item}
            )
        if not (finding.text and finding.document and finding.confirmed_by):
            raise ScoringError(_("人工计分须写明事由、依据文件和认定人"))


def _events(item: RuleItem, facts: UnitFacts) -> list[Event]:
    kind = EventKind(item.metric)
    by = attributed_by(item.attribution, group=facts.group, of_clocks=kind in OF_CLOCKS)
    found = (e for e in facts.events if e.kind is kind and (not e.by or by in e.by))
    return _in_order(e for e in found if item.counts_level(e.level))


def _in_order(events: Iterable[Event]) -> list[Event]:
    return sorted(events, key=lambda e: (e.on, e.case_number, e.case_id or 0, e.clock_id or 0))


def _not_scored(item: RuleItem, rate: Rate) -> ScoreLine | None:
    if not rate.due:
        return _line(item, ZERO, f"{rate.metric.name_zh}：{said.NOTHING_DUE}")
    if rate.due < item.min_n:
        few = _("本期应计%(due)s件，不足%(min_n)s件，不计分") % {
            "due": rate.due,
            "min_n": item.min_n,
        }
        reason = f"{rate.metric.name_zh}：{few}"
        return _line(item, ZERO, reason)
    return None


def _named(lines: list[ScoreLine]) -> list[ScoreLine]:
    """Each line of an item with a key of its own."""
    seen: Counter[str] = Counter()
    found = []
    for line in lines:
        seen[line.key] += 1
        again = seen[line.key] - 1
        found.append(replace(line, key=f"{line.key}#{again}") if again else line)
    return found


def _line(item: RuleItem, points: Decimal, reason: str, event: Event | None = None) -> ScoreLine:
    breach = event.breach if event else None
    return ScoreLine(
        item=item.code,
        name=item.name,
        clause=item.clause,
        points=_cents(points),
        reason=reason,
        case_id=event.case_id if event else None,
        case_number=event.case_number if event else "",
        clock_id=(event.clock_id or (breach.clock_id if breach else None)) if event else None,
        key=f"{event.case_number}/{event.clock_id or ''}" if event else "",
    )


def _what(event: Event) -> str:
    happened = {"day": event.on.isoformat(), "kind": event.kind.name_zh}
    return event.text or _("%(day)s发生%(kind)s") % happened


def _cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, rounding=ROUND_HALF_UP)
