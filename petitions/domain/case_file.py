"""The sheets of a case file (卷宗) as the typesetter's plain data: cover, contents, forms, history, closing sheet.

The parts follow GB/T 9705 (文书档案案卷格式): 案卷封面, 卷内文件目录, 卷内文件, 卷内备考表.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from petitions.domain.timeline import Event

Sheet = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: ``title``, ``maker`` (责任者), ``number`` (文号), ``on`` (date, None without one)."""

    title: str
    maker: str = ""
    number: str = ""
    on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class VolumeFacts:
    """What the cover and the closing sheet say; texts as they are printed, "" for what is not known."""

    organ: str
    number: str
    title: str
    petitioners: str
    form: str
    legal_class: str
    place: str
    unit: str
    received_on: date
    closed_on: date | None
    result: str
    printed_on: date
    printed_by: str
    is_secret: bool = False


def cover(facts: VolumeFacts, *, entries: int, pages: int) -> Sheet:
    """案卷封面; the archive's own numbers and 保管期限 stay empty, to be filled in by the archive."""
    items = (
        _field("案卷题名", f"{facts.petitioners}反映“{facts.title}”的信访事项", wide=True, lines=4),
        _field("信访件编号", facts.number, wide=True, lines=2),
        _field("信访形式", facts.form, lines=2),
        _field("事项类别", facts.legal_class, lines=2),
        _field("问题属地", facts.place, lines=2),
        _field("责任单位", facts.unit, lines=2),
        _field("收到日期", facts.received_on.isoformat(), lines=2),
        _field("了结日期", facts.closed_on.isoformat() if facts.closed_on else "尚未了结", lines=2),
        _field("办理结果", facts.result, wide=True, lines=2),
        _field("卷内文件", f"{entries} 件", lines=2),
        _field("页数", f"{pages} 页", lines=2),
        _field("保管期限", "", wide=True, lines=2),
        _field("全宗号", "", lines=2),
        _field("目录号", "", lines=2),
        _field("案卷号", "", wide=True, lines=2),
    )
    space = {"type": "space", "lines": 2}
    return _sheet(facts, "信访事项卷宗", [space, _fields(items)], organ=facts.organ)


def contents(facts: VolumeFacts, entries: Sequence[tuple[Entry, str]]) -> Sheet:
    """卷内文件目录: each entry with the pages it stands on."""
    columns = (
        _column("序号", 10),
        _column("责任者", 24),
        _column("文号", 37),
        _column("题名", 41, "left"),
        _column("日期", 18),
        _column("页号", 14),
        _column("备注", 12),
    )
    rows = [
        [
            str(number),
            entry.maker,
            entry.number,
            entry.title,
            entry.on.isoformat() if entry.on else "",
            pages,
            entry.note,
        ]
        for number, (entry, pages) in enumerate(entries, start=1)
    ]
    return _sheet(facts, "卷内文件目录", [_table(columns, rows, size=9)])


def movements(facts: VolumeFacts, rows: Iterable[Sequence[str]]) -> Sheet:
    """转送（交办）流转单: way, from, to, sent, received, period set, what became of it."""
    columns = (
        _column("方式", 13),
        _column("发出单位", 24),
        _column("接收单位", 24),
        _column("发出时间", 22),
        _column("收到日期", 20),
        _column("指定期限", 20),
        _column("要求和处理情况", 33, "left"),
    )
    return _sheet(facts, "信访事项流转单", [_table(columns, rows, size=9)])


def roll(facts: VolumeFacts, rows: Iterable[Sequence[str]], *, declared: int) -> Sheet:
    """信访人名单: number, name, part, telephone, end of the identity number, address."""
    columns = (
        _column("序号", 12),
        _column("姓名（名称）", 30),
        _column("身份", 18),
        _column("联系电话", 30),
        _column("证件号码后四位", 24),
        _column("住址", 42, "left"),
    )
    listed = list(rows)
    note = f"登记信访人数 {declared} 人，名单 {len(listed)} 人。"
    return _sheet(facts, "信访人名单", [_table(columns, listed, size=10.5, notes=[note])])


def claims(facts: VolumeFacts, rows: Iterable[Sequence[str]]) -> Sheet:
    """诉求及答复表: number, demand, result, opinion, basis (条例第三十二条)."""
    columns = (
        _column("序号", 12),
        _column("诉求", 44, "left"),
        _column("结果", 18),
        _column("处理意见", 50, "left"),
        _column("依据", 32, "left"),
    )
    return _sheet(facts, "诉求及答复表", [_table(columns, rows, size=10.5)])


