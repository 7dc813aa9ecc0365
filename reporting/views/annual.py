"""Pages of the annual report (信访情况年度报告, 条例第四十一条): list, report, writing in a draft, acts, files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core import docx, sheets
from core.errors import DomainError
from core.http import attempt, redirect
from core.pagination import keyset_page
from organizations.authority import Authority
from organizations.views.common import authority_of
from reporting import permissions
from reporting.annual_forms import AnnualTextsForm, YearForm
from reporting.domain.annual import AnnualFigures
from reporting.forms import ReasonForm
from reporting.models import AnnualReport, BulletinStatus
from reporting.selectors.annual import annual_reports, year_of
from reporting.selectors.bulletins import publication_failure
from reporting.selectors.corrections import published_corrections
from reporting.services import annual_publication as publication
from reporting.services import annual_reports as services
from reporting.services.exports import paper_word
from reporting.views.common import printed_annexes, printed_blocks
from reporting.views.papers import (
    ANNUAL_PAGES,
    download,
    pdf_response,
    picture_response,
    verify_page,
)

PAGE = "reporting:annual_report"


def report_or_404(request: HttpRequest, year: int) -> AnnualReport:
    """The report of a year, or 404 for whoever may not read it."""
    if not permissions.can_see_annual_reports(authority_of(request)):
        raise Http404
    people = ("approved_by", "requested_by", "built_by", "edited_by")
    return get_object_or_404(AnnualReport.objects.select_related(*people), year=year)


@require_GET
def report_list(request: HttpRequest) -> HttpResponse:
    """Reports, newest first. Query budget: 4 (session, user, authority, rows)."""
    return _list(request, YearForm(today=timezone.localdate()))


def _list(request: HttpRequest, form: YearForm, *, status: int = 200) -> HttpResponse:
    authority = authority_of(request)
    if not permissions.can_see_annual_reports(authority):
        raise PermissionDenied
    page = keyset_page(annual_reports(), request.GET, order=("-year", "-id"), size=24)
    rows = [(report, publication.number_of(report)) for report in page.rows]
    can_draft = permissions.can_draft(authority)
    context = {"page": page, "rows": rows, "form": form, "can_draft": can_draft}
    return render(request, "reporting/annual_list.html", context, status=status)


@require_POST
def build(request: HttpRequest) -> HttpResponse:
    """Count the draft of a year, or count it anew."""
    authority = authority_of(request)
    if not permissions.can_draft(authority):
        raise PermissionDenied
    now = timezone.now()
    form = YearForm(request.POST, today=timezone.localdate(now))
    if form.is_valid():
        year = form.cleaned_data["year"]
        if attempt(
            form,
            lambda: services.build_annual_report(year=year, now=now, authority=authority),
        ):
            messages.success(request, _("已生成%(year)s年年度报告草稿。") % {"year": year})
            return redirect(request, PAGE, year)
    return _list(request, form, status=422)


@require_GET
def report_page(request: HttpRequest, year: int) -> HttpResponse:
    """The report as printed, with its acts. Query budget: 5 (session, user, authority, report, corrections)."""
    report = report_or_404(request, year)
    return render(request, "reporting/annual.html", _context(request, report))


def _context(
    request: HttpRequest, report: AnnualReport, *, form: AnnualTextsForm | None = None
) -> dict[str, Any]:
    """What the page of a report shows; `form` when a text was refused."""
    authority = authority_of(request)
    is_draft = report.status == BulletinStatus.DRAFT
    is_published = report.status == BulletinStatus.PUBLISHED
    is_over = year_of(report.year).is_over(timezone.localdate())
    is_publishing = report.serial is not None and not is_published
    signs = permissions.can_sign(authority)
    return {
        "report": report,
        "number": publication.number_of(report),
        "corrections": published_corrections(report) if is_published else (),
        "document": report.content["document"],
        "blocks": printed_blocks(report.content, period="", unit_ids=()),
        "annexes": printed_annexes(report.content),
        "period": AnnualFigures.from_json(report.figures).period,
        "is_over": is_over,
        "is_publishing": is_publishing,
        "failure": _failure(report) if is_publishing else "",
        "serial": report.serial,
        "state_url": reverse("reporting:annual_state", args=[report.year]),
        "can_draft": is_draft and permissions.can_draft(authority),
        "can_approve": is_draft and signs and is_over,
        "can_sign": report.status == BulletinStatus.APPROVED and report.serial is None and signs,
        "form": form or AnnualTextsForm(report=report),
        "kept": [],
        "reason_form": ReasonForm(),
    }


def _failure(report: AnnualReport) -> str:
    return publication_failure(report, effect_kind=publication.EFFECT)


@require_GET
def state(request: HttpRequest, year: int) -> HttpResponse:
    """Fragment asked for while a signed report is being printed; reloads the page at the end."""
    report = report_or_404(request, year)
    if report.serial is None or report.status == BulletinStatus.PUBLISHED:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {
        "serial": report.serial,
        "failure": _failure(report),
        "state_url": reverse("reporting:annual_state", args=[year]),
    }
    return render(request, "reporting/_publishing.html", context)


@require_POST
def texts(request: HttpRequest, year: int) -> HttpResponse:
    """Save what was written by hand; what somebody else saved meanwhile is shown beside what was typed."""
    report = report_or_404(request, year)
    form = AnnualTextsForm(request.POST, report=report)
    if form.is_valid() and _saved(request, report, form):
        messages.success(request, _("文字已保存。"))
        return redirect(request, PAGE, year)
    report.refresh_from_db()
    context = _context(request, report, form=form)
    if str(request.POST.get("edition")) != str(report.edition):
        typed = request.POST.copy()  # the next save is made against the text that is shown now
        typed["edition"] = str(report.edition)
        form.data = typed
        context["kept"] = [(form[code].label, text) for code, text in report.texts.items() if text]
    return render(request, "reporting/annual.html", context, status=422)


def _saved(request: HttpRequest, report: AnnualReport, form: AnnualTextsForm) -> bool:
    def save() -> bool:
        services.edit_texts(
            report=report,
            texts=form.texts(),
            edition=form.cleaned_data["edition"],
            authority=authority_of(request),
            now=timezone.now(),
        )
        return True

    return bool(attempt(form, save))


@require_POST
def preview(request: HttpRequest, year: int) -> HttpResponse:
    """Fragment: have the pages of a draft printed with the texts of the form, saved or not; the draft is not touched."""
    report = report_or_404(request, year)
    if not permissions.can_draft(authority_of(request)):
        raise PermissionDenied
    form = AnnualTextsForm(request.POST, report=report)
    shown = None
    if report.status == BulletinStatus.DRAFT and form.is_valid():
        texts, now = form.texts(), timezone.now()
        shown = attempt(form, lambda: services.preview(report=report, texts=texts, now=now))
    return ANNUAL_PAGES.fragment(request, year, shown, form)


@require_GET
def preview_state(request: HttpRequest, year: int, digest: str) -> HttpResponse:
    """Fragment asked for while the pages of a draft are being printed. Query budget: 5."""
    return ANNUAL_PAGES.progress(request, year, report_or_404(request, year), digest)


@require_GET
def page_picture(request: HttpRequest, year: int, digest: str, number: int) -> HttpResponse:
    """One page of a draft as a picture."""
    return picture_response(report_or_404(request, year), digest, number)


def _act(
    request: HttpRequest, year: int, act: Callable[[AnnualReport, Authority], Any], done: str
) -> HttpResponse:
    """Carry out one act on a report and go back to its page with a message."""
    report = report_or_404(request, year)
    try:
        act(report, authority_of(request))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(request, PAGE, year)


@require_POST
def rebuild(request: HttpRequest, year: int) -> HttpResponse:
    """Count the figures of a draft anew; what was written by hand stays."""

    def act(report: AnnualReport, authority: Authority) -> None:
        services.build_annual_report(
            year=report.year,
            now=timezone.now(),
            authority=authority,
            fresh="fresh" in request.POST,
        )

    return _act(request, year, act, _("已按现在的数据重新统计。"))


@require_POST
def approve(request: HttpRequest, year: int) -> HttpResponse:
    """The office's head approves the draft."""

    def act(report: AnnualReport, authority: Authority) -> None:
        services.approve_annual_report(report=report, authority=authority, now=timezone.now())

    return _act(request, year, act, _("年度报告已批准，可以印发。"))


