"""Publication of an approved correction: printed, frozen, delivered to those who got the corrected paper."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, transitions
from core.errors import StaleState, Unlawful
from core.pdf import render
from reporting.domain.corrections import Change, without_numbers
from reporting.models import Correction, CorrectionStatus
from reporting.selectors.correction_facts import secret_among
from reporting.services.correction_delivery import deliver_correction
from reporting.services.correction_document import correction_document
from reporting.services.correction_kinds import kind_of, stem_of
from reporting.services.paper_files import store_file


def correction_number(correction: Correction) -> str:
    """发文字号, "" before the correction is approved."""
    if correction.serial is None or correction.serial_year is None:
        return ""
    kind = kind_of(correction.paper)
    return kind.number(year=correction.serial_year, serial=correction.serial)


def finish_correction(*, correction_id: int, now: datetime) -> Correction:
    """Print, freeze and deliver an approved correction; does nothing when that was done before.

    Raises:
        Unlawful: it was not approved.
    """
    correction = Correction.objects.select_related("bulletin", "annual", "approved_by").get(
        pk=correction_id
    )
    if correction.status == CorrectionStatus.PUBLISHED:
        return correction
    if correction.approved_at is None:
        raise Unlawful(_("更正尚未批准，不能印发。"))
    paper = correction.paper
    kind = kind_of(paper)
    correction.changes = printable_changes(correction)
    document = _signed(correction)
    printed = render(document)
    folder = f"{kind.folder}/{correction.serial_year}"
    name = store_file(
        f"{folder}/{stem_of(paper)}-correction-{correction.number}",
        printed.content,
        printed.sha256,
    )
    try:
        with transaction.atomic():
            transitions.apply(
                correction,
                sources=[CorrectionStatus.APPROVED],
                target=CorrectionStatus.PUBLISHED,
                verb="correction.publish",
                actor=correction.approved_by,
                at=now,
                pdf=name,
                pdf_sha256=printed.sha256,
                content=document,
                changes=correction.changes,
                published_at=now,
            )
            _note(correction, now=now)
            deliver_correction(correction, now=now)
    except StaleState:
        correction.refresh_from_db()
        if correction.status != CorrectionStatus.PUBLISHED:
            raise
    return correction


def _note(correction: Correction, *, now: datetime) -> None:
    audit.record(
        correction.paper,
        f"{kind_of(correction.paper).prefix}.publish_correction",
        actor=correction.approved_by,
        at=now,
        number=correction.number,
        sha256=correction.pdf_sha256,
    )


def printable_changes(correction: Correction) -> list[dict[str, Any]]:
    """The changes without the numbers of matters that are reports by now (one query)."""
    rows = [Change.from_json(one) for one in correction.changes]
    secret = secret_among({number for one in rows for number in one.cases})
    return [one.to_json() for one in without_numbers(rows, secret)]


def draft_document(correction: Correction) -> dict[str, Any]:
    """The document of a correction that is not published, as it would be printed now."""
    correction.changes = printable_changes(correction)
    return correction_document(correction, **_of_paper(correction))


def _of_paper(correction: Correction) -> dict[str, Any]:
    """What the document says of the paper it corrects."""
    paper = correction.paper
    kind = kind_of(paper)
    return {
        "paper_number": kind.number_of(paper),
        "published_on": timezone.localdate(paper.requested_at),
        "ending": kind.ending,
        "heads": kind.heads,
    }


def _signed(correction: Correction) -> dict[str, Any]:
    """The document with its number and date."""
    signer = correction.approved_by if kind_of(correction.paper).is_upward else None
    return correction_document(
        correction,
        **_of_paper(correction),
        number=correction_number(correction),
        issued_on=timezone.localdate(correction.approved_at),
        approver=signer.name if signer else "",
    )
