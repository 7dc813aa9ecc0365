"""What the database itself writes down when a matter or a limit of a closed month changes.

Each rule says when the days from `since` to `until` (None: ever since) no longer hold. The rules are written once
and put into the words of both engines; a day after the last closed month is never written down.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

PREFIX = "reporting_month_touch"
CASE, CLOCK = "petitions_case", "petitions_clock"
#: What splits the figures of the month of receipt alone, and what also splits those of the month of closing.
SPLITS = ("form", "level_visited", "is_collective", "head_count", "content_class_id")
UNITS = ("place_id", "responsible_unit_id")


@dataclass(frozen=True)
class Rule:
    """One reason why days no longer hold.

    Attributes:
        when: condition on OLD and NEW.
        since, until: expressions; `until` of None means ever since.
    """

    when: str
    since: str
    until: str | None


@dataclass(frozen=True)
class Trigger:
    """The rules for one kind of change of one table."""

    table: str
    event: str
    rules: tuple[Rule, ...]

    @property
    def name(self) -> str:
        """Name in the database: a new wording is a new name."""
        digest = hashlib.sha256(repr(self).encode()).hexdigest()[:8]
        return f"{PREFIX}_{self.table.rpartition('_')[2]}_{self.event.lower()}_{digest}"


def triggers(engine: str, *, codes: Sequence[str]) -> tuple[Trigger, ...]:
    """All triggers for an engine.

    Args:
        engine: "postgresql" or "sqlite".
        codes: kinds of limits that are counted.
    """
    words = _POSTGRESQL if engine == "postgresql" else _SQLITE
    listed = ", ".join(f"'{code}'" for code in codes)
    return (
        Trigger(CASE, "INSERT", _case_there("NEW")),
        Trigger(CASE, "DELETE", _case_there("OLD")),
        Trigger(CASE, "UPDATE", _case_changed(words)),
        Trigger(CLOCK, "INSERT", _clock_there("NEW", listed, words)),
        Trigger(CLOCK, "DELETE", _clock_there("OLD", listed, words)),
        Trigger(CLOCK, "UPDATE", _clock_changed(listed, words)),
    )


def statements(engine: str, trigger: Trigger) -> list[str]:
    """SQL that makes a trigger."""
    head = f"CREATE TRIGGER {trigger.name} AFTER {trigger.event} ON {trigger.table} FOR EACH ROW"
    when = " OR ".join(f"({rule.when})" for rule in trigger.rules)
    if engine == "postgresql":
        body = "\n".join(f"IF {rule.when} THEN {_insert(rule)}; END IF;" for rule in trigger.rules)
        function = f"CREATE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql"
        return [
            f"{function} AS $touch$\nBEGIN\n{body}\nRETURN NULL;\nEND $touch$",
            f"{head} WHEN ({when}) EXECUTE FUNCTION {trigger.name}()",
        ]
    body = "\n".join(f"{_insert(rule)} AND ({rule.when});" for rule in trigger.rules)
    return [f"{head} WHEN {when} BEGIN\n{body}\nEND"]


def _insert(rule: Rule) -> str:
    kept = "EXISTS (SELECT 1 FROM reporting_closedmonth WHERE last_day >= "
    days = f"{rule.since}, {rule.until or 'NULL'}"
    return (
        f"INSERT INTO reporting_monthtouch (since, until) SELECT {days} WHERE {kept}{rule.since})"
    )


@dataclass(frozen=True)
class _Words:
    """How an engine says what the other says differently."""

    least: str
    greatest: str
    differs: str


_POSTGRESQL = _Words("LEAST", "GREATEST", "IS DISTINCT FROM")
_SQLITE = _Words("min", "max", "IS NOT")
_REPORT = "legal_class = 'report'"


def _case_there(row: str) -> tuple[Rule, ...]:
    """A matter came or went: the months in which it was received and closed."""
    counts = f"{row}.legal_class <> 'report'"
    return (
        Rule(counts, f"{row}.received_on", f"{row}.received_on"),
        Rule(f"{counts} AND {row}.closed_on IS NOT NULL", f"{row}.closed_on", f"{row}.closed_on"),
    )


def _case_changed(words: _Words) -> tuple[Rule, ...]:
    differs = words.differs
    counts = f"NOT (OLD.{_REPORT} AND NEW.{_REPORT})"
    moved = " OR ".join(f"OLD.{name} {differs} NEW.{name}" for name in UNITS)
    split = " OR ".join(f"OLD.{name} {differs} NEW.{name}" for name in SPLITS)
    repeat = "(OLD.repeat_of_id IS NULL) <> (NEW.repeat_of_id IS NULL)"
    closed_old = "COALESCE(OLD.closed_on, NEW.closed_on)"
    closed_new = "COALESCE(NEW.closed_on, OLD.closed_on)"
    first_limit = "(SELECT MIN(due_on) FROM petitions_clock WHERE case_id = NEW.id)"
    first_day = f"{words.least}(OLD.received_on, NEW.received_on)"
    return (
        Rule(
            f"{counts} AND ({moved} OR {split} OR {repeat})", "NEW.received_on", "NEW.received_on"
        ),
        Rule(
            f"{counts} AND OLD.received_on <> NEW.received_on",
            first_day,
            f"{words.greatest}(OLD.received_on, NEW.received_on)",
        ),
        Rule(
            f"{counts} AND NEW.closed_on IS NOT NULL AND ({moved})",
            "NEW.closed_on",
            "NEW.closed_on",
        ),
        Rule(
            f"{counts} AND OLD.closed_on {differs} NEW.closed_on",
            f"{words.least}({closed_old}, {closed_new})",
            "CASE WHEN OLD.closed_on IS NOT NULL AND NEW.closed_on IS NOT NULL "
            f"THEN {words.greatest}(OLD.closed_on, NEW.closed_on) END",
        ),
        # a matter becomes a report or stops being one: all that hangs on it, its limits too
        Rule(
            f"(OLD.{_REPORT}) <> (NEW.{_REPORT})",
            f"{words.least}({first_day}, COALESCE({first_limit}, NEW.received_on))",
            None,
        ),
    )


def _clock_there(row: str, listed: str, words: _Words) -> tuple[Rule, ...]:
    """A limit came or went: the month it ends in, and those in which it was late."""
    return (
        Rule(
            f"{row}.code IN ({listed})",
            f"{row}.due_on",
            f"CASE WHEN {row}.stopped_on IS NOT NULL "
            f"THEN {words.greatest}({row}.due_on, {row}.stopped_on) END",
        ),
    )


def _clock_changed(listed: str, words: _Words) -> tuple[Rule, ...]:
    differs = words.differs
    counts = f"(OLD.code IN ({listed}) OR NEW.code IN ({listed}))"
    same = ("case_id", "code", "owed_by_unit_id", "due_on")
    another = " OR ".join(f"OLD.{name} {differs} NEW.{name}" for name in same)
    stopped_old = "COALESCE(OLD.stopped_on, NEW.stopped_on)"
    stopped_new = "COALESCE(NEW.stopped_on, OLD.stopped_on)"
    both = "OLD.stopped_on IS NOT NULL AND NEW.stopped_on IS NOT NULL"
    judged = (
        "(OLD.status = 'cancelled') <> (NEW.status = 'cancelled') "
        "OR COALESCE(OLD.on_time, FALSE) <> COALESCE(NEW.on_time, FALSE)"
    )
    return (
        Rule(
            f"{counts} AND ({another})",
            f"{words.least}(OLD.due_on, NEW.due_on)",
            f"CASE WHEN {both} THEN {words.greatest}"
            "(OLD.due_on, NEW.due_on, OLD.stopped_on, NEW.stopped_on) END",
        ),
        Rule(f"{counts} AND ({judged})", "NEW.due_on", "NEW.due_on"),
        Rule(
            f"{counts} AND OLD.stopped_on {differs} NEW.stopped_on",
            f"{words.least}({stopped_old}, {stopped_new})",
            f"CASE WHEN {both} THEN {words.greatest}(OLD.stopped_on, NEW.stopped_on) END",
        ),
    )