@require_POST
def send_back(request: HttpRequest, year: int) -> HttpResponse:
    """The office's head takes the approval back."""
    reason = request.POST.get("reason", "")

    def act(report: AnnualReport, authority: Authority) -> None:
        services.send_back_annual_report(
            report=report, reason=reason, authority=authority, now=timezone.now()
        )

    return _act(request, year, act, _("年度报告已退回修改。"))


@require_POST
def sign(request: HttpRequest, year: int) -> HttpResponse:
    """The office's head signs the approved report."""

    def act(report: AnnualReport, authority: Authority) -> None:
        publication.sign_annual_report(report=report, authority=authority, now=timezone.now())

    return _act(request, year, act, _("年度报告已签发，正在排版。"))


@require_GET
def pdf(request: HttpRequest, year: int) -> HttpResponse:
    """The issued file, or a draft as it would be printed today."""
    return pdf_response(report_or_404(request, year))


@require_GET
def excel(request: HttpRequest, year: int) -> HttpResponse:
    """Every table of the report. Query budget: 4 (session, user, authority, report)."""
    report = report_or_404(request, year)
    content = publication.annual_workbook(report, now=timezone.now())
    return download(report, content, ".xlsx", sheets.CONTENT_TYPE)


@require_GET
def word(request: HttpRequest, year: int) -> HttpResponse:
    """The report to edit. Query budget: 4 (session, user, authority, report)."""
    report = report_or_404(request, year)
    return download(report, paper_word(report, now=timezone.now()), ".docx", docx.CONTENT_TYPE)


@require_GET
def verify(request: HttpRequest, year: int) -> HttpResponse:
    """Recompute the digest of the issued file and compare it with the one stored then."""
    report = report_or_404(request, year)
    return verify_page(
        request,
        report,
        listed=(reverse("reporting:annual_reports"), _("年度报告")),
        paper_url=reverse(PAGE, args=[year]),
        correction_url=lambda pk: reverse("reporting:annual_correction", args=[year, pk]),
    )
