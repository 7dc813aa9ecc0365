"""The proof of service (送达回证) as the typesetter's plain data: what is known is printed, the rest is written by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from petitions.domain.letters import LetterPaper

#: What the proof of service calls a place and a trace, by the way of service (民事诉讼法送达的规定, by analogy).
PLACES = {"post": "邮寄地址", "electronic": "电子送达地址"}
TRACES = {
    "in_person": "备注",
    "post": "邮件号码",
    "electronic": "发送记录",
    "left": "留置经过",
    "entrusted": "受托单位",
}
RECEIVERS = {"post": "签收人（回执）", "electronic": "受送达人确认"}
WAYS = "□直接　□邮寄　□电子　□留置　□委托"


@dataclass(frozen=True, slots=True)
class Service:
    """What is known of one attempt of service; empty values are written by hand. ``way``: its code, ``method``: its word."""

    way: str = ""
    method: str = ""
    on: date | None = None
    place: str = ""
    receiver: str = ""
    relation: str = ""
    refusal: str = ""
    witness: str = ""
    server: str = ""
    trace: str = ""


def service_form(paper: LetterPaper, service: Service) -> dict[str, Any]:
    """The proof of service (送达回证): paper, receiver, place, way, time, refusal, witness."""
    rows = (
        ("文书名称及文号", f"{paper.title} {paper.number}".strip(), True, 1),
        ("信访件编号", paper.case_number, True, 1),
        ("受送达人", paper.addressee, True, 1),
        ("送达方式", service.method or WAYS, True, 1),
        (PLACES.get(service.way, "送达地点"), service.place, True, 1),
        (RECEIVERS.get(service.way, "受送达人签名"), service.receiver, True, 2),
        ("送达时间", _spoken(service.on), True, 1),
        ("代收人及关系", service.relation, True, 1),
        ("拒收事由", service.refusal, True, 2),
        (TRACES.get(service.way, "备注"), service.trace, True, 1),
        ("见证人签名", service.witness, True, 1),
        ("送达人签名", service.server, True, 1),
    )
    return {
        "format": "letter",
        "organ": paper.organ,
        "number": "",
        "title": "送达回证",
        "issued_on": paper.issued_on.isoformat(),
        "blocks": [
            {
                "type": "fields",
                "items": [
                    {"label": label, "value": value, "wide": wide, "lines": lines}
                    for label, value, wide, lines in rows
                ],
                "caption": "",
            }
        ],
        "closing": [],
        "signer": paper.organ,
    }


def _spoken(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　　　年　　月　　日"
