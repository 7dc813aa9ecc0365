"""Issue of every paper: printed outside any transaction, then frozen together with what follows from it (ADR 0030)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import NoticeKind
from accountability.services.notices import notify
from core.errors import StaleState, Unlawful
from core.pdf import render
from reporting.models import BulletinStatus, Paper
from reporting.selectors.annual import county_leaders
from reporting.services import paper_acts
from reporting.services.paper_document import signed_document
from reporting.services.paper_files import store_file


def issue(
    paper: Paper,
    *,
    prefix: str,
    stem: str,
    number: str,
    then: Callable[[], None],
    now: datetime,
    **more: str,
) -> None:
    """Print and freeze a signed paper; does nothing when that was done before, and may be repeated at any point.

    Args:
        paper: signed, with who asked for it selected.
        prefix: begins the verb of the log.
        stem: folder and beginning of the file's name.
        number: 发文字号.
        then: what is written in the transaction that publishes it (deliveries, notices).
        more: fields of the document settled at the signing.

    Raises:
        Unlawful: the paper was not signed.
    """
    if paper.status == BulletinStatus.PUBLISHED:
        return
    if paper.serial is None or paper.requested_at is None:
        raise Unlawful(_("《%(title)s》尚未签发，不能印发。") % {"title": paper.title})
    issued_on = timezone.localdate(paper.requested_at)
    document = signed_document(paper.content, number=number, issued_on=issued_on, **more)
    printed = render(document)
    name = store_file(stem, printed.content, printed.sha256)
    try:
        with transaction.atomic():
            paper_acts.freeze(
                paper, document, prefix=prefix, name=name, sha256=printed.sha256, now=now
            )
            then()
    except StaleState:
        paper.refresh_from_db()
        if paper.status != BulletinStatus.PUBLISHED:
            raise


def tell_the_leaders(paper: Paper, *, text: str, link: str, now: datetime) -> None:
    """A notice to each leader of the county that a paper to them was issued."""
    for user in county_leaders(timezone.localdate(now)):
        notify(
            user=user,
            kind=NoticeKind.BULLETIN,
            title=_("%(title)s已印发") % {"title": paper.title},
            text=text,
            link=link,
            now=now,
        )
