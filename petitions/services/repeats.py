"""Deciding whether a matter repeats an earlier one: linking is `merging.link_repeat`; here, that it does not."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core import audit
from core.errors import Duplicate, Invalid, NotAllowed, Unlawful
from organizations.authority import Authority
from petitions import permissions
from petitions.models import Case, RepeatDenial
from petitions.services import acts


def deny_repeat(
    *, authority: Authority, case: Case, earlier: Case, reason: str, now: datetime
) -> RepeatDenial:
    """Decide that a matter does not repeat an earlier one; it is remembered and not proposed again.

    Raises:
        NotAllowed: neither the unit that holds the matter nor the petition office.
        Unlawful: the matter is closed, or linked to this very one.
        Duplicate: decided before.
    """
    acts.check_lawful(case, "link_repeat")
    _need_permission(authority, case)
    reason = acts.need(reason, "reason", _("请说明不是重复信访的理由（不同人，或者不同事）。"))
    if earlier.pk == case.pk:
        raise Invalid(_("不能与自身关联为重复信访。"), field="earlier")
    if case.repeat_of_id == earlier.pk:
        raise Unlawful(_("该事项已关联此前件，请先取消关联。"), article="条例第十九条第三款")
    try:
        with transaction.atomic():
            row = RepeatDenial.objects.create(
                case=case, earlier=earlier, reason=reason, by=authority.user, at=now
            )
            audit.record(
                case,
                "case.deny_repeat",
                actor=authority.user,
                at=now,
                earlier=earlier.number,
                reason=reason,
            )
    except IntegrityError:
        raise Duplicate(_("已认定不是重复信访。"), existing_id=case.pk) from None
    return row


@transaction.atomic
def withdraw_denial(*, authority: Authority, denial: RepeatDenial, now: datetime) -> RepeatDenial:
    """Take the decision back: the earlier matter may be proposed and linked again."""
    _need_permission(authority, denial.case)
    touched = RepeatDenial.objects.filter(pk=denial.pk, withdrawn_at__isnull=True).update(
        withdrawn_at=now, withdrawn_by=authority.user
    )
    if touched != 1:
        raise Unlawful(_("该认定已经撤回。"))
    denial.refresh_from_db()
    audit.record(
        denial.case,
        "case.withdraw_denial",
        actor=authority.user,
        at=now,
        earlier=denial.earlier.number,
    )
    return denial


def _need_permission(authority: Authority, case: Case) -> None:
    if not permissions.can_decide_repeat(authority, case):
        raise NotAllowed(_("只有持有该事项的单位或信访局可以认定重复信访。"))
