"""Listed supervision (挂牌督办, 条例第三十九条第三款) and the check-list of an item (督查清单)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.models import (
    CheckItem,
    ChecklistTemplate,
    CheckResult,
    Listing,
    Supervision,
)
from accountability.services.supervision_notices import tell_unit
from core import audit
from core.errors import Invalid, InvalidMany, NotAllowed, Unlawful
from organizations.authority import Authority
from organizations.models import User

ARTICLE = "条例第三十九条第三款"


@dataclass(frozen=True)
class MeetingDecision:
    """What the joint meeting decided: which meeting, on which day, why, and for how long the item is listed."""

    meeting: str
    decided_on: date
    reason: str
    starts_on: date
    ends_on: date


@transaction.atomic
def list_supervision(
    *, authority: Authority, item: Supervision, decision: MeetingDecision, now: datetime
) -> Listing:
    """Put an item on the list, as the joint meeting decided.

    Raises:
        NotAllowed: no supervisor. Unlawful: not under way, listed already, or about a report.
        Invalid: no meeting, no reason, or days out of order.
    """
    if not permissions.can_supervise(authority):
        raise NotAllowed(_("只有信访局的督查人员或者局长可以登记挂牌督办。"))
    if not item.is_under_way:
        raise Unlawful(_("只有在督的督办件可以挂牌。"), article=ARTICLE)
    if item.case is not None and item.case.is_secret:
        raise Unlawful(_("检举控告事项不得公开挂牌。"), article="条例第三十条第三款")
    if item.listings.filter(removed_on__isnull=True).exists():
        raise Unlawful(_("该督办件正在挂牌督办。"), article=ARTICLE)
    _check(decision, on=timezone.localdate(now))
    row = Listing.objects.create(
        supervision=item,
        meeting=decision.meeting.strip(),
        decided_on=decision.decided_on,
        reason=decision.reason.strip(),
        starts_on=decision.starts_on,
        ends_on=decision.ends_on,
        recorded_by=authority.user,
        recorded_at=now,
    )
    audit.record(
        item,
        "supervision.list",
        actor=authority.user,
        at=now,
        meeting=row.meeting,
        ends_on=row.ends_on,
    )
    tell_unit(
        item,
        title=_("经信访工作联席会议决定，督办件挂牌督办至%(day)s")
        % {"day": f"{row.ends_on:%Y-%m-%d}"},
        text=row.reason,
        now=now,
    )
    return row


@transaction.atomic
def unlist_supervision(
    *, authority: Authority, item: Supervision, reason: str, now: datetime
) -> None:
    """Take an item off the list (摘牌) with the reason, before or after its day.

    Raises:
        NotAllowed: no supervisor. Invalid: no reason. Unlawful: not listed.
    """
    if not permissions.can_supervise(authority):
        raise NotAllowed(_("只有信访局的督查人员或者局长可以登记摘牌。"))
    if not reason.strip():
        raise Invalid(_("请说明摘牌理由。"), field="reason")
    if not take_off_list(item, by=authority.user, reason=reason, now=now):
        raise Unlawful(_("该督办件没有挂牌。"), article=ARTICLE)
    audit.record(item, "supervision.unlist", actor=authority.user, at=now)


def take_off_list(item: Supervision, *, by: User, reason: str, now: datetime) -> bool:
    """End an open listing inside the caller's transaction; False when there is none."""
    return bool(
        item.listings.filter(removed_on__isnull=True).update(
            removed_on=timezone.localdate(now), removed_by=by, removal=reason.strip()
        )
    )


def _check(decision: MeetingDecision, *, on: date) -> None:
    if not decision.meeting.strip():
        raise Invalid(_("请写明作出决定的联席会议（第三十九条第三款）。"), field="meeting")
    if not decision.reason.strip():
        raise Invalid(_("请说明挂牌理由。"), field="reason")
    if decision.decided_on > on:
        raise Invalid(_("决定日期不能晚于今天。"), field="decided_on")
    if decision.starts_on < decision.decided_on:
        raise Invalid(_("挂牌日期不能早于决定日期。"), field="starts_on")
    if decision.ends_on <= max(decision.starts_on, on):
        raise Invalid(_("挂牌期限须晚于今天和挂牌日期。"), field="ends_on")


@transaction.atomic
def add_checklist(
    *, authority: Authority, item: Supervision, template: ChecklistTemplate, now: datetime
) -> list[CheckItem]:
    """Copy the questions of a template to an item; questions it has already are not asked twice.

    Raises:
        NotAllowed: neither a supervisor nor the lead department. Invalid: nothing new to ask.
    """
    _need_checker(authority, item)
    asked = set(item.checks.values_list("question", flat=True))
    new = [q for q in template.questions if q not in asked]
    if not new:
        raise Invalid(_("该模板的问题都已在清单上。"), field="template")
    rows = CheckItem.objects.bulk_create(
        CheckItem(supervision=item, order=len(asked) + number, question=question)
        for number, question in enumerate(new, start=1)
    )
    audit.record(
        item, "supervision.add_checklist", actor=authority.user, at=now, template=template.name
    )
    return rows


@transaction.atomic
def fill_checklist(
    *,
    authority: Authority,
    item: Supervision,
    results: Mapping[int, tuple[str, str]],
    now: datetime,
) -> int:
    """Answer questions of the check-list: question → (result, evidence); "yes" and "no" have to say what was found.

    Returns:
        Number of questions whose answer changed.

    Raises:
        NotAllowed: neither a supervisor nor the lead department. InvalidMany: on ``evidence_<id>``.
    """
    _need_checker(authority, item)
    checks = {row.pk: row for row in item.checks.filter(pk__in=results)}
    problems = {
        f"evidence_{pk}": _("答“是”或“否”的，请写明佐证：查了什么材料、查到什么情况。")
        for pk, (result, evidence) in results.items()
        if result in (CheckResult.YES, CheckResult.NO) and not evidence.strip()
    }
    if problems:
        raise InvalidMany(problems)
    changed = []
    for pk, row in checks.items():
        result, evidence = results[pk]
        if result not in CheckResult.values or (row.result, row.evidence) == (result, evidence):
            continue
        row.result, row.evidence = result, evidence.strip()
        row.by, row.at = authority.user, now
        changed.append(row)
    CheckItem.objects.bulk_update(changed, ["result", "evidence", "by", "at"])
    if changed:
        answers = {row.order: row.result for row in changed}
        audit.record(item, "supervision.check", actor=authority.user, at=now, answers=answers)
    return len(changed)


def _need_checker(authority: Authority, item: Supervision) -> None:
    if not permissions.can_check_supervision(authority, item):
        raise NotAllowed(_("督查清单由信访局督查人员或者牵头单位填写。"))
    if not item.is_under_way:
        raise Unlawful(_("只有在督的督办件可以填写督查清单。"))
