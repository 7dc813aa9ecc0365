"""简易办理 (国信办发〔2022〕17号): three working days to accept, ten to answer, and the way back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.errors import Invalid, Unlawful
from organizations.authority import Authority
from petitions.domain.deadlines import compute
from petitions.domain.simple import why_not_simple
from petitions.enums import DispatchKind, LegalClass, Procedure
from petitions.models import Case
from petitions.services import acts, clocks, handling

ARTICLE = "国信办发〔2022〕17号"


@transaction.atomic
def accept_simply(
    *,
    authority: Authority,
    case: Case,
    body: str,
    accepted_on: date,
    served_how: str,
    now: datetime,
) -> Case:
    """Accept a first, plain matter in the simple procedure: ten working days to the answer (S2) run beside
    the statutory sixty days, so that falling back loses nothing.

    Raises:
        Unlawful: one of the exclusions applies.
        Invalid: the day of acceptance is after the three working days.
    """
    acts.check_lawful(case, "accept_simple")
    acts.need_handler(authority=authority, case=case)
    dispatch = acts.live_dispatch(case)
    if problem := why_not_simple(
        is_first=case.repeat_of_id is None,
        from_superior=case.from_superior,
        assigned=dispatch is not None and dispatch.kind == DispatchKind.ASSIGN,
        is_collective=case.is_collective,
        is_report=case.legal_class == LegalClass.REPORT,
        units=case.co_handlings.count() + 1,
    ):
        raise Unlawful(problem, article=ARTICLE)
    book = clocks.load_book(on=timezone.localdate(now))
    arrived = dispatch.received_on if dispatch else case.received_on
    rule = book.rule("S1", registered_on=case.registered_on)
    if rule is None:
        raise Unlawful(_("该事项登记时尚无简易办理的规定。"), article=ARTICLE)
    last = compute(rule, arrived, book.calendar, roll_over=book.roll_over).due_on
    if accepted_on > last:
        raise Invalid(
            _("简易受理的三个工作日已过（%(day)s 届满），请按普通程序受理。") % {"day": last},
            field="accepted_on",
            article=ARTICLE,
        )
    handling.accept_case(
        authority=authority,
        case=case,
        body=body,
        accepted_on=accepted_on,
        served_how=served_how,
        now=now,
    )
    case.procedure = Procedure.SIMPLE
    case.save(update_fields=["procedure"])
    clocks.start(
        case=case,
        code="S2",
        started_on=accepted_on,
        owed_by_id=case.responsible_unit_id,
        book=book,
    )
    clocks.refresh_next_due(case)
    audit.record(case, "case.accept_simple", actor=authority.user, at=now, on=accepted_on)
    return case


@transaction.atomic
def fall_back(*, authority: Authority, case: Case, reason: str, now: datetime) -> Case:
    """Return to the ordinary procedure when the matter proves unsuitable; the sixty days count from acceptance."""
    acts.check_lawful(case, "fall_back")
    acts.need_handler(authority=authority, case=case)
    if case.procedure != Procedure.SIMPLE:
        raise Unlawful(_("该事项不是简易办理。"), article=ARTICLE)
    reason = acts.need(reason, "reason", _("请说明不宜简易办理的理由。"))
    case.procedure = Procedure.ORDINARY
    case.save(update_fields=["procedure"])
    clocks.cancel(case=case, codes=["S2"], on=timezone.localdate(now), by="case.fall_back")
    clocks.refresh_next_due(case)
    audit.record(case, "case.fall_back", actor=authority.user, at=now, reason=reason)
    return case
