"""The county's figures of a bulletin's text, each with the question behind it: what the page shows beside the paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from core.domain.words import words as _
from reporting.domain.drilldown import Drill
from reporting.domain.facts import Fact
from reporting.domain.figures import Slice
from reporting.domain.results import BulletinData

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Traced:
    """One figure: its name, its text, the question it answers, the code of its definition ("" without one)."""

    name: str
    text: str
    question: Drill | Fact | None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Figures that stand together under a heading."""

    title: str
    figures: tuple[Traced, ...]


def traced(data: BulletinData) -> list[Part]:
    """The figures of 一、总体情况 and 二、主要问题; parts without a figure are left out."""
    whole = Drill(received_from=data.period.first_day, received_to=data.period.last_day)
    f = data.figures
    forms = [(one, replace(whole, form=one.key)) for one in f.by_form]
    levels = [(one, replace(whole, level=one.key)) for one in f.by_level]
    classes = [(one, replace(whole, content=one.key)) for one in f.by_class]
    parts = [
        Part(_("总量"), tuple(_totals(data, whole))),
        Part(_("时限和评价"), tuple(_limits(data))),
        Part(_("信访形式"), _slices(forms)),
        Part(_("信访层级"), _slices(levels)),
        Part(_("内容分类"), _slices(classes)),
    ]
    return [part for part in parts if part.figures]


def _totals(data: BulletinData, whole: Drill) -> Iterable[Traced]:
    f, period, county = data.figures, data.period, data.duties.county
    b = f.balance
    closed = Drill(closed_from=period.first_day, closed_to=period.last_day)
    yield _counted(_("起数"), f.matters.now, whole, "matters")
    yield _counted(_("人次"), f.persons.now, whole, "persons")
    for name, number, code in (
        (_("来访批次"), f.batches.now, "batches"),
        (_("集体访批次"), f.collective.now, "collective"),
        (_("集体访人次"), f.collective_persons.now, "collective_persons"),
        (_("重复信访"), f.repeats.now, "repeats"),
    ):
        yield _counted(name, number, Fact(code, period), code)
    if county is not None:
        yield _counted(_("越级走访批次"), county.skipped, Fact("skipped", period), "skipped")
    yield _counted(_("期初在办"), b.opening, Drill(open_on=period.first_day - A_DAY), "pending")
    yield _counted(_("了结"), b.closed, closed, "closed")
    yield _counted(_("期末在办"), b.pending, Drill(open_on=period.last_day), "pending")


def _limits(data: BulletinData) -> Iterable[Traced]:
    period, county = data.period, data.duties.county
    for name, rate, clock, code in (
        (_("及时受理率"), data.figures.inform, "inform", "timely_rate"),
        (_("按期办结率"), data.figures.conclude, "conclude", "concluded_rate"),
    ):
        due = Drill(due_from=period.first_day, due_to=period.last_day, clock=clock)
        text = f"{rate.text}（{rate.hits}/{rate.due}）"
        yield Traced(name, text, due if rate.due else None, code)
        missed = rate.due - rate.hits
        yield _counted(_("%(name)s：未按期") % {"name": name}, missed, replace(due, hit=False), "")
    if county is not None:
        yield _counted(_("可评"), county.evaluable, Fact("evaluable", period), "evaluable")
        yield _counted(_("已评"), county.evaluated, Fact("evaluated", period), "evaluated")
        yield _counted(
            _("满意"), county.satisfied, Fact("unit_satisfied", period), "unit_satisfied"
        )


def _slices(slices: Iterable[tuple[Slice, Drill]]) -> tuple[Traced, ...]:
    return tuple(
        Traced(one.name, str(one.matters.now), question)
        for one, question in slices
        if one.matters.now
    )


def _counted(name: str, number: int, question: Drill | Fact, code: str) -> Traced:
    return Traced(name, str(number), question if number else None, code)
