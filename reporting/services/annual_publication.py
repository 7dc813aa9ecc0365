"""Issue of an annual report: signed once, printed outside any transaction, frozen (ADR 0030, 0033)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import NoticeKind
from accountability.services.notices import notify
from core.errors import StaleState, Unlawful
from core.pdf import render
from organizations.authority import Authority
from reporting.models import AnnualReport, BulletinStatus
from reporting.permissions import can_sign, require
from reporting.selectors.annual import county_leaders
from reporting.services import paper_acts
from reporting.services.annual_document import document_number
from reporting.services.annual_reports import PREFIX
from reporting.services.exports import document_workbook, printed_document
from reporting.services.paper_document import minute, signed_document
from reporting.services.paper_files import store_file

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
    if report.status == BulletinStatus.PUBLISHED:
        return report
    if report.serial is None or report.requested_at is None:
        raise Unlawful(_("年度报告尚未签发，不能印发。"))
    document = signed_document(
        report.content,
        number=number_of(report),
        issued_on=timezone.localdate(report.requested_at),
        approver=report.requested_by.name if report.requested_by else "",
    )
    printed = render(document)
    name = store_file(f"annual/{report.year}", printed.content, printed.sha256)
    try:
        with transaction.atomic():
            paper_acts.freeze(
                report, document, prefix=PREFIX, name=name, sha256=printed.sha256, now=now
            )
            _tell_the_leaders(report, now=now)
    except StaleState:
        report.refresh_from_db()
        if report.status != BulletinStatus.PUBLISHED:
            raise
    return report


def _tell_the_leaders(report: AnnualReport, *, now: datetime) -> None:
    for user in county_leaders(timezone.localdate(now)):
        notify(
            user=user,
            kind=NoticeKind.BULLETIN,
            title=_("%(title)s已印发") % {"title": report.title},
            text=_("请打开查看；各项数字都可以点开。"),
            link=f"reporting:annual_report {report.year}",
            now=now,
        )


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
    is_published = report.status == BulletinStatus.PUBLISHED
    facts = {
        "标题": report.title,
        "发文字号": number_of(report),
        "状态": "已印发" if is_published else "送审稿（未印发）",
        "统计期间": f"{report.year}-01-01 至 {report.counted_until}",
        "数据截至": minute(report.built_at),
        "印发时间": minute(report.published_at) if report.published_at else "",
        "印发文件校验码（SHA-256）": report.pdf_sha256,
        "编制单位": f"{settings.COUNTY_NAME}信访局",
        "说明": "数值取自封存的报告，不含公式；以印发的 PDF 为准。",
    }
    document = printed_document(report, now=now)
    return document_workbook(document, title=report.title, facts=facts, scope="本报告")
