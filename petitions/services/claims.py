"""The demands of a petition, one by one (条例第三十二条): listed while open, each answered by the opinion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.errors import Invalid, NotAllowed
from organizations.authority import Authority
from petitions import permissions
from petitions.domain import hollow
from petitions.enums import Outcome
from petitions.models import Case, Claim
from petitions.services import acts

ANSWERS = (Outcome.SUPPORTED, Outcome.PARTLY, Outcome.EXPLAINED, Outcome.REJECTED)


@dataclass(frozen=True)
class ClaimAnswer:
    """What the opinion says to one claim."""

    claim_id: int
    outcome: str
    answer: str
    legal_basis: str = ""


@transaction.atomic
def list_claims(
    *, authority: Authority, case: Case, texts: Sequence[str], now: datetime
) -> list[Claim]:
    """Set the list of claims of an open matter, in order; earlier unanswered ones are replaced."""
    acts.check_lawful(case, "claims")
    if not (permissions.can_handle(authority, case) or permissions.can_dispatch(authority, case)):
        raise NotAllowed(_("只有持有该事项的单位可以列明诉求。"))
    cleaned = [text.strip() for text in texts if text.strip()]
    if not cleaned:
        raise Invalid(_("请至少填写一项诉求。"), field="claims")
    case.claims.all().delete()
    rows = Claim.objects.bulk_create(
        Claim(case=case, order=order, text=text) for order, text in enumerate(cleaned, 1)
    )
    audit.record(case, "case.claims", actor=authority.user, at=now, claims=cleaned)
    return rows


def answer_claims(*, case: Case, answers: Sequence[ClaimAnswer]) -> str:
    """Write the answers and return the outcome of the whole ("" when the matter lists no claims).

    Raises:
        Invalid: a claim is left unanswered, or an answer is an empty phrase.
    """
    claims = {claim.pk: claim for claim in case.claims.all()}
    for given in answers:
        claim = claims.get(given.claim_id)
        if claim is None:
            raise Invalid(_("诉求不属于该事项。"), field="claims")
        _fill(claim, given)
    missing = [claim.order for claim in claims.values() if not claim.outcome]
    if missing:
        raise Invalid(
            _("第%(orders)s项诉求尚未答复（条例第三十二条）。")
            % {"orders": "、".join(map(str, sorted(missing)))},
            field="claims",
        )
    return whole_outcome([claim.outcome for claim in claims.values()])


def whole_outcome(outcomes: Sequence[str]) -> str:
    """Outcome of the whole from its parts: all alike, or partly supported when some were."""
    kinds = set(outcomes)
    if not kinds:
        return ""
    if len(kinds) == 1:
        return str(next(iter(kinds)))
    if kinds & {Outcome.SUPPORTED, Outcome.PARTLY}:
        return str(Outcome.PARTLY)
    return str(Outcome.EXPLAINED)


def _fill(claim: Claim, given: ClaimAnswer) -> None:
    field = f"claim-{claim.order}"
    if given.outcome not in ANSWERS:
        raise Invalid(
            _("请选择第%(order)s项诉求的处理结果。") % {"order": claim.order}, field=field
        )
    finding = hollow.judge(given.answer)
    if finding.hollow:
        raise Invalid(f"第{claim.order}项：{finding.reason_zh}。", field=field)
    claim.outcome, claim.answer = given.outcome, given.answer.strip()
    claim.legal_basis = given.legal_basis.strip()
    claim.save(update_fields=["outcome", "answer", "legal_basis"])
