"""Making a monthly analysis (月分析, ADR 0037): count, write, approve, send back. Its issue has a module of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import audit
from core.errors import Unlawful
from organizations.authority import Authority
from reporting.domain import wording_analysis as wording
from reporting.domain.analysis_figures import FIRST_MONTH, AnalysisFigures
from reporting.domain.periods import Month
from reporting.models import AnalysisReport
from reporting.permissions import can_draft, can_sign, require
from reporting.services import paper_acts
from reporting.services.analysis_document import SECTIONS, analysis_content
from reporting.services.paper_document import draft_document
from reporting.services.paper_drafts import (
    claim_draft,
    edit_sections,
    refuse_unless_draft,
    tell_the_head,
)
from reporting.services.paper_texts import tidy_sections
from reporting.services.previews import Preview, ask_for
from reporting.services.printed_figures import analysis_paper_figures, refuse_before_records

PREFIX = "analysis"


def build_analysis(
    *, month: Month, now: datetime, authority: Authority | None = None, fresh: bool = False
) -> AnalysisReport:
    """Count a month, or count it anew while it is a draft; what was written by hand stays.

    Args:
        month: a month that is over.
        now: aware time; the figures are those known now, tasks stand as they do now.
        authority: staff of the petition office, or None for the system after the month's end.
        fresh: begin again without what was written by hand.

    Raises:
        NotAllowed: the actor does not work in the petition office.
        Unlawful: the month is not over, or its analysis was approved already.
        StaleState: it was approved meanwhile.
    """
    if authority is not None:
        require(can_draft(authority))
    figures = count_analysis(month=month, now=now)
    actor = authority.user if authority else None
    with transaction.atomic():
        report = _claim(figures, actor, now=now, fresh=fresh)
        report.content = _content_with(report, report.texts)
        report.save(update_fields=["content"])
        audit.record(report, "analysis.build", actor=actor, at=now, month=month.code, fresh=fresh)
        if authority is None:
            tell_the_head(
                report,
                text=_("请核对数据，填写下步工作建议，批准后印发。"),
                link=f"reporting:analysis_paper {month.code}",
                now=now,
            )
    return report


def count_analysis(*, month: Month, now: datetime) -> AnalysisFigures:
    """The figures of a month as they are known now, in the language of the record; nothing is written.

    Raises:
        Unlawful: the month is not over, the month before it is not on record, or its analysis was approved already.
    """
    today = timezone.localdate(now)
    if month < FIRST_MONTH or not month.is_over(today):
        raise Unlawful(_("%(month)s尚未结束，不能生成信访形势分析。") % {"month": month.label})
    refuse_before_records(month.previous.label, month.previous.last_day)  # nothing to compare with
    refuse_unless_draft(AnalysisReport.objects.filter(month=month.code).first())
    with override("zh-hans"):
        return analysis_paper_figures(month, on=today)


def _claim(figures: AnalysisFigures, actor: Any, *, now: datetime, fresh: bool) -> AnalysisReport:
    fields = {
        "title": wording.title(figures.days),
        "figures": figures.to_json(),
        "built_at": now,
        "built_by": actor,
        "serial_year": timezone.localdate(now).year,
    }
    begun: dict[str, Any] = {"texts": {}}
    return claim_draft(AnalysisReport, {"month": figures.month}, fields, begun=begun, fresh=fresh)


def _content_with(report: AnalysisReport, texts: Mapping[str, str]) -> dict[str, Any]:
    figures = AnalysisFigures.from_json(report.figures)
    return analysis_content(figures, texts=texts, built_at=report.built_at)


def edit_texts(
    *,
    report: AnalysisReport,
    texts: Mapping[str, str],
    authority: Authority,
    now: datetime,
    edition: int | None = None,
) -> None:
    """Keep what was written by hand in a draft; see `paper_drafts.edit_sections` for arguments and errors."""
    edit_sections(
        paper=report, texts=texts, known=SECTIONS, content=_content_with, prefix=PREFIX,
        authority=authority, now=now, edition=edition,
    )  # fmt: skip


def preview(*, report: AnalysisReport, texts: Mapping[str, str], now: datetime) -> Preview:
    """Have a draft printed with texts that may not be saved yet; the draft itself is not touched.

    Raises:
        Invalid: a text cannot be kept as it is.
    """
    more = {**report.texts, **tidy_sections(texts, known=SECTIONS)}
    content = _content_with(report, more)
    return ask_for(report, draft_document(content, on=timezone.localdate(now)), now=now)


def approve_analysis(*, report: AnalysisReport, authority: Authority, now: datetime) -> None:
    """The office's head approves a draft that others made (ADR 0035).

    Raises:
        NotAllowed: the actor is not the head of the petition office.
        Unlawful: the actor counted or ever wrote it, or only the system did.
        StaleState: the analysis is no draft any more.
    """
    require(can_sign(authority))
    paper_acts.require_second_person(report, prefix=PREFIX, by=authority.user)
    paper_acts.approve(report, prefix=PREFIX, by=authority.user, now=now)


def send_back_analysis(
    *, report: AnalysisReport, reason: str, authority: Authority, now: datetime
) -> None:
    """The office's head takes the approval back, so that the draft can be changed.

    Raises:
        NotAllowed: the actor is not the head of the petition office.
        Invalid, Unlawful, StaleState: see `paper_acts.send_back`.
    """
    require(can_sign(authority))
    paper_acts.send_back(report, prefix=PREFIX, reason=reason, by=authority.user, now=now)
