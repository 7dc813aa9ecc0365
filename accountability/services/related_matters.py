"""Matters of the same kind, solved together with a leader's case (办一件、带一片)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.models import LeaderCase, RelatedMatter
from accountability.services.leader_closing import write_result
from accountability.services.leader_words import need, refuse_custody
from accountability.services.leader_work import may_write
from accountability.services.leading import need_open
from core import audit
from core.errors import Invalid
from organizations.authority import Authority
from petitions.models import Case


@transaction.atomic
def link_matter(
    *, authority: Authority, leader_case: LeaderCase, case: Case, note: str, now: datetime
) -> RelatedMatter:
    """Solve another matter together with this one (办一件、带一片).

    Args:
        case: a matter the actor may see.

    Raises:
        NotAllowed: the actor may not. Unlawful: the case is not open. Invalid: the matter itself, one that is
            linked already, a report (条例第三十条第三款), or no note.
    """
    if not permissions.can_assign_leader_case(authority):
        may_write(authority=authority, leader_case=leader_case)
    need_open(leader_case)
    if case.pk == leader_case.case_id:
        raise Invalid(_("不能关联本事项。"), field="number")
    if case.is_secret != leader_case.case.is_secret:
        raise Invalid(_("检举控告事项不与其他事项关联（条例第三十条第三款）。"), field="number")
    if leader_case.related.filter(case=case).exists():
        raise Invalid(_("该事项已关联。"), field="number")
    row = RelatedMatter.objects.create(
        leader_case=leader_case,
        case=case,
        note=refuse_custody(need(note, "note", _("请写明关联说明。")), "note"),
        by=authority.user,
        at=now,
    )
    audit.record(leader_case, "leading.relate", actor=authority.user, at=now, case=case.pk)
    return row


@transaction.atomic
def tell_related_result(
    *, authority: Authority, row: RelatedMatter, text: str, now: datetime
) -> RelatedMatter:
    """Note on one matter solved together what came of it.

    Raises:
        NotAllowed: the actor may not. Invalid: no text, or one was written before.
    """
    if not permissions.can_close_leader_case(authority, row.leader_case):
        may_write(authority=authority, leader_case=row.leader_case)
    if row.result:
        raise Invalid(_("该事项已登记适用结果。"), field="text")
    text = refuse_custody(need(text, "text", _("请写明结果。")), "text")
    write_result(row=row, text=text, by=authority.user, now=now)
    return row
