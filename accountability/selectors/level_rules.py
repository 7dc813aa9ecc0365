"""Rules of escalation in force, with their words; and what the pages show about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from accountability.domain.level_falls import DEFAULT_MODES
from accountability.domain.level_rules import (
    DEFAULT_LEVELS,
    LevelRule,
    Names,
    condition_words,
    explain,
)
from accountability.models import EscalationRule, FallRule
from petitions.domain.clock_rules import ClockCode
from petitions.domain.duties import is_duty
from petitions.enums import Purpose
from petitions.models import ContentClass

ANSWERS: Mapping[str, bool | None] = {"": None, "yes": True, "no": False}


def class_prefix(code: str) -> str:
    """The leading digits that say a class and what hangs below it: "05" for 050000, "0503" for 050300."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def rule_data(row: EscalationRule) -> LevelRule:
    """A row as the domain reads it, without words."""
    return LevelRule(
        level=row.level,
        days_overdue=row.days_overdue,
        code=row.code,
        content=row.content,
        purpose=row.purpose,
        min_heads=row.min_heads,
        secret=ANSWERS[row.secret],
        urgent=ANSWERS[row.urgent],
    )


def rule_names(rules: Iterable[LevelRule]) -> Names:
    """Words for the codes the rules use (one query, none when no rule asks for a class)."""
    wanted = {rule.content for rule in rules if rule.content}
    contents = {}
    if wanted:
        codes = [prefix.ljust(6, "0") for prefix in wanted]
        rows = ContentClass.objects.filter(code__in=codes).values_list("code", "name")
        contents = {class_prefix(code): name for code, name in rows.order_by("code")}
    return Names(
        clocks={str(code): code.name_zh for code in ClockCode},
        contents=contents,
        purposes={str(value): str(label) for value, label in Purpose.choices},
    )


def level_rules(*, on: date) -> tuple[LevelRule, ...]:
    """Rules in force on a day with their words (at most two queries); of two versions the later counts."""
    latest: dict[tuple, LevelRule] = {}
    for row in EscalationRule.objects.in_force(on=on).order_by("valid_from", "pk"):
        rule = rule_data(row)
        latest[rule.level, rule.conditions] = rule
    rules = tuple(latest.values())
    if not any(rule.is_general for rule in rules):
        rules += DEFAULT_LEVELS
    names = rule_names(rules)
    return tuple(replace(rule, words=condition_words(rule, names)) for rule in rules)


def general_days(*, on: date) -> dict[int, int]:
    """Level → days of the rules without conditions."""
    return {rule.level: rule.days_overdue for rule in level_rules(on=on) if rule.is_general}


def fall_modes(*, on: date) -> dict[int, str]:
    """Level → how it is left, on a day (one query)."""
    modes = dict(DEFAULT_MODES)
    for row in FallRule.objects.in_force(on=on).order_by("valid_from"):
        modes[row.level] = row.mode
    return modes


@dataclass(frozen=True)
class RuleLine:
    """A rule on the page: the version in force (or coming), its sentence, and the version before."""

    row: EscalationRule
    sentence: str
    before: EscalationRule | None
    sentence_before: str
    is_coming: bool


def rule_lines(*, on: date) -> tuple[list[RuleLine], list[RuleLine]]:
    """General and special rules in force or to come, each beside its former version (two queries)."""
    rows = list(
        EscalationRule.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
        .select_related("previous__set_by", "set_by")
        .order_by("level", "code", "content", "purpose", "min_heads", "valid_from", "pk")
    )
    pairs = [(row, rule_data(row)) for row in rows]
    names = rule_names([rule for _row, rule in pairs])
    lines = [_line(row, rule, names, on) for row, rule in pairs]
    general = [line for line, (_row, rule) in zip(lines, pairs, strict=True) if rule.is_general]
    special = [line for line, (_row, rule) in zip(lines, pairs, strict=True) if not rule.is_general]
    return general, special


def _line(row: EscalationRule, rule: LevelRule, names: Names, on: date) -> RuleLine:
    before = row.previous
    return RuleLine(
        row=row,
        sentence=explain(rule, names),
        before=before,
        sentence_before=explain(rule_data(before), names) if before else "",
        is_coming=row.valid_from > on,
    )


def duty_clock_choices() -> list[tuple[str, str]]:
    """Clocks that somebody owes, for a form: code and name."""
    return [(str(c), f"{c} {c.name_zh}") for c in ClockCode if is_duty(str(c))]
