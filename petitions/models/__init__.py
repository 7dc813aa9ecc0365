"""Tables of the petitions app."""

from petitions.models.acts import Attachment, Dispatch, Document, Objection
from petitions.models.case import Case
from petitions.models.causes import CaseCause, Cause
from petitions.models.clocks import Clock, ClockExtension, ClockPause, ClockRuleOverride
from petitions.models.content import ContentClass
from petitions.models.corrections import RegistrationCorrection
from petitions.models.decisions import CompetenceDispute, Recusal, Review
from petitions.models.guides import ProcedureGuide
from petitions.models.imports import ImportBatch, ImportMapping, ImportRow, PlaceRule
from petitions.models.people import Participant, Petitioner
from petitions.models.prints import CaseFilePrint
from petitions.models.procedure import (
    Agreement,
    CaseNote,
    Claim,
    CoHandling,
    Execution,
    Hearing,
    Referral,
)
from petitions.models.repeats import RepeatDenial
from petitions.models.responsibility import ResponsibilityChange
from petitions.models.service import Evaluation, ServiceProof
from petitions.models.urgent import UrgentDelivery, UrgentReport

__all__ = [
    "Agreement",
    "Attachment",
    "Case",
    "CaseCause",
    "CaseFilePrint",
    "CaseNote",
    "Cause",
    "Claim",
    "Clock",
    "ClockExtension",
    "ClockPause",
    "ClockRuleOverride",
    "CoHandling",
    "CompetenceDispute",
    "ContentClass",
    "Dispatch",
    "Document",
    "Evaluation",
    "Execution",
    "Hearing",
    "ImportBatch",
    "ImportMapping",
    "ImportRow",
    "Objection",
    "Participant",
    "Petitioner",
    "PlaceRule",
    "ProcedureGuide",
    "Recusal",
    "Referral",
    "RegistrationCorrection",
    "RepeatDenial",
    "ResponsibilityChange",
    "Review",
    "ServiceProof",
    "UrgentDelivery",
    "UrgentReport",
]
