"""Pages of the monthly analysis as a paper (信访形势分析): the list, counting a month, and its desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from core.http import attempt, redirect
from core.pagination import keyset_page
from organizations.views.common import authority_of
from reporting import permissions
from reporting.analysis_forms import AnalysisMonthForm, AnalysisTextsForm
from reporting.domain.periods import Month
from reporting.models import AnalysisReport
from reporting.selectors.analysis_reports import analysis_reports
from reporting.services import analysis_publication as publication
from reporting.services import analysis_reports as services
from reporting.services.previews import Preview
from reporting.views.common import printed_annexes, printed_blocks
from reporting.views.paper_desk import PaperDesk

PAGE = "reporting:analysis_paper"


@require_GET
def report_list(request: HttpRequest) -> HttpResponse:
    """Analyses, newest first. Query budget: 4 (session, user, authority, rows)."""
    return _list(request, AnalysisMonthForm(today=timezone.localdate()))


def _list(request: HttpRequest, form: AnalysisMonthForm, *, status: int = 200) -> HttpResponse:
    authority = authority_of(request)
    if not permissions.can_see_analysis(authority):
        raise PermissionDenied
    page = keyset_page(analysis_reports(), request.GET, order=("-month", "-id"), size=24)
    context = {
        "tab": "papers",
        "month": Month.of(timezone.localdate()).previous,
        "page": page,
        "rows": [
            (report, publication.number_of(report), Month.parse(report.month))
            for report in page.rows
        ],
        "form": form,
        "can_draft": permissions.can_draft(authority),
    }
    return render(request, "reporting/analysis/papers.html", context, status=status)


@require_POST
def build(request: HttpRequest) -> HttpResponse:
    """Count the draft of a month, or count it anew."""
    authority = authority_of(request)
    if not permissions.can_draft(authority):
        raise PermissionDenied
    now = timezone.now()
    form = AnalysisMonthForm(request.POST, today=timezone.localdate(now))
    if form.is_valid():
        month = form.cleaned_data["month"]
        if attempt(
            form, lambda: services.build_analysis(month=month, now=now, authority=authority)
        ):
            done = _("已生成%(month)s信访形势分析草稿。") % {"month": month.label}
            messages.success(request, done)
            return redirect(request, PAGE, month.code)
    return _list(request, form, status=422)


class AnalysisDesk(PaperDesk[AnalysisReport]):
    """One analysis with its acts and files."""

    page = PAGE
    list_page = "reporting:analysis_papers"
    list_name = gettext_lazy("信访形势分析")
    prefix = "analysis_paper_"
    template = "reporting/analysis/paper.html"
    effect = publication.EFFECT
    words: ClassVar[Mapping[str, Any]] = {
        "approve": gettext_lazy("信访形势分析已批准，可以印发。"),
        "send_back": gettext_lazy("信访形势分析已退回修改。"),
        "sign": gettext_lazy("信访形势分析已签发，正在排版。"),
    }

    def find(self, request: HttpRequest, **key: Any) -> AnalysisReport:
        """The analysis of a month."""
        if not permissions.can_see_analysis(authority_of(request)):
            raise Http404
        people = ("approved_by", "requested_by", "built_by", "edited_by")
        rows = AnalysisReport.objects.select_related(*people)
        return get_object_or_404(rows, month=key["month"])

    def key(self, paper: AnalysisReport) -> str:
        """Code of its month."""
        return paper.month

    def form(self, data: Any = None, *, paper: AnalysisReport) -> AnalysisTextsForm:
        """A text for each section."""
        return AnalysisTextsForm(data, paper=paper)

    def context(
        self, request: HttpRequest, paper: AnalysisReport, shown: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Each figure with its list; the live analysis of the month beside it."""
        return {
            "blocks": printed_blocks(paper.content, period="", unit_ids=()),
            "annexes": printed_annexes(paper.content),
            "period": Month.parse(paper.month),
        }

    def kept(self, paper: AnalysisReport, form: AnalysisTextsForm) -> list[tuple[Any, str]]:
        """Section and text."""
        return [(form[code].label, text) for code, text in paper.texts.items() if text]

    def number_of(self, paper: AnalysisReport) -> str:
        """Such as 云信析〔2026〕1号."""
        return publication.number_of(paper)

    def count_again(self, paper: AnalysisReport, *, fresh: bool, **by: Any) -> AnalysisReport:
        """Count the month anew."""
        return services.build_analysis(month=Month.parse(paper.month), fresh=fresh, **by)

    def save(self, paper: AnalysisReport, form: AnalysisTextsForm, **by: Any) -> None:
        """Keep the texts."""
        services.edit_texts(report=paper, texts=form.texts(), **by)

    def printed(self, paper: AnalysisReport, form: AnalysisTextsForm, *, now: datetime) -> Preview:
        """Have the draft printed with these texts."""
        return services.preview(report=paper, texts=form.texts(), now=now)

    def approving(self, paper: AnalysisReport, **by: Any) -> None:
        """By the head."""
        services.approve_analysis(report=paper, **by)

    def sending_back(self, paper: AnalysisReport, *, reason: str, **by: Any) -> None:
        """By the head, with a reason."""
        services.send_back_analysis(report=paper, reason=reason, **by)

    def signing(self, paper: AnalysisReport, **by: Any) -> None:
        """By the head."""
        publication.sign_analysis(report=paper, **by)

    def workbook(self, paper: AnalysisReport, *, now: datetime) -> bytes:
        """Tables, cover and definitions."""
        return publication.analysis_workbook(paper, now=now)


DESK = AnalysisDesk()
