"""Publishing the monthly table of leaders' cases: frozen as rows and as a document, told to the leaders."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.domain.leader_table import TableRow, grouped, parse_period, totals
from accountability.models import (
    LeaderOutcome,
    LeaderTable,
    LeaderTableRow,
    MarkKind,
    NoticeKind,
)
from accountability.selectors.leader_tables import bounds, rows_of
from accountability.services.notices import notify, send_digests
from core import audit, counters
from core.errors import Invalid, NotAllowed, StaleState, Unlawful
from core.pdf import Column, Document, Notes, Paragraph, Row, Table
from organizations.authority import Authority
from organizations.enums import PostKind
from organizations.models import Term, User

ARTICLE = "条例第十八条第二款"
DRAFT_MARK = "待公布"
NOTES = (
    "本表列当月仍在包案或者当月了结的事项；检举控告类事项不列入（《信访工作条例》第三十条第三款）。",
    "“方案”为当月末已完成步骤数/全部步骤数；“走访”为当月走访、约见、下访、接访信访人的次数。",
    "本表不含信访人的姓名、住址等个人信息；事项只列内容分类。",
)


@transaction.atomic
def publish(*, authority: Authority, period: str, now: datetime) -> LeaderTable:
    """Freeze a month's table and tell the leaders; it is published once.

    Args:
        authority: the head of the petition office.
        period: a month that is over, such as ``2026-10``.
        now: aware time of the act; its local day is printed.

    Raises:
        NotAllowed: somebody else. Invalid: no month. Unlawful: the month is not over, or has no case.
        StaleState: it was published before.
    """
    if not permissions.can_publish_leader_table(authority):
        raise NotAllowed(_("包案进展由信访局局长公布。"))
    span = bounds(period)
    if span is None:
        raise Invalid(_("没有这个月份。"), field="period")
    on = timezone.localdate(now)
    if span[1] >= on:
        raise Unlawful(_("本月尚未结束，不能公布包案进展。"))
    rows = rows_of(*span)
    if not rows:
        raise Unlawful(_("该月没有领导包案，无须公布。"))
    serial = counters.take(f"leader_table:{on.year}")
    content = document(rows, period=period, on=on, number=number_of(on.year, serial))
    try:
        with transaction.atomic():
            table = LeaderTable.objects.create(
                period=period,
                serial_year=on.year,
                serial=serial,
                content=content,
                published_by=authority.user,
                published_at=now,
            )
    except IntegrityError as error:
        raise StaleState(_("该月的包案进展已经公布。")) from error
    LeaderTableRow.objects.bulk_create(
        LeaderTableRow(table=table, order=order, **asdict(row))
        for order, row in enumerate(rows, start=1)
    )
    audit.record(table, "leading.publish", actor=authority.user, at=now, period=period)
    _tell(table, rows, on=on, now=now)
    return table


def number_of(year: int, serial: int) -> str:
    """发文字号 of the office of the joint meeting."""
    return f"{settings.COUNTY_NAME[:1]}信联办〔{year}〕{serial}号"


def month_name(period: str) -> str:
    """``2026年10月``."""
    year, month = parse_period(period) or (0, 0)
    return f"{year}年{month}月"


def document(
    rows: list[TableRow], *, period: str, on: date, number: str = "", draft: str = ""
) -> dict[str, Any]:
    """The official document of a table, as plain data to be printed."""
    organ = f"{settings.COUNTY_NAME}信访工作联席会议办公室"
    month = month_name(period)
    return Document(
        organ=f"{organ}文件",
        title=f"关于{month}领导包案\n化解信访问题进展情况的通报",
        number=number,
        issued_on=on.isoformat(),
        printed_on=on.isoformat(),
        signer=organ,
        addressee="县级领导，各乡镇（街道）党（工）委、政府（办事处），县直各部门：",
        blocks=(
            Paragraph(
                f"按照《信访工作条例》第十八条第二款和县信访工作联席会议要求，现将{month}领导包案化解信访问题进展情况公布如下："
            ),
            Paragraph(totals(rows).words),
            _table(rows, month),
            Notes(NOTES),
        ),
        printer=organ,
        draft=draft,
    ).to_dict()


def _table(rows: list[TableRow], month: str) -> Table:
    lines: list[Row] = []
    serial = 0
    for group in grouped(rows):
        ended = f"，已了结{group.done}件" if group.done else ""
        words = f"{group.name}　{group.title}" if group.title else group.name
        lines.append(Row((f"{words}：包案{group.count}件{ended}",), "group"))
        for row in group.rows:
            serial += 1
            lines.append(Row((serial, *cells(row))))
    return Table(
        columns=(
            Column("序号", width=9),
            Column("类别", width=12),
            Column("内容分类", width=22),
            Column("责任单位", width=22),
            Column("方案", width=22),
            Column("走访", width=10),
            Column("进展", align="left"),
            Column("结果", width=17),
        ),
        rows=tuple(lines),
        caption=f"{month}领导包案进展情况表",
    )


def cells(row: TableRow) -> tuple[str | int, ...]:
    """One row in words, without its number: the same in the document and in the workbook."""
    return (
        str(MarkKind(row.kind).label),
        row.subject,
        row.unit_name,
        row.steps,
        row.visits,
        row.progress or "—",
        str(LeaderOutcome(row.outcome).label) if row.outcome else "包案中",
    )


def _tell(table: LeaderTable, rows: list[TableRow], *, on: date, now: datetime) -> None:
    """County leaders, and whoever leads a case in the table."""
    ids = {row.leader_id for row in rows}
    terms = Term.objects.held(on=on).filter(post__kind=PostKind.COUNTY_LEADER)
    users = User.objects.filter(Q(pk__in=ids) | Q(pk__in=terms.values("user")), is_active=True)
    for user in users.order_by("pk"):
        mine = [row for row in rows if row.leader_id == user.pk]
        late = sum(row.steps_overdue for row in mine)
        notify(
            user=user,
            kind=NoticeKind.TASK,
            title=_("%(month)s领导包案进展已公布") % {"month": month_name(table.period)},
            text=_("您包案%(count)d件，逾期步骤%(late)d个；详见“领导包案”的每月公布")
            % {"count": len(mine), "late": late},
            now=now,
            by_mail=True,
            link=f"accountability:leader_table {table.period}",
        )
    send_digests(at=now, now=now)
