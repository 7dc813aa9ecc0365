"""The papers of petition work as official letters (信函格式): number, title, body, remedy, what is signed.

Pure composition: facts in, plain data out (the parts named in `core.pdf.blocks`); the data is frozen with the
paper, and the same data always prints the same file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

DATE_LINE = re.compile(r"^\d{4}年\d{1,2}月\d{1,2}日$")
CONTACT_LINE = re.compile(r"^(?:联系人|联系电话)：")

#: 三个明白: printed under every letter that opens a step of the procedure.
UNDERSTANDINGS = (
    (
        "程序：信访部门收到事项后十五日内转送、交办；有权处理的单位收到之日起十五日内书面告知；自受理之日起六十日内办结，"
        "情况复杂的可以延长，不超过三十日；不服处理意见的，可以自收到书面答复之日起三十日内请求复查、复核。"
    ),
    (
        "行为：提出事项应当客观真实；走访到有权处理的本级或者上一级机关设立的接待场所；多人走访推选代表，不超过五人；"
        "遵守法律法规和信访秩序。"
    ),
    "权利：有权查询办理情况、评价办理结果；任何单位和个人不得打击报复信访人；检举控告的内容依法保密。",
)


#: A first line that ends in a colon and is no longer calls the addressee.
SALUTATION_LONGEST = 160
#: How many petitioners a letter calls by name (条例第二十条第三款: 代表不得超过五人).
NAMED = 5
#: Who signs a letter that is served, and an agreement (条例第三十三条).
SERVED = ("受送达人（签名）", "送达人（签名）")
#: Whose the printed copies are; a letter of acceptance goes to the petition office as well (一式三份).
TO_PETITIONER = ("信访人联", "存档联")
ACCEPTED = ("信访人联", "承办单位存档联", "信访局备案联")
BOTH_SIDES = ("信访人联", "对方当事人联", "存档联")
TO_ORGAN = ("主送单位联", "存档联")
PARTIES = ("信访人（签名）", "对方当事人（签名）", "主持人（签名）")


@dataclass(frozen=True, slots=True)
class LetterKind:
    """One of the letters.

    ``word``: its character in the document number (字); ``to_petitioner``: handed to the petitioner and served
    with proof; ``explains``: carries the note 三个明白; ``signers``: the places to sign by hand;
    ``lists_people``: has an annex with everybody when not all are called by name; ``calls``: begins with a salutation;
    ``copies``: whose each printed copy is.
    """

    code: str
    word: str
    to_petitioner: bool = True
    explains: bool = False
    signers: tuple[str, ...] = ()
    lists_people: bool = True
    calls: bool = True
    copies: tuple[str, ...] = TO_PETITIONER


KINDS: dict[str, LetterKind] = {
    kind.code: kind
    for kind in (
        LetterKind("notice", "告", explains=True, signers=SERVED),
        LetterKind("acceptance", "受", explains=True, signers=SERVED, copies=ACCEPTED),
        LetterKind("non_acceptance", "不受", explains=True, signers=SERVED),
        LetterKind("referral", "导", explains=True, signers=SERVED),
        LetterKind("extension", "延", signers=SERVED),
        LetterKind("opinion", "意", signers=SERVED),
        LetterKind("reply", "复", signers=SERVED),
        LetterKind("agreement", "调", signers=PARTIES, calls=False, copies=BOTH_SIDES),
        LetterKind("review", "查", signers=SERVED),
        LetterKind("recheck", "核", signers=SERVED),
        LetterKind("dismissal", "不查", signers=SERVED),
        LetterKind("termination", "终", signers=SERVED),
        LetterKind("hearing", "听", signers=SERVED),
        LetterKind("receipt", "登", explains=True, signers=SERVED, lists_people=False),
        LetterKind("transfer", "转", to_petitioner=False, copies=TO_ORGAN),
        LetterKind("assignment", "交", to_petitioner=False, copies=TO_ORGAN),
        LetterKind("objection", "异", to_petitioner=False, lists_people=False, copies=TO_ORGAN),
        LetterKind("report", "报", to_petitioner=False, copies=TO_ORGAN),
    )
}

#: Letters of the supervising office about a duty, which are no papers of the matter itself (条例第三十九、四十条).
DUTY_KINDS: dict[str, LetterKind] = {
    kind.code: kind
    for kind in (
        LetterKind("supervision", "督", to_petitioner=False),
        LetterKind("suggestion", "建", to_petitioner=False),
        LetterKind("talk", "约", to_petitioner=False),
    )
}
ALL_KINDS = {**KINDS, **DUTY_KINDS}


@dataclass(frozen=True, slots=True)
class LetterPaper:
    """What a letter is composed from.

    ``organ``: full name of the organ that writes; ``number``: 文号; ``body``: the text as the officer wrote it, with or
    without salutation, signature and date; ``correction``: number of the letter this one replaces; ``people``: name and part of
    every petitioner, listed in an annex when the letter names only some of them.
    """

    kind: str
    organ: str
    number: str
    title: str
    addressee: str
    body: str
    issued_on: date
    case_number: str
    lookup_code: str = ""
    correction: str = ""
    people: tuple[tuple[str, str], ...] = ()


def number_text(symbol: str, kind: str, year: int, serial: int) -> str:
    """The document number, e.g. 云信告〔2026〕12号: symbol of the organ, character of the kind, year, serial."""
    return f"{symbol}信{ALL_KINDS[kind].word}〔{year}〕{serial}号"


def organ_symbol(name: str) -> str:
    """代字 of an organ from its short name: 柳河镇 → 柳河, 县自然资源局 → 自然资源; at most four characters."""
    core = re.sub(r"^县", "", name)
    core = re.sub(r"(?:人民政府|街道办事处|委员会|街道|镇|乡|局|委|办|院)$", "", core) or core
    return core[:4]


def compose(paper: LetterPaper) -> dict[str, Any]:
    """Return the letter as the typesetter's plain data (without the code of the look-up)."""
    kind = ALL_KINDS[paper.kind]
    addressee, lines, contact = _parts(paper)
    blocks = [_block(line) for line in lines]
    if paper.correction:
        blocks.insert(0, _paragraph(f"本文书更正并取代{paper.correction}。"))
    lists = kind.lists_people and len(paper.people) > NAMED
    closing: list[dict[str, Any]] = []
    if kind.signers:
        # the parties sign under the text of their agreement, who is served signs under the organ's date
        place = closing if kind.calls else blocks
        place.append({"type": "signatures", "labels": list(kind.signers), "dated": True})
    if kind.explains:
        closing.append(
            {"type": "notes", "items": list(UNDERSTANDINGS), "title": "三个明白", "numbered": True}
        )
    return {
        "format": "letter",
        "organ": paper.organ,
        "number": paper.number,
        "title": paper.title,
        "addressee": addressee if kind.calls else "",
        "blocks": blocks,
        "closing": closing,
        "signer": paper.organ,
        "issued_on": paper.issued_on.isoformat(),
        "remark": contact,
        **({"annexes": [people_annex(paper.people)]} if lists else {}),
    }


