"""Publication of a bulletin: signed once, printed, frozen, delivered once.

Signing takes the serial number and owes the publication. The owed effect prints the frozen document
outside any transaction, then moves the bulletin to "published" by a guarded update in the same
transaction that writes the deliveries and queues the mails. It may be repeated at any point: the
number stays, an orphaned file is harmless, and the second guarded update touches nothing (ADR 0030).
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.services.score_periods import freeze_scores, require_settled
from core.errors import Unlawful
from organizations.authority import Authority
from reporting.models import Bulletin, BulletinKind, BulletinStatus
from reporting.permissions import can_sign, require
from reporting.services import paper_acts, paper_issue
from reporting.services.bulletin_document import document_number
from reporting.services.bulletins import refuse_if_outdated
from reporting.services.deliveries import deliver
from reporting.services.scores import propose_talks_of

EFFECT = "reporting.publish"


def sign_bulletin(*, bulletin: Bulletin, authority: Authority, now: datetime) -> None:
    """The office's head signs an approved bulletin: it gets its number and is owed to the units.

    Signing again is harmless: number, date and signer stay as they are.

    Args:
        bulletin: approved.
        authority: head of the petition office.
        now: aware time; its local date is printed on the document and decides who is addressed.

    Raises:
        NotAllowed: the actor is not the head of the petition office.
        Unlawful: the bulletin is still a draft.
    """
    require(can_sign(authority))
    bulletin.refresh_from_db(fields=["status", "serial", "built_at"])
    if bulletin.status == BulletinStatus.DRAFT:
        raise Unlawful(_("通报尚未批准，不能印发。"))
    if bulletin.serial is not None:
        return
    refuse_if_outdated(bulletin)
    require_settled(period=bulletin.period, on=timezone.localdate(now))
    _refuse_out_of_order(bulletin)
    paper_acts.take_number(bulletin, prefix="bulletin", effect=EFFECT, by=authority.user, now=now)


def _refuse_out_of_order(bulletin: Bulletin) -> None:
    """Places and talks rest on the bulletins before, kind by kind; on free spans nothing rests."""
    later = Bulletin.objects.filter(
        kind=bulletin.kind, first_day__gt=bulletin.first_day, serial__isnull=False
    )
    if bulletin.kind != BulletinKind.DAYS and later.exists():
        raise Unlawful(_("之后期间的同类通报已经印发，较早期间的名次和谈话不能再补发。"))


def finish_publication(*, bulletin_id: int, now: datetime) -> Bulletin:
    """Print, freeze and deliver a signed bulletin; does nothing when that was done before.

    Raises:
        Unlawful: the bulletin was not signed.
    """
    bulletin = Bulletin.objects.select_related("requested_by").get(pk=bulletin_id)

    def then() -> None:
        deliver(bulletin, now=now)
        propose_talks_of(bulletin, now=now)
        freeze_scores(period=bulletin.period, now=now)

    paper_issue.issue(
        bulletin,
        prefix="bulletin",
        stem=f"bulletins/{bulletin.serial_year}/{bulletin.period}",
        number=number_of(bulletin),
        then=then,
        now=now,
    )
    return bulletin


def number_of(bulletin: Bulletin) -> str:
    """发文字号, "" before the bulletin is signed."""
    if bulletin.serial is None:
        return ""
    return document_number(year=bulletin.serial_year, serial=bulletin.serial)
