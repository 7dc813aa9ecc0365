"""One level at a time: who is asked when a clock is overdue, and why (督办, 条例第四十条).

Level 0 is the first-contact officer, 1 the unit's petition officer, 2 the deputy in charge, 3 the principal,
4 the county leader whose portfolio it is. A case climbs at most one level in a day however late the job
runs, so that everyone asked has a day to answer before the next one is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from accountability.domain.level_rules import LEVEL_NAMES, TOP_LEVEL, LevelRule, Matter, due_rule
from core.domain.words import words as _
from organizations.domain.calendar import WorkCalendar

ARTICLE = "条例第四十条第一款"


@dataclass(frozen=True, slots=True)
class OverdueClock:
    """A running clock and where its case stands.

    ``last_raised_on``: the day the case last climbed; ``held_until``: the last day on which a supervisor's
    decision keeps the case from climbing.
    """

    matter: Matter
    name: str
    article: str
    due_on: date
    case_level: int
    last_raised_on: date | None = None
    held_until: date | None = None


@dataclass(frozen=True, slots=True)
class NextLevel:
    """The step to take, with its Chinese reason and the article."""

    from_level: int
    level: int
    days_overdue: int
    reason: str


@dataclass(frozen=True, slots=True)
class Stay:
    """Why the case stays where it is (English, for the dry run)."""

    why: str


def next_level(
    clock: OverdueClock, rules: Iterable[LevelRule], calendar: WorkCalendar, *, on: date
) -> NextLevel | Stay:
    """The next level of the case of an overdue clock, or why it stays.

    Args:
        clock: the overdue clock and its case's level.
        rules: the rules in force; for each level the most specific one that fits decides.
        calendar: the county's working days; nobody is escalated on a day off.
        on: the day of the run.
    """
    overdue = (on - clock.due_on).days
    if overdue < 1:
        return Stay("not overdue")
    if not calendar.is_working(on):
        return Stay(f"{on} is a day off")
    if clock.case_level >= TOP_LEVEL:
        return Stay("already at the top level")
    if clock.last_raised_on is not None and clock.last_raised_on >= on:
        return Stay("already raised today; one level at a time")
    if clock.held_until is not None and clock.held_until >= on:
        return Stay(f"a supervisor's decision holds until {clock.held_until}")
    rule = due_rule(clock.matter, rules, days=overdue)
    if rule is None or rule.level <= clock.case_level:
        return Stay(f"{overdue} days overdue reach level {rule.level if rule else 0}")
    level = clock.case_level + 1
    return NextLevel(clock.case_level, level, overdue, _reason(clock, rule, level, overdue))


def _reason(clock: OverdueClock, rule: LevelRule, level: int, overdue: int) -> str:
    whose = (_("%(words)s的事项") % {"words": rule.words}) if rule.words else ""
    step = (
        ""
        if rule.level == level
        else (_("，逐级先升至“%(level)s”") % {"level": LEVEL_NAMES[level]})
    )
    return _(
        "“%(name)s”期限%(due_on)s届满，已逾期%(overdue)s天，达到%(whose)s升至“%(level)s”督办的%(days_overdue)s天标准%(step)s（%(article)s；条例第四十条第一款）"
    ) % {
        "name": clock.name,
        "due_on": f"{clock.due_on:%Y-%m-%d}",
        "overdue": overdue,
        "whose": whose,
        "level": LEVEL_NAMES[rule.level],
        "days_overdue": rule.days_overdue,
        "step": step,
        "article": clock.article,
    }


# Post kinds asked at each level, the first one held wins (keys of organizations.enums.PostKind).
UNIT_POSTS: dict[int, tuple[str, ...]] = {
    1: ("petition_officer",),
    2: ("deputy",),
    3: ("principal",),
}
OFFICE_POSTS: dict[int, tuple[str, ...]] = {
    1: ("petition_officer", "supervisor", "reception"),
    2: ("deputy", "office_head"),
    3: ("principal", "office_head"),
}
# Whom a reminder goes to: the officer first, whoever stands above when nobody holds the post.
UNIT_REMINDED = ("petition_officer", "deputy", "principal")
OFFICE_REMINDED = ("reception", "petition_officer", "office_head", "principal")


def posts_asked(level: int, *, is_office: bool) -> tuple[str, ...]:
    """Kinds of post asked at levels 1 to 3, in order of preference; the office has its own."""
    return (OFFICE_POSTS if is_office else UNIT_POSTS).get(level, ())


@dataclass(frozen=True, slots=True)
class LeaderPost:
    """A county leader's post: content classes of level one and units in the portfolio."""

    user_id: int
    order: int
    post_id: int = 0
    portfolio: tuple[str, ...] = ()
    unit_ids: frozenset[int] = frozenset()


def county_leader(
    posts: Sequence[LeaderPost], *, content_code: str, unit_id: int | None
) -> tuple[LeaderPost, str] | None:
    """The county leader whose portfolio holds the matter, with the reason (一岗双责, 条例第五条).

    Order: by content class, by unit, by a portfolio without limits; None when nobody fits.
    """
    top = content_code[:2]
    ranked = sorted(posts, key=lambda post: (post.order, post.user_id))
    for post in ranked:
        if top and any(code[:2] == top for code in post.portfolio):
            return post, _("按分管内容分类")
    for post in ranked:
        if unit_id is not None and unit_id in post.unit_ids:
            return post, _("按联系单位")
    for post in ranked:
        if not post.portfolio and not post.unit_ids:
            return post, _("分管范围不限")
    return None
