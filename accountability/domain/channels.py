"""Which notices leave the house by which channel: what a person may choose, and what always arrives."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.words import words as _

# A statutory breach always arrives by every channel there is (条例第四十条、第四十四至四十六条).
FORCED = frozenset({"overdue", "escalation"})
# These go out with a message of their own.
OWN_MESSAGE = frozenset({"bulletin"})
OVERDUE, SOON, NEW = "overdue", "soon", "new"
GROUPS = (OVERDUE, SOON, NEW)
GROUP_WORDS = {OVERDUE: _("逾期"), SOON: _("即将到期"), NEW: _("新增")}


@dataclass(frozen=True, slots=True)
class Choice:
    """By which channels a person wants notices of a kind, beside the screen."""

    by_mail: bool
    by_sms: bool


DEFAULT = Choice(by_mail=True, by_sms=False)
DEFAULTS: Mapping[str, Choice] = {
    "instruction": Choice(by_mail=True, by_sms=True),
    "fall": Choice(by_mail=False, by_sms=False),
}


def default_choice(kind: str) -> Choice:
    """What counts while a person chose nothing."""
    return Choice(by_mail=True, by_sms=True) if kind in FORCED else DEFAULTS.get(kind, DEFAULT)


def wants(kind: str, choice: Choice | None, *, is_read: bool) -> Choice:
    """By which channels one notice goes out.

    Args:
        kind: its kind.
        choice: the person's own, None when nothing was chosen.
        is_read: read on screen already; then only a breach still goes out.
    """
    if kind in FORCED:
        return Choice(by_mail=True, by_sms=True)
    if is_read or kind in OWN_MESSAGE:
        return Choice(by_mail=False, by_sms=False)
    return choice or default_choice(kind)


def group_of(kind: str) -> str:
    """Under which heading a notice stands in a digest."""
    if kind in FORCED:
        return OVERDUE
    return SOON if kind == "reminder" else NEW
