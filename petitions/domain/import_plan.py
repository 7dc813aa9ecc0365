"""The plan of one register row with its reasons, what it is made from, and the fingerprint that knows a row again."""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from petitions.domain import hollow
from petitions.domain.import_fields import NAME_OF_ZH, REPORT_COLUMNS, header_key
from petitions.domain.import_values import ValueProblem, When, parse_when, text_of
from petitions.domain.places import PlaceMatch, PlaceMatcher

#: Characters of a cell and of an identity number that a finding shows.
SHOWN, SHOWN_OF_ID = 60, 4
ERROR, WARNING, INFO = "error", "warning", "info"
AUTO, OPEN, BACKLOG, CLOSED = "auto", "open", "backlog", "closed"

_IGNORED = frozenset(
    header_key(name)
    for name in (*REPORT_COLUMNS, "序号", "序", "行号", "点赞数", "反对数", "点击数")
)
_LOOKS_LIKE_DATE = re.compile(r"\s*\d{4}[-/.年]\d")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell about a row: ``level`` error, warning or info; ``column`` is the field's Chinese name or "".

    ``letter`` names the column as the spreadsheet does, ``value`` is what stands in the cell, shortened; both only
    where something is wrong with it, and "" where the file has no such column.
    """

    level: str
    text: str
    column: str = ""
    letter: str = ""
    value: str = ""

    def to_json(self) -> dict[str, str]:
        """The finding as JSON-able data; an empty letter or value is left out."""
        more = {"letter": self.letter, "value": self.value} if self.letter else {}
        return {"level": self.level, "text": self.text, "column": self.column, **more}


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row as read: ``number`` counts from 1 as the spreadsheet shows it."""

    number: int
    cells: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class ImportDefaults:
    """What stands in for a missing column.

    ``handling``: what a row without an end becomes (auto, open, backlog, closed); ``closed_on``: end of a closed or
    answered row that has no date; ``received``: day of receipt of rows without one; ``place``: code of a unit for rows
    whose text names none; ``responsible``: "" for the receiving unit, "place" for the unit of the place, or a code.
    """

    form: str = "online"
    purpose: str = "request"
    level: str = "county"
    handling: str = AUTO
    received: date | None = None
    closed_on: date | None = None
    content_class: str = ""
    place: str = ""
    responsible: str = ""


@dataclass(frozen=True, slots=True)
class Lookups:
    """The county's names → ids, and what else a plan rests on.

    ``units`` and ``places`` map normalised names and codes to (id, name); ``places`` holds only units that can be the
    place of a matter, ``handlers`` the ids that may answer for one. ``classes`` maps names and codes of content classes to ids, ``staff`` full names to account ids.
    """

    units: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    handlers: frozenset[int] = frozenset()
    places: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    classes: Mapping[str, int] = field(default_factory=dict)
    staff: Mapping[str, int] = field(default_factory=dict)
    matcher: PlaceMatcher = field(default_factory=PlaceMatcher)
    hollow_length: int = hollow.MIN_LENGTH


@dataclass(slots=True)
class RowPlan:
    """What a row becomes. ``findings`` carry the reasons; a plan with an error is not imported."""

    row: SourceRow
    fingerprint: str
    findings: list[Finding] = field(default_factory=list)
    columns: Mapping[str, int] = field(default_factory=dict)
    number: str = ""
    received: When | None = None
    registered: When | None = None
    names: list[str] = field(default_factory=list)
    source_key: str = ""
    phone: str = ""
    id_number: str = ""
    address: str = ""
    form: str = ""
    level: str = ""
    head_count: int = 1
    purpose: str = ""
    content_class_id: int | None = None
    title: str = ""
    statement: str = ""
    summary: str = ""
    text_fingerprint: str = ""
    wide: str = ""
    place_id: int | None = None
    place_name: str = ""
    place_detail: str = ""
    place_match: PlaceMatch | None = None
    unit_id: int | None = None
    unit_named: bool = False
    accused_id: int | None = None
    first_contact_id: int | None = None
    is_urgent: bool = False
    from_superior: bool = False
    handling: str = OPEN
    dispatched: date | None = None
    accepted: date | None = None
    concluded: date | None = None
    reply: str = ""

    @property
    def refused(self) -> bool:
        """True when an error keeps the row out."""
        return any(found.level == ERROR for found in self.findings)

    @property
    def warned(self) -> bool:
        """True when something should be looked at."""
        return any(found.level == WARNING for found in self.findings)

    @property
    def is_anonymous(self) -> bool:
        """Nobody is named, not even by a pseudonym."""
        return not self.names and not self.source_key

    @property
    def order(self) -> tuple[datetime, int]:
        """Rows are imported in the order of receipt, so that the earlier matter is there when its repeat comes."""
        when = self.received or When(date.max)
        return datetime.combine(when.day, when.clock or time()), self.row.number

    def say(self, level: str, text: str, column: str = "") -> None:
        """Add one finding; a problem with a column names its cell."""
        letter, value = ("", "") if level == INFO else self._cell_of(column)
        self.findings.append(Finding(level, text, column, letter, value))

    def _cell_of(self, column: str) -> tuple[str, str]:
        name = NAME_OF_ZH.get(column, "")
        index = self.columns.get(name, -1)
        if index < 0:
            return "", ""
        cells = self.row.cells
        text = " ".join(text_of(cells[index]).split()) if index < len(cells) else ""
        if name == "id_number" and len(text) > SHOWN_OF_ID:
            text = f"…{text[-SHOWN_OF_ID:]}"  # the number itself is kept encrypted or not at all
        return letter_of(index), text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def letter_of(index: int) -> str:
    """Return the name a spreadsheet gives a column: 0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = f"{chr(ord('A') + rest)}{letters}"
    return letters


def name_key(name: object) -> str:
    """The form names of units, classes and people are compared in: NFKC without blanks, lower case."""
    return "".join(unicodedata.normalize("NFKC", text_of(name)).split()).lower()


def ignored_columns(headers: Sequence[object]) -> frozenset[int]:
    """Indexes of the columns that say nothing about the matter: running numbers, click counts, our own report columns."""
    return frozenset(index for index, name in enumerate(headers) if header_key(name) in _IGNORED)


def row_fingerprint(cells: Sequence[object], ignored: Collection[int] = ()) -> str:
    """SHA-256 of what a row says, whatever the order, the names and the padding of its columns.

    Blank cells and the `ignored_columns` do not count; a date counts as the moment it means. The same row in the
    same or another file has the same fingerprint.
    """
    values = [_canonical(cell) for index, cell in enumerate(cells) if index not in ignored]
    return hashlib.sha256("\x1f".join(sorted(filter(None, values))).encode()).hexdigest()


def _canonical(cell: object) -> str:
    text = text_of(cell)
    if isinstance(cell, datetime) or (len(text) <= 25 and _LOOKS_LIKE_DATE.match(text)):
        try:
            when = parse_when(cell, latest=date.max)
        except ValueProblem:
            when = None
        if when is not None:
            return f"{when.day.isoformat()}T{(when.clock or time()).isoformat()}"
    return "".join(text.split())
