"""The written feedback to a suggestion (条例第四十条第四款), and who is told that it is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.models import (
    Adoption,
    FeedbackFile,
    NoticeKind,
    Suggestion,
    SuggestionChase,
    SuggestionStatus,
)
from accountability.selectors.rules import reminder_plans
from accountability.services.files import store_files
from accountability.services.runs import RunReport, RunStep
from accountability.services.suggestion_notices import tell_addressee, tell_office
from core import audit, transitions
from core.errors import Invalid, NotAllowed
from organizations.authority import Authority
from organizations.selectors import work_calendar
from petitions.services.drafts import Upload


@dataclass(frozen=True)
class Feedback:
    """What the addressee says: adopted or not, why, and (written down by the office) on which paper."""

    adoption: str
    text: str
    source: str = ""


@transaction.atomic
def answer_suggestion(
    *,
    authority: Authority,
    row: Suggestion,
    feedback: Feedback,
    uploads: Sequence[Upload] = (),
    now: datetime,
) -> Suggestion:
    """Record the written feedback: by the addressee itself, or by the office from its paper.

    Raises:
        NotAllowed: neither. Invalid: no choice, no reasons where it is not adopted in full, or no source of a paper.
        StaleState: not issued, or answered already.
    """
    own = permissions.answers_suggestion(authority, row)
    if not own and not permissions.can_record_feedback(authority, row):
        raise NotAllowed(_("采纳情况由主送单位反馈，或者由信访局根据其书面反馈代录。"))
    _check(feedback, own=own)
    transitions.apply(
        row,
        sources=[SuggestionStatus.ISSUED],
        target=SuggestionStatus.ANSWERED,
        verb="suggestion.answer",
        actor=authority.user,
        at=now,
        adoption=feedback.adoption,
        feedback=feedback.text.strip(),
        source="" if own else feedback.source.strip(),
        answered_by=authority.user,
        answered_at=now,
        on_time=row.due_on is not None and timezone.localdate(now) <= row.due_on,
    )
    files = store_files(FeedbackFile, uploads, by=authority.user, now=now, suggestion=row)
    audit.record(
        row,
        "suggestion.answer",
        actor=authority.user,
        at=now,
        adoption=row.adoption,
        on_time=row.on_time,
        files=[{"id": file.pk, "sha256": file.sha256} for file in files],
    )
    if own:
        tell_office(
            row,
            title=_("%(unit)s已反馈建议采纳情况：%(word)s")
            % {"unit": row.addressee, "word": row.get_adoption_display()},
            text=row.feedback[:200],
            now=now,
        )
    return row


def _check(feedback: Feedback, *, own: bool) -> None:
    if feedback.adoption not in Adoption.values:
        raise Invalid(_("请选择采纳情况。"), field="adoption")
    if not feedback.text.strip():
        message = (
            _("请写明采纳后的措施和安排。")
            if feedback.adoption == Adoption.FULL
            else _("部分采纳、不采纳的，须说明理由（条例第四十条第四款）。")
        )
        raise Invalid(message, field="text")
    if not own and not feedback.source.strip():
        raise Invalid(_("代录书面反馈，须写明来文的文号、日期。"), field="source")


def chase_suggestions(*, on: date, now: datetime, dry_run: bool = False) -> RunReport:
    """Remind the addressee before its day, and again every few days after it, as the general reminder rule says."""
    report = RunReport(on=on, dry_run=dry_run)
    if not work_calendar().is_working(on):
        return report
    plan = reminder_plans(on=on)[""]
    soon = timedelta(days=max(plan.days_before, default=0))
    rows = (
        Suggestion.objects.owed()
        .filter(due_on__lte=on + soon)
        .select_related("addressee", "letter", "case", "about_unit")
        .prefetch_related("chases")
        .order_by("due_on", "pk")
    )
    for row in rows:
        if row.due_on is None:
            continue
        overdue = (on - row.due_on).days
        step = (overdue - 1) // plan.every_days_after + 1 if overdue > 0 else 0
        if step in {chase.step for chase in row.chases.all()}:
            continue
        line = RunStep("-", "suggestion", f"step {step}", str(row.addressee), f"{overdue} days")
        if dry_run or _chase(row, step, overdue, now):
            report.done.append(line)
        else:
            report.skipped.append(line)
    return report


def _chase(row: Suggestion, step: int, overdue: int, now: datetime) -> bool:
    number = row.letter.number if row.letter else ""
    words = {"number": number, "day": f"{row.due_on:%Y-%m-%d}", "days": overdue}
    if step:
        title = _("%(number)s逾期未反馈采纳情况，已逾期%(days)d天") % words
    else:
        title = _("%(number)s的采纳情况应于%(day)s前反馈") % words
    try:
        with transaction.atomic():
            chase = SuggestionChase.objects.create(suggestion=row, step=step, at=now)
            text = _("有关机关、单位应当书面反馈采纳情况（条例第四十条第四款）")
            kind = NoticeKind.OVERDUE if step else NoticeKind.REMINDER
            told = tell_addressee(row, title=title, text=text, now=now, kind=kind)
            if step:
                told += tell_office(row, title=title, text=text, now=now)
            chase.recipients = "、".join(str(user) for user in told)[:200]
            chase.save(update_fields=["recipients"])
    except IntegrityError:
        return False
    return True
