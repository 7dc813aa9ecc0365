"""Supervision in the demonstration county: items in every state, a campaign with its weeks, three kinds of suggestion."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accountability.domain.campaigns import Scope
from accountability.domain.supervision_letters import DEFAULT_IMPROVEMENT, default_requirement
from accountability.models import Suggestion, Supervision
from accountability.selectors.recipients import officers
from accountability.services import suggestions, supervision
from accountability.services.campaigns import CampaignDraft, run_campaigns, start_campaign
from accountability.services.suggestion_feedback import Feedback, answer_suggestion
from accountability.services.suggestions import SuggestionDraft
from accountability.services.supervision_answers import answer_supervision, return_answer
from accountability.services.supervision_lists import MeetingDecision, list_supervision
from accountability.services.supervision_rules import GroupDraft, save_group
from accountability.services.supervision_run import propose_items
from organizations.authority import Authority, authority_of
from organizations.models import Unit, User
from organizations.selectors import work_calendar
from petitions.models import Case
from reporting.demo.organization import DemoCounty

BEGAN = 28
CAMPAIGN_DAYS = 90
OLD_DAYS = 20
MEETING = "县信访工作联席会议第4次会议"
Say = Callable[[str], object]


def play_supervision(*, county: DemoCounty, now: datetime, say: Say) -> None:
    """What the supervisors did in the last four weeks."""
    say("demo county: supervision, a campaign, suggestions")
    today = timezone.localdate(now)
    first = work_calendar().next_working_day(today - timedelta(days=BEGAN)).on
    town = list(county.townships.values())[1]
    _groups(county, first)
    _closed(town, first)
    cases = (
        Case.objects.filter(
            closed_on__isnull=True, received_on__lte=today - timedelta(days=OLD_DAYS)
        )
        .exclude(legal_class="report")
        .exclude(responsible_unit=county.office)
        .select_related("responsible_unit")
        .order_by("received_on", "pk")
    )
    for play, case in zip((_judged, _late, _listed, _dismissed), cases[:4], strict=False):
        known = max(first, case.received_on + timedelta(days=8))
        day = work_calendar().next_working_day(known).on
        play(_propose(case, day), day, today)
    propose_items(on=today, now=_at(today, 7))
    _campaign(first, today)
    _suggestions(county, first)


def _groups(county: DemoCounty, day: date) -> None:
    """Which department leads the supervision of which kind of matter."""
    for name, unit, content in (
        ("涉法涉诉", "县委政法委", "010000"),
        ("涉农", "县农业农村局", "090000"),
    ):
        save_group(
            authority=_who("supervisor1", day),
            draft=GroupDraft(name=name, lead_unit=county.departments[unit], contents=[content]),
            source=None,
            now=_at(day, 9),
        )


def _closed(unit: Unit, day: date) -> None:
    """About the work of a unit as a whole: answered at once, accepted."""
    item = supervision.propose_supervision(
        authority=_who("supervisor1", day),
        unit=unit,
        ground="acceptance",
        facts="抽查三件信访事项，均未在受理告知书中写明办理期限。",
        since=day - timedelta(days=10),
        case=None,
        now=_at(day, 9),
    )
    _open(item, day, answer_on=day + timedelta(days=14))
    replied = day + timedelta(days=5)
    _answer(item, replied, "已补办三件告知书，并对照范本修改了告知书模板。")
    supervision.close_supervision(
        authority=_who("supervisor1", replied),
        item=item,
        conclusion="整改属实，予以办结。",
        now=_at(replied, 17),
    )


def _propose(case: Case, day: date) -> Supervision:
    return supervision.propose_supervision(
        authority=_who("supervisor1", day),
        unit=case.responsible_unit,
        ground="delay",
        facts="信访人两次来电询问，承办单位均未说明办理进展，也未书面答复。",
        since=day - timedelta(days=3),
        case=case,
        now=_at(day, 9),
    )


def _judged(item: Supervision, day: date, today: date) -> None:
    """Answered, given back once, answered anew: waits for the supervisor."""
    _open(item, day, answer_on=day + timedelta(days=12))
    replied = day + timedelta(days=4)
    _answer(item, replied, "正在协调办理。")
    return_answer(
        authority=_who("supervisor1", replied),
        item=item,
        reason="没有说明逾期原因和完成日期，请逐项答复。",
        due_on=today + timedelta(days=7),
        now=_at(replied, 16),
    )
    _answer(
        item,
        today - timedelta(days=2),
        "经办人员变动未及时交接，已指定专人，五日内书面答复信访人。",
    )


def _late(item: Supervision, day: date, today: date) -> None:
    """The day of the answer has passed."""
    _open(item, day, answer_on=day + timedelta(days=6))


def _listed(item: Supervision, day: date, today: date) -> None:
    """Listed by the joint meeting."""
    _open(item, day, answer_on=today + timedelta(days=10))
    decided = day + timedelta(days=4)
    list_supervision(
        authority=_who("supervisor1", decided),
        item=item,
        decision=MeetingDecision(
            MEETING, decided, "久拖不办，经两次催办无进展。", decided, decided + timedelta(days=60)
        ),
        now=_at(decided, 15),
    )


def _dismissed(item: Supervision, day: date, today: date) -> None:
    supervision.dismiss_supervision(
        authority=_who("supervisor1", day),
        item=item,
        reason="承办单位已于昨日办结，系统登记滞后。",
        now=_at(day, 11),
    )


def _open(item: Supervision, day: date, *, answer_on: date) -> None:
    order = supervision.Order(default_requirement(item.ground), DEFAULT_IMPROVEMENT, answer_on)
    supervision.open_supervision(
        authority=_who("supervisor1", day), item=item, order=order, now=_at(day, 10)
    )


def _answer(item: Supervision, day: date, text: str) -> None:
    user = officers(item.unit, on=day)[0]
    answer_supervision(
        authority=authority_of(user, on=day),
        item=item,
        text=text,
        evidence="办理台账、送达回证",
        now=_at(day, 15),
    )


def _campaign(day: date, today: date) -> None:
    start_campaign(
        authority=_who("supervisor1", day),
        draft=CampaignDraft(
            name="初次信访事项逾期清理",
            basis=f"县信访工作联席会议办公室〔{day.year}〕8号",
            purpose="逐件查清在办事项未按期办理的原因，依法答复信访人；纠正错误，完善制度。",
            scope=Scope(min_age=OLD_DAYS),
            starts_on=day,
            ends_on=day + timedelta(days=CAMPAIGN_DAYS),
        ),
        now=_at(day, 11),
    )
    for back in range(1, (today - day).days + 1):
        on = day + timedelta(days=back)
        run_campaigns(on=on, now=_at(on, 7))


def _suggestions(county: DemoCounty, day: date) -> None:
    """Improvement answered, policy under way, liability still a draft."""
    towns = list(county.townships.values())
    improve = _draft(
        SuggestionDraft(
            kind="improve",
            addressee=towns[2],
            title="规范征地补偿款发放公示",
            facts="近半年四件信访事项反映补偿款发放明细没有公示。",
            text="补偿款发放前在村务公开栏公示明细不少于七日，设立咨询电话。",
        ),
        day,
    )
    suggestions.issue_suggestion(authority=_who("head", day), row=improve, now=_at(day, 15))
    replied = day + timedelta(days=12)
    answer_suggestion(
        authority=authority_of(officers(towns[2], on=replied)[0], on=replied),
        row=improve,
        feedback=Feedback("full", "已采纳，自下月起逐村公示，并公布咨询电话。"),
        now=_at(replied, 10),
    )
    policy = _draft(
        SuggestionDraft(
            kind="policy",
            addressee=county.county,
            title="完善老旧小区加装电梯补助办法",
            facts="现行办法没有规定低层住户的补偿和后期维护责任，引发多件信访事项。",
            text="修订加装电梯补助办法，明确协商程序、低层住户补偿和维护责任。",
        ),
        day + timedelta(days=3),
    )
    signed = day + timedelta(days=5)
    suggestions.issue_suggestion(authority=_who("head", signed), row=policy, now=_at(signed, 15))
    _draft(
        SuggestionDraft(
            kind="liability",
            addressee=county.county,
            title="对拖延执行处理意见的责任追究",
            facts="两件支持信访请求的处理意见逾期六十日未执行，经督办仍无正当理由拖延。",
            text="建议由有管理权限的机关依规依纪依法处理。",
            about_unit=towns[3],
            consequence="信访人的补偿款未能兑付，耽误春耕生产。",
        ),
        day + timedelta(days=10),
    )


def _draft(draft: SuggestionDraft, day: date) -> Suggestion:
    return suggestions.draft_suggestion(
        authority=_who("supervisor1", day), draft=draft, now=_at(day, 14)
    )


def _who(username: str, on: date) -> Authority:
    return authority_of(User.objects.get(username=username), on=on)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=timezone.get_current_timezone())
