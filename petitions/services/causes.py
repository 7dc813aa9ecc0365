"""Why a matter came up (成因): written down once it is answered, corrected with a reason (条例第十四条第四项)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core import audit
from core.errors import Invalid, NotAllowed, StaleState, Unlawful
from organizations.authority import Authority
from petitions import permissions
from petitions.models import Case, CaseCause, Cause
from petitions.services import acts


@transaction.atomic
def record_cause(
    *, authority: Authority, case: Case, cause: Cause, now: datetime, note: str = ""
) -> CaseCause:
    """Write down the cause of an answered matter, by the unit that answered it or the petition office.

    Args:
        cause: of the second level, in force on the day of writing.
        note: about the matter, never about who petitioned; may be empty.

    Raises:
        NotAllowed: neither of the unit nor of the office. Unlawful: not answered, a report, or recorded already.
        Invalid: the cause cannot be chosen today.
    """
    acts.check_lawful(case, "cause")
    _need_part(authority, case)
    if case.cause_id is not None:
        raise Unlawful(_("该事项已经登记成因，请用“更正成因”。"))
    return write_cause(authority=authority, case=case, cause=cause, note=note, now=now)


@transaction.atomic
def correct_cause(
    *,
    authority: Authority,
    case: Case,
    cause: Cause,
    reason: str,
    now: datetime,
    note: str = "",
) -> CaseCause:
    """Replace the cause that was written down; the earlier one stays in the life of the matter.

    Raises:
        NotAllowed, Unlawful, Invalid: as for the first one; no reason, or nothing would change.
    """
    acts.check_lawful(case, "correct_cause")
    _need_part(authority, case)
    earlier = case.causes.filter(replaced_by__isnull=True).first()
    if earlier is None:
        raise Unlawful(_("该事项尚未登记成因。"))
    reason = acts.need(reason, "reason", _("请写明更正理由。"))
    if earlier.cause_id == cause.pk and earlier.note == note.strip():
        raise Invalid(_("与原来登记的相同。"), field="cause")
    return write_cause(
        authority=authority,
        case=case,
        cause=cause,
        note=note,
        now=now,
        replaces=earlier,
        reason=reason,
    )


def write_known(*, authority: Authority, case: Case, cause: Cause | None, now: datetime) -> None:
    """Write the cause that was given with the answer, if any (inside the transaction that ends the matter)."""
    if cause is not None:
        write_cause(authority=authority, case=case, cause=cause, now=now)


def write_cause(
    *,
    authority: Authority,
    case: Case,
    cause: Cause,
    now: datetime,
    note: str = "",
    replaces: CaseCause | None = None,
    reason: str = "",
) -> CaseCause:
    """Write the row (inside a caller's transaction, after its checks of who and when)."""
    check_choice(case, cause, on=authority.on)
    row = CaseCause.objects.create(
        case=case,
        cause=cause,
        note=note.strip(),
        replaces=replaces,
        reason=reason,
        by=authority.user,
        recorded_at=now,
    )
    still = Q(cause=replaces.cause) if replaces else Q(cause__isnull=True)
    if Case.objects.filter(still, pk=case.pk).update(cause=cause) != 1:
        raise StaleState(_("该事项的成因刚刚由他人登记，请刷新后查看。"))
    case.cause = cause
    audit.record(
        case,
        "case.correct_cause" if replaces else "case.cause",
        actor=authority.user,
        at=now,
        cause=cause.code,
        cause_name=cause.name,
        words=row.note,
        was=replaces.cause.code if replaces else "",
        because=reason,
    )
    return row


def check_choice(case: Case, cause: Cause, *, on: date) -> None:
    """Refuse a cause that no matter, or not this one, may have (Unlawful for a report, Invalid on ``cause``)."""
    if case.is_secret:
        raise Unlawful(_("检举控告类事项不登记成因。"), article="条例第三十条")
    if cause.parent_id is None:
        raise Invalid(_("请选择二级成因。"), field="cause")
    if not cause.in_force(on):
        raise Invalid(_("该成因已经停用或者尚未生效。"), field="cause")


def _need_part(authority: Authority, case: Case) -> None:
    if not permissions.can_record_cause(authority, case):
        raise NotAllowed(_("只有责任单位或者信访局可以登记成因。"))
