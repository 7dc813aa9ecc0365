"""The monthly mail of a saved view: each reader's own table, once, whatever number of workers run (ADR 0002, 0008).

The timetable owes one effect for a view and month; carrying it out owes one effect for each reader of that day, in
the same transaction; each of those counts with its reader's rights and queues one mail under a unique key.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accountability.models import NoticeKind
from accountability.services.notices import notify
from core import jobs, mail
from core.models import Mail
from organizations.authority import Authority, authority_of
from organizations.models import User
from reporting.domain.asking import AskError
from reporting.domain.periods import Month
from reporting.models import MailTo, SavedView
from reporting.permissions import can_query
from reporting.selectors.querying import Table, answer
from reporting.selectors.saved_views import asked_of, mail_readers, views_for
from reporting.services.query_workbook import XLSX, file_name, query_workbook, scope

VIEW, READER = "reporting.view_mails", "reporting.view_mail"
#: Rows printed in the mail itself; the file has all of them.
ROWS = 60
logger = logging.getLogger(__name__)


def due_views(*, on: date) -> list[SavedView]:
    """Views whose day of this month has come since they were scheduled."""
    scheduled = SavedView.objects.exclude(mail_to=MailTo.NOBODY).filter(mail_day__lte=on.day)
    return [
        view
        for view in scheduled
        if view.mail_day and view.mail_since and on.replace(day=view.mail_day) >= view.mail_since
    ]


def owe_due_views(*, now: datetime) -> int:
    """Put this month's mails of every view that is due on the books; returns how many are new."""
    today = timezone.localdate(now)
    month = Month.of(today).code
    return sum(
        jobs.owe(VIEW, key=view.pk, period=month, now=now)[1] for view in due_views(on=today)
    )


def owe_readers(*, view_id: int, month: str, now: datetime) -> int:
    """Owe one mail to each reader of the day; none where the view is gone or its owner no longer sees petitions.

    A question that cannot be asked any more (a figure that went, a right that ended) goes to nobody; its owner is told.
    """
    view = SavedView.objects.filter(pk=view_id).select_related("owner").first()
    today = timezone.localdate(now)
    if view is None:
        return 0
    authority = authority_of(view.owner, on=today)
    if not can_query(authority):
        return 0
    with override("zh-hans"):
        try:
            asked_of(view, sees_county=authority.sees_all_cases).period_on(today)
        except AskError as error:
            _tell_owner(view, error, now)
            return 0
    readers = list(mail_readers(view, on=today))
    for reader in readers:
        jobs.owe(
            READER,
            key=f"{view.pk}:{reader.pk}",
            period=month,
            now=now,
            payload={"view": view.pk, "user": reader.pk},
        )
    return len(readers)


def _tell_owner(view: SavedView, error: AskError, now: datetime) -> None:
    notify(
        user=view.owner,
        kind=NoticeKind.TASK,
        title=_("统计视图“%(name)s”本月没有发送") % {"name": view.name},
        text=_("%(why)s。请打开视图，重新选择后保存。") % {"why": str(error).rstrip("。")},
        link=f"reporting:view_edit {view.pk}",
        by_mail=True,
        now=now,
    )


def send_to_reader(*, view_id: int, user_id: int, month: str, now: datetime) -> Mail | None:
    """Count with the reader's rights and queue the mail; safe to call again.

    Returns:
        The mail; None where the view is gone, the reader refused it since, holds no post, has no address, or may
        not ask this question.
    """
    today = timezone.localdate(now)
    view = SavedView.objects.filter(pk=view_id).select_related("owner").first()
    if view is None:
        return None
    reader = mail_readers(view, on=today).filter(pk=user_id).exclude(email="").first()
    if reader is None:
        return None
    authority = authority_of(reader, on=today)
    if not can_query(authority) or not views_for(authority).filter(pk=view.pk).exists():
        return None
    with override("zh-hans"):
        try:
            asked = asked_of(view, sees_county=authority.sees_all_cases)
            table = answer(authority, asked, on=today)
        except AskError as error:
            logger.warning("view %s cannot be asked by user %s: %s", view.pk, reader.pk, error)
            return None
        return _queue(view, reader, authority, table, month=month, now=now)


def _queue(
    view: SavedView, reader: User, authority: Authority, table: Table, *, month: str, now: datetime
) -> Mail:
    address = f"/figures/views/{view.pk}/"
    content = query_workbook(table=table, authority=authority, address=address, now=now)
    path = _stored(view, reader, month, content)
    site = settings.SITE_URL.rstrip("/")
    context = {
        "view": view,
        "name": reader.name,
        "is_owner": view.owner_id == reader.pk,
        "table": table,
        "rows": table.rows[:ROWS],
        "more": max(0, len(table.rows) - ROWS),
        "scope": scope(table),
        "url": f"{site}{address}",
        "list_url": f"{site}/figures/views/",
        "county": settings.COUNTY_NAME,
    }
    found, _created = mail.queue(
        key=f"view:{view.pk}:user:{reader.pk}:{month}",
        recipient=reader,
        to_name=reader.name,
        to_address=reader.email,
        subject=_("【统计】%(name)s（%(period)s）")
        % {"name": view.name, "period": table.period.label},
        text=render_to_string("emails/saved_view.txt", context),
        html=render_to_string("emails/saved_view.html", context),
        attachments=[{"path": path, "name": file_name(table), "content_type": XLSX}],
        now=now,
        quiet=True,
    )
    return found


def _stored(view: SavedView, reader: User, month: str, content: bytes) -> str:
    """Write the file under a name that carries its digest; two workers cannot mix theirs."""
    digest = hashlib.sha256(content).hexdigest()[:16]
    name = f"view-mails/{month}/{view.pk}-{reader.pk}-{digest}.xlsx"
    path = Path(settings.MEDIA_ROOT) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{digest}.part")
    part.write_bytes(content)
    part.replace(path)
    return name
