"""Ending a matter: the opinion with its legal basis (条例第三十一条第六项、第三十二条), or a direct reply (第二十九条)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import Invalid, Unlawful
from organizations.authority import Authority
from petitions import events
from petitions.enums import CaseStatus, DocumentKind, LegalClass, Outcome
from petitions.models import Case, Cause, Document
from petitions.services import acts, causes, closing
from petitions.services.claims import ClaimAnswer
from petitions.services.executing import plan_execution
from petitions.services.opinions import issue_opinion, refuse_hollow

REPLY_OUTCOMES = (
    Outcome.REPLIED,
    Outcome.ADOPTED,
    Outcome.PART_ADOPTED,
    Outcome.NOT_ADOPTED,
)


@transaction.atomic
def conclude_case(
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
    report: str = "",
    promise: str = "",
    promise_due_on: date | None = None,
    cause: Cause | None = None,
) -> Document:
    """Issue the opinion on a claim; stops the 60 days on the day of issue, and the assigned period (C2)
    with the report to the sender.

    `answers` answers each listed claim; the outcome of the whole follows from them, `outcome` is asked
    for only when no claims are listed. `promise` and its day record what a supporting opinion obliges to.
    `cause`: why the matter came up, if it is known already.

    Raises:
        Invalid: no legal basis, an unanswered claim, an empty phrase, no report on an assigned matter.
    """
    acts.check_lawful(case, "conclude")
    acts.need_handler(authority=authority, case=case)
    if case.legal_class != LegalClass.CLAIM:
        raise Unlawful(
            _("信访处理意见书只适用于申诉求决类事项；其他事项请用“直接回复”。"),
            article="条例第三十一条",
        )
    report, reported_to = _report(case, report)
    paper, outcome = issue_opinion(
        authority=authority,
        case=case,
        opinion=opinion,
        legal_basis=legal_basis,
        outcome=outcome,
        answers=answers,
        issued_on=issued_on,
        not_before=case.accepted_on,
        now=now,
    )
    if report:
        _issue_report(authority, case, report, reported_to, issued_on, now)
    if promise.strip():
        plan_execution(
            case=case, promise=promise, due_on=promise_due_on, authority=authority, now=now
        )
    _close(authority, case, "conclude", outcome, issued_on, now)
    causes.write_known(authority=authority, case=case, cause=cause, now=now)
    acts.hand_over(
        document=paper, served_on=served_on, served_how=served_how, authority=authority, now=now
    )
    return paper


@transaction.atomic
def reply_directly(
    *,
    authority: Authority,
    case: Case,
    reply: str,
    replied_on: date,
    served_how: str,
    now: datetime,
    outcome: str = Outcome.REPLIED,
    report: str = "",
    cause: Cause | None = None,
) -> Document:
    """Answer a suggestion, a report or an enquiry without an opinion (直接回复, 条例第二十九、三十条).

    `outcome` says of a suggestion whether it was adopted wholly, partly or not. An accepted claim needs
    an opinion instead.
    """
    acts.check_lawful(case, "reply")
    acts.need_handler(authority=authority, case=case)
    if case.legal_class == LegalClass.CLAIM and case.accepted_on:
        raise Unlawful(
            _("已受理的申诉求决事项应当出具信访处理意见书。"), article="条例第三十一条第六项"
        )
    if outcome not in REPLY_OUTCOMES or (
        outcome != Outcome.REPLIED and case.legal_class != LegalClass.SUGGESTION
    ):
        raise Invalid(_("采纳情况只适用于建议意见类事项。"), field="outcome")
    refuse_hollow(reply, "reply")
    report, reported_to = _report(case, report)
    acts.check_day(case, replied_on, now=now, field="replied_on")
    paper = acts.issue(
        case=case,
        kind=DocumentKind.REPLY,
        unit=case.responsible_unit,
        title=_("信访事项答复"),
        body=reply.strip(),
        authority=authority,
        issued_on=replied_on,
        now=now,
    )
    if report:
        _issue_report(authority, case, report, reported_to, replied_on, now)
    _close(authority, case, "reply", outcome, replied_on, now)
    causes.write_known(authority=authority, case=case, cause=cause, now=now)
    acts.hand_over(
        document=paper,
        served_on=replied_on if served_how else None,
        served_how=served_how,
        authority=authority,
        now=now,
    )
    return paper


def _report(case: Case, report: str) -> tuple[str, str]:
    """The report due and the organ that assigned the matter, to which it goes; two "" where none is due."""
    dispatch = acts.live_dispatch(case)
    if dispatch is None or dispatch.report_due_on is None:
        return "", ""
    text = acts.need(
        report, "report", _("交办事项须同时提交办结报告（条例第二十二条第一款第三项）。")
    )
    return text, dispatch.from_unit.name


def _issue_report(
    authority: Authority, case: Case, report: str, addressee: str, day: date, now: datetime
) -> None:
    acts.issue(
        case=case,
        kind=DocumentKind.REPORT,
        unit=case.responsible_unit,
        title=_("关于交办信访事项办理情况的报告"),
        body=report,
        addressee=addressee,
        authority=authority,
        issued_on=day,
        now=now,
    )


def _close(
    authority: Authority,
    case: Case,
    code: str,
    outcome: str,
    day: date,
    now: datetime,
) -> None:
    # A reply tells the petitioner where the matter stands, so it also ends the time to inform.
    closing.close(
        authority=authority,
        case=case,
        code=code,
        target=CaseStatus.CONCLUDED,
        day=day,
        now=now,
        met=closing.ANSWERED,
        facts={"outcome": outcome},
        event=events.case_concluded,
        outcome=outcome,
        concluded_on=day,
    )
