"""Keeps what each matter was counted as with the bulletin it was counted for."""

from __future__ import annotations

from reporting.domain.spans import Period
from reporting.models import Bulletin, BulletinLedger
from reporting.selectors.ledger import ledger


def keep_ledger(bulletin: Bulletin) -> None:
    """Keep the facts of the bulletin's matters, in place of those kept for the draft before."""
    facts = ledger(Period.parse(bulletin.period))
    kept = BulletinLedger.objects.filter(bulletin=bulletin)
    if not kept.update(facts=facts):  # the facts of before need not be read to be replaced
        BulletinLedger.objects.create(bulletin=bulletin, facts=facts)
