"""A campaign as a workbook: what the page shows, with every matter the reader may see."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from accountability.domain.campaigns import Scope, scope_words
from accountability.models import Campaign
from accountability.selectors import campaigns as selectors
from core.tables import Sheet, write_book
from organizations.authority import Authority

CHUNK = 500


def campaign_workbook(*, authority: Authority, campaign: Campaign) -> bytes:
    """Four sheets: the campaign, progress by unit, the fixed weeks, the matters."""
    return write_book(
        [
            Sheet(_("专项治理"), _about(campaign), (16, 80)),
            Sheet(_("进度"), _progress(authority, campaign), (20, 10, 10, 10, 10, 12)),
            Sheet(_("每周进度"), _weeks(authority, campaign), (14, 20, 10, 10, 10, 10)),
            Sheet(_("事项"), _matters(authority, campaign), (20, 40, 20, 14, 14, 14, 14, 14)),
        ]
    )


def _about(campaign: Campaign) -> Iterator[tuple]:
    scope = Scope.from_json(campaign.scope)
    yield _("名称"), campaign.name
    yield _("依据文件"), campaign.basis
    yield _("目标任务"), campaign.purpose
    yield _("起止日期"), f"{campaign.starts_on} — {campaign.ends_on}"
    yield _("范围"), "；".join(scope_words(scope, selectors.scope_names(scope)))
    if campaign.summary:
        yield _("总结"), campaign.summary


def _progress(authority: Authority, campaign: Campaign) -> Iterator[tuple]:
    yield _("单位"), _("列入"), _("已了结"), _("在办"), _("逾期"), _("近七天了结")
    lines = selectors.progress(selectors.seen_entries(campaign, authority), on=authority.on)
    for line in lines:
        yield str(line.unit), line.total, line.closed, line.open, line.overdue, line.week
    total = selectors.total_of(lines)
    yield (
        _("合计"),
        total["total"],
        total["closed"],
        total["open"],
        total["overdue"],
        total["week"],
    )


def _weeks(authority: Authority, campaign: Campaign) -> Iterator[tuple]:
    yield _("截至日期"), _("单位"), _("列入"), _("已了结"), _("在办"), _("逾期")
    mine = None if authority.sees_all_cases else authority.unit_ids
    for day, rows in selectors.weeks_of(campaign, mine).items():
        for row in rows:
            yield day, str(row.unit), row.total, row.closed, row.open, row.overdue


def _matters(authority: Authority, campaign: Campaign) -> Iterator[tuple]:
    yield (
        _("信访件编号"),
        _("主题"),
        _("责任单位"),
        _("状态"),
        _("收到日期"),
        _("列入日期"),
        _("最近到期日"),
        _("了结日期"),
    )
    entries = selectors.seen_entries(campaign, authority).select_related("case__responsible_unit")
    for entry in entries.order_by("pk").iterator(chunk_size=CHUNK):
        case = entry.case
        yield (
            case.number,
            case.title,
            str(case.responsible_unit),
            str(case.get_status_display()),
            case.received_on,
            entry.entered_on,
            case.next_due_on if case.is_open else None,
            case.closed_on,
        )
