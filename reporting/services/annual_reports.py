"""Making an annual report (条例第四十一条): count, write, approve, send back. Its issue has a module of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import NoticeKind
from accountability.services.notices import notify
from core import audit
from core.errors import StaleState, Unlawful
from organizations.authority import Authority
from reporting.domain import wording_annual as wording
from reporting.domain.annual import FIRST_YEAR, AnnualFigures
from reporting.domain.spans import Period
from reporting.models import AnnualReport, BulletinStatus
from reporting.permissions import can_draft, can_sign, require
from reporting.selectors.annual import annual_figures, counted_days, year_of
from reporting.selectors.bulletins import office_heads
from reporting.selectors.cases import county_cases
from reporting.services import paper_acts
from reporting.services.annual_document import SECTIONS, annual_content
from reporting.services.paper_document import draft_document
from reporting.services.paper_texts import is_same, overtaken, tidy_sections
from reporting.services.previews import Preview, ask_for

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
        Unlawful: no day of the year is over, or its report was approved already.
        StaleState: it was approved meanwhile.
    """
    if authority is not None:
        require(can_draft(authority))
    period = _days(year, now)
    _refuse_unless_draft(AnnualReport.objects.filter(year=year).first())
    figures = annual_figures(county_cases(), period)
    actor = authority.user if authority else None
    with transaction.atomic():
        report = _claim_draft(figures, actor, now=now, fresh=fresh)
        report.content = annual_content(figures, texts=report.texts, built_at=report.built_at)
        report.save(update_fields=["content"])
        audit.record(
            report, "annual.build", actor=actor, at=now, year=year, until=figures.until, fresh=fresh
        )
        if authority is None:
            _tell_the_head(report, now=now)
    return report


def _days(year: int, now: datetime) -> Period:
    today = timezone.localdate(now)
    if not FIRST_YEAR <= year <= today.year:
        raise Unlawful(_("%(year)s年没有可以统计的数据。") % {"year": year})
    period = counted_days(year, today)
    if period is None:
        raise Unlawful(_("%(year)s年还没有一整天可以统计。") % {"year": year})
    return period


def _refuse_unless_draft(report: AnnualReport | None) -> None:
    if report is not None and report.status != BulletinStatus.DRAFT:
        raise Unlawful(
            _("《%(title)s》%(status)s，不能重新统计。")
            % {"title": report.title, "status": report.get_status_display()}
        )


def _claim_draft(figures: AnnualFigures, actor: Any, *, now: datetime, fresh: bool) -> AnnualReport:
    """The draft's row with the new figures, created when missing; whoever approves meanwhile wins."""
    fields = {
        "title": wording.title(figures),
        "figures": figures.to_json(),
        "counted_until": figures.period.last_day,
        "built_at": now,
        "built_by": actor,
        "serial_year": timezone.localdate(now).year,
    }
    report, created = AnnualReport.objects.get_or_create(year=figures.year, defaults=fields)
    if not created:
        draft = AnnualReport.objects.filter(pk=report.pk, status=BulletinStatus.DRAFT)
        again: dict[str, Any] = {
            "texts": {},
            "edited_by": None,
            "edited_at": None,
            "edition": F("edition") + 1,
        }
        if draft.update(**fields, **(again if fresh else {})) != 1:
            raise StaleState(_("该文件刚刚被批准，请刷新后再办理。"))
        report.refresh_from_db()
    return report


def _tell_the_head(report: AnnualReport, *, now: datetime) -> None:
    for term in office_heads(timezone.localdate(now)):
        notify(
            user=term.user,
            kind=NoticeKind.BULLETIN,
            title=_("%(title)s草稿已生成") % {"title": report.title},
            text=_("请核对数据，填写其他应当报告的事项，批准后印发。"),
            link=f"reporting:annual_report {report.year}",
            now=now,
        )


def edit_texts(
    *,
    report: AnnualReport,
    texts: Mapping[str, str],
    authority: Authority,
    now: datetime,
    edition: int | None = None,
) -> None:
    """Keep what was written by hand in a draft; the figures stay those of the newest count.

    Args:
        report: a draft.
        texts: section → text; those left out stay as they are.
        edition: the one the editor began with; that of `report` when None.

    Raises:
        NotAllowed: the actor does not work in the petition office.
        Invalid: a text is too long, or a section is unknown.
        StaleState: the report is no draft any more, or somebody saved another text meanwhile.
    """
    require(can_draft(authority))
    tidied = tidy_sections(texts, known=SECTIONS)
    began = report.edition if edition is None else edition
    with transaction.atomic():
        kept = AnnualReport.objects.get(pk=report.pk)
        more = {**kept.texts, **tidied}
        if is_same(kept, {"texts": more}, edition=began):
            return  # the same words saved again are nobody's work
        draft = AnnualReport.objects.filter(
            pk=kept.pk, status=BulletinStatus.DRAFT, built_at=kept.built_at, edition=began
        )
        by = {"edited_at": now, "edited_by": authority.user, "edition": F("edition") + 1}
        if draft.update(texts=more, content=_content_with(kept, more), **by) != 1:
            raise StaleState(overtaken(kept))
        audit.record(report, "annual.edit", actor=authority.user, at=now, **tidied)
    report.refresh_from_db()


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
