"""A unit's written answer to a supervision, and what the office makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.models import (
    OWED,
    AnswerFile,
    AnswerVerdict,
    Supervision,
    SupervisionAnswer,
    SupervisionStatus,
)
from accountability.services.files import store_files
from accountability.services.supervision_notices import tell_office, tell_unit
from core import audit, transitions
from core.errors import Invalid, NotAllowed, Unlawful
from organizations.authority import Authority
from organizations.models import User
from petitions.services.drafts import Upload


@transaction.atomic
def answer_supervision(
    *,
    authority: Authority,
    item: Supervision,
    text: str,
    evidence: str,
    uploads: Sequence[Upload] = (),
    now: datetime,
) -> SupervisionAnswer:
    """Answer in writing: what was done, what was put right, what proves it.

    Raises:
        NotAllowed: not of the supervised unit. Invalid: no text, or a file that is refused.
        StaleState: no answer is owed.
    """
    if not permissions.can_answer_supervision(authority, item):
        raise NotAllowed(_("只有被督办单位可以答复。"))
    if not text.strip():
        raise Invalid(_("请写明整改、办理情况。"), field="text")
    if not evidence.strip() and not uploads:
        raise Invalid(_("请说明佐证材料，或者上传附件。"), field="evidence")
    if item.due_on is None:
        raise Unlawful(_("该督办件尚未立项。"))
    transitions.apply(
        item,
        sources=OWED,
        target=SupervisionStatus.ANSWERED,
        verb="supervision.answer",
        actor=authority.user,
        at=now,
    )
    answer = SupervisionAnswer.objects.create(
        supervision=item,
        text=text.strip(),
        evidence=evidence.strip(),
        due_on=item.due_on,
        on_time=timezone.localdate(now) <= item.due_on,
        by=authority.user,
        at=now,
    )
    files = store_files(AnswerFile, uploads, by=authority.user, now=now, answer=answer)
    audit.record(
        item,
        "supervision.answer",
        actor=authority.user,
        at=now,
        on_time=answer.on_time,
        files=[{"id": row.pk, "sha256": row.sha256} for row in files],
    )
    tell_office(
        item,
        title=_("%(unit)s已答复督办，待审核") % {"unit": item.unit},
        text=answer.text[:200],
        now=now,
    )
    return answer


@transaction.atomic
def return_answer(
    *, authority: Authority, item: Supervision, reason: str, due_on: date, now: datetime
) -> Supervision:
    """Give an answer back with the reasons and a new day.

    Raises:
        NotAllowed: no supervisor. Invalid: no reasons, or a day that is not to come. Unlawful: no answer waits.
    """
    if not permissions.can_supervise(authority):
        raise NotAllowed(_("只有信访局的督查人员或者局长可以督办。"))
    if not reason.strip():
        raise Invalid(_("退回须说明理由。"), field="reason")
    if due_on <= timezone.localdate(now):
        raise Invalid(_("新的答复期限须晚于今天。"), field="due_on")
    answer = item.answers.filter(verdict=AnswerVerdict.PENDING).first()
    if answer is None:
        raise Unlawful(_("没有待审核的答复。"))
    judge(answer, verdict=AnswerVerdict.RETURNED, text=reason, by=authority.user, now=now)
    transitions.apply(
        item,
        sources=[SupervisionStatus.ANSWERED],
        target=SupervisionStatus.RETURNED,
        verb="supervision.return",
        actor=authority.user,
        at=now,
        reason=reason.strip(),
        due_on=due_on,
    )
    audit.record(item, "supervision.return", actor=authority.user, at=now, due_on=due_on)
    tell_unit(
        item,
        title=_("督办答复被退回，请于%(day)s前重报") % {"day": f"{due_on:%Y-%m-%d}"},
        text=reason.strip(),
        now=now,
    )
    return item


def judge(
    answer: SupervisionAnswer, *, verdict: AnswerVerdict, text: str, by: User, now: datetime
) -> None:
    """Write the verdict on an answer, once (inside the caller's transaction)."""
    transitions.apply(
        answer,
        sources=[AnswerVerdict.PENDING],
        target=verdict,
        verb=f"supervision_answer.{verdict}",
        actor=by,
        at=now,
        reason=text.strip(),
        field="verdict",
        judged_by=by,
        judged_at=now,
        judgement=text.strip(),
    )
