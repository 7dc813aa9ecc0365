"""Pages of the annual report (信访情况年度报告, 条例第四十一条): the list, counting a year, and its desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from core.pagination import keyset_page
from organizations.views.common import authority_of
from reporting import permissions
from reporting.annual_forms import AnnualTextsForm, YearForm
from reporting.domain.annual import AnnualFigures
from reporting.models import AnnualReport
from reporting.selectors.annual import annual_reports, year_of
from reporting.services import annual_publication as publication
from reporting.services import annual_reports as services
from reporting.services.draft_counts import ANNUAL, count_draft
from reporting.services.previews import Preview
from reporting.views.common import printed_annexes, printed_blocks
from reporting.views.counting import count_new
from reporting.views.paper_desk import PaperDesk

PAGE = "reporting:annual_report"


@require_GET
def report_list(request: HttpRequest) -> HttpResponse:
    """Reports, newest first. Query budget: 4 (session, user, authority, rows)."""
    return _list(request, YearForm(today=timezone.localdate()))


def _list(request: HttpRequest, form: YearForm, *, status: int = 200) -> HttpResponse:
    authority = authority_of(request)
    if not permissions.can_see_annual_reports(authority):
        raise PermissionDenied
    page = keyset_page(annual_reports(), request.GET, order=("-year", "-id"), size=24)
    context = {
        "page": page,
        "rows": [(report, publication.number_of(report)) for report in page.rows],
        "form": form,
        "can_draft": permissions.can_draft(authority),
    }
    return render(request, "reporting/annual_list.html", context, status=status)


@require_POST
def build(request: HttpRequest) -> HttpResponse:
    """Count the draft of a year, or count it anew."""
    if not permissions.can_draft(authority_of(request)):
        raise PermissionDenied
    form = YearForm(request.POST, today=timezone.localdate())
    if form.is_valid():
        year = form.cleaned_data["year"]
        done = _("已生成%(year)s年年度报告草稿。") % {"year": year}
        if (answer := count_new(request, ANNUAL, year, form, done=done)) is not None:
            return answer
    return _list(request, form, status=422)


def report_or_404(request: HttpRequest, year: int) -> AnnualReport:
    """The report of a year, or 404 for whoever may not read it."""
    if not permissions.can_see_annual_reports(authority_of(request)):
        raise Http404
    people = ("approved_by", "requested_by", "built_by", "edited_by")
    return get_object_or_404(AnnualReport.objects.select_related(*people), year=year)


class AnnualDesk(PaperDesk[AnnualReport]):
    """One annual report with its acts and files."""

    page = PAGE
    list_page = "reporting:annual_reports"
    list_name = gettext_lazy("年度报告")
    prefix = "annual_"
    template = "reporting/annual.html"
    correction = "annual_correction"
    effect = publication.EFFECT
    counted = ANNUAL
    words: ClassVar[Mapping[str, Any]] = {
        "approve": gettext_lazy("年度报告已批准，可以印发。"),
        "send_back": gettext_lazy("年度报告已退回修改。"),
        "sign": gettext_lazy("年度报告已签发，正在排版。"),
    }

    def find(self, request: HttpRequest, **key: Any) -> AnnualReport:
        """The report of a year."""
        return report_or_404(request, key["year"])

    def key(self, paper: AnnualReport) -> int:
        """Its year."""
        return paper.year

    def form(self, data: Any = None, *, paper: AnnualReport) -> AnnualTextsForm:
        """A text for each section."""
        return AnnualTextsForm(data, paper=paper)

    def context(
        self, request: HttpRequest, paper: AnnualReport, shown: Mapping[str, Any]
    ) -> dict[str, Any]:
        """A year that still runs is not offered for approval."""
        is_over = year_of(paper.year).is_over(timezone.localdate())
        return {
            "blocks": printed_blocks(paper.content, period="", unit_ids=()),
            "annexes": printed_annexes(paper.content),
            "period": AnnualFigures.from_json(paper.figures).period,
            "is_over": is_over,
            "can_approve": shown["can_approve"] and is_over,
        }

    def kept(self, paper: AnnualReport, form: AnnualTextsForm) -> list[tuple[Any, str]]:
        """Section and text."""
        return [(form[code].label, text) for code, text in paper.texts.items() if text]

    def number_of(self, paper: AnnualReport) -> str:
        """Such as 云信报〔2026〕1号."""
        return publication.number_of(paper)

    def count_again(self, paper: AnnualReport, *, fresh: bool, **by: Any) -> bool:
        """Count the year anew."""
        return count_draft(paper=ANNUAL, code=str(paper.year), fresh=fresh, **by)

    def save(self, paper: AnnualReport, form: AnnualTextsForm, **by: Any) -> None:
        """Keep the texts."""
        services.edit_texts(report=paper, texts=form.texts(), **by)

    def printed(self, paper: AnnualReport, form: AnnualTextsForm, *, now: datetime) -> Preview:
        """Print the draft with these texts."""
        return services.preview(report=paper, texts=form.texts(), now=now)

    def approving(self, paper: AnnualReport, **by: Any) -> None:
        """By the head, after the end of the year."""
        services.approve_annual_report(report=paper, **by)

    def sending_back(self, paper: AnnualReport, *, reason: str, **by: Any) -> None:
        """By the head, with a reason."""
        services.send_back_annual_report(report=paper, reason=reason, **by)

    def signing(self, paper: AnnualReport, **by: Any) -> None:
        """By the head."""
        publication.sign_annual_report(report=paper, **by)

    def workbook(self, paper: AnnualReport, *, now: datetime) -> bytes:
        """Tables, cover and definitions."""
        return publication.annual_workbook(paper, now=now)


DESK = AnnualDesk()
