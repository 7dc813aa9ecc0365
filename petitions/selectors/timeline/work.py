"""Work between the acts: notes, hearings, other units, agreements, decisions of superiors, the evaluation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from petitions.domain import timeline
from petitions.domain.timeline import Event, Line
from petitions.models import (
    Agreement,
    Case,
    CaseCause,
    CaseNote,
    CoHandling,
    CompetenceDispute,
    Evaluation,
    Execution,
    Hearing,
    Recusal,
    Referral,
    Review,
    UrgentDelivery,
    UrgentReport,
)

NOTE = "条例第三十一条第六项"


def work_events(case: Case) -> Iterator[Event]:
    """One query that tells which kinds there are, and one or two for each kind there is."""
    for told in work_by_kind(case).values():
        yield from told


def work_by_kind(case: Case) -> dict[str, list[Event]]:
    """The same by kind (keys of `SOURCES`), only the kinds there are."""
    mine = {"case": OuterRef("pk")}
    asked = {
        f"has_{kind}": Exists(model.objects.filter(**mine)) for kind, (model, _) in SOURCES.items()
    }
    there: Mapping[str, Any] = Case.objects.filter(pk=case.pk).values(**asked).get()
    return {kind: list(read(case)) for kind, (_, read) in SOURCES.items() if there[f"has_{kind}"]}


def _notes(case: Case) -> Iterator[Event]:
    for row in case.notes.select_related("by").order_by("id"):
        head = f"{row.get_kind_display()}，{row.on}"
        people = [_("参加人员：%(people)s") % {"people": row.people}] if row.people else []
        yield _at(row.recorded_at, head, [*people, row.text], by=row.by, article=NOTE)


def _hearings(case: Case) -> Iterator[Event]:
    for row in case.hearings.select_related("by").order_by("id"):
        where = _("地点：%(place)s；听证人员：%(members)s") % {
            "place": row.place,
            "members": row.members,
        }
        title = _("听证自 %(day)s 开始") % {"day": row.starts_on}
        yield _at(row.recorded_at, title, [where], by=row.by, article=NOTE)
        if row.ends_on:
            yield _on(row.ends_on, _("听证结束"), [row.record], article=NOTE)


def _agreements(case: Case) -> Iterator[Event]:
    for row in case.agreements.select_related("by").order_by("id"):
        title = f"{row.get_kind_display()}，{row.agreed_on}"
        lines = [_("当事人：%(parties)s") % {"parties": row.parties}, row.terms]
        yield _at(row.recorded_at, title, lines, by=row.by, article="条例第三十三条")


def _requests(case: Case) -> Iterator[Event]:
    article = "条例第二十四条第一款"
    for row in case.co_handlings.select_related("unit", "asked_by", "answered_by").order_by("id"):
        title = _("请%(unit)s协办，期限 %(day)s") % {"unit": row.unit, "day": row.due_on}
        yield _at(row.asked_at, title, [row.task], by=row.asked_by, article=article)
        if row.answered_at:
            title = _("%(unit)s的协办意见") % {"unit": row.unit}
            yield _at(row.answered_at, title, [row.answer], by=row.answered_by, article=article)


def _disputes(case: Case) -> Iterator[Event]:
    article = "条例第二十四条"
    rows = case.disputes.select_related("raised_by", "decided_by", "decided_unit")
    for row in rows.prefetch_related("parties").order_by("id"):
        units = "、".join(str(unit) for unit in row.parties.all())
        title = _("受理争议：%(units)s") % {"units": units}
        yield _at(row.raised_at, title, [row.reason], by=row.raised_by, article=article)
        if row.decided_at:
            title = _("%(decider)s决定由%(unit)s受理") % {
                "decider": row.get_decider_display(),
                "unit": row.decided_unit,
            }
            yield _at(row.decided_at, title, [row.decision], by=row.decided_by, article=article)


def _recusals(case: Case) -> Iterator[Event]:
    article = "条例第二十八条第三款"
    for row in case.recusals.select_related("user", "asked_by", "decided_by").order_by("id"):
        title = _("申请%(user)s回避") % {"user": row.user}
        yield _at(row.asked_at, title, [row.reason], by=row.asked_by, article=article)
        if row.decided_at:
            title = _("%(user)s回避：%(result)s") % {
                "user": row.user,
                "result": row.get_status_display(),
            }
            yield _at(row.decided_at, title, [row.decision], by=row.decided_by, article=article)


def _urgent(case: Case) -> Iterator[Event]:
    rows = case.urgent_reports.select_related("by").prefetch_related("deliveries")
    for row in rows.order_by("id"):
        sent = row.deliveries.all()
        found = timezone.localtime(row.discovered_at)
        title = _("报告：%(to)s（%(at)s 发现）") % {
            "to": "、".join(delivery.name for delivery in sent),
            "at": f"{found:%Y-%m-%d %H:%M}",
        }
        lines = [text for text in (row.text, row.measures) if text]
        lines += [_delivered(delivery) for delivery in sent]
        yield _at(row.reported_at, title, lines, by=row.by, article="条例第二十五条")


def _delivered(row: UrgentDelivery) -> str:
    said = _("%(to)s：%(at)s %(means)s报告") % {
        "to": row.name,
        "at": f"{timezone.localtime(row.sent_at):%m-%d %H:%M}",
        "means": row.get_means_display(),
    }
    if row.acknowledged_at is None:
        return f"{said}，{_('尚未签收')}"
    signed = _("%(who)s %(at)s 签收") % {
        "who": row.receiver,
        "at": f"{timezone.localtime(row.acknowledged_at):%m-%d %H:%M}",
    }
    return "，".join(part for part in (said, signed, row.note) if part)


def _reviews(case: Case) -> Iterator[Event]:
    for row in case.reviews.select_related("recorded_by").order_by("id"):
        title = _("%(on)s 请求%(level)s，%(organ)s") % {
            "on": row.requested_on,
            "level": row.get_level_display(),
            "organ": row.organ_name,
        }
        late = [] if row.in_time else [_("请求已超过三十日期限")]
        article = "条例第三十五、三十六条"
        lines = [*late, row.grounds]
        yield _at(row.recorded_at, title, lines, by=row.recorded_by, article=article)
        if row.decided_on:
            said = row.get_outcome_display() or row.get_status_display()
            title = _("%(level)s结果：%(said)s") % {"level": row.get_level_display(), "said": said}
            yield _on(row.decided_on, title, [], article=article)


def _referral(case: Case) -> Iterator[Event]:
    for row in Referral.objects.filter(case=case).select_related("by"):
        title = _("导入%(route)s：%(organ)s") % {
            "route": row.get_route_display(),
            "organ": row.organ,
        }
        lines = [row.basis, row.own_clock, row.guidance]
        yield _at(row.recorded_at, title, lines, by=row.by, article="条例第三十一条")


def _execution(case: Case) -> Iterator[Event]:
    article = "条例第三十二条第二款"
    for row in Execution.objects.filter(case=case).select_related("by"):
        title = _("应执行事项，期限 %(day)s") % {"day": row.due_on}
        yield _at(row.recorded_at, title, [row.promise], by=row.by, article=article)
        if row.done_on:
            yield _on(row.done_on, _("执行完毕"), [row.result], article=article)


def _evaluations(case: Case) -> Iterator[Event]:
    for row in case.evaluations.select_related("by").order_by("id"):
        title = _("评价%(target)s：%(rating)s") % {
            "target": row.get_target_display(),
            "rating": row.get_rating_display(),
        }
        lines = [text for text in (row.reason, row.get_source_display(), row.source_note) if text]
        event = _at(row.at, title, lines, by=row.by, article="条例第二十一条第二款")
        yield _as(event, timeline.EVALUATION)


def _at(at: datetime, title: str, lines: Iterable[str], *, by: Any, article: str) -> Event:
    return Event(
        on=timezone.localdate(at),
        at=at,
        kind=timeline.WORK,
        title=title,
        article=article,
        lines=tuple(Line(timeline.WORK, text, article) for text in lines if text),
        actor=str(by) if by else "",
        icon="notebook",
    )


def _on(day: date, title: str, lines: Iterable[str], *, article: str) -> Event:
    told = tuple(Line(timeline.WORK, text, article) for text in lines if text)
    return Event(
        on=day, kind=timeline.WORK, title=title, article=article, lines=told, icon="notebook"
    )


def _causes(case: Case) -> Iterator[Event]:
    """The cause and its corrections: of a corrected one what it was stays told."""
    rows = case.causes.select_related("cause__parent", "replaces__cause", "by").order_by("id")
    for row in rows:
        name = f"{row.cause.parent} / {row.cause}"
        if row.replaces is None:
            title = _("登记成因：%(name)s") % {"name": name}
        else:
            title = _("成因由“%(old)s”更正为“%(name)s”") % {
                "old": row.replaces.cause,
                "name": name,
            }
        yield _at(
            row.recorded_at, title, [row.note, row.reason], by=row.by, article="条例第十四条第四项"
        )


def _as(event: Event, kind: str) -> Event:
    lines = tuple(replace(line, kind=kind) for line in event.lines)
    return replace(event, kind=kind, lines=lines)


#: Kind of row → its table and how it is told.
SOURCES: dict[str, tuple[Any, Callable[[Case], Iterator[Event]]]] = {
    "notes": (CaseNote, _notes),
    "hearings": (Hearing, _hearings),
    "agreements": (Agreement, _agreements),
    "requests": (CoHandling, _requests),
    "disputes": (CompetenceDispute, _disputes),
    "recusals": (Recusal, _recusals),
    "urgent": (UrgentReport, _urgent),
    "reviews": (Review, _reviews),
    "referral": (Referral, _referral),
    "execution": (Execution, _execution),
    "causes": (CaseCause, _causes),
    "evaluations": (Evaluation, _evaluations),
}
