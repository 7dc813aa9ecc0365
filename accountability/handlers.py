"""What happens here when something happens to a case: somebody is told, in the same transaction."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.selectors.recipients import officers
from accountability.selectors.timeline import duty_events
from accountability.services import first_contact, leader_follow
from accountability.services.notices import tell
from accountability.services.succession import pass_on_duties
from accountability.services.successors import SUCCESSORS
from core import jobs
from organizations.enums import PostKind, UnitKind
from organizations.events import term_changed, unit_closed
from organizations.models import Unit
from organizations.selectors import holders
from petitions import events
from petitions.domain.timeline import Event
from petitions.enums import DispatchKind, ObjectionStatus, Responsibility
from petitions.models import Case, CoHandling, Dispatch, Objection, UrgentDelivery
from petitions.selectors.urgent import standing


@receiver(events.case_registered, dispatch_uid="accountability.first_contact")
def on_registered(sender: Any, *, case_id: int, now: datetime, **kwargs: Any) -> None:
    """The duty of first contact begins with the registration."""
    first_contact.begin(case_ids=[case_id], now=now)


@receiver(events.cases_imported, dispatch_uid="accountability.first_contact_imported")
def on_imported(sender: Any, *, case_ids: list[int], now: datetime, **kwargs: Any) -> None:
    """So does that of matters from a register."""
    first_contact.begin(case_ids=case_ids, now=now)


@receiver(events.case_dispatched, dispatch_uid="accountability.dispatched")
def on_dispatched(sender: Any, *, dispatch_id: int, now: datetime, **kwargs: Any) -> None:
    """The receiving unit's officers find a new task in their inbox."""
    dispatch = Dispatch.objects.select_related("case", "to_unit", "from_unit").get(pk=dispatch_id)
    case, how = dispatch.case, DispatchKind(dispatch.kind).label
    text = _(
        "%(unit)s%(how)s，%(day)s收到；请自收到之日起十五日内书面告知信访人（条例第二十三条）"
    ) % {
        "unit": dispatch.from_unit,
        "how": how,
        "day": f"{dispatch.received_on:%Y-%m-%d}",
    }
    if dispatch.report_due_on:
        text += _("；指定办理期限%(day)s（条例第二十二条）") % {
            "day": f"{dispatch.report_due_on:%Y-%m-%d}"
        }
    title = _("新%(how)s事项%(number)s待办") % {"how": how, "number": case.number}
    users = officers(dispatch.to_unit, on=timezone.localdate(now))
    tell(users, case=case, title=title, text=text, now=now)
    leader_follow.moved(case_id=case.pk, now=now)


@receiver(events.case_objected, dispatch_uid="accountability.objected")
def on_objected(sender: Any, *, objection_id: int, now: datetime, **kwargs: Any) -> None:
    """The sender learns that its dispatch was objected to."""
    objection = _objection(objection_id)
    dispatch = objection.dispatch
    users = [dispatch.sent_by] if dispatch.sent_by.is_active else []
    users = users or officers(dispatch.from_unit, on=timezone.localdate(now))
    tell(
        users,
        case=dispatch.case,
        title=_("%(unit)s对%(number)s提出异议，待审核")
        % {"unit": dispatch.to_unit, "number": dispatch.case.number},
        text=_("请核实其理由后决定是否同意退回（条例第二十三条第三款）"),
        now=now,
    )


@receiver(events.objection_decided, dispatch_uid="accountability.objection_decided")
def on_decided(sender: Any, *, objection_id: int, now: datetime, **kwargs: Any) -> None:
    """Who objected learns the decision."""
    objection = _objection(objection_id)
    case = objection.dispatch.case
    words = ObjectionStatus(objection.status).label
    text = _("请继续办理，期限照常计算（条例第二十三条第三款）")
    if objection.status == ObjectionStatus.APPROVED:
        text = _("该事项已退回，本单位不再承办")
    leader_follow.moved(case_id=case.pk, now=now)
    tell(
        [objection.raised_by],
        case=case,
        title=_("%(number)s的异议审核结果：%(words)s") % {"number": case.number, "words": words},
        text=text,
        now=now,
    )


@receiver(events.responsibility_changed, dispatch_uid="accountability.responsibility")
def on_responsibility(
    sender: Any, *, case_id: int, what: str, now: datetime, **kwargs: Any
) -> None:
    """A new first-contact officer or leader in charge learns it; levels are told by the escalation."""
    if what == Responsibility.UNIT:
        leader_follow.moved(case_id=case_id, now=now)
    if what == Responsibility.LEADER:
        leader_follow.named(case_id=case_id, now=now)
    if what not in {Responsibility.FIRST_CONTACT, Responsibility.LEADER}:
        return
    case = Case.objects.select_related("first_contact", "leader").get(pk=case_id)
    user = case.leader if what == Responsibility.LEADER else case.first_contact
    if user is None:
        return
    tell(
        [user],
        case=case,
        title=_("您已成为%(number)s的%(role)s")
        % {"number": case.number, "role": Responsibility(what).label},
        text=_("请跟进该事项直至办结"),
        now=now,
    )


