"""A list of petitioners typed or pasted line by line (联名人、来访人名单): what each line says of a person.

A line names one person: name, and in any order identity number, telephone, part and address, apart by tabs, commas or
blanks; a line of bare names apart by 、 names several. Serial numbers at the beginning are left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.domain.words import words as _

#: Parts as people write them, and their codes.
ROLES = {
    "代表": "representative",
    "信访代表": "representative",
    "主访人": "main",
    "联名人": "member",
    "来访人": "member",
    "代理人": "agent",
}
NAME_LENGTH = 80
ADDRESS_LENGTH = 200
#: Words of a heading, which is no person.
HEADINGS = ("姓名", "名称", "信访人")
_SERIAL = re.compile(r"^[（(]?\d{1,4}(?:[)）]|[.．、:：]|\s)\s*(?=\D)")
_NUMBER = re.compile(r"^[0-9]{14,20}[0-9Xx]?$|^[0-9]{17}[Xx]$")
_PHONE = re.compile(r"^(?:\+?86-?)?(?:1\d{10}|0\d{2,3}-?\d{7,8}|\d{7,8})$")
_COMMAS = re.compile(r"[,，;；|]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class RollLine:
    """One person as read from a line.

    ``number``: of the line, from 1; ``text``: the line as typed; ``role``: code, "" when the line says none; ``problem``:
    why it cannot be taken, "" when it can.
    """

    number: int
    text: str
    name: str = ""
    id_number: str = ""
    phone: str = ""
    address: str = ""
    role: str = ""
    problem: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells two lines apart."""
        return (self.name, self.id_number, self.phone, self.address)


def read_roll(text: str) -> list[RollLine]:
    """Read every line that says something; a line of several bare names gives one entry for each."""
    return [
        entry
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip() and not _is_heading(line)
        for entry in _entries(number, line)
    ]


def lines_of_table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of a workbook as lines of a list: its heading and a column of serial numbers left out."""
    lines = []
    for row in rows:
        cells = [cell.replace("\t", " ").replace("\n", " ").strip() for cell in row]
        line = "\t".join(cell for cell in cells if cell)
        if line and not _is_heading(line):
            lines.append(line)
    return lines


def _is_heading(line: str) -> bool:
    cells = _cells(line)
    return len(cells) > 1 and any(cell.startswith(HEADINGS) for cell in cells[:3])


def _entries(number: int, line: str) -> Iterator[RollLine]:
    bare = _SERIAL.sub("", line.strip())
    names = [name.strip() for name in bare.split("、") if name.strip()]
    if len(names) > 1 and not re.search(r"\d", bare) and "\t" not in bare:
        for name in names:
            yield _entry(number, name)
    else:
        yield _entry(number, bare, line.strip())


def _cells(line: str) -> list[str]:
    if "\t" in line:
        parts = line.split("\t")
    elif _COMMAS.search(line):
        parts = _COMMAS.split(line)
    else:
        parts = line.split()
    return [part.strip() for part in parts if part.strip()]


def _entry(number: int, bare: str, text: str = "") -> RollLine:
    found: dict[str, str] = {}
    rest: list[str] = []
    for at, cell in enumerate(_cells(bare)):
        kind, value = _kind_of(cell)
        if at == 0 and cell.isdigit() and len(cell) <= 4:
            continue  # a column of serial numbers
        if kind and kind not in found:
            found[kind] = value
        else:
            rest.append(cell)
    name = rest.pop(0) if rest else ""
    address = " ".join(rest)
    return RollLine(
        number=number,
        text=text or bare,
        name=name,
        address=address,
        problem=_problem(name, address),
        **found,
    )


def _kind_of(cell: str) -> tuple[str, str]:
    compact = re.sub(r"[\s]", "", cell)
    if compact in ROLES:
        return "role", ROLES[compact]
    if _PHONE.match(compact):
        return "phone", compact
    if _NUMBER.match(compact):
        return "id_number", compact.upper()
    return "", ""


def _problem(name: str, address: str) -> str:
    if not name or not _LETTER.search(name):
        return _("没有姓名")
    if len(name) > NAME_LENGTH:
        return _("姓名超过 %(name_length)s 字") % {"name_length": NAME_LENGTH}
    if len(address) > ADDRESS_LENGTH:
        return _("住址超过 %(address_length)s 字") % {"address_length": ADDRESS_LENGTH}
    return ""


def repeated(lines: Sequence[RollLine]) -> dict[int, int]:
    """Positions of lines that say the same as an earlier one → the number of that line."""
    seen: dict[tuple[str, str, str, str], int] = {}
    found = {}
    for at, line in enumerate(lines):
        if line.problem:
            continue
        key = ("", line.id_number, "", "") if line.id_number else line.key
        if key in seen:
            found[at] = seen[key]
        else:
            seen[key] = line.number
    return found
