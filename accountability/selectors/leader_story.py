"""What happened in a leader's case, as entries of the life of its matter and of its own page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import CaseMark, LeaderCase, PlanStatus, RelatedMatter
from petitions.domain import timeline
from petitions.domain.timeline import Event, Line

ARTICLE = "条例第十八条第二款"


def leader_events(case_id: int) -> list[Event]:
    """Marks, leaders, plans, meetings and outcomes of one matter (two queries; five more for each case)."""
    told: list[Event] = []
    marks: dict[int, CaseMark] = {}
    related = ("closed_by", "mark__set_by", "mark__cleared_by")
    for leader_case in LeaderCase.objects.filter(case=case_id).select_related(*related):
        marks[leader_case.mark_id] = leader_case.mark
        told += story(leader_case)
    for mark in marks.values():
        told += _mark(mark)
    linked = RelatedMatter.objects.filter(case=case_id)
    for row in linked.select_related("leader_case__leader", "by", "result_by").order_by("pk"):
        told += _related(row)
    return told


def story(leader_case: LeaderCase) -> list[Event]:
    """Everything in one case, in no order (five queries)."""
    return [
        *(_charge(row) for row in leader_case.charges.select_related("leader", "post", "by")),
        *_plans(leader_case),
        *(_visit(row) for row in leader_case.visits.select_related("by")),
        *(_conference(row) for row in leader_case.conferences.select_related("by")),
        *(_progress(row) for row in leader_case.progress.select_related("by")),
        *_end(leader_case),
    ]


def _event(at: datetime, title: str, *texts: str, on: date | None = None, **more: Any) -> Event:
    kind = more.pop("kind", timeline.DUTY)
    day = timezone.localdate(at)
    if on is not None and on != day:
        texts = (_("日期：%(day)s") % {"day": on}, *texts)
    return Event(
        on=day,
        at=at,
        kind=kind,
        title=title,
        lines=tuple(Line(kind, text) for text in texts if text),
        actor=str(more.pop("actor", None) or _("系统")),
        **more,
    )


def _mark(row: CaseMark) -> Iterator[Event]:
    kind = {"kind": row.get_kind_display()}
    yield _event(
        row.set_at, _("列为%(kind)s") % kind, row.reason, actor=row.set_by, icon="flag", is_act=True
    )
    if row.cleared_at:
        yield _event(
            row.cleared_at,
            _("不再列为%(kind)s") % kind,
            row.clear_reason,
            actor=row.cleared_by,
            icon="circle-x",
            is_act=True,
        )


def _charge(row: Any) -> Event:
    return _event(
        row.began_at,
        _("%(leader)s包案（%(how)s）") % {"leader": row.leader, "how": row.get_kind_display()},
        row.reason,
        actor=row.by,
        icon="user-shield",
        article=ARTICLE,
    )


def _plans(leader_case: LeaderCase) -> Iterator[Event]:
    rows = leader_case.plans.exclude(status=PlanStatus.DRAFT).select_related("confirmed_by")
    for row in rows:
        yield _event(
            row.confirmed_at,  # type: ignore[arg-type]  # only a draft has none
            _("确认包案方案第%(n)d版") % {"n": row.revision},
            row.reason,
            actor=row.confirmed_by,
            icon="clipboard-check",
        )


def _visit(row: Any) -> Event:
    where = _("%(place)s；参加：%(who)s") % {"place": row.place, "who": row.who}
    promised = _("答复和承诺：%(text)s") % {"text": row.promised} if row.promised else ""
    return _event(
        row.recorded_at,
        _("%(kind)s信访人") % {"kind": row.get_kind_display()},
        where,
        promised,
        on=row.on,
        actor=row.by,
        icon="home",
        kind=timeline.WORK,
        article=ARTICLE,
    )


def _conference(row: Any) -> Event:
    return _event(
        row.recorded_at,
        str(row.get_kind_display()),
        _("主持：%(chair)s；参加：%(people)s") % {"chair": row.chair, "people": row.participants},
        on=row.on,
        actor=row.by,
        icon="users",
        kind=timeline.WORK,
    )


def _progress(row: Any) -> Event:
    return _event(
        row.recorded_at,
        _("包案进展"),
        row.text,
        on=row.on,
        actor=row.by,
        icon="progress",
        kind=timeline.WORK,
    )


def _end(row: LeaderCase) -> Iterator[Event]:
    if row.closed_at:
        words = row.get_outcome_display() or row.get_status_display()
        yield _event(
            row.closed_at,
            _("包案了结：%(outcome)s") % {"outcome": words},
            row.outcome_text,
            actor=row.closed_by,
            icon="circle-check",
            is_act=True,
        )


def _related(row: RelatedMatter) -> Iterator[Event]:
    leader = {"leader": row.leader_case.leader}
    yield _event(
        row.at,
        _("与%(leader)s包案的同类事项一并化解") % leader,
        row.note,
        actor=row.by,
        icon="link",
        kind=timeline.WORK,
    )
    if row.result_at:
        yield _event(
            row.result_at,
            _("%(leader)s包案的结果适用于本事项") % leader,
            row.result,
            actor=row.result_by,
            icon="link",
            kind=timeline.WORK,
        )