def records(facts: VolumeFacts, title: str, told: Iterable[tuple[str, Sequence[str]]]) -> Sheet:
    """A sheet of records: each with its heading (day, kind, by whom) and its text."""
    blocks: list[dict[str, Any]] = []
    for number, (heading, texts) in enumerate(told, start=1):
        blocks.append({"type": "heading", "text": f"{number}. {heading}", "level": 3})
        blocks.extend({"type": "paragraph", "text": text} for text in texts if text.strip())
    return _sheet(facts, title, blocks)


def picture(facts: VolumeFacts, label: str, name: str, *, jpeg: str, width: float) -> Sheet:
    """A page with one scan or photograph; ``width`` in millimetres."""
    image = {"type": "image", "jpeg": jpeg, "width": width, "alt": name, "caption": name}
    return _sheet(facts, label, [image])


def files(facts: VolumeFacts, rows: Iterable[Sequence[str]]) -> Sheet:
    """附件清单: number, name, size, by whom and when, whether it is bound here, SHA-256."""
    columns = (
        _column("序号", 11),
        _column("文件名", 36, "left"),
        _column("大小", 17),
        _column("提交人、日期", 24),
        _column("装订情况", 24),
        _column("SHA-256", 44, "left"),
    )
    note = "未装订的文件以电子形式保存在信访事项办理系统中，凭 SHA-256 核对。"
    return _sheet(facts, "附件清单", [_table(columns, rows, size=9, notes=[note])])


def history(facts: VolumeFacts, events: Iterable[Event]) -> Sheet:
    """办理过程: every entry of the timeline; their times are the county's own."""
    columns = (
        _column("时间", 20),
        _column("事项", 80, "left"),
        _column("依据", 34, "left"),
        _column("经办人", 22),
    )
    rows = []
    for event in events:
        told = "\n".join([event.title, *(line.text for line in event.lines)])
        at = f"{event.on}\n{event.at:%H:%M}" if event.at else event.on.isoformat()
        rows.append([at, told, event.article, event.actor])
    return _sheet(facts, "办理过程", [_table(columns, rows, size=9)])


def closing(facts: VolumeFacts, *, entries: int, pages: int, loose: int) -> Sheet:
    """卷内备考表: what the volume holds, and who filed and checked it, by hand."""
    said = f"本卷共有文件 {entries} 件，{pages} 页。"
    if loose:
        said += f"另有 {loose} 个附件未装订，见附件清单。"
    if facts.is_secret:
        said += "本卷为检举控告事项，不得将有关情况透露或者转给被检举、控告的人员或者单位（条例第三十条第三款）。"
    items = (
        _field("本卷情况说明", said, wide=True, lines=14),
        _field("立卷人", "", lines=2),
        _field("检查人", "", lines=2),
        _field("立卷时间", "", lines=2),
        _field("打印", f"{facts.printed_by} {facts.printed_on.isoformat()}", lines=2),
    )
    return _sheet(facts, "卷内备考表", [_fields(items)])


def broken(facts: VolumeFacts, entry: Entry) -> Sheet:
    """In the place of a letter that is no longer what was issued."""
    text = f"《{entry.title}》{entry.number}的内容与出具时不一致，没有打印。请联系系统管理员核查，并以纸质原件归档。"
    return _sheet(facts, "未能打印的文书", [{"type": "paragraph", "text": text, "bold": True}])


def plain(facts: VolumeFacts, entry: Entry, body: str) -> Sheet:
    """A paper of an old register, of which only the words are kept."""
    note = "本文书由旧登记簿导入，没有原件版式。"
    blocks: list[dict[str, Any]] = [
        {"type": "paragraph", "text": body},
        {"type": "notes", "items": [note], "title": "说明"},
    ]
    return _sheet(facts, entry.title, blocks)


def _sheet(
    facts: VolumeFacts,
    title: str,
    blocks: Sequence[dict[str, Any]],
    *,
    organ: str = "",
) -> Sheet:
    return {
        "format": "form",
        "organ": organ or facts.number,
        "title": title,
        "issued_on": facts.printed_on.isoformat(),
        "secrecy": "检举控告　注意保密" if facts.is_secret else "",
        "blocks": list(blocks),
    }


def _field(label: str, value: str, *, wide: bool = False, lines: int = 1) -> dict[str, Any]:
    return {"label": label, "value": value, "wide": wide, "lines": lines}


def _fields(items: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "fields", "items": list(items), "caption": ""}


def _column(title: str, width: float, align: str = "center") -> dict[str, Any]:
    return {"title": title, "width": width, "align": align}


def _table(
    columns: Sequence[dict[str, Any]],
    rows: Iterable[Any],
    *,
    size: float,
    notes: Sequence[str] = (),
) -> dict[str, Any]:
    """A table; a row is its cells, or a dict with a style."""
    return {
        "type": "table",
        "columns": list(columns),
        "rows": [row if isinstance(row, dict) else {"cells": list(row)} for row in rows],
        "size": size,
        "notes": list(notes),
    }
