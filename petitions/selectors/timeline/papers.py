"""Letters, their service, and files in the life of a matter."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from petitions.domain import timeline
from petitions.domain.timeline import Event, Line
from petitions.models import Case, ServiceProof

SERVED = "条例第二十三、三十五条"


def paper_events(case: Case) -> Iterator[Event]:
    """Each letter when it was written, and each attempt to hand it over (two queries)."""
    papers = case.documents.select_related("unit", "issued_by").prefetch_related("proofs__by")
    for paper in papers.order_by("id"):
        lines = [Line(timeline.PAPER, _("出具日期：%(day)s") % {"day": paper.issued_on}, SERVED)]
        proofs = list(paper.proofs.all())
        if paper.served_on and not proofs:  # of an old register, which holds the day alone
            text = _("%(way)s，%(day)s 送达") % {
                "way": paper.get_served_how_display(),
                "day": paper.served_on,
            }
            lines.append(Line(timeline.PAPER, text, SERVED))
        yield Event(
            on=timezone.localdate(paper.recorded_at),
            at=paper.recorded_at,
            kind=timeline.PAPER,
            title=_("%(unit)s出具《%(title)s》%(number)s")
            % {"unit": paper.unit, "title": paper.title, "number": paper.number},
            article=SERVED,
            lines=tuple(lines),
            actor=str(paper.issued_by),
            icon="file-text",
            paper=paper.pk if paper.content else 0,
        )
        for proof in proofs:
            yield Event(
                on=timezone.localdate(proof.recorded_at),
                at=proof.recorded_at,
                kind=timeline.PAPER,
                title=_("《%(title)s》%(what)s") % {"title": paper.title, "what": said_of(proof)},
                article=SERVED,
                actor=str(proof.by),
                icon="mail-check",
            )


def said_of(proof: ServiceProof) -> str:
    """One attempt of service in a sentence."""
    way, day = proof.get_method_display(), proof.on
    if not proof.is_served:
        why = proof.refusal or proof.note
        return _("%(way)s，%(day)s 未能送达：%(why)s") % {"way": way, "day": day, "why": why}
    said = _("%(way)s，%(day)s 送达") % {"way": way, "day": day}
    if proof.receiver:
        said += _("，签收人 %(name)s") % {"name": proof.receiver}
    if proof.refusal:
        said += _("，拒收：%(why)s（见证人 %(name)s）") % {
            "why": proof.refusal,
            "name": proof.witness,
        }
    return said


def file_events(case: Case) -> Iterator[Event]:
    """Each file when it was put on the matter (one query)."""
    for file in case.attachments.select_related("uploaded_by").order_by("id"):
        yield Event(
            on=timezone.localdate(file.uploaded_at),
            at=file.uploaded_at,
            kind=timeline.FILE,
            title=_("附件：%(name)s") % {"name": file.name},
            actor=str(file.uploaded_by),
            icon="paperclip",
            file=file.pk,
        )
