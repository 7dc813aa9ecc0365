"""REST endpoints of the reporting app: figures of a period, bulletins with their rows and explanations."""

from reporting.api.analysis import AnalysisReportViewSet
from reporting.api.annual import AnnualReportViewSet
from reporting.api.bulletins import BulletinViewSet
from reporting.api.figures import FiguresView
from reporting.api.periods import PERIOD
from reporting.api.query import IndicatorsView, QueryView

__all__ = [
    "PERIOD",
    "AnalysisReportViewSet",
    "AnnualReportViewSet",
    "BulletinViewSet",
    "FiguresView",
    "IndicatorsView",
    "QueryView",
]
