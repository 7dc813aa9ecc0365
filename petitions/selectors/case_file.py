"""What a case file (卷宗) holds: its pieces in the order of the contents, each with the sheet it is printed as."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from organizations.authority import Authority
from petitions.domain import case_file
from petitions.domain.case_file import Entry, Sheet, VolumeFacts
from petitions.domain.timeline import Event
from petitions.enums import DocumentState
from petitions.models import Attachment, Case, Dispatch, Document
from petitions.selectors.letters import proof_form_of, slip_of
from petitions.selectors.people import phone_of
from petitions.selectors.timeline import timeline
from petitions.selectors.timeline.corrections import put_right
from petitions.selectors.timeline.work import work_by_kind

#: Names of the sheets of records, by the kind of row they tell (`selectors.timeline.work.SOURCES`).
RECORDS = {
    "notes": "办理记录（听取陈述、调查核实）",
    "hearings": "听证记录",
    "requests": "协办材料",
    "agreements": "调解和解记录",
    "disputes": "受理争议材料",
    "recusals": "回避材料",
    "urgent": "重大紧急报告记录",
    "reviews": "复查复核登记",
    "referral": "导入法定程序登记",
    "execution": "处理意见执行情况",
    "evaluations": "满意度评价",
    "causes": "成因登记",
}
#: What a browser calls the pictures that Pillow draws, and the suffixes of files whose type it did not know.
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/tiff")
PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff")


@dataclass(frozen=True)
class Piece:
    """One piece of the file: its line of the contents and where its pages come from.

    Exactly one of ``sheet`` (plain data for the typesetter), ``paper`` (an issued letter) and ``file`` (an attachment).
    """

    entry: Entry
    sheet: Sheet | None = None
    paper: Document | None = None
    file: Attachment | None = None


def facts_of(case: Case, authority: Authority) -> VolumeFacts:
    """What cover and closing sheet say (one query)."""
    names = [p.petitioner.name for p in case.participants.select_related("petitioner")[:3]]
    who = "、".join(names) or "匿名信访人"
    if case.head_count > len(names) and names:
        who += f"等 {case.head_count} 人"
    result = str(case.get_status_display())
    if case.outcome:
        result += f"（{case.get_outcome_display()}）"
    return VolumeFacts(
        organ=case.first_contact_unit.name,
        number=case.number,
        title=case.title,
        petitioners=who,
        form=str(case.get_form_display()),
        legal_class=str(case.get_legal_class_display()),
        place=str(case.place or "待定"),
        unit=str(case.responsible_unit),
        received_on=case.received_on,
        closed_on=case.closed_on,
        result=result,
        printed_on=authority.on,
        printed_by=str(authority.user),
        is_secret=case.is_secret,
    )


def pieces_of(case: Case, authority: Authority, facts: VolumeFacts) -> list[Piece]:
    """The file in its order: forms, letters with their proofs, records, attachments, history.

    Queries: those of the timeline, and one for each of people, dispatches, letters, proofs, claims, attachments.
    """
    return [
        Piece(
            Entry("信访事项登记单", str(case.receiving_unit), "", case.registered_on),
            sheet=slip_of(case),
        ),
        *_corrections(case, authority, facts),
        *_roll(case, facts),
        *_movements(case, facts),
        *_letters(case, facts),
        *_claims(case, facts),
        *_records(case, facts),
        *_files(case, facts),
        Piece(
            Entry("办理过程", "", "", authority.on),
            sheet=case_file.history(facts, _local(timeline(case, authority))),
        ),
    ]


def _local(events: list[Event]) -> Iterator[Event]:
    """The same with the county's own time."""
    for event in events:
        yield replace(event, at=timezone.localtime(event.at)) if event.at else event


def _corrections(case: Case, authority: Authority, facts: VolumeFacts) -> Iterator[Piece]:
    """The slip before it says what is right now: here stands what it said before."""
    rows = [
        (f"{timezone.localtime(once.at):%Y-%m-%d %H:%M} {once.by}", once.texts)
        for once in put_right(case, authority)
    ]
    if rows:
        title = "登记更正记录"
        entry = Entry(title, str(case.receiving_unit), "", authority.on)
        yield Piece(entry, sheet=case_file.records(facts, title, rows))


def _roll(case: Case, facts: VolumeFacts) -> Iterator[Piece]:
    rows = roll_rows(case)
    if len(rows) > 1:
        yield Piece(
            Entry("信访人名单", str(case.receiving_unit), "", case.registered_on),
            sheet=case_file.roll(facts, rows, declared=case.head_count),
        )


