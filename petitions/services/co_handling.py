"""Other units' parts in a matter, each with its own day (条例第二十四条第一款)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.errors import Invalid, NotAllowed, Unlawful
from organizations.authority import Authority
from organizations.models import Unit
from petitions import events, permissions
from petitions.models import Case, CoHandling
from petitions.services import acts
from petitions.services.dispatching import check_route

ARTICLE = "条例第二十四条第一款"


@transaction.atomic
def ask_unit(
    *, authority: Authority, case: Case, unit: Unit, task: str, due_on: date, now: datetime
) -> CoHandling:
    """Ask another unit for its part by a day; the responsible unit keeps leading and answering."""
    acts.check_lawful(case, "co_handle")
    acts.need_handler(authority=authority, case=case, message=_("只有责任单位可以请求协办。"))
    on = timezone.localdate(now)
    if unit.pk == case.responsible_unit_id:
        raise Invalid(_("协办单位不能是责任单位本身。"), field="unit")
    check_route(case, unit, on=on, field="unit")
    if due_on <= on:
        raise Invalid(_("协办期限须晚于今天。"), field="due_on")
    if case.co_handlings.filter(unit=unit, answered_at__isnull=True).exists():
        raise Invalid(_("该单位已有未答复的协办。"), field="unit")
    row = CoHandling.objects.create(
        case=case,
        unit=unit,
        task=acts.need(task, "task", _("请写明协办内容。")),
        due_on=due_on,
        asked_by=authority.user,
        asked_at=now,
    )
    audit.record(
        case, "case.co_handle", actor=authority.user, at=now, unit=unit.code, due_on=due_on
    )
    events.co_handling_asked.send(Case, request_id=row.pk, now=now)
    return row


@transaction.atomic
def move_due_day(
    *, authority: Authority, request: CoHandling, due_on: date, reason: str, now: datetime
) -> CoHandling:
    """Set another day for a part that is not answered yet; the unit is told."""
    case = request.case
    acts.check_lawful(case, "move_co_handling")
    acts.need_handler(authority=authority, case=case, message=_("只有责任单位可以更改协办期限。"))
    if request.answered_at:
        raise Unlawful(_("该协办已经答复。"), article=ARTICLE)
    if due_on <= timezone.localdate(now):
        raise Invalid(_("协办期限须晚于今天。"), field="due_on")
    if due_on == request.due_on:
        raise Invalid(_("与原期限相同。"), field="due_on")
    reason = acts.need(reason, "reason", _("请说明更改期限的理由。"))
    old, request.due_on = request.due_on, due_on
    request.save(update_fields=["due_on"])
    audit.record(
        case,
        "case.move_co_handling",
        actor=authority.user,
        at=now,
        unit=request.unit.code,
        old=old,
        new=due_on,
        reason=reason,
    )
    events.co_handling_moved.send(Case, request_id=request.pk, old_due_on=old, now=now)
    return request


@transaction.atomic
def answer_request(
    *, authority: Authority, request: CoHandling, answer: str, now: datetime
) -> CoHandling:
    """The co-handling unit's part, in writing."""
    acts.check_lawful(request.case, "answer_request")
    if not authority.acts_for(request.unit_id, *permissions.HANDLING_POSTS):
        raise NotAllowed(_("只有协办单位可以答复。"))
    if request.answered_at:
        raise Unlawful(_("该协办已经答复。"), article=ARTICLE)
    request.answer = acts.need(answer, "answer", _("请填写协办意见。"))
    request.answered_by = authority.user
    request.answered_at = now
    request.save(update_fields=["answer", "answered_by", "answered_at"])
    audit.record(
        request.case, "case.co_handled", actor=authority.user, at=now, unit=request.unit.code
    )
    events.co_handling_answered.send(Case, request_id=request.pk, now=now)
    return request