@receiver(events.co_handling_asked, dispatch_uid="accountability.co_handling_asked")
def on_co_handling(sender: Any, *, request_id: int, now: datetime, **kwargs: Any) -> None:
    """The officers of a unit asked for its part find it in their inbox."""
    request = _request(request_id)
    tell(
        officers(request.unit, on=timezone.localdate(now)),
        case=request.case,
        title=_("请协办%(number)s，期限%(day)s")
        % {"number": request.case.number, "day": request.due_on},
        text=_("%(unit)s请求协办：%(task)s（条例第二十四条第一款）")
        % {"unit": request.case.responsible_unit, "task": request.task},
        now=now,
    )


@receiver(events.co_handling_moved, dispatch_uid="accountability.co_handling_moved")
def on_co_handling_moved(
    sender: Any, *, request_id: int, old_due_on: date, now: datetime, **kwargs: Any
) -> None:
    """A unit whose day was changed learns the new one."""
    request = _request(request_id)
    tell(
        officers(request.unit, on=timezone.localdate(now)),
        case=request.case,
        title=_("%(number)s的协办期限改为%(day)s")
        % {"number": request.case.number, "day": request.due_on},
        text=_("原期限%(old)s；协办内容：%(task)s") % {"old": old_due_on, "task": request.task},
        now=now,
    )


@receiver(events.co_handling_answered, dispatch_uid="accountability.co_handling_answered")
def on_co_handling_answered(sender: Any, *, request_id: int, now: datetime, **kwargs: Any) -> None:
    """Who asked for a part learns that it is there; the unit's officers when that person has left."""
    request = _request(request_id)
    asked_by = request.asked_by
    users = [asked_by] if asked_by.is_active else []
    tell(
        users or officers(request.case.responsible_unit, on=timezone.localdate(now)),
        case=request.case,
        title=_("%(unit)s已答复%(number)s的协办")
        % {"unit": request.unit, "number": request.case.number},
        text=_("请在事项页“办理过程”中查看协办意见"),
        now=now,
    )


@receiver(events.case_registered, dispatch_uid="accountability.registered_urgent")
@receiver(events.urgent_reported, dispatch_uid="accountability.urgent_reported")
def on_urgent(sender: Any, *, case_id: int, now: datetime, **kwargs: Any) -> None:
    """The petition office's head and supervisors see to it that an urgent matter is reported onward (条例第二十五条)."""
    case = Case.objects.get(pk=case_id)
    if not case.is_urgent:
        return
    rows = UrgentDelivery.objects.filter(report__case=case_id)
    untold = [line.name for line in standing(rows).lines if line.delivery is None]
    if not untold:
        return
    on = timezone.localdate(now)
    offices = Unit.objects.active(on=on).filter(kind=UnitKind.PETITION_OFFICE)
    users = [
        term.user
        for office in offices
        for term in holders(office.pk, (PostKind.OFFICE_HEAD, PostKind.SUPERVISOR), on=on)
    ]
    tell(
        dict.fromkeys(users),
        case=case,
        title=_("重大紧急事项%(number)s尚未报齐") % {"number": case.number},
        text=_("尚未报告：%(names)s（条例第二十五条）") % {"names": "、".join(untold)},
        now=now,
    )


@receiver(events.timeline_asked, dispatch_uid="accountability.timeline")
def on_timeline(sender: Any, *, case_id: int, **kwargs: Any) -> list[Event]:
    """Reminders and escalation steps, for the life of the matter."""
    return duty_events(case_id)


def _request(request_id: int) -> CoHandling:
    return CoHandling.objects.select_related("case__responsible_unit", "unit", "asked_by").get(
        pk=request_id
    )


def _objection(objection_id: int) -> Objection:
    return Objection.objects.select_related(
        "dispatch__case",
        "dispatch__to_unit",
        "dispatch__from_unit",
        "dispatch__sent_by",
        "raised_by",
    ).get(pk=objection_id)


@receiver(term_changed, dispatch_uid="accountability.successors")
def on_term_changed(sender: Any, *, now: datetime, **kwargs: Any) -> None:
    """Open asks pass on to whoever took over a post, once the appointment is committed."""
    jobs.owe(SUCCESSORS, key="county", period=now.isoformat(), now=now)


@receiver(unit_closed, dispatch_uid="accountability.succession")
def on_unit_closed(
    sender: Any, *, unit_id: int, succeeded_by_id: int | None, now: datetime, **kwargs: Any
) -> None:
    """What a closed unit owed to supervision is answered by the one that goes on with its powers."""
    if succeeded_by_id is not None:
        pass_on_duties(
            unit=Unit.objects.get(pk=unit_id),
            successor=Unit.objects.get(pk=succeeded_by_id),
            now=now,
        )
