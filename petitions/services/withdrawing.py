"""A petitioner takes a matter back; nobody may press for it (条例第十八条第四款)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import NotAllowed
from organizations.authority import Authority
from petitions import permissions
from petitions.enums import CaseStatus
from petitions.models import Case
from petitions.services import acts, closing


@transaction.atomic
def withdraw_case(
    *, authority: Authority, case: Case, reason: str, withdrawn_on: date, now: datetime
) -> Case:
    """Close a matter at the petitioner's own, recorded wish; no duty counts as fulfilled by it."""
    acts.check_lawful(case, "withdraw")
    if not (permissions.can_handle(authority, case) or permissions.can_dispatch(authority, case)):
        raise NotAllowed(_("只有持有该事项的单位可以登记撤回。"))
    reason = acts.need(reason, "reason", _("请写明信访人撤回的意思表示及凭据。"))
    acts.check_day(case, withdrawn_on, now=now, field="withdrawn_on")
    closing.close(
        authority=authority,
        case=case,
        code="withdraw",
        target=CaseStatus.WITHDRAWN,
        day=withdrawn_on,
        now=now,
        reason=reason,
    )
    return case
