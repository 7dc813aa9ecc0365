"""Instructions (批示): given on signing an escalation, answered by whom they name, confirmed by who gave them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.models import (
    Escalation,
    Instruction,
    InstructionNote,
    InstructionNoteKind,
    InstructionStatus,
    NoticeKind,
)
from accountability.selectors.recipients import Person
from accountability.services.notices import notify
from core import audit, transitions
from core.errors import Invalid, NotAllowed
from organizations.authority import Authority, authority_of
from organizations.models import User
from petitions.models import Case


@dataclass(frozen=True)
class Order:
    """What is asked of whom by when."""

    text: str
    due_on: date
    to: Person


def give(
    *, authority: Authority, escalation: Escalation, order: Order, now: datetime
) -> Instruction:
    """Write an instruction on an escalation step, inside the transaction of its signing.

    Raises:
        Invalid: no text, a day in the past, or somebody who may not see the case (条例第三十条第三款).
    """
    if not order.text.strip():
        raise Invalid(_("请填写批示内容。"), field="text")
    if order.due_on < authority.on:
        raise Invalid(_("反馈期限不能早于今天。"), field="due_on")
    if not _may_see(order.to.user, escalation.case, authority.on):
        raise Invalid(_("该人员不能查看此事项，不能承办。"), field="to")
    same = Instruction.objects.filter(
        escalation=escalation, to_user=order.to.user, text=order.text.strip(), due_on=order.due_on
    )
    if same.exclude(status=InstructionStatus.DONE).exists():
        raise Invalid(_("相同的批示已经发出，没有重复发出。"), field="text")
    row = Instruction.objects.create(
        case=escalation.case,
        escalation=escalation,
        given_by=authority.user,
        given_as=_standing(authority, escalation),
        given_at=now,
        text=order.text.strip(),
        due_on=order.due_on,
        to_user=order.to.user,
        to_post_id=order.to.post_id,
        to_capacity=order.to.capacity,
    )
    audit.record(
        row.case,
        "instruction.give",
        actor=authority.user,
        at=now,
        instruction=row.pk,
        to=row.to_user_id,
        due_on=row.due_on,
    )
    tell(row, row.to_user, _("%(name)s批示，请办理") % {"name": row.given_by}, row.text, now)
    return row


def _standing(authority: Authority, escalation: Escalation) -> str:
    """The giver's post by its own title; how the rule found the person stays on the escalation."""
    for post in authority.posts:
        if post.post_id == escalation.post_id:
            return f"{post.unit_name}{post.title}"
    return Person(authority.user, escalation.capacity).title


@transaction.atomic
def answer(
    *, authority: Authority, instruction: Instruction, text: str, now: datetime
) -> Instruction:
    """The person named says what was done.

    Raises:
        NotAllowed: somebody else was named. Invalid: nothing written. StaleState: not open any more.
    """
    if instruction.to_user_id != authority.user.pk:
        raise NotAllowed(_("只有承办人可以反馈。"))
    _move(
        authority,
        instruction,
        source=InstructionStatus.OPEN,
        target=InstructionStatus.ANSWERED,
        kind=InstructionNoteKind.FEEDBACK,
        text=text,
        now=now,
    )
    words = _("%(name)s已反馈批示办理情况") % {"name": authority.user}
    tell(instruction, instruction.given_by, words, text, now)
    return instruction


@transaction.atomic
def send_back(
    *,
    authority: Authority,
    instruction: Instruction,
    reason: str,
    due_on: date,
    now: datetime,
) -> Instruction:
    """The feedback does not do: the task is open again, with a new day.

    Raises:
        NotAllowed: neither the giver nor a supervisor. Invalid: no reason or a day in the past.
        StaleState: there is no feedback to settle.
    """
    _check_settler(authority, instruction)
    if due_on < authority.on:
        raise Invalid(_("反馈期限不能早于今天。"), field="due_on")
    _move(
        authority,
        instruction,
        source=InstructionStatus.ANSWERED,
        target=InstructionStatus.OPEN,
        kind=InstructionNoteKind.RETURNED,
        text=reason,
        now=now,
        due_on=due_on,
        reminded_step="",
    )
    tell(instruction, instruction.to_user, _("批示反馈被退回，请补办"), reason, now)
    return instruction


@transaction.atomic
def finish(
    *, authority: Authority, instruction: Instruction, text: str, now: datetime
) -> Instruction:
    """The giver (or a supervisor) confirms that the instruction has been carried out.

    Raises:
        NotAllowed: neither the giver nor a supervisor. StaleState: there is no feedback to settle.
    """
    _check_settler(authority, instruction)
    _move(
        authority,
        instruction,
        source=InstructionStatus.ANSWERED,
        target=InstructionStatus.DONE,
        kind=InstructionNoteKind.DONE,
        text=text.strip() or _("同意办结"),
        now=now,
        done_at=now,
    )
    tell(instruction, instruction.to_user, _("批示已确认办结"), text, now)
    return instruction


def tell(row: Instruction, user: User, what: str, text: str, now: datetime) -> None:
    """A notice about an instruction to somebody, as long as that person may see its case."""
    if not _may_see(user, row.case, timezone.localdate(now)):
        return
    notify(
        user=user,
        kind=NoticeKind.INSTRUCTION,
        title=_("%(number)s：%(what)s") % {"number": row.case.number, "what": what},
        text=_("%(text)s（反馈期限%(day)s）") % {"text": text, "day": f"{row.due_on:%Y-%m-%d}"},
        case=row.case,
        link=f"accountability:instruction {row.pk}",
        now=now,
        by_mail=True,
    )


def _check_settler(authority: Authority, instruction: Instruction) -> None:
    if not permissions.can_settle_instruction(authority, instruction):
        raise NotAllowed(_("只有批示人、督查人员或者信访局局长可以确认。"))


def _move(
    authority: Authority,
    instruction: Instruction,
    *,
    source: str,
    target: str,
    kind: str,
    text: str,
    now: datetime,
    **stamps: Any,
) -> None:
    if not text.strip():
        raise Invalid(_("请填写内容。"), field="text")
    transitions.apply(
        instruction,
        sources=[source],
        target=target,
        verb=f"instruction.{kind}",
        actor=authority.user,
        at=now,
        reason=text.strip(),
        **stamps,
    )
    InstructionNote.objects.create(
        instruction=instruction, kind=kind, text=text.strip(), by=authority.user, at=now
    )
    audit.record(
        instruction.case,
        f"instruction.{kind}",
        actor=authority.user,
        at=now,
        instruction=instruction.pk,
    )


def _may_see(user: User, case: Case, on: date) -> bool:
    return Case.objects.filter(pk=case.pk).visible_to(authority_of(user, on=on)).exists()
