"""The acts beside the main way, for the tests of the pages: step, who, who may not, particulars, status after."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from petitions.models import Case, Cause, UrgentDelivery
from petitions.services.cause_list import load_causes
from tests.petitions.conftest import DAY, SOUND, County, register
from tests.petitions.pages import LETTER

TODAY = DAY + timedelta(days=1)
NEXT = (DAY + timedelta(days=10)).isoformat()


def procedure_acts(county: County) -> dict[str, tuple[str, str, str, dict[str, Any], str]]:
    """code → (step, who acts, who may not but sees the matter, particulars, status after)."""
    day = TODAY.isoformat()
    why = {"reason": "核实属实"}
    letter = {"body": LETTER, "served_how": "in_person"}
    opinion = {"outcome": "upheld", "opinion": SOUND, "legal_basis": "条例", "decided_on": day}
    grounds = {"grounds": "不服处理意见", "requested_on": day, "organ_name": "县人民政府"}
    other = register(county, title="第二件")
    load_causes()
    late, unclear = (Cause.objects.get(code=code).pk for code in ("0201", "0203"))
    return {
        "report_up": (
            "registered",
            "clerk",
            "county_leader",
            {"proposal": "建议由县政府牵头"},
            "registered",
        ),
        "dispute": (
            "sent",
            "officer",
            "county_leader",
            {"parties": [county.town.pk, county.bureau.pk], **why},
            "dispatched",
        ),
        "decide_dispute": (
            "disputed",
            "head",
            "officer",
            {"unit": county.bureau.pk, "decider": "superior", **why},
            "dispatched",
        ),
        "accept_simple": ("sent", "officer", "clerk", {**letter, "accepted_on": day}, "accepted"),
        "refer": (
            "accepted",
            "officer",
            "clerk",
            {
                "route": "1",
                "organ": "县人民法院",
                "basis": "《民事诉讼法》",
                "own_clock": "七日内立案",
                "guidance": "请向法院起诉",
                "referred_on": day,
                "served_how": "in_person",
            },
            "routed",
        ),
        "fall_back": ("simple", "officer", "clerk", why, "accepted"),
        "claims": (
            "accepted",
            "officer",
            "county_leader",
            {"texts": "修路灯\n赔药费"},
            "accepted",
        ),
        "note": (
            "accepted",
            "officer",
            "clerk",
            {"kind": "statement", "on": day, "text": "听取陈述"},
            "accepted",
        ),
        "co_handle": (
            "accepted",
            "officer",
            "clerk",
            {"unit": county.bureau.pk, "task": "提供资料", "due_on": NEXT},
            "accepted",
        ),
        "move_co_handling": (
            "asked",
            "officer",
            "clerk",
            {"due_on": (DAY + timedelta(days=20)).isoformat(), **why},
            "accepted",
        ),
        "answer_request": ("asked", "helper", "clerk", {"answer": "资料已提供"}, "accepted"),
        "announce_hearing": (
            "accepted",
            "officer",
            "county_leader",
            {
                "held_at": f"{NEXT}T09:30",
                "place": "县信访局听证室",
                "subject": "路灯损坏的赔偿",
                "form": "open",
                "members": "主持人李某，听证员王某、赵某",
                "served_how": "in_person",
            },
            "accepted",
        ),
        "hold_hearing": (
            "accepted",
            "officer",
            "county_leader",
            {"starts_on": day, "place": "听证室", "members": "三人"},
            "accepted",
        ),
        "close_hearing": (
            "hearing",
            "officer",
            "county_leader",
            {"ends_on": day, "record": "完毕"},
            "accepted",
        ),
        "settle": (
            "accepted",
            "officer",
            "clerk",
            {"kind": "mediation", "parties": "双方", "terms": "十日修复", "agreed_on": day},
            "settled",
        ),
        "urgent": (
            "registered",
            "clerk",
            "county_leader",
            {
                "recipients": ["party_government"],
                "discovered_at": f"{DAY}T09:00",
                "means": "phone",
                "text": "桥梁险情",
            },
            "registered",
        ),
        "urgent_receipt": (
            "urgent",
            "clerk",
            "county_leader",
            {"acknowledged_at": f"{TODAY}T09:30", "receiver": "值班员"},
            "registered",
        ),
        "recuse": (
            "accepted",
            "clerk",
            "county_leader",
            {"user": county.officer.pk, **why},
            "accepted",
        ),
        "decide_recusal": (
            "recusal",
            "principal",
            "officer",
            {"recusal": "1", "approve": "1", **why},
            "accepted",
        ),
        "merge": ("registered", "clerk", "county_leader", {"into": other.number, **why}, "merged"),
        "split": (
            "registered",
            "clerk",
            "county_leader",
            {"title": "低保", "statement": "低保未批", "purpose": "request", **why},
            "registered",
        ),
        "link_repeat": (
            "registered",
            "clerk",
            "county_leader",
            {"earlier": other.number, **why},
            "registered",
        ),
        "withdraw": (
            "registered",
            "clerk",
            "county_leader",
            {"withdrawn_on": day, **why},
            "withdrawn",
        ),
        "correct_registration": (
            "accepted",
            "clerk",
            "county_leader",
            {"title": "村口路灯不亮", "place_detail": "王家村口", **why},
            "accepted",
        ),
        "serve": (
            "unserved",
            "officer",
            "county_leader",
            {
                "document": "",
                "method": "post",
                "on": day,
                "is_served": "1",
                "server": "赵专干",
                "note": "XA12345678937",
            },
            "concluded",
        ),
        "cause": (
            "concluded",
            "officer",
            "county_leader",
            {"cause": late, "note": "线路老化未列入年度计划"},
            "concluded",
        ),
        "correct_cause": (
            "caused",
            "officer",
            "county_leader",
            {"cause": unclear, **why},
            "concluded",
        ),
        "execute": (
            "promised",
            "officer",
            "clerk",
            {"done_on": day, "result": "已更换"},
            "concluded",
        ),
        "request_review": ("concluded", "clerk", "officer", grounds, "concluded"),
        "decide_review": ("review asked", "clerk", "officer", opinion, "concluded"),
        "request_recheck": ("reviewed", "clerk", "officer", grounds, "concluded"),
        "decide_recheck": ("recheck asked", "clerk", "officer", opinion, "concluded"),
        "redo": (
            "ordered anew",
            "officer",
            "clerk",
            {"outcome": "supported", "opinion": SOUND, "legal_basis": "条例", "issued_on": day},
            "concluded",
        ),
        "dismiss_review": (
            "review asked",
            "clerk",
            "officer",
            {"dismissed_on": day, **why},
            "concluded",
        ),
        "terminate": (
            "rechecked",
            "clerk",
            "officer",
            {"terminated_on": day, "plan": "落实帮扶"},
            "concluded",
        ),
        "evaluate": (
            "concluded",
            "clerk",
            "officer",
            {
                "office_rating": "good",
                "unit_rating": "fair",
                "source": "phone",
                "source_note": "回访",
            },
            "concluded",
        ),
    }


def completed(case: Case, code: str, data: dict[str, Any]) -> dict[str, Any]:
    """The particulars with the ids only the matter knows."""
    if code == "serve":
        return {**data, "document": case.documents.get(kind="opinion").pk}
    if code == "urgent_receipt":
        return {**data, "delivery": UrgentDelivery.objects.get(report__case=case).pk}
    if code == "move_co_handling":
        return {**data, "request": case.co_handlings.get().pk}
    if code == "decide_recusal":
        return {**data, "recusal": case.recusals.get().pk}
    return data
