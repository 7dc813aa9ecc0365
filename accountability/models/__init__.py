"""Tables of the accountability app."""

from accountability.models.notices import (
    Escalation,
    EscalationRule,
    Notice,
    NoticeKind,
    Reminder,
    ReminderRule,
)
from accountability.models.rules import (
    RuleSet,
    ScoreEntry,
    TalkProposal,
    TalkStatus,
    TalkTarget,
)

__all__ = [
    "Escalation",
    "EscalationRule",
    "Notice",
    "NoticeKind",
    "Reminder",
    "ReminderRule",
    "RuleSet",
    "ScoreEntry",
    "TalkProposal",
    "TalkStatus",
    "TalkTarget",
]
