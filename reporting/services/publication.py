"""Publication of a bulletin: signed once, printed, frozen, delivered once.

Signing takes the serial number and owes the publication. The owed effect prints the frozen document
outside any transaction, then moves the bulletin to "published" by a guarded update in the same
transaction that writes the deliveries and queues the mails. It may be repeated at any point: the
number stays, an orphaned file is harmless, and the second guarded update touches nothing (ADR 0030).
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import NoticeKind
from accountability.services.notices import notify
from core import audit, counters, jobs, mail, transitions
from core.errors import StaleState, Unlawful
from core.pdf import render
from organizations.authority import Authority
from reporting.models import Bulletin, BulletinStatus, Delivery
from reporting.permissions import can_sign, require
from reporting.selectors.bulletins import recipients
from reporting.services.bulletin_document import document_number, draft_document, signed_document
from reporting.services.bulletins import refuse_if_outdated
from reporting.services.scores import propose_talks_of

EFFECT = "reporting.publish"
PREVIEW_SECONDS = 15 * 60
NO_ADDRESS = "账号没有登记电子邮箱"


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
    later = Bulletin.objects.filter(first_day__gt=bulletin.first_day, serial__isnull=False)
    if later.exists():
        raise Unlawful(_("之后月份的通报已经印发，较早月份的名次和谈话不能再补发。"))
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
    name = _store(bulletin, printed.content, printed.sha256)
    try:
        with transaction.atomic():
            _freeze(bulletin, document, name=name, sha256=printed.sha256, now=now)
            _deliver(bulletin, now=now)
            propose_talks_of(bulletin, now=now)
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


def preview_pdf(bulletin: Bulletin, *, now: datetime) -> bytes:
    """The draft as it would be printed today, marked as a draft on each page.

    Printing takes seconds, so the same draft is kept in the cache for a while.
    """
    document = draft_document(bulletin.content, on=timezone.localdate(now))
    text = json.dumps(document, sort_keys=True, ensure_ascii=False)
    key = f"bulletin-preview:{hashlib.sha256(text.encode()).hexdigest()}"
    content = cache.get(key)
    if content is None:
        content = render(document).content
        cache.set(key, content, PREVIEW_SECONDS)
    return content


def _store(bulletin: Bulletin, content: bytes, sha256: str) -> str:
    """Write the file whole or not at all; its name carries the digest, so writers cannot mix."""
    name = f"bulletins/{bulletin.serial_year}/{bulletin.period}-{sha256[:16]}.pdf"
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


def _deliver(bulletin: Bulletin, *, now: datetime) -> None:
    """One delivery and at most one mail for each person, whatever posts the person holds."""
    number = number_of(bulletin)
    served: set[int] = set()
    for term in recipients(timezone.localdate(bulletin.requested_at)):
        if term.user_id in served:
            continue
        served.add(term.user_id)
        delivery = Delivery(bulletin=bulletin, recipient=term.user, post=term.post, created_at=now)
        if term.user.email:
            delivery.mail, _created = mail.queue(
                key=f"bulletin:{bulletin.pk}:user:{term.user_id}",
                recipient=term.user,
                to_name=str(term.user),
                to_address=term.user.email,
                subject=f"{bulletin.title}（{number}）",
                text=_text(bulletin, name=str(term.user), title=term.post.title),
                attachments=[
                    {
                        "path": str(bulletin.pdf),
                        "name": f"{bulletin.title}.pdf",
                        "content_type": "application/pdf",
                    }
                ],
                now=now,
            )
        else:
            delivery.problem = NO_ADDRESS
        delivery.save(force_insert=True)
        notify(
            user=term.user,
            kind=NoticeKind.BULLETIN,
            title=f"{bulletin.title}（{number}）",
            text=_("通报已印发，本单位的计分说明可在“月通报”中查阅。"),
            now=now,
        )


def _text(bulletin: Bulletin, *, name: str, title: str) -> str:
    return (
        f"{name}（{title}）：\n\n"
        f"现将《{bulletin.title}》（{number_of(bulletin)}）送达，请查收附件。\n\n"
        "本单位的计分说明可登录系统，在“月通报”中查阅；对统计数据有异议的，请写明理由"
        f"向{settings.COUNTY_NAME}信访局提出。\n"
        f"{settings.SITE_URL}\n\n"
        f"附件校验码（SHA-256）：{bulletin.pdf_sha256}\n\n"
        f"{settings.COUNTY_NAME}信访局"
    )


def verify_pdf(bulletin: Bulletin) -> str:
    """Recompute the digest of the stored file; returns "" when it is the published one, else a Chinese problem."""
    path = Path(settings.MEDIA_ROOT) / str(bulletin.pdf)
    if not bulletin.pdf or not path.is_file():
        return _("印发的文件不存在。")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != bulletin.pdf_sha256:
        return _("文件的校验码与印发时不一致：%(found)s") % {"found": found}
    return ""
