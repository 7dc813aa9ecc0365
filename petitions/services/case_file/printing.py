"""Printing a case file: at once when it is small, by a worker when it is large; every copy is on record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, jobs, transitions
from core.errors import NotAllowed, Unlawful
from organizations.authority import Authority, authority_of
from organizations.selectors import setting
from petitions import permissions
from petitions.enums import PrintState
from petitions.models import Case, CaseFilePrint
from petitions.services.case_file.binding import Volume, bind

EFFECT = "case_file.print"
#: Up to so many papers, and so many bytes of attachments, a file is printed while somebody waits.
PAPERS_AT_ONCE = 25
BYTES_AT_ONCE = 8 * 1024 * 1024
KEEP_DAYS = 7


@dataclass(frozen=True)
class Size:
    """What decides whether somebody can wait: papers on file, and bytes of attachments."""

    papers: int
    file_bytes: int

    @property
    def is_small(self) -> bool:
        """Printed at once."""
        return self.papers <= PAPERS_AT_ONCE and self.file_bytes <= BYTES_AT_ONCE


def size_of(case: Case) -> Size:
    """Count papers, proofs and attachments of a matter (one query for each table)."""
    papers = case.documents.aggregate(
        papers=Count("id", distinct=True), proofs=Count("proofs", distinct=True)
    )
    files = case.attachments.aggregate(count=Count("id"), size=Sum("size"))
    return Size(
        papers=papers["papers"] + papers["proofs"] + files["count"], file_bytes=files["size"] or 0
    )


def print_file(*, authority: Authority, case: Case, now: datetime) -> Volume:
    """Print the file of a matter now; that it was printed, by whom and its digest go into the audit.

    Raises:
        NotAllowed: a report the user does not handle, or a matter the user stepped back from.
    """
    _need_permission(authority, case)
    volume = bind(case=case, authority=authority)
    _record(case, authority, pages=volume.pages, sha256=volume.sha256, now=now)
    return volume


@transaction.atomic
def order_file(*, authority: Authority, case: Case, now: datetime) -> CaseFilePrint:
    """Let a worker put a large file together; an order that is still waiting is returned again."""
    _need_permission(authority, case)
    row, created = CaseFilePrint.objects.get_or_create(
        case=case, by=authority.user, state=PrintState.QUEUED, defaults={"asked_at": now}
    )
    if created:
        audit.record(case, "case.order_file", actor=authority.user, at=now)
        jobs.owe(EFFECT, key=row.pk, now=now)
    return row


def carry_out(*, order: CaseFilePrint, now: datetime, busy: Callable[[], object]) -> None:
    """Bind the file of an order, as whoever ordered it may see it now.

    Args:
        busy: called after each piece, so that no other worker takes the order over.

    Raises:
        NotAllowed: who ordered it may see the matter or print its file no longer.
    """
    if order.state != PrintState.QUEUED:
        return
    authority = authority_of(order.by, on=timezone.localdate(now))
    case = Case.objects.visible_to(authority).filter(pk=order.case_id).first()
    if case is None:
        raise NotAllowed(_("您已不能查看该事项。"))
    _need_permission(authority, case)
    volume = bind(case=case, authority=authority, on_piece=busy)
    name = f"{volume.sha256[:20]}.pdf"  # the stored name tells nothing about the matter
    order.file.save(name, ContentFile(volume.content), save=False)
    stored = order.file.name
    order.file.name = ""
    transitions.apply(
        order,
        sources=[PrintState.QUEUED],
        target=PrintState.DONE,
        verb="case_file.done",
        actor=None,
        at=now,
        field="state",
        ended_at=now,
        file=stored,
        pages=volume.pages,
        sha256=volume.sha256,
    )


def give_up(*, order: CaseFilePrint, problem: str, now: datetime) -> None:
    """Close an order that cannot be carried out; the page shows why."""
    transitions.apply(
        order,
        sources=[PrintState.QUEUED],
        target=PrintState.FAILED,
        verb="case_file.fail",
        actor=None,
        at=now,
        field="state",
        ended_at=now,
        problem=problem[:300],
    )


@transaction.atomic
def hand_out(*, authority: Authority, order: CaseFilePrint, now: datetime) -> bytes:
    """The finished file of one's own order; each copy is on record.

    Raises:
        NotAllowed: somebody else's order, or one may not print the file any longer.
        Unlawful: it is not finished, or was removed.
    """
    if order.by_id != authority.user.pk:
        raise NotAllowed(_("只能下载本人申请生成的卷宗。"))
    _need_permission(authority, order.case)
    if order.state != PrintState.DONE:
        raise Unlawful(_("卷宗文件尚未生成或者已经清除，请重新生成。"))
    with order.file.open("rb") as opened:
        content = opened.read()
    _record(order.case, authority, pages=order.pages or 0, sha256=order.sha256, now=now)
    return content


def outdated(*, on: date) -> list[CaseFilePrint]:
    """Finished files that were kept long enough (setting ``case_file.days``)."""
    days = int(setting("case_file.days", on=on, default=KEEP_DAYS))
    return list(
        CaseFilePrint.objects.filter(
            Q(state=PrintState.DONE), ended_at__date__lt=on - timedelta(days=days)
        ).order_by("pk")
    )


def remove_outdated(*, on: date, now: datetime) -> int:
    """Remove the files that were kept long enough; the orders stay, marked as removed. Returns how many."""
    rows = outdated(on=on)
    for order in rows:
        stored, storage = str(order.file.name), order.file.storage
        transitions.apply(
            order,
            sources=[PrintState.DONE],
            target=PrintState.REMOVED,
            verb="case_file.remove",
            actor=None,
            at=now,
            field="state",
            file="",
        )
        storage.delete(stored)
    return len(rows)


def _record(case: Case, authority: Authority, *, pages: int, sha256: str, now: datetime) -> None:
    audit.record(case, "case.print_file", actor=authority.user, at=now, pages=pages, sha256=sha256)


def _need_permission(authority: Authority, case: Case) -> None:
    if not permissions.can_print_file(authority, case):
        raise NotAllowed(
            _(
                "检举控告事项的卷宗只由承办单位、信访局负责人和纪检监察机关打印；已回避的人员不能打印。"
            )
        )
