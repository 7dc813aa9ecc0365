"""The life of a matter as one list in the order of time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit import chain_of
from core.models import AuditEntry, TransitionLog
from petitions.domain.workflow import ACTS
from petitions.enums import CaseStatus
from petitions.models import Case


@dataclass(frozen=True)
class Event:
    """One entry: when, what, particulars, by whom.

    ``icon``: name of a symbol; ``is_act``: an act of the procedure, which what it brought about at the same moment
    (dispatch, papers, changes of names) is told under.
    """

    at: datetime
    title: str
    details: tuple[str, ...]
    actor: str
    icon: str
    is_act: bool = False


ICONS = {
    "register": "file-plus",
    "transfer": "transfer-out",
    "assign": "clipboard-list",
    "file": "archive",
    "object": "hand-stop",
    "decide_objection": "gavel",
    "inform": "mail-forward",
    "accept": "clipboard-check",
    "refuse": "ban",
    "no_longer_accept": "ban",
    "extend": "hourglass",
    "reply": "message",
    "conclude": "circle-check",
    "attach": "paperclip",
    "escalate": "stairs-up",
}
# Said by the rows of `ResponsibilityChange`, which carry the old name as well.
SAID_BY_CHANGES = {"case.place", "case.leader", "case.first_contact", "case.escalate"}
WORDS = {
    "case.register": gettext_lazy("登记"),
    "case.attach": gettext_lazy("添加附件"),
    "case.identity": gettext_lazy("查看完整证件号码"),
    "case.import": gettext_lazy("台账导入"),
}


def timeline(case: Case) -> list[Event]:
    """Acts, changes of state, dispatches, objections, papers and changes of names, oldest first (six queries)."""
    events = [
        *_acts(case),
        *_dispatches(case),
        *_papers(case),
        *_changes(case),
    ]
    return _gathered(sorted(events, key=lambda event: (event.at, not event.is_act)))


def _gathered(events: list[Event]) -> list[Event]:
    """Put what an act brought about under the act: what was written at the same moment by the same person."""
    told: list[Event] = []
    for event in events:
        last = told[-1] if told else None
        if last and last.is_act and not event.is_act and last.at == event.at:
            line = "，".join((event.title, *event.details))
            told[-1] = replace(last, details=(*last.details, line))
        else:
            told.append(event)
    return told


def _acts(case: Case) -> Iterator[Event]:
    moves = {
        (log.verb, log.at): log
        for log in TransitionLog.objects.filter(
            model=case._meta.label_lower, object_id=case.pk
        ).order_by("at", "id")
    }
    for entry in AuditEntry.objects.filter(chain=chain_of(case)).order_by("seq"):
        if entry.verb in SAID_BY_CHANGES:
            continue
        code = entry.verb.removeprefix("case.")
        title = ACTS[code].name_zh if code in ACTS else str(WORDS.get(entry.verb, entry.verb))
        yield Event(
            at=entry.at,
            title=title,
            details=tuple(_particulars(entry.data, moves.get((entry.verb, entry.at)))),
            actor=entry.actor_label,
            icon=ICONS.get(code, "point"),
            is_act=True,
        )


def _particulars(data: dict[str, Any], move: TransitionLog | None) -> Iterator[str]:
    if move is not None:
        words = dict(CaseStatus.choices)
        yield _("状态：%(old)s → %(new)s") % {
            "old": words.get(move.source, move.source),
            "new": words.get(move.target, move.target),
        }
    reason = data.get("reason") or data.get("ground") or (move.reason if move else "")
    if reason:
        yield _("说明：%(reason)s") % {"reason": reason}
    if data.get("days"):
        yield _("延长 %(days)s 日") % {"days": data["days"]}
    if data.get("files"):
        yield _("%(count)s 个文件") % {"count": len(data["files"])}


def _dispatches(case: Case) -> Iterator[Event]:
    rows = case.dispatches.select_related("from_unit", "to_unit", "sent_by").prefetch_related(
        "objections__raised_by", "objections__decided_by", "objections__suggested_unit"
    )
    for dispatch in rows.order_by("sent_at", "id"):
        details = [_("收到日期：%(day)s") % {"day": dispatch.received_on}]
        if dispatch.report_due_on:
            details.append(_("指定办理期限：%(day)s") % {"day": dispatch.report_due_on})
        yield Event(
            at=dispatch.sent_at,
            title=f"{dispatch.get_kind_display()}：{dispatch.from_unit} → {dispatch.to_unit}",
            details=tuple(details),
            actor=str(dispatch.sent_by),
            icon="transfer",
        )
        for objection in dispatch.objections.all():
            if objection.suggested_unit:
                yield Event(
                    at=objection.raised_at,
                    title=_("建议由%(unit)s承办") % {"unit": objection.suggested_unit},
                    details=(),
                    actor=str(objection.raised_by),
                    icon="arrow-back-up",
                )
            if objection.decided_at:
                yield Event(
                    at=objection.decided_at,
                    title=_("异议审核结果：%(result)s")
                    % {"result": objection.get_status_display()},
                    details=(),
                    actor=str(objection.decided_by),
                    icon="gavel",
                )


def _papers(case: Case) -> Iterator[Event]:
    for paper in case.documents.select_related("unit", "issued_by").order_by("id"):
        details = [_("出具日期：%(day)s") % {"day": paper.issued_on}]
        if paper.served_on:
            details.append(
                _("%(way)s，%(day)s 送达")
                % {"way": paper.get_served_how_display(), "day": paper.served_on}
            )
        yield Event(
            at=paper.recorded_at,
            title=_("%(unit)s出具《%(title)s》") % {"unit": paper.unit, "title": paper.title},
            details=tuple(details),
            actor=str(paper.issued_by),
            icon="file-text",
        )


def _changes(case: Case) -> Iterator[Event]:
    for change in case.responsibility_changes.select_related("by").order_by("at", "id"):
        yield Event(
            at=change.at,
            title=f"{change.get_what_display()}：{change.old or '—'} → {change.new or '—'}",
            details=(change.reason,) if change.reason else (),
            actor=str(change.by) if change.by else _("系统"),
            icon="user-check",
        )
