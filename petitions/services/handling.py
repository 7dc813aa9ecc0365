"""The handling unit's first acts: inform, accept, refuse (条例第二十三条), and extend (第三十四条)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, transitions
from core.errors import Invalid, NotAllowed, Unlawful
from organizations.authority import Authority
from petitions import events, permissions
from petitions.domain import letter_texts, remedy_texts
from petitions.domain.clock_rules import conclusion_clock_applies
from petitions.domain.deadlines import Extension
from petitions.domain.terms import Route
from petitions.domain.workflow import ACCEPTED, ACTS
from petitions.enums import CaseStatus, DispatchStatus, DocumentKind, LegalClass, RouteChoice
from petitions.models import Case, Clock, ClockExtension, Document
from petitions.services import acts, clocks, closing

INFORM_CLOCKS = ("C3", "C4")


@transaction.atomic
def inform_petitioner(
    *,
    authority: Authority,
    case: Case,
    body: str,
    informed_on: date,
    served_how: str,
    now: datetime,
) -> Document:
    """Tell the petitioner in writing of receipt, way and procedure (书面告知, 条例第二十三条); stops C3 / C4."""
    acts.check_lawful(case, "inform")
    acts.need_handler(authority=authority, case=case)
    if not acts.can_inform(case):
        raise Unlawful(
            _("姓名（名称）、住址不清的，无法书面告知。"), article="条例第二十三条第二款"
        )
    if case.informed_on and not case.clocks.running().filter(code__in=INFORM_CLOCKS).exists():
        raise Unlawful(_("该事项已于 %(day)s 书面告知。") % {"day": case.informed_on})
    acts.check_day(case, informed_on, now=now, field="informed_on")
    paper = _paper(
        authority=authority,
        case=case,
        kind=DocumentKind.NOTICE,
        title=_("信访事项告知书"),
        body=body,
        day=informed_on,
        served_how=served_how,
        now=now,
    )
    _mark_informed(case, informed_on, by="case.inform", now=now)
    audit.record(case, "case.inform", actor=authority.user, at=now, on=informed_on)
    events.case_informed.send(Case, case_id=case.pk, now=now)
    return paper


@transaction.atomic
def accept_case(
    *,
    authority: Authority,
    case: Case,
    body: str,
    accepted_on: date,
    served_how: str,
    now: datetime,
) -> Case:
    """Accept a matter (受理): the letter of acceptance informs as well; the 60 days start that day.

    The conclusion clock runs for claims that end in an opinion (条例第三十四条), and for every matter
    registered before 2022-05-01.
    """
    acts.check_lawful(case, "accept")
    acts.need_handler(authority=authority, case=case)
    acts.check_day(case, accepted_on, now=now, field="accepted_on", not_before=_arrived(case))
    if acts.can_inform(case):
        _paper(
            authority=authority,
            case=case,
            kind=DocumentKind.ACCEPTANCE,
            title=_("信访事项受理告知书"),
            body=body,
            day=accepted_on,
            served_how=served_how,
            now=now,
        )
    acts.move(
        case,
        "accept",
        target=ACCEPTED,
        actor=authority.user,
        now=now,
        accepted_on=accepted_on,
        # a claim is handled by the sixth route until it proves to belong to another procedure
        route=RouteChoice.OPINION if case.legal_class == LegalClass.CLAIM else "",
    )
    _mark_informed(case, accepted_on, by="case.accept", now=now)
    clocks.cancel(case=case, codes=["C5"], on=accepted_on, by="case.accept")
    start_conclusion_clock(case, accepted_on, now)
    # the first-contact unit's own time to dispatch is used up when it handles the matter itself
    clocks.stop(case=case, codes=("C1", "C1S"), on=accepted_on, by="case.accept", now=now)
    _accept_dispatch(case, authority, now)
    clocks.refresh_next_due(case)
    audit.record(case, "case.accept", actor=authority.user, at=now, on=accepted_on)
    events.case_accepted.send(Case, case_id=case.pk, now=now)
    return case


@transaction.atomic
def refuse_case(
    *,
    authority: Authority,
    case: Case,
    ground: str,
    body: str,
    refused_on: date,
    served_how: str,
    now: datetime,
    no_longer: bool = False,
) -> Case:
    """Do not accept (不予受理), or accept no more (不再受理), in writing with ground and where to go."""
    code = "no_longer_accept" if no_longer else "refuse"
    acts.check_lawful(case, code)
    acts.need_handler(authority=authority, case=case)
    ground = acts.need(ground, "ground", _("请写明不予受理的依据和理由。"))
    acts.check_day(case, refused_on, now=now, field="refused_on", not_before=_arrived(case))
    if acts.can_inform(case):
        _paper(
            authority=authority,
            case=case,
            kind=DocumentKind.NON_ACCEPTANCE,
            title=_("信访事项不再受理告知书") if no_longer else _("信访事项不予受理告知书"),
            body=letter_texts.with_ground(body, ground),
            day=refused_on,
            served_how=served_how,
            now=now,
        )
    closing.close(
        authority=authority,
        case=case,
        code=code,
        target=CaseStatus.NO_LONGER_ACCEPTED if no_longer else CaseStatus.NOT_ACCEPTED,
        day=refused_on,
        now=now,
        met=("C1", "C1S", "C2", *INFORM_CLOCKS),
        reason=ground,
        facts={"ground": ground},
        informed_on=case.informed_on or refused_on,
    )
    return case


@transaction.atomic
def extend_handling(
    *,
    authority: Authority,
    case: Case,
    days: int,
    reason: str,
    approved_on: date,
    served_how: str,
    now: datetime,
) -> ClockExtension:
    """Extend the 60 days once by at most 30 (条例第三十四条), approved by the unit's head before they end;
    the petitioner is told the reason.
    """
    acts.check_lawful(case, "extend")
    if not permissions.can_approve_extension(authority, case):
        raise NotAllowed(_("延长办理期限须经责任单位主要负责人批准（条例第三十四条）。"))
    reason = acts.need(reason, "reason", _("请说明情况复杂、需要延长的理由。"))
    clock = _clock_to_extend(case, on=timezone.localdate(now))
    acts.check_day(case, approved_on, now=now, field="approved_on", not_before=clock.started_on)
    if not 1 <= days <= 30:
        raise Invalid(_("延长期限应为 1 至 30 日（条例第三十四条）。"), field="days")
    clocks.extend(
        clock=clock,
        extension=Extension(
            days=days, approved_on=approved_on, approved_by=str(authority.user), reason=reason
        ),
        book=clocks.load_book(on=timezone.localdate(now)),
    )
    row = ClockExtension.objects.create(
        clock=clock, days=days, reason=reason, approved_by=authority.user, approved_on=approved_on
    )
    if acts.can_inform(case):
        body = remedy_texts.extension(
            acts.facts_for(case, authority=authority, on=approved_on),
            reason=reason,
            days=days,
            due_on=clock.due_on,
            approved_on=approved_on,
        )
        _paper(
            authority=authority,
            case=case,
            kind=DocumentKind.EXTENSION,
            title=_("延长办理期限告知书"),
            body=body,
            day=approved_on,
            served_how=served_how,
            now=now,
        )
    clocks.refresh_next_due(case)
    audit.record(
        case, "case.extend", actor=authority.user, at=now, days=days, reason=reason, on=approved_on
    )
    events.case_extended.send(Case, case_id=case.pk, clock_id=clock.pk, now=now)
    return row


def _clock_to_extend(case: Case, *, on: date) -> Clock:
    """The sixty days, while they run: an approval written back would make a missed limit good."""
    clock = case.clocks.running().filter(code="C8").first()
    if clock is None:
        raise Unlawful(_("该事项没有正在计算的办理期限。"), article=ACTS["extend"].article)
    if on > clock.due_on:
        raise Unlawful(
            _("延长须在办理期限届满前批准，该期限已于 %(day)s 届满。") % {"day": clock.due_on},
            article=ACTS["extend"].article,
        )
    return clock


def _arrived(case: Case) -> date:
    dispatch = acts.live_dispatch(case)
    return dispatch.received_on if dispatch else case.received_on


def _paper(
    *,
    authority: Authority,
    case: Case,
    kind: str,
    title: str,
    body: str,
    day: date,
    served_how: str,
    now: datetime,
) -> Document:
    document = acts.issue(
        case=case,
        kind=kind,
        unit=case.responsible_unit,
        title=title,
        body=acts.need(body, "body", _("请填写告知内容。")),
        authority=authority,
        issued_on=day,
        now=now,
    )
    acts.hand_over(
        document=document,
        served_on=day if served_how else None,
        served_how=served_how,
        authority=authority,
        now=now,
    )
    return document


def _mark_informed(case: Case, day: date, *, by: str, now: datetime) -> None:
    if not case.informed_on and acts.can_inform(case):
        case.informed_on = day
        case.save(update_fields=["informed_on"])
    clocks.stop(case=case, codes=INFORM_CLOCKS, on=day, by=by, now=now)
    clocks.refresh_next_due(case)


def start_conclusion_clock(case: Case, accepted_on: date, now: datetime) -> None:
    """Start the sixty days from acceptance where they apply (条例第三十四条)."""
    route = Route(case.route) if case.route else None
    if conclusion_clock_applies(case.registered_on, route):
        clocks.start(
            case=case,
            code="C8",
            started_on=accepted_on,
            owed_by_id=case.responsible_unit_id,
            book=clocks.load_book(on=timezone.localdate(now)),
        )


def _accept_dispatch(case: Case, authority: Authority, now: datetime) -> None:
    dispatch = acts.live_dispatch(case)
    if dispatch is not None:
        transitions.apply(
            dispatch,
            sources=[DispatchStatus.SENT],
            target=DispatchStatus.ACCEPTED,
            verb="dispatch.accept",
            actor=authority.user,
            at=now,
        )
