"""Tables of the petitions app."""

from petitions.models.acts import Attachment, Dispatch, Document, Objection
from petitions.models.case import Case, ContentClass, ResponsibilityChange
from petitions.models.clocks import Clock, ClockExtension, ClockPause, ClockRuleOverride
from petitions.models.imports import ImportBatch, ImportMapping, ImportRow, PlaceRule
from petitions.models.people import Participant, Petitioner

__all__ = [
    "Attachment",
    "Case",
    "Clock",
    "ClockExtension",
    "ClockPause",
    "ClockRuleOverride",
    "ContentClass",
    "Dispatch",
    "Document",
    "ImportBatch",
    "ImportMapping",
    "ImportRow",
    "Objection",
    "Participant",
    "Petitioner",
    "PlaceRule",
    "ResponsibilityChange",
]