def people_annex(people: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The list of those who petition together (信访人名单), two beside each other: names and parts, nothing more."""
    half = (len(people) + 1) // 2
    cells = [(str(at), *person) for at, person in enumerate(people, start=1)]
    rows = [
        [*cells[at], *(cells[at + half] if at + half < len(cells) else ("", "", ""))]
        for at in range(half)
    ]
    heads = [("序号", 16.0, "center"), ("姓名", 0, "left"), ("身份", 22.0, "center")]
    columns = [
        {"title": title, "width": width, "align": align} for title, width, align in (*heads, *heads)
    ]
    return {"title": "信访人名单", "blocks": [{"type": "table", "columns": columns, "rows": rows}]}


def named(names: Sequence[str], head_count: int) -> str:
    """How petitioners are called: up to five by name, "等N人" when there are more; "信访人" without a name."""
    if not names:
        return "信访人"
    shown = "、".join(names[:NAMED])
    return f"{shown}等{head_count}人" if head_count > len(names[:NAMED]) else shown


def _parts(paper: LetterPaper) -> tuple[str, list[str], str]:
    """Split the officer's text: salutation, body, contact; the signature and date are set by the typesetter."""
    lines = [line.strip() for line in paper.body.splitlines() if line.strip()]
    addressee = paper.addressee
    if lines and lines[0].endswith(("：", ":")) and len(lines[0]) <= SALUTATION_LONGEST:
        addressee = lines.pop(0).rstrip("：:")
    while lines and (DATE_LINE.match(lines[-1]) or lines[-1] == paper.organ):
        lines.pop()
    contact = "　".join(line for line in lines if CONTACT_LINE.match(line))
    return addressee, [line for line in lines if not CONTACT_LINE.match(line)], contact


HEADING = re.compile(r"^[一二三四五六七八九十]+、[^，。；]{1,24}$")


def _block(line: str) -> dict[str, Any]:
    if HEADING.match(line):
        return {"type": "heading", "text": line, "level": 1}
    return _paragraph(line)


def _paragraph(text: str) -> dict[str, Any]:
    return {"type": "paragraph", "text": text}


def receipt(facts: Sequence[tuple[str, str]], paper: LetterPaper) -> dict[str, Any]:
    """The registration slip (来访登记单, 条例第十九条): label and value pairs, read back and signed."""
    data = compose(paper)
    wide = {"信访人", "诉求", "概况", "住址"}
    data["blocks"] = [
        {
            "type": "fields",
            "items": [
                {"label": label, "value": value, "wide": label in wide, "lines": 1}
                for label, value in facts
            ],
            "caption": "",
        }
    ]
    data["closing"] = [
        {"type": "signatures", "labels": ["信访人（签名）", "接待人（签名）"], "dated": True},
        *[block for block in data["closing"] if block["type"] == "notes"],
    ]
    return data
