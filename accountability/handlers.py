"""What happens here when something happens to a case: somebody is told, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.domain.escalation import OFFICE_REMINDED, UNIT_REMINDED
from accountability.models import NoticeKind
from accountability.services.notices import notify
from organizations.authority import authority_of
from organizations.enums import UnitKind
from organizations.models import Unit, User
from organizations.selectors import holders
from petitions import events
from petitions.enums import DispatchKind, ObjectionStatus, Responsibility
from petitions.models import Case, Dispatch, Objection


def officers(unit: Unit, *, on: date) -> list[User]:
    """Those who take delivery for a unit: its petition officers, else its deputies, else its principals."""
    kinds = OFFICE_REMINDED if unit.kind == UnitKind.PETITION_OFFICE else UNIT_REMINDED
    terms = list(holders(unit.pk, kinds, on=on))
    for kind in kinds:
        found = [term.user for term in terms if term.post.kind == kind]
        if found:
            return list(dict.fromkeys(found))
    return []


def tell(users: Iterable[User], *, case: Case, title: str, text: str, now: datetime) -> None:
    """A notice to each of them who may see the case (条例第三十条第三款)."""
    for user in users:
        authority = authority_of(user, on=timezone.localdate(now))
        if Case.objects.filter(pk=case.pk).visible_to(authority).exists():
            notify(user=user, kind=NoticeKind.TASK, title=title, text=text, case=case, now=now)


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


def _objection(objection_id: int) -> Objection:
    return Objection.objects.select_related(
        "dispatch__case",
        "dispatch__to_unit",
        "dispatch__from_unit",
        "dispatch__sent_by",
        "raised_by",
    ).get(pk=objection_id)
