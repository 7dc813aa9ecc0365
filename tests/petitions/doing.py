"""Every act of the table as a call with sound particulars, for tests that try them at random."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from organizations.authority import Authority, authority_of
from organizations.models import Unit
from petitions.enums import HearingForm, ObjectionStatus
from petitions.models import Case, Cause, Objection, Recusal
from petitions.permissions import can_decide_recusal
from petitions.selectors.proceedings import proceedings_of
from petitions.services import (
    causes,
    claims,
    co_handling,
    concluding,
    dispatching,
    disputes,
    evaluating,
    executing,
    handling,
    hearings,
    merging,
    objections,
    recording,
    recusals,
    redoing,
    referring,
    reviews,
    serving,
    simple,
    terminating,
    urgent,
    withdrawing,
)
from petitions.services.claims import ClaimAnswer
from petitions.services.correcting.act import correct_registration
from petitions.services.evaluating import RatingDraft
from petitions.services.merging import Part
from petitions.services.referring import ReferralDraft
from petitions.services.serving import ServiceDraft
from petitions.services.urgent import UrgentDraft
from tests.petitions.conftest import SOUND, County
from tests.petitions.steps import LETTER, noon

Doer = Callable[[County, Authority, Case, date], Any]


class NothingToDoItOn(Exception):
    """The act needs a row that the matter does not have."""


def _one(found: Any) -> Any:
    if not found:
        raise NothingToDoItOn
    return found[0] if isinstance(found, (tuple, list)) else found


def _cause(on: date) -> Cause:
    """Any cause of the second level, another one from day to day."""
    return list(Cause.objects.filter(parent__isnull=False).order_by("code"))[on.day % 7]


def _others(case: Case) -> list[Case]:
    return list(Case.objects.exclude(pk=case.pk).order_by("pk"))


def _objection(case: Case) -> Objection:
    return _one(list(Objection.objects.filter(dispatch__case=case, status=ObjectionStatus.PENDING)))


def _to(county: County, case: Case) -> Unit:
    """Where a matter goes: a report to discipline, anything else to the town."""
    return county.discipline if case.is_secret else county.town


def _either(on: date, *values: Any) -> Any:
    """One of the values, another one on another day."""
    return values[on.toordinal() % len(values)]


def _recusal(who: Authority, case: Case) -> Recusal:
    """One that waits and is for them to decide, or else any that waits."""
    waiting = proceedings_of(case).recusals
    theirs = [
        row
        for row in waiting
        if can_decide_recusal(who, row, subject=authority_of(row.user, on=who.on))
    ]
    return _one(theirs or waiting)


def _answers(case: Case) -> list[ClaimAnswer]:
    return [ClaimAnswer(c.pk, "supported", SOUND, "《条例》") for c in case.claims.all()]


def _paper(county: County, who: Authority, case: Case, on: date, service: Any, **more: Any) -> Any:
    return service(
        authority=who,
        case=case,
        body=LETTER,
        served_how=_either(on, "in_person", "in_person", ""),
        now=noon(on),
        **more,
    )


def _refuse(county: County, who: Authority, case: Case, on: date, *, no_longer: bool) -> Any:
    return handling.refuse_case(
        authority=who,
        case=case,
        ground="依照条例第三十一条第一项处理",
        body="请向人民法院提出。",
        refused_on=on,
        served_how="",
        now=noon(on),
        no_longer=no_longer,
    )


def _conclude(county: County, who: Authority, case: Case, on: date) -> Any:
    return concluding.conclude_case(
        authority=who,
        case=case,
        outcome=_either(on, "supported", "explained"),
        answers=_answers(case),
        opinion=SOUND,
        legal_basis="《城市道路管理条例》第二十三条",
        issued_on=on,
        report="已办结。",
        promise="更换路灯",
        promise_due_on=on + timedelta(days=20),
        now=noon(on),
    )


def _ask(county: County, who: Authority, case: Case, on: date, *, level: str) -> Any:
    return reviews.request_review(
        authority=who,
        case=case,
        level=level,
        grounds="不服",
        organ=county.office.parent,
        requested_on=on,
        now=noon(on),
    )


def _decide(county: County, who: Authority, case: Case, on: date) -> Any:
    redo = on.day % 3 == 0
    return reviews.decide_review(
        authority=who,
        review=_one(proceedings_of(case).open_review),
        outcome="redo" if redo else "upheld",
        redo_due_on=on + timedelta(days=30) if redo else None,
        opinion=SOUND,
        legal_basis="条例第三十五条",
        decided_on=on,
        now=noon(on),
    )


def _correct(county: County, who: Authority, case: Case, on: date) -> Any:
    return correct_registration(
        authority=who,
        case=case,
        changes=_either(
            on,
            {"title": f"路灯不亮（{on}）"},
            {"received_on": case.received_on - timedelta(days=1), "place": county.town.pk},
            {"form": "visit", "head_count": case.head_count + 4},
            {"purpose": "accusation", "accused_units": [county.town.pk]},
            {"purpose": "appeal", "phone": f"139{on:%Y%m%d}"},
        ),
        reason="与原件核对",
        now=noon(on),
    )


DOERS: dict[str, Doer] = {
    "transfer": lambda c, w, case, on: dispatching.transfer_case(
        authority=w, case=case, to_unit=_to(c, case), note="", now=noon(on)
    ),
    "assign": lambda c, w, case, on: dispatching.assign_case(
        authority=w,
        case=case,
        to_unit=_to(c, case),
        note="",
        report_due_on=on + timedelta(days=30),
        now=noon(on),
    ),
    "report_up": lambda c, w, case, on: urgent.report_up(
        authority=w, case=case, proposal="建议牵头处置", now=noon(on)
    ),
    "file": lambda c, w, case, on: dispatching.file_case(
        authority=w, case=case, reason="已当场解答", now=noon(on)
    ),
    "object": lambda c, w, case, on: objections.raise_objection(
        authority=w, case=case, reason="不属本单位职权", suggested_unit=c.bureau, now=noon(on)
    ),
    "decide_objection": lambda c, w, case, on: objections.decide_objection(
        authority=w,
        objection=_objection(case),
        approve=on.day % 2 == 0,
        reason="核实",
        now=noon(on),
    ),
    "dispute": lambda c, w, case, on: disputes.raise_dispute(
        authority=w, case=case, parties=[_to(c, case), c.bureau], reason="分界不清", now=noon(on)
    ),
    "decide_dispute": lambda c, w, case, on: disputes.decide_dispute(
        authority=w,
        dispute=_one(proceedings_of(case).dispute),
        unit=c.bureau if not case.is_secret and on.day % 2 else _to(c, case),
        decider="superior",
        reason="属镇管养",
        now=noon(on),
    ),
    "inform": lambda c, w, case, on: _paper(
        c, w, case, on, handling.inform_petitioner, informed_on=on
    ),
    "accept": lambda c, w, case, on: _paper(c, w, case, on, handling.accept_case, accepted_on=on),
    "accept_simple": lambda c, w, case, on: _paper(
        c, w, case, on, simple.accept_simply, accepted_on=on
    ),
    "refuse": lambda c, w, case, on: _refuse(c, w, case, on, no_longer=False),
    "no_longer_accept": lambda c, w, case, on: _refuse(c, w, case, on, no_longer=True),
    "refer": lambda c, w, case, on: referring.refer_case(
        authority=w,
        case=case,
        draft=ReferralDraft("1", "县人民法院", on, "民诉法", "七日", "请起诉", ""),
        now=noon(on),
    ),
    "fall_back": lambda c, w, case, on: simple.fall_back(
        authority=w, case=case, reason="有争议", now=noon(on)
    ),
    "claims": lambda c, w, case, on: claims.list_claims(
        authority=w, case=case, texts=["修路灯", "赔药费"], now=noon(on)
    ),
    "note": lambda c, w, case, on: recording.add_note(
        authority=w, case=case, kind="contact", on=on, text="电话联系", now=noon(on)
    ),
    "co_handle": lambda c, w, case, on: co_handling.ask_unit(
        authority=w,
        case=case,
        unit=c.discipline if case.is_secret else c.bureau,
        task="提供资料",
        due_on=on + timedelta(days=9),
        now=noon(on),
    ),
    "move_co_handling": lambda c, w, case, on: co_handling.move_due_day(
        authority=w,
        request=_one([r for r in proceedings_of(case).requests if not r.answered_at]),
        due_on=on + timedelta(days=11),
        reason="资料较多",
        now=noon(on),
    ),
    "answer_request": lambda c, w, case, on: co_handling.answer_request(
        authority=w,
        request=_one([r for r in proceedings_of(case).requests if not r.answered_at]),
        answer="已提供",
        now=noon(on),
    ),
    "announce_hearing": lambda c, w, case, on: hearings.announce_hearing(
        authority=w,
        case=case,
        held_at=noon(on + timedelta(days=10)),
        place="听证室",
        subject="赔偿",
        form=HearingForm.OPEN,
        members="三人",
        asked="村民代表",
        served_how="",
        now=noon(on),
    ),
    "hold_hearing": lambda c, w, case, on: recording.open_hearing(
        authority=w, case=case, starts_on=on, place="听证室", members="三人", now=noon(on)
    ),
    "close_hearing": lambda c, w, case, on: recording.close_hearing(
        authority=w,
        hearing=_one(proceedings_of(case).hearing),
        ends_on=on,
        record="完毕",
        now=noon(on),
    ),
    "settle": lambda c, w, case, on: recording.settle_case(
        authority=w,
        case=case,
        kind="settlement",
        parties="双方",
        terms="十日内修复",
        agreed_on=on,
        now=noon(on),
    ),
    "extend": lambda c, w, case, on: handling.extend_handling(
        authority=w,
        case=case,
        days=15,
        reason="情况复杂",
        approved_on=on,
        served_how="post",
        now=noon(on),
    ),
    "reply": lambda c, w, case, on: concluding.reply_directly(
        authority=w,
        case=case,
        reply=SOUND,
        replied_on=on,
        served_how="post",
        report="已办结。",
        now=noon(on),
    ),
    "conclude": _conclude,
    "urgent": lambda c, w, case, on: urgent.report_urgent(
        authority=w,
        case=case,
        draft=UrgentDraft(["party_government"], noon(on), "险情"),
        now=noon(on),
    ),
    "urgent_receipt": lambda c, w, case, on: urgent.acknowledge(
        authority=w,
        delivery=_one([r for r in proceedings_of(case).urgent if not r.acknowledged_at]),
        acknowledged_at=noon(on),
        receiver="值班员",
        now=noon(on),
    ),
    "recuse": lambda c, w, case, on: recusals.ask_recusal(
        authority=w,
        case=case,
        user=c.inspector if case.is_secret else _either(on, c.deputy, c.principal),
        reason="近亲属",
        now=noon(on),
    ),
    "decide_recusal": lambda c, w, case, on: recusals.decide_recusal(
        authority=w,
        recusal=_recusal(w, case),
        approve=_either(on, True, False),
        reason="属实",
        now=noon(on),
    ),
    "merge": lambda c, w, case, on: merging.merge_case(
        authority=w,
        case=case,
        into=_one(
            [row for row in _others(case) if row.is_open and row.is_secret == case.is_secret]
        ),
        reason="同一事项",
        now=noon(on),
    ),
    "split": lambda c, w, case, on: merging.split_case(
        authority=w,
        case=case,
        parts=[Part("另一事", "另一诉求", case.purpose)],
        reason="一信两事",
        now=noon(on),
    ),
    "link_repeat": lambda c, w, case, on: merging.link_repeat(
        authority=w,
        case=case,
        earlier=_either(on, None, *_others(case)),
        reason="核实",
        now=noon(on),
    ),
    "withdraw": lambda c, w, case, on: withdrawing.withdraw_case(
        authority=w, case=case, reason="书面撤回", withdrawn_on=on, now=noon(on)
    ),
    "serve": lambda c, w, case, on: serving.record_service(
        authority=w,
        document=_one(proceedings_of(case).unserved),
        draft=ServiceDraft(
            method="post", on=on, server="赵专干", is_served=on.day % 5 > 0, note="邮局退回"
        ),
        now=noon(on),
    ),
    "cause": lambda c, w, case, on: causes.record_cause(
        authority=w, case=case, cause=_cause(on), now=noon(on)
    ),
    "correct_cause": lambda c, w, case, on: causes.correct_cause(
        authority=w, case=case, cause=_cause(on), note=f"{on}", reason="核实", now=noon(on)
    ),
    "correct_registration": _correct,
    "execute": lambda c, w, case, on: executing.finish_execution(
        authority=w, case=case, done_on=on, result="已更换", now=noon(on)
    ),
    "request_review": lambda c, w, case, on: _ask(c, w, case, on, level="review"),
    "decide_review": _decide,
    "request_recheck": lambda c, w, case, on: _ask(c, w, case, on, level="recheck"),
    "decide_recheck": _decide,
    "redo": lambda c, w, case, on: redoing.conclude_anew(
        authority=w,
        case=case,
        outcome="supported",
        answers=_answers(case),
        opinion=SOUND,
        legal_basis="《城市道路管理条例》第二十三条",
        issued_on=on,
        served_on=on if on.day % 2 else None,
        served_how="in_person" if on.day % 2 else "",
        now=noon(on),
    ),
    "dismiss_review": lambda c, w, case, on: reviews.dismiss_review(
        authority=w,
        review=_one(proceedings_of(case).open_review),
        reason="逾期",
        dismissed_on=on,
        now=noon(on),
    ),
    "terminate": lambda c, w, case, on: terminating.terminate_case(
        authority=w, case=case, terminated_on=on, plan="帮扶", now=noon(on)
    ),
    "evaluate": lambda c, w, case, on: evaluating.record_evaluation(
        authority=w,
        case=case,
        ratings={"office": RatingDraft("good"), "unit": RatingDraft("fair")},
        source="phone",
        source_note="回访",
        now=noon(on),
    ),
}
