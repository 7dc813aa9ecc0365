"""Tables of the reporting app."""

from reporting.models.analysis import AnalysisReport
from reporting.models.annual import AnnualReport
from reporting.models.bulletins import Bulletin, BulletinKind, BulletinRow
from reporting.models.corrections import BulletinLedger, Correction, CorrectionStatus
from reporting.models.deliveries import (
    Delivery,
    DeliveryMessage,
    DeliveryReminder,
    DeliveryState,
    DistributionChange,
    DistributionKind,
    PostGroup,
    ReceiptMeans,
)
from reporting.models.papers import BulletinStatus, Paper
from reporting.models.rollups import (
    ClosedMonth,
    FlowSide,
    LimitCell,
    LimitKind,
    MonthTouch,
    PlaceCell,
    ReceivedCell,
    UnitFlow,
)
from reporting.models.saved_views import Audience, MailTo, SavedView, ViewAudience, ViewOptOut
from reporting.models.snapshots import DailySnapshot

__all__ = [
    "AnalysisReport",
    "AnnualReport",
    "Audience",
    "Bulletin",
    "BulletinKind",
    "BulletinLedger",
    "BulletinRow",
    "BulletinStatus",
    "ClosedMonth",
    "Correction",
    "CorrectionStatus",
    "DailySnapshot",
    "Delivery",
    "DeliveryMessage",
    "DeliveryReminder",
    "DeliveryState",
    "DistributionChange",
    "DistributionKind",
    "FlowSide",
    "LimitCell",
    "LimitKind",
    "MailTo",
    "MonthTouch",
    "Paper",
    "PlaceCell",
    "PostGroup",
    "ReceiptMeans",
    "ReceivedCell",
    "SavedView",
    "UnitFlow",
    "ViewAudience",
    "ViewOptOut",
]
