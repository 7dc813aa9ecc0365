"""The public look-up: where a matter stands, for whoever has its code and the last four characters of the proof."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hmac import compare_digest

from django.utils import timezone
from django.utils.translation import gettext as _

from petitions.domain.letters import KINDS
from petitions.models import Case, Document

PROOF_LENGTH = 4


@dataclass(frozen=True)
class Step:
    """One line of the progress: the day, what happened, the letter that goes with it (None without one)."""

    on: date
    text: str
    document: Document | None = None


def find(code: str, proof: str) -> Case | None:
    """The matter of a look-up code when `proof` is the end of a petitioner's identity number or telephone.

    Always the same two queries and the same number of comparisons for an unknown code, so that neither answer
    nor time tells whether a code exists.
    """
    case = Case.objects.filter(lookup_code=code.strip().upper(), is_anonymous=False).first()
    wanted = proof.strip().upper()[-PROOF_LENGTH:].encode()
    ends = list(
        Case.objects.filter(pk=case.pk if case else 0).values_list(
            "participants__petitioner__id_last4", "participants__petitioner__phone"
        )
    )
    matched = False
    for last4, phone in ends or [("", "")]:
        for known in (last4 or "", (phone or "")[-PROOF_LENGTH:]):
            end = known.upper().encode()
            equal = compare_digest(end.ljust(8), wanted.ljust(8))
            matched = matched or (equal and len(end) == PROOF_LENGTH)
    return case if matched else None


def progress(case: Case) -> list[Step]:
    """The days that must be shown (登记、转送、各文书), oldest first; a report shows no unit (four queries)."""
    return sorted(_steps(case), key=lambda step: step.on)


def _steps(case: Case) -> Iterator[Step]:
    yield Step(case.received_on, _("收到信访事项"))
    yield Step(case.registered_on, _("登记"))
    for dispatch in case.dispatches.select_related("to_unit").order_by("sent_at", "id"):
        to = _("有权处理的机关") if case.is_secret else dispatch.to_unit.name
        yield Step(
            timezone.localdate(dispatch.sent_at),
            _("%(kind)s%(unit)s") % {"kind": dispatch.get_kind_display(), "unit": to},
        )
    for paper, text in _papers(case):
        yield Step(paper.issued_on, text, paper if paper.content and not case.is_secret else None)
    if case.merged_into and case.closed_on:
        yield Step(case.closed_on, _("与同一事项的其他信访件并案办理，处理结果一并答复您"))
        for paper, text in _papers(case.merged_into):
            if paper.issued_on >= case.closed_on:
                yield Step(paper.issued_on, text)
    elif case.closed_on:
        yield Step(case.closed_on, str(case.get_status_display()))


def _papers(case: Case) -> Iterator[tuple[Document, str]]:
    """The letters to the petitioner, each with the organ that wrote it; a report names none."""
    for paper in case.documents.select_related("unit").order_by("issued_on", "id"):
        kind = KINDS.get(paper.kind)
        if kind is not None and kind.to_petitioner:
            names_no_unit = case.is_secret or paper.is_of_higher_organ
            yield paper, paper.title if names_no_unit else f"{paper.unit.name}：{paper.title}"
