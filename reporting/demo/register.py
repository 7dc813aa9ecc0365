"""The county's old register: what was closed before the system was in use comes in through the register import."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from core import transitions
from organizations.authority import Authority
from petitions.domain.content_classes import CONTENT_CLASSES
from petitions.domain.import_plan import ImportDefaults
from petitions.enums import Form, ImportStatus, LevelVisited, Purpose
from petitions.models import Case
from petitions.services.drafts import PersonDraft
from petitions.services.importing import batches, running
from reporting.demo.course import course_of
from reporting.demo.days import OfficeHours
from reporting.demo.matters import OFFICE, Matter

SOURCE = "县信访局登记簿"
NAMES = {item.code: item.name for item in CONTENT_CLASSES}
_ENDINGS = {
    "file": "来信内容为表达感谢，没有具体诉求，登记后存档备查，不再另行答复。",
    "refuse": "该事项已由人民法院立案审理，应当通过诉讼程序解决，已当面说明并告知法律援助途径。",
}
CLERKS = ("clerk1", "clerk2", "clerk3")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the old register: the days of a matter that is over."""

    matter: Matter
    registered: date
    dispatched: date | None
    accepted: date | None
    replied: date
    reply: str


def entry_of(matter: Matter, *, hours: OfficeHours, seed: int) -> Entry:
    """The line of a matter as its course would have been; a register knows only how it ended and when."""
    course = course_of(Random(f"{seed}:{matter.index}"), matter)
    registered = hours.working_day(matter.received_on)
    sent = registered
    if matter.receiver == OFFICE and matter.owner != OFFICE:
        sent = hours.working_day(registered + timedelta(days=course.dispatch))
    accepted = hours.working_day(sent + timedelta(days=course.accept))
    if matter.owner == OFFICE:
        accepted = sent
    taken = (
        1
        if course.ending == "file"
        else min(course.conclude, course.conclude if course.late else 58)
    )
    replied = hours.working_day(accepted + timedelta(days=taken), back=not course.late)
    handled = course.ending == "opinion"
    return Entry(
        matter=matter,
        registered=registered,
        dispatched=sent if matter.owner != OFFICE else None,
        accepted=accepted if matter.is_claim and handled else None,
        replied=max(replied, accepted),
        reply=matter.words.opinion if handled else _ENDINGS[course.ending],
    )


def import_register(
    entries: Sequence[Entry], *, authority: Authority, clerks: Sequence[str], now: datetime
) -> dict[int, int]:
    """Write the register as a file and import it; returns index of the matter → its case."""
    content = _as_csv(entries, clerks)
    batch = batches.upload_register(
        authority=authority,
        source=SOURCE,
        name="信访登记簿（上线前）.csv",
        size=len(content),
        file=io.BytesIO(content),
        now=now,
    )
    columns = {int(index): name for index, name in batch.columns.items()}
    batches.save_mapping(
        authority=authority, batch=batch, columns=columns, defaults=ImportDefaults(), now=now
    )
    transitions.apply(  # the loader is its own worker
        batch,
        sources=[ImportStatus.UPLOADED],
        target=ImportStatus.QUEUED,
        verb="import.queue",
        actor=authority.user,
        at=now,
    )
    running.import_rows(batch=batch, now=now)
    numbers = Case.objects.filter(import_rows__batch=batch).values_list("superior_number", "pk")
    return {int(number.rpartition("-")[2]): pk for number, pk in numbers}


HEADER = [
    "原编号",
    "信访日期",
    "登记日期",
    "姓名",
    "电话",
    "身份证号",
    "住址",
    "信访形式",
    "信访层级",
    "人数",
    "信访目的",
    "一级分类",
    "二级分类",
    "主题",
    "反映问题",
    "概况",
    "问题属地",
    "办理单位",
    "转办日期",
    "受理日期",
    "答复意见",
    "答复时间",
    "首接责任人",
    "上级转来",
    "被反映单位",
]


def _as_csv(entries: Sequence[Entry], clerks: Sequence[str]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    writer.writerows(_cells(entry, clerks) for entry in entries)
    return text.getvalue().encode("utf-8-sig")


def _cells(entry: Entry, clerks: Sequence[str]) -> list[object]:
    matter = entry.matter
    first = matter.people[0] if matter.people else PersonDraft()
    code = matter.words.topic.code
    return [
        f"DJ-{matter.index:05d}",
        matter.received_on,
        entry.registered,
        "、".join(person.name for person in matter.people),
        first.phone,
        first.id_number,
        first.address,
        Form(matter.form).label,
        LevelVisited(matter.level).label,
        matter.head_count,
        Purpose(matter.purpose).label,
        NAMES[f"{code[:2]}0000"],
        NAMES[code],
        matter.words.heading,
        matter.statement(),
        matter.words.summary,
        matter.town.name,
        matter.owner,
        entry.dispatched or "",
        entry.accepted or "",
        entry.reply,
        entry.replied,
        clerks[matter.index % len(clerks)],
        "是" if matter.from_superior else "",
        matter.accused,
    ]
