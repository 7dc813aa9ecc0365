"""Special campaigns (专项治理): started with the matters in scope, followed each week, ended with a summary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.domain.campaigns import Scope, week_ends
from accountability.models import Campaign, CampaignEntry, CampaignWeek
from accountability.selectors.campaigns import matching, progress
from accountability.services.runs import RunReport, RunStep
from core import audit
from core.errors import Invalid, InvalidMany, NotAllowed, Unlawful
from organizations.authority import Authority

BATCH = 500


@dataclass(frozen=True)
class CampaignDraft:
    """A campaign as typed: its name, the document it rests on, what it is to reach, its scope and days."""

    name: str
    basis: str
    purpose: str
    scope: Scope
    starts_on: date
    ends_on: date


@transaction.atomic
def start_campaign(*, authority: Authority, draft: CampaignDraft, now: datetime) -> Campaign:
    """Start a campaign; the open matters in scope today are put on its list and stay there.

    Raises:
        NotAllowed: no supervisor. InvalidMany: by field, a name taken, a scope without condition, days out of order.
    """
    if not permissions.can_supervise(authority):
        raise NotAllowed(_("只有信访局的督查人员或者局长可以开展专项治理。"))
    on = timezone.localdate(now)
    if problems := _problems(draft, on):
        raise InvalidMany(problems)
    campaign = Campaign.objects.create(
        name=draft.name.strip(),
        basis=draft.basis.strip(),
        purpose=draft.purpose.strip(),
        scope=draft.scope.to_json(),
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        created_by=authority.user,
        created_at=now,
    )
    count = _enter(campaign, on=on, is_new=False)
    audit.record(
        campaign,
        "campaign.start",
        actor=authority.user,
        at=now,
        scope=campaign.scope,
        entries=count,
    )
    return campaign


def _problems(draft: CampaignDraft, on: date) -> dict[str, str]:
    found = dict(draft.scope.problems(on=on))
    if not draft.name.strip():
        found["name"] = _("请填写名称。")
    elif Campaign.objects.filter(name=draft.name.strip()).exists():
        found["name"] = _("这个名称已经使用。")
    if not draft.basis.strip():
        found["basis"] = _("请填写依据文件。")
    if not draft.purpose.strip():
        found["purpose"] = _("请写明目标任务；不得以信访件数下降为目标。")
    if draft.ends_on < draft.starts_on:
        found["ends_on"] = _("结束日期不能早于开始日期。")
    elif draft.ends_on <= on:
        found["ends_on"] = _("结束日期须晚于今天。")
    return found


def _enter(campaign: Campaign, *, on: date, is_new: bool) -> int:
    """Put matters in scope on the list that are not on it; returns how many."""
    found = matching(Scope.from_json(campaign.scope), on=on)
    new = found.exclude(campaign_entries__campaign=campaign).order_by("pk")
    rows = [
        CampaignEntry(campaign=campaign, case_id=pk, unit_id=unit_id, entered_on=on, is_new=is_new)
        for pk, unit_id in new.values_list("pk", "responsible_unit_id")
    ]
    CampaignEntry.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def end_campaign(
    *, authority: Authority, campaign: Campaign, summary: str, now: datetime
) -> Campaign:
    """End a campaign with its summary; nothing is put on the list any more.

    Raises:
        NotAllowed: no supervisor. Invalid: no summary. Unlawful: ended before.
    """
    if not permissions.can_supervise(authority):
        raise NotAllowed(_("只有信访局的督查人员或者局长可以结束专项治理。"))
    if not summary.strip():
        raise Invalid(
            _("请写明总结：化解了什么、查明什么原因、还有什么没有解决。"), field="summary"
        )
    on = timezone.localdate(now)
    touched = Campaign.objects.filter(pk=campaign.pk, ended_on__isnull=True).update(
        ended_on=on, ended_by=authority.user, summary=summary.strip()
    )
    if touched != 1:
        raise Unlawful(_("该专项治理已经结束。"))
    _fix_week(campaign, on)
    campaign.refresh_from_db()
    audit.record(campaign, "campaign.end", actor=authority.user, at=now)
    return campaign


def run_campaigns(*, on: date, now: datetime, dry_run: bool = False) -> RunReport:
    """Put newly matching matters on the lists of the campaigns under way, and fix the weeks that are over.

    Safe to repeat: a matter is on a list once, and a week of a unit is fixed once.
    """
    report = RunReport(on=on, dry_run=dry_run)
    running = Campaign.objects.filter(ended_on__isnull=True, starts_on__lte=on).order_by("pk")
    for campaign in running:
        if on <= campaign.ends_on:
            _follow(campaign, report)
        _fix_weeks(campaign, report)
    return report


def _fix_weeks(campaign: Campaign, report: RunReport) -> None:
    first = max(campaign.starts_on, timezone.localdate(campaign.created_at))
    last = min(report.on - timedelta(days=1), campaign.ends_on)
    fixed = set(campaign.weeks.values_list("on", flat=True))
    for day in week_ends(first, last):
        if day not in fixed and (count := _fix_week(campaign, day, dry_run=report.dry_run)):
            report.done.append(_line(campaign, "week", f"{count} units at {day}"))


def _follow(campaign: Campaign, report: RunReport) -> None:
    if report.dry_run:
        found = matching(Scope.from_json(campaign.scope), on=report.on)
        count = found.exclude(campaign_entries__campaign=campaign).count()
    else:
        with transaction.atomic():
            count = _enter(campaign, on=report.on, is_new=True)
    if count:
        report.done.append(_line(campaign, "entries", f"{count} matters in scope"))


def _fix_week(campaign: Campaign, day: date, *, dry_run: bool = False) -> int:
    """Write each unit's progress of that day; returns how many units have one."""
    rows = [
        CampaignWeek(
            campaign=campaign,
            unit=line.unit,
            on=day,
            total=line.total,
            closed=line.closed,
            overdue=line.overdue,
        )
        for line in progress(CampaignEntry.objects.filter(campaign=campaign), on=day)
    ]
    if not dry_run:
        CampaignWeek.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _line(campaign: Campaign, what: str, reason: str) -> RunStep:
    return RunStep("-", "campaign", what, campaign.name, reason)
