"""What whoever corrects a registration should know beforehand: letters that quote it, figures that were published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from organizations.authority import Authority
from petitions import events, permissions
from petitions.models import Case, Document
from petitions.selectors.registered import Quoting, Registered, letters_quoting


@dataclass(frozen=True)
class CorrectionNotes:
    """Issued letters that quote the registration, those of them the user may correct, and sentences of other apps."""

    letters: tuple[Quoting, ...]
    own: frozenset[int]
    sentences: tuple[str, ...]


def correction_notes(case: Case, authority: Authority, now: Registered) -> CorrectionNotes:
    """Read them (one query for the letters, one for recusals where there are letters, and those of the other apps)."""
    letters = tuple(letters_quoting(case, now))
    own = _own(authority, case, [one.document for one in letters])
    told: list[str] = []
    for _receiver, more in events.correction_asked.send(Case, case_id=case.pk):
        told.extend(cast("list[str]", more))
    return CorrectionNotes(letters, own, tuple(told))


def _own(authority: Authority, case: Case, papers: list[Document]) -> frozenset[int]:
    mine = [paper for paper in papers if authority.acts_for(paper.unit_id)]
    return frozenset(p.pk for p in mine if permissions.can_correct_letter(authority, case, p))
