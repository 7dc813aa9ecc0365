"""An official document as a whole, and its plain-data form (see `core.pdf.blocks` for its parts)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, asdict, dataclass, fields
from datetime import date
from typing import Any

from core.pdf.blocks import BLOCK_TYPES, Block, Column, Field, Fields, HeadCell, Image, Row, Table

FORMATS = ("redhead", "letter", "form")


@dataclass(frozen=True)
class Annex:
    """An 附件: it begins a page, before the 版记.

    Attributes:
        title: its title, the same as in the list of annexes.
        blocks: its contents.
        label: "附件" or "附件1"; left out, the typesetter numbers the annexes.
    """

    title: str
    blocks: tuple[Block, ...]
    label: str = ""


@dataclass(frozen=True)
class Document:
    """An official document.

    Attributes:
        format: "redhead" (红头: 通报, 通知), "letter" (信函: 告知书, 转送函, 交办函, 督办函) or "form" (a sheet of the file that is no
            official document: 目录, 登记表, 记录; all in black, without page numbers of its own, dated only when it is signed).
        organ: the red mark (发文机关标志): the organ's full name, with "文件" for a red-head document; above the title of a form.
        title: title; line breaks choose the lines, otherwise they are balanced.
        issued_on: date of the document (成文日期), ISO; also the date in the file's metadata.
        number: 发文字号, "云信〔2026〕12号".
        signer: organ that signs (署名); empty prints the date alone.
        addressee: 主送机关 with its colon (added when missing).
        blocks: the body.
        closing: printed after the date (places where the petitioner signs for it).
        sealed: a seal will be set: the date stands four characters from the right edge with the signer centred above it.
        attachments: names listed as 附件说明; those of `annexes` are added by themselves.
        annexes: attachments printed in the same file.
        remark: 附注, in brackets below the date ("联系人：……").
        copies_to: 抄送机关 of the 版记.
        printer, printed_on: 印发机关 and 印发日期 (ISO) of the 版记 (red-head documents only; the standard leaves them out of letters).
        serial: 份号, six digits.      secrecy: 密级和保密期限.      urgency: 紧急程度 ("特急", "加急").
        approver: 签发人, for documents to a superior.
        code: a QR code or the like, printed left of the signature.
        draft: printed across each page of a document that is not yet in force ("送审稿").
    """

    organ: str
    title: str
    issued_on: str
    format: str = "redhead"
    number: str = ""
    signer: str = ""
    addressee: str = ""
    blocks: tuple[Block, ...] = ()
    closing: tuple[Block, ...] = ()
    sealed: bool = True
    attachments: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    remark: str = ""
    copies_to: str = ""
    printer: str = ""
    printed_on: str = ""
    serial: str = ""
    secrecy: str = ""
    urgency: str = ""
    approver: str = ""
    code: Image | None = None
    draft: str = ""

    def __post_init__(self) -> None:
        if self.format not in FORMATS:
            raise ValueError(f"unknown document format {self.format!r}; known: {FORMATS}")
        for name in ("issued_on", "printed_on"):
            value = getattr(self, name)
            if isinstance(value, date):
                object.__setattr__(self, name, value.isoformat())
            elif value:
                date.fromisoformat(value)

    def to_dict(self) -> dict[str, Any]:
        """Plain data that `from_dict` reads back, ready for `json.dumps`."""
        data = asdict(self)  # `code` becomes plain data here, the blocks below
        for name in ("blocks", "closing"):
            data[name] = [_block_to_dict(block) for block in getattr(self, name)]
        data["annexes"] = [
            {**asdict(annex), "blocks": [_block_to_dict(block) for block in annex.blocks]}
            for annex in self.annexes
        ]
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Document:
        """Build from `to_dict` data, also after a round trip through JSON.

        Raises:
            ValueError: an unknown block type or field, or a missing one, named in the message.
        """
        values = dict(data)
        for name in ("blocks", "closing"):
            values[name] = _blocks(values.get(name, ()))
        values["annexes"] = tuple(
            _build(Annex, {**annex, "blocks": _blocks(annex.get("blocks", ()))})
            for annex in values.get("annexes", ())
        )
        if isinstance(values.get("code"), Mapping):
            values["code"] = _build(Image, values["code"])
        values["attachments"] = tuple(values.get("attachments", ()))
        return _build(cls, values)


def _block_to_dict(block: Block) -> dict[str, Any]:
    return {"type": block.type, **asdict(block)}


def _blocks(items: Sequence[Any]) -> tuple[Block, ...]:
    return tuple(block_from_dict(item) if isinstance(item, Mapping) else item for item in items)


def block_from_dict(data: Mapping[str, Any]) -> Block:
    """Build one block from its fields and its `type`.

    Raises:
        ValueError: the type or a field is unknown, or a field is missing.
    """
    values = dict(data)
    kind = BLOCK_TYPES.get(values.pop("type", ""))
    if kind is None:
        raise ValueError(f"unknown block type {data.get('type')!r}; known: {sorted(BLOCK_TYPES)}")
    if kind is Table:
        values["columns"] = tuple(_part(Column, item) for item in values.get("columns", ()))
        values["head"] = tuple(
            tuple(_part(HeadCell, cell) for cell in row) for row in values.get("head", ())
        )
        values["rows"] = tuple(_row(item) for item in values.get("rows", ()))
    elif kind is Fields:
        values["items"] = tuple(_part(Field, item) for item in values.get("items", ()))
    return _build(kind, values)


def _row(item: Any) -> Row:
    if isinstance(item, Mapping):
        return _build(Row, {**item, "cells": tuple(item.get("cells", ()))})
    return item if isinstance(item, Row) else Row(tuple(item))


def _part(kind: type[Any], item: Any) -> Any:
    if isinstance(item, Mapping):
        return _build(kind, item)
    return kind(item) if isinstance(item, str) else item


def _build(kind: type[Any], values: Mapping[str, Any]) -> Any:
    """Make a `kind` of `values`, lists as tuples, with a message that names what is wrong."""
    known = {item.name: item for item in fields(kind)}
    unknown = sorted(set(values) - set(known))
    missing = sorted(
        name
        for name, item in known.items()
        if name not in values and item.default is MISSING and item.default_factory is MISSING
    )
    if unknown or missing:
        raise ValueError(f"{kind.__name__}: unknown fields {unknown}, missing fields {missing}")
    return kind(**{name: _frozen(value) for name, value in values.items()})


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
