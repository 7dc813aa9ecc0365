"""Issue of an annual report: signed once, printed outside any transaction, frozen (ADR 0030, 0033)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from core.errors import Unlawful
from organizations.authority import Authority
from reporting.models import AnnualReport, BulletinStatus
from reporting.permissions import can_sign, require
from reporting.services import paper_acts, paper_issue
from reporting.services.annual_document import document_number
from reporting.services.annual_reports import PREFIX
from reporting.services.exports import report_workbook

EFFECT = "reporting.publish_annual"


def sign_annual_report(*, report: AnnualReport, authority: Authority, now: datetime) -> None:
    """The office's head signs an approved report: it gets its number and is printed.

    Signing again is harmless: number, date and signer stay as they are.

    Args:
        report: approved.
        authority: head of the petition office; named on the document (签发人).
        now: aware time; its local date is printed on the document.

    Raises:
        NotAllowed: the actor is not the head of the petition office.
        Unlawful: the report is still a draft.
    """
    require(can_sign(authority))
    report.refresh_from_db(fields=["status", "serial"])
    if report.status == BulletinStatus.DRAFT:
        raise Unlawful(_("年度报告尚未批准，不能印发。"))
    if report.serial is None:
        paper_acts.take_number(report, prefix=PREFIX, effect=EFFECT, by=authority.user, now=now)


def finish_annual_report(*, report_id: int, now: datetime) -> AnnualReport:
    """Print and freeze a signed report; does nothing when that was done before.

    Raises:
        Unlawful: the report was not signed.
    """
    report = AnnualReport.objects.select_related("requested_by").get(pk=report_id)
    number, signer = number_of(report), report.requested_by
    paper_issue.issue(
        report,
        prefix=PREFIX,
        stem=f"annual/{report.year}",
        number=number,
        then=lambda: paper_issue.tell_the_leaders(
            report,
            text=_("请打开查看；各项数字都可以点开。"),
            link=f"reporting:annual_report {report.year}",
            now=now,
        ),
        now=now,
        approver=signer.name if signer else "",
    )
    return report


def number_of(report: AnnualReport) -> str:
    """发文字号, "" before the report is signed."""
    if report.serial is None:
        return ""
    return document_number(year=report.serial_year, serial=report.serial)


def annual_workbook(report: AnnualReport, *, now: datetime) -> bytes:
    """Every table of a report as a sheet, with a cover and the definitions.

    Args:
        report: with its content.
        now: day a draft is dated.
    """
    return report_workbook(
        report,
        number=number_of(report),
        days=f"{report.year}-01-01 至 {report.counted_until}",
        name="报告",
        scope="本报告",
        now=now,
    )
