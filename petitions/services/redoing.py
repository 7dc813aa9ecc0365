"""Handling anew on the order of a review or re-review (责令重新处理, 条例第三十五、三十六条): a new opinion, new remedies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.errors import Invalid, Unlawful
from organizations.authority import Authority
from petitions.domain.workflow import ACTS
from petitions.models import Case, Document, Execution
from petitions.services import acts, clocks
from petitions.services.claims import ClaimAnswer
from petitions.services.executing import plan_execution
from petitions.services.opinions import issue_opinion


@transaction.atomic
def conclude_anew(
    *,
    authority: Authority,
    case: Case,
    opinion: str,
    legal_basis: str,
    issued_on: date,
    now: datetime,
    outcome: str = "",
    answers: Sequence[ClaimAnswer] = (),
    served_on: date | None = None,
    served_how: str = "",
    promise: str = "",
    promise_due_on: date | None = None,
) -> Document:
    """Issue the new opinion that was ordered; ends the set period (R1), and its service opens the remedies anew.

    The rights still running against the first opinion end; `concluded_on` stays the day of the first one.

    Raises:
        Unlawful: nothing was ordered, or it was done already.
        Invalid: as for the first opinion; a promise while an earlier one is on record.
    """
    acts.check_lawful(case, "redo")
    acts.need_handler(authority=authority, case=case)
    order = case.clocks.running().filter(code="R1").first()
    if order is None:
        raise Unlawful(_("该事项没有责令重新处理的期限。"), article=ACTS["redo"].article)
    paper, outcome = issue_opinion(
        authority=authority,
        case=case,
        opinion=opinion,
        legal_basis=legal_basis,
        outcome=outcome,
        answers=answers,
        issued_on=issued_on,
        not_before=order.started_on,
        now=now,
    )
    _promise(authority, case, promise, promise_due_on, now)
    case.outcome = outcome
    case.save(update_fields=["outcome"])
    clocks.stop(case=case, codes=["R1"], on=issued_on, by="case.redo", now=now)
    clocks.cancel(case=case, codes=["C10", "C12"], on=issued_on, by="case.redo")
    acts.hand_over(
        document=paper, served_on=served_on, served_how=served_how, authority=authority, now=now
    )
    clocks.refresh_next_due(case)
    audit.record(
        case, "case.redo", actor=authority.user, at=now, on=issued_on, outcome=str(outcome)
    )
    return paper


def _promise(
    authority: Authority, case: Case, promise: str, due_on: date | None, now: datetime
) -> None:
    if not promise.strip():
        return
    if Execution.objects.filter(case=case).exists():
        raise Invalid(_("该事项已登记应执行的内容，请按原登记执行。"), field="promise")
    plan_execution(case=case, promise=promise, due_on=due_on, authority=authority, now=now)
