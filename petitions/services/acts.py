"""What every act of the law shares: the check against the table, the papers, the end of a dispatch."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core import transitions
from core.errors import Invalid, NotAllowed, Unlawful
from organizations.authority import Authority
from organizations.models import Unit, User
from petitions import permissions
from petitions.domain.letter_texts import LetterFacts
from petitions.domain.letters import NAMED, named
from petitions.domain.workflow import ACTS, why_unlawful
from petitions.enums import DispatchStatus, ServiceMethod
from petitions.models import Case, Dispatch, Document
from petitions.selectors.letters import letter_facts
from petitions.services import letters, serving

LIVE = (DispatchStatus.SENT, DispatchStatus.OBJECTED, DispatchStatus.ACCEPTED)


def check_lawful(case: Case, code: str) -> None:
    """Refuse an act the state of the case does not allow, naming its article (Unlawful)."""
    if problem := why_unlawful(code, case.status, str(case.get_status_display())):
        raise Unlawful(f"{problem}。", article=ACTS[code].article)


def check_day(
    case: Case, day: date, *, now: datetime, field: str, not_before: date | None = None
) -> None:
    """Refuse a day in the future, or before the matter was received (Invalid on `field`)."""
    earliest = not_before or case.received_on
    if day > timezone.localdate(now):
        raise Invalid(_("日期不能晚于今天。"), field=field)
    if day < earliest:
        raise Invalid(_("日期不能早于 %(day)s。") % {"day": earliest}, field=field)


def need(text: str, field: str, message: str) -> str:
    """The stripped text, or Invalid on `field` when there is none."""
    if not text.strip():
        raise Invalid(message, field=field)
    return text.strip()


def need_handler(*, authority: Authority, case: Case, message: str = "") -> None:
    """Refuse anybody who does not act for the responsible unit (NotAllowed), with a nearer message if given."""
    if not permissions.can_handle(authority, case):
        raise NotAllowed(message or _("只有责任单位可以办理此事项。"))


def move(
    case: Case,
    code: str,
    *,
    target: str,
    actor: User,
    now: datetime,
    reason: str = "",
    **stamps: Any,
) -> None:
    """Change the state of the case as the table allows (the only way a service does it)."""
    transitions.apply(
        case,
        sources=ACTS[code].sources,
        target=target,
        verb=f"case.{code}",
        actor=actor,
        at=now,
        reason=reason,
        **stamps,
    )


def live_dispatch(case: Case) -> Dispatch | None:
    """The dispatch under way, if the matter was sent on."""
    return case.dispatches.filter(status__in=LIVE).select_related("from_unit", "to_unit").first()


def end_dispatch(case: Case, *, status: str, now: datetime, actor: User, verb: str) -> None:
    """Move the dispatch under way to its end."""
    dispatch = live_dispatch(case)
    if dispatch is not None:
        transitions.apply(
            dispatch,
            sources=LIVE,
            target=status,
            verb=verb,
            actor=actor,
            at=now,
            ended_at=now,
        )


def facts_for(
    case: Case, *, authority: Authority, on: date, unit: Unit | None = None
) -> LetterFacts:
    """What a paper says about the matter, for papers worded by the system (three queries)."""
    return letter_facts(case, dispatch=live_dispatch(case), user=authority.user, on=on, unit=unit)


def issue(
    *,
    case: Case,
    kind: str,
    unit: Unit,
    title: str,
    body: str,
    authority: Authority,
    issued_on: date,
    now: datetime,
    addressee: str = "",
) -> Document:
    """Put a paper of the case on file: numbered, and frozen as it will print.

    It counts as served only by `hand_over` or a proof of service.
    """
    document = Document(
        case=case,
        kind=kind,
        unit=unit,
        title=title[:200],
        body=body,
        addressee=addressee or addressee_of(case),
        issued_by=authority.user,
        issued_on=issued_on,
        recorded_at=now,
    )
    document.save()
    letters.freeze(document, case=case)
    return document


def addressee_of(case: Case) -> str:
    """Whom a letter calls: the petitioners by name as far as they are named, "" for an anonymous matter (one query)."""
    parts = case.participants.select_related("petitioner").order_by("order")
    names = [part.petitioner.name for part in parts[: NAMED + 1]]
    return named(names, case.head_count)[:200] if names else ""


def hand_over(
    *,
    document: Document,
    served_on: date | None,
    served_how: str,
    authority: Authority,
    now: datetime,
) -> None:
    """Record the simple service that goes with an act; nothing when neither day nor way is given.

    Raises:
        Invalid: a day without a way or the reverse, or service before issue.
    """
    if not served_on and not served_how:
        return
    if not served_on or not served_how:
        raise Invalid(_("送达日期与送达方式须同时填写。"), field="served_on")
    if served_how not in ServiceMethod.values:
        raise Invalid(_("请从列表中选择送达方式。"), field="served_how")
    if served_how == ServiceMethod.LEFT:
        raise Invalid(_("留置送达须另行登记送达回证（见证人、事由）。"), field="served_how")
    if served_on < document.issued_on:
        raise Invalid(_("送达日期不能早于出具日期。"), field="served_on")
    if served_on > timezone.localdate(now):
        raise Invalid(_("送达日期不能晚于今天。"), field="served_on")
    serving.prove(
        document=document,
        draft=serving.ServiceDraft(method=served_how, on=served_on, server=str(authority.user)),
        by=authority.user,
        now=now,
    )


def can_inform(case: Case) -> bool:
    """Written notice is owed unless name or address are unknown (条例第二十三条第二款)."""
    return not case.is_anonymous
