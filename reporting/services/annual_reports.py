"""Making an annual report (条例第四十一条): count, write, approve, send back. Its issue has a module of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.errors import Unlawful
from organizations.authority import Authority
from reporting.domain import wording_annual as wording
from reporting.domain.annual import FIRST_YEAR, AnnualFigures
from reporting.domain.spans import Period
from reporting.models import AnnualReport
from reporting.permissions import can_draft, can_sign, require
from reporting.selectors.annual import counted_days, year_of
from reporting.services import paper_acts
from reporting.services.annual_document import SECTIONS, annual_content
from reporting.services.paper_document import draft_document
from reporting.services.paper_drafts import (
    claim_draft,
    edit_sections,
    refuse_unless_draft,
    tell_the_head,
)
from reporting.services.paper_texts import tidy_sections
from reporting.services.previews import Preview, ask_for
from reporting.services.printed_figures import annual_report_figures, refuse_before_records

PREFIX = "annual"


def build_annual_report(
    *, year: int, now: datetime, authority: Authority | None = None, fresh: bool = False
) -> AnnualReport:
    """Count a year, or count it anew while it is a draft; what was written by hand stays.

    Args:
        year: four digits; of the running year the days until yesterday are counted.
        now: aware time; the figures are those known now.
        authority: staff of the petition office, or None for the system in January.
        fresh: begin again without what was written by hand.

    Raises:
        NotAllowed: the actor does not work in the petition office.
        Unlawful: no day of the year is over, nothing was recorded by its end, or its report was approved already.
        StaleState: it was approved meanwhile.
    """
    period = check_annual_report(year=year, now=now, authority=authority)
    figures = annual_report_figures(period)
    actor = authority.user if authority else None
    with transaction.atomic():
        report = _claim(figures, actor, now=now, fresh=fresh)
        report.content = annual_content(figures, texts=report.texts, built_at=report.built_at)
        report.save(update_fields=["content"])
        audit.record(
            report, "annual.build", actor=actor, at=now, year=year, until=figures.until, fresh=fresh
        )
        if authority is None:
            tell_the_head(
                report,
                text=_("请核对数据，填写其他应当报告的事项，批准后印发。"),
                link=f"reporting:annual_report {year}",
                now=now,
            )
    return report


def check_annual_report(*, year: int, now: datetime, authority: Authority | None) -> Period:
    """What can be refused before anything is counted (two queries), as `build_annual_report` says; returns the days to count."""
    if authority is not None:
        require(can_draft(authority))
    period = _days(year, now)
    refuse_unless_draft(AnnualReport.objects.filter(year=year).first())
    return period


def _days(year: int, now: datetime) -> Period:
    today = timezone.localdate(now)
    if not FIRST_YEAR <= year <= today.year:
        raise Unlawful(_("%(year)s年没有可以统计的数据。") % {"year": year})
    period = counted_days(year, today)
    if period is None:
        raise Unlawful(_("%(year)s年还没有一整天可以统计。") % {"year": year})
    refuse_before_records(_("%(year)s年") % {"year": year}, period.last_day)
    return period


def _claim(figures: AnnualFigures, actor: Any, *, now: datetime, fresh: bool) -> AnnualReport:
    fields = {
        "title": wording.title(figures),
        "figures": figures.to_json(),
        "counted_until": figures.period.last_day,
        "built_at": now,
        "built_by": actor,
        "serial_year": timezone.localdate(now).year,
    }
    begun: dict[str, Any] = {"texts": {}}
    return claim_draft(AnnualReport, {"year": figures.year}, fields, begun=begun, fresh=fresh)


def edit_texts(
    *,
    report: AnnualReport,
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


def _content_with(report: AnnualReport, texts: Mapping[str, str]) -> dict[str, Any]:
    figures = AnnualFigures.from_json(report.figures)
    return annual_content(figures, texts=texts, built_at=report.built_at)


def preview(*, report: AnnualReport, texts: Mapping[str, str], now: datetime) -> Preview:
    """Have a draft printed with texts that may not be saved yet; the draft itself is not touched.

    Raises:
        Invalid: a text cannot be kept as it is.
    """
    more = {**report.texts, **tidy_sections(texts, known=SECTIONS)}
    content = _content_with(report, more)
    return ask_for(report, draft_document(content, on=timezone.localdate(now)), now=now)


def approve_annual_report(*, report: AnnualReport, authority: Authority, now: datetime) -> None:
    """The office's head approves a draft that others made: two people see each report before it is printed.

    Raises:
        NotAllowed: the actor is not the head of the petition office.
        Unlawful: the year is not over, the draft counts only a part of it, the actor counted or ever wrote it, or only the
            system did.
        StaleState: the report is no draft any more.
    """
    require(can_sign(authority))
    paper_acts.require_second_person(report, prefix=PREFIX, by=authority.user)
    report.refresh_from_db(fields=["counted_until"])
    whole = year_of(report.year)
    if not whole.is_over(timezone.localdate(now)):
        raise Unlawful(
            _("%(year)s年尚未结束，年度报告只能预览，不能批准、印发。") % {"year": report.year}
        )
    if report.counted_until != whole.last_day:
        raise Unlawful(
            _("草稿只统计到%(day)s，请重新统计全年数据后再批准。")
            % {"day": report.counted_until.isoformat()}
        )
    paper_acts.approve(report, prefix=PREFIX, by=authority.user, now=now)


def send_back_annual_report(
    *, report: AnnualReport, reason: str, authority: Authority, now: datetime
) -> None:
    """The office's head takes an approval back, so that the draft can be changed.

    Raises:
        NotAllowed: the actor is not the head of the petition office.
        Invalid, Unlawful, StaleState: see `paper_acts.send_back`.
    """
    require(can_sign(authority))
    paper_acts.send_back(report, prefix=PREFIX, reason=reason, by=authority.user, now=now)