def roll_rows(case: Case, *, clear: bool = True) -> list[tuple[str, ...]]:
    """The people of a matter for the printed list, identity numbers by their end (one query).

    ``clear``: telephones whole, for those who act on the matter and for its file.
    """
    parts = case.participants.select_related("petitioner").order_by("order")
    return [
        (
            str(number),
            part.petitioner.name,
            str(part.get_role_display()),
            phone_of(part.petitioner, clear=clear),
            part.petitioner.id_last4,
            part.petitioner.address,
        )
        for number, part in enumerate(parts, start=1)
    ]


def _movements(case: Case, facts: VolumeFacts) -> Iterator[Piece]:
    dispatches = list(
        case.dispatches.select_related("from_unit", "to_unit")
        .prefetch_related("objections")
        .order_by("sent_at", "id")
    )
    if dispatches:
        sent = timezone.localdate(dispatches[0].sent_at)
        yield Piece(
            Entry("信访事项流转单（转送、交办）", str(dispatches[0].from_unit), "", sent),
            sheet=case_file.movements(facts, [_movement(row) for row in dispatches]),
        )


def _movement(row: Dispatch) -> tuple[str, ...]:
    told = [row.note, str(row.get_status_display())]
    for objection in row.objections.all():
        told.append(f"异议：{objection.reason}（{objection.get_status_display()}）")
        if objection.decision_reason:
            told.append(f"审核意见：{objection.decision_reason}")
    return (
        str(row.get_kind_display()),
        str(row.from_unit),
        str(row.to_unit),
        f"{timezone.localtime(row.sent_at):%Y-%m-%d %H:%M}",
        row.received_on.isoformat(),
        row.report_due_on.isoformat() if row.report_due_on else "",
        "\n".join(text for text in told if text),
    )


def _letters(case: Case, facts: VolumeFacts) -> Iterator[Piece]:
    papers = case.documents.select_related("unit").prefetch_related("proofs")
    for paper in papers.order_by("issued_on", "id"):
        paper.case = case
        replaced = paper.state == DocumentState.REPLACED
        note = str(paper.get_state_display()) if replaced else ""
        entry = Entry(paper.title, str(paper.unit), paper.number, paper.issued_on, note)
        if paper.content:
            yield Piece(entry, paper=paper)
        else:
            yield Piece(entry, sheet=case_file.plain(facts, entry, paper.body))
        for proof in paper.proofs.all():
            title = f"《{paper.title}》送达回证"
            note = "" if proof.is_served else "未送达"
            yield Piece(
                Entry(title, str(paper.unit), "", proof.on, note), sheet=proof_form_of(paper, proof)
            )


def _claims(case: Case, facts: VolumeFacts) -> Iterator[Piece]:
    rows = [
        (
            str(row.order),
            row.text,
            str(row.get_outcome_display()),
            row.answer,
            row.legal_basis,
        )
        for row in case.claims.order_by("order")
    ]
    if rows:
        yield Piece(
            Entry("诉求及答复表", facts.unit, "", case.concluded_on),
            sheet=case_file.claims(facts, rows),
        )


def _records(case: Case, facts: VolumeFacts) -> Iterator[Piece]:
    for kind, told in work_by_kind(case).items():
        rows = [
            (
                f"{event.title}（{event.actor}）" if event.actor else event.title,
                [line.text for line in event.lines],
            )
            for event in told
        ]
        title = RECORDS[kind]
        last: date = max(event.on for event in told)
        yield Piece(Entry(title, facts.unit, "", last), sheet=case_file.records(facts, title, rows))


def _files(case: Case, facts: VolumeFacts) -> Iterator[Piece]:
    for row in case.attachments.select_related("uploaded_by").order_by("id"):
        if is_pdf(row) or is_picture(row):
            day = timezone.localdate(row.uploaded_at)
            yield Piece(Entry(f"附件：{row.name}", str(row.uploaded_by), "", day), file=row)


def is_pdf(row: Attachment) -> bool:
    """By its name: what it is, is found out when it is opened."""
    return row.name.lower().endswith(".pdf")


def is_picture(row: Attachment) -> bool:
    """By its name or by what the browser said."""
    return row.content_type in PICTURES or row.name.lower().endswith(PICTURE_SUFFIXES)
