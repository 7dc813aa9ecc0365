"""Bodies that are right in form, so that an answer tells whether the person may act and not that a field is missing."""

from __future__ import annotations

from typing import Any

DAY = "2026-03-02"
LATER = "2026-04-20"
LETTER = "您反映的事项已收到，将依照《信访工作条例》办理并书面答复。"


def body_of(name: str, *, unit: int) -> dict[str, Any]:
    """What is sent to an address of the interface."""
    return {
        "api:case-act": {"to_unit": unit},
        "api:case-transfer": {"to_unit": unit},
        "api:case-assign": {"to_unit": unit, "report_due_on": LATER},
        "api:case-file": {"reason": "来信致谢，没有诉求"},
        "api:case-object": {"reason": "不属于本单位职责"},
        "api:case-decide-objection": {"approve": False, "reason": "属于你单位职责"},
        "api:case-inform": {"body": LETTER, "informed_on": DAY},
        "api:case-accept": {"body": LETTER, "accepted_on": DAY},
        "api:case-refuse": {"ground": "应当通过诉讼解决", "body": LETTER, "refused_on": DAY},
        "api:case-extend": {"days": 10, "reason": "情况复杂", "approved_on": DAY},
        "api:case-conclude": {
            "outcome": "supported", "opinion": LETTER, "legal_basis": "条例", "issued_on": DAY,
        },
        "api:case-reply": {"reply": LETTER, "replied_on": DAY},
        "api:problem-task-list": {
            "month": "2026-02", "kind": "speed", "title": "告知偏慢", "text": "平均十天告知。",
            "unit": unit, "requirement": "五日内告知", "due_on": LATER,
        },
        "api:problem-task-progress": {"text": "已定专人"},
        "api:problem-task-answer": {"text": "三天告知"},
        "api:problem-task-return": {"reason": "缺数据", "due_on": LATER},
        "api:case-list": {
            "form": "letter", "purpose": "request", "title": "路灯", "statement": "路灯不亮",
            "received_on": DAY, "is_anonymous": True,
        },
    }.get(name, {})  # fmt: skip
