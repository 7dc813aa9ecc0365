"""Issue of a monthly analysis: signed once, printed outside any transaction, frozen (ADR 0030, 0036)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from core.errors import Unlawful
from organizations.authority import Authority
from reporting.domain.periods import Month
from reporting.models import AnalysisReport, BulletinStatus
from reporting.permissions import can_sign, require
from reporting.services import paper_acts, paper_issue
from reporting.services.analysis_document import document_number
from reporting.services.analysis_reports import PREFIX
from reporting.services.exports import report_workbook

EFFECT = "reporting.publish_analysis"


def sign_analysis(*, report: AnalysisReport, authority: Authority, now: datetime) -> None:
    """The office's head signs an approved analysis: it gets its number and is printed.

    Signing again is harmless: number, date and signer stay as they are.

    Args:
        report: approved.
        authority: head of the petition office; named on the document (签发人).
        now: aware time; its local date is printed on the document.

    Raises:
        NotAllowed: the actor is not the head of the petition office.
        Unlawful: the analysis is still a draft.
    """
    require(can_sign(authority))
    report.refresh_from_db(fields=["status", "serial"])
    if report.status == BulletinStatus.DRAFT:
        raise Unlawful(_("信访形势分析尚未批准，不能印发。"))
    if report.serial is None:
        paper_acts.take_number(report, prefix=PREFIX, effect=EFFECT, by=authority.user, now=now)


def finish_analysis(*, report_id: int, now: datetime) -> AnalysisReport:
    """Print and freeze a signed analysis; does nothing when that was done before.

    Raises:
        Unlawful: the analysis was not signed.
    """
    report = AnalysisReport.objects.select_related("requested_by").get(pk=report_id)
    signer = report.requested_by
    paper_issue.issue(
        report,
        prefix=PREFIX,
        stem=f"analysis/{report.month}",
        number=number_of(report),
        then=lambda: paper_issue.tell_the_leaders(
            report,
            text=_("请打开查看；各项数字都可以点开。"),
            link=f"reporting:analysis_paper {report.month}",
            now=now,
        ),
        now=now,
        approver=signer.name if signer else "",
    )
    return report


def number_of(report: AnalysisReport) -> str:
    """发文字号, "" before the analysis is signed."""
    if report.serial is None:
        return ""
    return document_number(year=report.serial_year, serial=report.serial)


def analysis_workbook(report: AnalysisReport, *, now: datetime) -> bytes:
    """Every table of an analysis as a sheet, with a cover and the definitions.

    Args:
        report: with its content.
        now: day a draft is dated.
    """
    month = Month.parse(report.month)
    return report_workbook(
        report,
        number=number_of(report),
        days=f"{month.first_day} 至 {month.last_day}",
        name="分析",
        scope="本分析",
        now=now,
    )
