"""What a decision on a disputed line does to a score: the line stays, its correction stands under it, the sum holds.

A ruling never makes a score worse (申诉不加扣). Where an item's limit had cut other lines short, the points
given back may be taken by those lines: the item's limit holds after the ruling as before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from accountability.domain.rule_items import RuleItem, RuleSetData
from accountability.domain.score_terms import ZERO, ScoreLine, ScoreSheet, ScoringError
from accountability.domain.scoring import FLOOR, capped, sheet_of
from core.domain.words import words as _


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision on one line of one unit.

    ``item``, ``key``: the line; ``points``: what it costs from now on (signed, not positive);
    ``text``: the decision in one sentence, printed in the correction.
    """

    item: str
    key: str
    points: Decimal
    text: str


def apply_rulings(
    sheet: ScoreSheet, rule_set: RuleSetData, rulings: Iterable[Ruling]
) -> ScoreSheet:
    """The sheet with a correction after each line that a ruling changes; base and lines add up to the score.

    Args:
        sheet: as scored from the facts, or corrected before: earlier corrections are left out and made anew.
        rule_set: the rules it was scored by.
        rulings: decisions on its lines; one on a line that is not there (any more) changes nothing.

    Raises:
        ScoringError: a ruling would deduct more than the line did.
    """
    decided = {(ruling.item, ruling.key): ruling for ruling in rulings}
    lines = [line for line in sheet.lines if not line.corrects and line.item != FLOOR]
    found: list[ScoreLine] = []
    for code in dict.fromkeys(line.item for line in lines):
        mine = [line for line in lines if line.item == code]
        found.extend(_corrected(mine, rule_set.item(code), decided))
    return sheet_of(rule_set, found, unit_id=sheet.unit_id, name=sheet.unit_name, group=sheet.group)


def _corrected(
    lines: list[ScoreLine], item: RuleItem | None, decided: Mapping[tuple[str, str], Ruling]
) -> list[ScoreLine]:
    ruled = [decided.get((line.item, line.key)) for line in lines]
    if item is None or not any(ruled):
        return lines
    wanted = []
    for line, ruling in zip(lines, ruled, strict=True):
        if ruling is None:
            wanted.append(line.points if line.wanted is None else line.wanted)
        elif line.points <= ruling.points <= ZERO or not line.points:
            wanted.append(ruling.points if line.points else ZERO)
        else:
            raise ScoringError(_("异议决定不能比原扣分更多：%(name)s") % {"name": line.name})
    found = []
    for line, ruling, points in zip(lines, ruled, capped(item, wanted), strict=True):
        found.append(line)
        if points != line.points:
            text = ruling.text if ruling else _("其他事项更正后，按本项扣分上限重新计算")
            found.append(_correction(line, points - line.points, text))
    return found


def _correction(line: ScoreLine, points: Decimal, text: str) -> ScoreLine:
    return replace(line, points=points, reason=text, wanted=None, corrects=True)
