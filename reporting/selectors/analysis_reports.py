"""Reads of the monthly analyses."""

from __future__ import annotations

from django.db.models import QuerySet

from reporting.models import AnalysisReport


def analysis_reports() -> QuerySet[AnalysisReport]:
    """Analyses for a list, newest first; the frozen contents are not loaded."""
    return AnalysisReport.objects.defer("figures", "content").order_by("-month", "-pk")
