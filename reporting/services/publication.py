"""Publication of a bulletin: signed once, printed, frozen, delivered once.

Signing takes the serial number and owes the publication. The owed effect prints the frozen document
outside any transaction, then moves the bulletin to "published" by a guarded update in the same
transaction that writes the deliveries and queues the mails. It may be repeated at any point: the
number stays, an orphaned file is harmless, and the second guarded update touches nothing (ADR 0030).
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.services.score_periods import freeze_scores, require_settled
from core import audit, counters, jobs, transitions
from core.errors import StaleState, Unlawful
from core.pdf import render
from organizations.authority import Authority
from reporting.models import Bulletin, BulletinKind, BulletinStatus, Correction
from reporting.permissions import can_sign, require
from reporting.services.bulletin_document import document_number, signed_document
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
    year = timezone.localdate(now).year
    with transaction.atomic():
        serial = counters.take(f"bulletin:{year}")
        waiting = Bulletin.objects.filter(
            pk=bulletin.pk, status=BulletinStatus.APPROVED, serial__isnull=True
        )
        signed = {"requested_at": now, "requested_by": authority.user}
        if waiting.update(serial=serial, serial_year=year, **signed) != 1:
            raise StaleState(
                _("该通报的状态刚刚发生变化，请刷新后再办理。")
            )  # gives the number back
        audit.record(bulletin, "bulletin.sign", actor=authority.user, at=now, serial=serial)
        jobs.owe(EFFECT, key=bulletin.pk, now=now, payload={"bulletin": bulletin.pk})
    bulletin.refresh_from_db()


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
    if bulletin.status == BulletinStatus.PUBLISHED:
        return bulletin
    if bulletin.serial is None or bulletin.requested_at is None:
        raise Unlawful(_("通报尚未签发，不能印发。"))
    issued_on = timezone.localdate(bulletin.requested_at)
    document = signed_document(bulletin.content, number=number_of(bulletin), issued_on=issued_on)
    printed = render(document)
    stem = f"{bulletin.serial_year}/{bulletin.period}"
    name = store_file(stem, printed.content, printed.sha256)
    try:
        with transaction.atomic():
            _freeze(bulletin, document, name=name, sha256=printed.sha256, now=now)
            deliver(bulletin, now=now)
            propose_talks_of(bulletin, now=now)
            freeze_scores(period=bulletin.period, now=now)
    except StaleState:
        bulletin.refresh_from_db()
        if bulletin.status != BulletinStatus.PUBLISHED:
            raise
    return bulletin


def number_of(bulletin: Bulletin) -> str:
    """发文字号, "" before the bulletin is signed."""
    if bulletin.serial is None:
        return ""
    return document_number(year=bulletin.serial_year, serial=bulletin.serial)


def store_file(stem: str, content: bytes, sha256: str) -> str:
    """Write a file whole or not at all; its name, which is given back, carries the digest, so writers cannot mix."""
    name = f"bulletins/{stem}-{sha256[:16]}.pdf"
    path = Path(settings.MEDIA_ROOT) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
        part.write(content)
        part.flush()
        os.fsync(part.fileno())
    Path(part.name).chmod(0o644)
    Path(part.name).replace(path)
    return name


def _freeze(bulletin: Bulletin, document: dict, *, name: str, sha256: str, now: datetime) -> None:
    transitions.apply(
        bulletin,
        sources=[BulletinStatus.APPROVED],
        target=BulletinStatus.PUBLISHED,
        verb="bulletin.publish",
        actor=bulletin.requested_by,
        at=now,
        pdf=name,
        pdf_sha256=sha256,
        content={**bulletin.content, "document": document},
        published_at=now,
        published_by=bulletin.requested_by,
    )
    audit.record(
        bulletin,
        "bulletin.publish",
        actor=bulletin.requested_by,
        at=now,
        sha256=sha256,
        serial=bulletin.serial,
    )


def verify_pdf(bulletin: Bulletin | Correction) -> str:
    """Recompute the digest of the stored file; returns "" when it is the published one, else a Chinese problem."""
    path = Path(settings.MEDIA_ROOT) / str(bulletin.pdf)
    if not bulletin.pdf or not path.is_file():
        return _("印发的文件不存在。")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != bulletin.pdf_sha256:
        return _("文件的校验码与印发时不一致：%(found)s") % {"found": found}
    return ""
