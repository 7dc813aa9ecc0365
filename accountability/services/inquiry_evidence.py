"""Evidence of an inquiry, frozen as it stood: missed clocks, entries of the log, papers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import EvidenceKind, Inquiry, InquiryEvidence
from accountability.services.inquiries import need_no_accusation, need_open, need_plain_words
from core import audit
from core.errors import Invalid, NotAllowed, Unlawful
from core.models import AuditEntry
from organizations.authority import Authority
from petitions.domain.case_verbs import verb_name
from petitions.models import Case, Clock


@dataclass(frozen=True)
class _Facts:
    kind: str
    case: Case | None
    text: str
    source: str


@transaction.atomic
def take_clock(
    *, authority: Authority, inquiry: Inquiry, clock: Clock, now: datetime
) -> InquiryEvidence:
    """Put a missed clock on file as it stands now.

    Raises:
        NotAllowed: the actor may not, or may not see the matter. Unlawful: too late, the clock was kept, or the
            matter accuses somebody concerned (条例第三十条第三款).
    """
    need_open(authority=authority, inquiry=inquiry)
    _need_case(authority, inquiry, clock.case)
    overdue = clock.status == "open" and clock.due_on < authority.on
    if not (overdue or clock.on_time is False):
        raise Unlawful(_("该期限没有逾期，不能作为证据。"))
    done = (
        _("%(day)s完成") % {"day": clock.stopped_on}
        if clock.stopped_on
        else _("至%(day)s仍未完成") % {"day": authority.on}
    )
    text = _("%(number)s“%(name)s”（%(article)s）：%(start)s起算，%(due)s届满，%(done)s") % {
        "number": clock.case.number,
        "name": clock.name,
        "article": clock.article,
        "start": clock.started_on,
        "due": clock.due_on,
        "done": done,
    }
    return _take(
        authority,
        inquiry,
        _Facts(EvidenceKind.CLOCK, clock.case, text, f"clock:{clock.pk}"),
        now=now,
    )


@transaction.atomic
def take_entry(
    *, authority: Authority, inquiry: Inquiry, case: Case, entry: AuditEntry, now: datetime
) -> InquiryEvidence:
    """Put an entry of a matter's log on file, with the hash that proves it.

    Raises:
        NotAllowed: the actor may not, or may not see the matter. Invalid: not of this matter. Unlawful: too late, or
            the matter accuses somebody concerned (条例第三十条第三款).
    """
    need_open(authority=authority, inquiry=inquiry)
    _need_case(authority, inquiry, case)
    if entry.chain != f"case:{case.pk}":
        raise Invalid(_("该记录不属于这件信访事项。"), field="entry")
    at = timezone.localtime(entry.at)
    words = [case.number, f"{at:%Y-%m-%d %H:%M}", entry.actor_label, verb_name(entry.verb)]
    text = f"{' '.join(word for word in words if word)}（SHA-256 {entry.hash}）"
    source = f"audit:{entry.pk}"
    return _take(authority, inquiry, _Facts(EvidenceKind.AUDIT, case, text, source), now=now)


@transaction.atomic
def take_paper(
    *, authority: Authority, inquiry: Inquiry, title: str, text: str, now: datetime
) -> InquiryEvidence:
    """Put a paper on file: its title or number, and what it proves.

    Raises:
        NotAllowed: the actor may not. Invalid: title or content is missing, or it is on file already. Unlawful: too
            late, or it names a report or a matter that accuses somebody concerned.
    """
    need_open(authority=authority, inquiry=inquiry)
    if not title.strip():
        raise Invalid(_("请填写文件名称或者文号。"), field="title")
    if not text.strip():
        raise Invalid(_("请写明证明的内容。"), field="text")
    need_plain_words(authority=authority, inquiry=inquiry, text=f"{title}\n{text}")
    return _take(
        authority,
        inquiry,
        _Facts(EvidenceKind.PAPER, None, text.strip(), title.strip()[:200]),
        now=now,
    )


def _take(
    authority: Authority, inquiry: Inquiry, facts: _Facts, *, now: datetime
) -> InquiryEvidence:
    try:
        with transaction.atomic():
            row = InquiryEvidence.objects.create(
                inquiry=inquiry,
                kind=facts.kind,
                case=facts.case,
                text=facts.text,
                source=facts.source,
                content_hash=hashlib.sha256(f"{facts.source}\n{facts.text}".encode()).hexdigest(),
                taken_by=authority.user,
                taken_at=now,
            )
    except IntegrityError as error:
        raise Invalid(_("该证据已提取。"), field="source") from error
    audit.record(
        inquiry, "inquiry.evidence", actor=authority.user, at=now, source=facts.source,
        sha256=row.content_hash,
    )  # fmt: skip
    return row


def _need_case(authority: Authority, inquiry: Inquiry, case: Case) -> None:
    if not Case.objects.visible_to(authority).filter(pk=case.pk).exists():
        raise NotAllowed(_("您无权查看该信访事项。"))
    cases = Case.objects.filter(pk=case.pk)
    need_no_accusation(authority=authority, inquiry=inquiry, cases=cases)
