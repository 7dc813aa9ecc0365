"""The sentences of the monthly analysis paper: official Chinese, every number taken from the figures, nobody named."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from reporting.domain.analysis import STEPS, Rise, risen
from reporting.domain.analysis_figures import LEAST_RISE, AnalysisFigures, Hot, Reason, Steps, Task
from reporting.domain.hotspots import MINIMUM_MONTHS, MINIMUM_NOW, MONTHS, RISK
from reporting.domain.measures import NO_DATA, TOO_FEW, part_of
from reporting.domain.periods import Month
from reporting.domain.ranking import leading

SHOWN, NAMED = 5, 3
CLOSED, ANSWERED = "closed", "answered"
NO_ADVICE = "请各有关单位对照本分析指出的问题，按照整改任务的要求和期限抓好落实；整改情况在以后月份的分析中继续通报，直至销号。"
CLOSING = "特此报告。"


def title(month: Month) -> str:
    """Title of the document."""
    return f"{month.label}信访形势分析"


def opening(f: AnalysisFigures) -> str:
    """The sentence before the first heading."""
    return (
        f"根据《信访工作条例》第十四条关于分析研判信访情况、改进工作的规定，现将{f.days.label}全县信访形势分析"
        "报告如下："
    )


def day(text: str) -> str:
    """An ISO day in a sentence."""
    one = date.fromisoformat(text)
    return f"{one.year}年{one.month}月{one.day}日"


def both(rise: Rise) -> str:
    """环比 and 同比 of a row."""
    return "，".join(filter(None, (rise.on_month.phrase("环比"), rise.on_year.phrase("同比"))))


def totals(f: AnalysisFigures) -> str:
    """How many matters, first and repeated."""
    if not f.total.now:
        last_year = f.total.year_before
        beside = "" if last_year is None else f"，上年同月{last_year}起"
        return f"{f.days.label}，全县没有登记信访事项，上月{f.total.previous}起{beside}。"
    return (
        f"{f.days.label}，全县共登记信访事项{f.total.now}起，{both(f.total)}。其中，初次信访{f.firsts.now}起，"
        f"{both(f.firsts)}；重复信访{f.repeats.now}起，{both(f.repeats)}{part_of(f.repeats.now, f.total.now, '占总量的')}。"
    )


def structure(f: AnalysisFigures, dimension: str) -> str:
    """The rows of a dimension by their matters; "" without any."""
    rows = [one for one in f.rises[dimension] if one.now]
    if not rows:
        return ""
    return _listed(
        f"{one.name}{one.now}起{part_of(one.now, f.total.now)}，{one.on_month.phrase('环比')}"
        for one in rows[:SHOWN]
    )


def fallen(f: AnalysisFigures) -> str:
    """What fell most against the month before; "" without any."""
    rows = sorted(
        (one for one in f.rises["class1"] if one.more < 0), key=lambda one: (one.more, one.name)
    )
    if not rows:
        return ""
    return "与上月相比减少较多的有：" + _listed(
        f"{one.name}减少{-one.more}起" for one in rows[:NAMED]
    )


def rise_rule(f: AnalysisFigures) -> str:
    """What rose at all, by class, place and form."""
    parts = []
    for dimension, name in (
        ("class1", "内容分类"),
        ("place", "乡镇（街道）"),
        ("form", "信访形式"),
    ):
        rows = [one for one in risen(f.rises[dimension], count=None) if one.more >= LEAST_RISE]
        if named := leading([one.more for one in rows], SHOWN):
            words = "、".join(f"{one.name}（增加{one.more}起）" for one in rows[:named])
            parts.append(f"按{name}，增加较多的是{words}")
    if not parts:
        return "与上月相比，没有明显上升的分类、乡镇（街道）和信访形式。"
    return f"与上月相比，{'；'.join(parts)}。"


def reason(one: Reason, at: int) -> tuple[str, str]:
    """Lead and text: what rose, where, who answers for it, what came of causes."""
    rise = one.rise
    text = f"当月{rise.now}起，比上月增加{rise.more}起，{rise.on_month.phrase('环比')}{_beside(rise)}。"
    if one.places:
        places = "、".join(f"{row.name}{row.now}起（增加{row.more}起）" for row in one.places)
        text += f"增量主要来自{places}。"
    if one.units:
        units = "、".join(f"{name}{number}起" for _pk, name, number in one.units)
        text += f"责任单位主要是{units}。"
    return f"（{NUMERALS[at]}）{rise.name}。", text + _causes_of(one)


def _beside(rise: Rise) -> str:
    """How the month stands to the same month of last year; "" where nobody knows."""
    if rise.year_before is None:
        return ""
    if not rise.year_before:
        return "；上年同月没有"
    word = {1: "多于", -1: "少于"}.get(rise.on_year.direction)
    return (
        f"；{word}上年同月的{rise.year_before}起"
        if word
        else f"；与上年同月的{rise.year_before}起持平"
    )


def _causes_of(one: Reason) -> str:
    if not one.answered:
        return "当月没有办结这类事项，成因待办结后登记。"
    known = sum(number for _code, _name, number in one.causes)
    if not known:
        return f"当月办结这类事项{one.answered}起，尚未登记成因。"
    causes = "、".join(f"{name}{number}起" for _code, name, number in one.causes)
    return f"当月办结这类事项{one.answered}起，从登记的成因看，主要是{causes}。"


NUMERALS = "一二三四五六七八九十"


def hot_rule(f: AnalysisFigures) -> str:
    """The rule of hot spots with its limits and its rate of false alarms, in words."""
    return (
        f"判定规则：把每个乡镇（街道）每类（一级、二级）初次信访的当月起数，与该乡镇该类此前{MONTHS}个月的起数比较。假定来信来访的"
        "频度没有变化（泊松过程），当月起数在各月总数中的占比服从二项分布；当月达到或者超过警戒线的，列为热点。警戒线按“无变化时"
        f"全县任何一处被误报的概率每月不超过{RISK:.0%}”确定，并已按比较的组数校正；当月不足{MINIMUM_NOW}起的、历史不足{MINIMUM_MONTHS}个月的"
        "不判定。热点提示诉求集中，不表示工作有错，也不评价信访人。"
    )


def hot(f: AnalysisFigures) -> str:
    """How many were compared, and what was found."""
    spots = f.hot
    if not spots.has_history:
        return f"登记的历史只有{spots.months}个月，不足{MINIMUM_MONTHS}个月，本月不判定热点。"
    head = f"本月与{Month.parse(spots.first).label}以来{spots.months}个月的历史比较，共比较{spots.looked_at}组，"
    if not spots.found:
        return f"{head}没有超过警戒线的热点。"
    return f"{head}超过警戒线的热点{len(spots.found)}处：{_listed(_spot(one) for one in spots.found[:SHOWN])}"


def _spot(one: Hot) -> str:
    return f"{one.place}{one.name}类{one.now}起，按历史应有{one.expected}起，警戒线{one.limit}起"


def chains(f: AnalysisFigures) -> str:
    """Chains of repeats, counted; nobody and no matter is named."""
    found = f.chains
    if not found.chains:
        return "当月没有第三次以上重复的信访事项。"
    last = found.by_length[-1][0]
    lengths = "、".join(
        f"累计{times}次{'以上' if times == last and found.longest > times else ''}的{number}件"
        for times, number in found.by_length
    )
    text = f"当月收到第三次以上重复信访{found.matters}起，涉及{found.chains}件原事项，最多的已累计{found.longest}次；其中{lengths}。"
    places = [f"{name}{number}件" for town, name, number in found.by_place[:SHOWN] if town]
    if places:
        text += f"较多的乡镇（街道）是{'、'.join(places)}。"
    return text + "重复信访多说明事项没有一次办好，应当逐件复核办理过程和答复意见。"


def causes(f: AnalysisFigures) -> str:
    """How many causes are recorded, and the most frequent ones on both levels."""
    rate = f.causes.rate
    if not rate.due:
        return "当月没有办结的信访事项，不作成因分析。"
    text = f"当月办结{rate.due}起，已登记成因{rate.hits}起，登记率{rate.full}。"
    first: dict[str, int] = {}
    for row in f.causes.rows:
        if row.group:
            first[row.group] = first.get(row.group, 0) + row.rise.now
    groups = sorted((pair for pair in first.items() if pair[1]), key=lambda pair: -pair[1])
    if not groups:
        return f"{text}尚未登记成因，不作比较。"
    text += "按一级成因：" + _listed(
        f"{name}{n}起{part_of(n, rate.due, '占办结的')}" for name, n in groups
    )
    finer = sorted(
        (row.rise for row in f.causes.rows if row.group and row.rise.now),
        key=lambda one: (-one.now, str(one.key)),
    )
    return (
        text
        + "较多的二级成因："
        + _listed(f"{one.name}{one.now}起，{one.on_month.phrase('环比')}" for one in finer[:SHOWN])
    )


def speed(f: AnalysisFigures) -> str:
    """How long each step took in the county, beside the month before."""
    whole, before = f.speed.whole, f.speed.before
    if not whole.count:
        return "当月没有办结的信访事项，不作用时分析。"
    parts = [
        f"{name}一半在{now[0]}日内、九成在{now[1]}日内"
        + (f"（上月{was[0]}日、{was[1]}日）" if was[0] != NO_DATA else "")
        for name, now, was in zip(STEPS.values(), whole.days, before.days, strict=True)
        if now[0] != NO_DATA
    ]
    return f"当月办结{whole.count}起（上月{before.count}起）。从收到之日起：{_listed(parts)}"


def slow(f: AnalysisFigures) -> str:
    """The units that took longest for each step, of those with enough matters; "" without any."""
    parts = []
    for at, name in enumerate(STEPS.values()):
        rows = sorted(
            (one for one in f.speed.units if not one.is_small and one.days[at][1].isdigit()),
            key=lambda one: (-int(one.days[at][1]), one.name),
        )
        if rows:
            parts.append(f"{name}——{'、'.join(_slow(one, at) for one in rows[:NAMED])}")
    if not parts:
        return ""
    return (
        f"各环节用时较长的单位（办结5起以上，按九成事项用时）：{_listed(parts)}用时应当与办理质量一起看，办结不足5起的"
        f"单位注明“{TOO_FEW}”，不作比较。"
    )


def _slow(one: Steps, at: int) -> str:
    return f"{one.name}{one.days[at][1]}日"


def problems(f: AnalysisFigures) -> str:
    """How many problems and tasks of the month."""
    if not f.problems:
        return "本月分析没有另行提出需要交办整改的问题。"
    text = f"本月分析提出问题{len(f.problems)}个，"
    if not f.tasks:
        return f"{text}尚未交办整改任务。"
    return f"{text}交办整改任务{len(f.tasks)}项，{_standing(f.tasks, f.taken_on)}。"


def carried(f: AnalysisFigures) -> str:
    """What became of the tasks of earlier months."""
    if not f.carried:
        return "以前月份没有遗留的整改任务。"
    return f"以前月份提出、本月仍在整改或者本月以来销号的任务{len(f.carried)}项，{_standing(f.carried, f.taken_on)}。"


def _standing(tasks: Iterable[Task], on: str) -> str:
    rows = list(tasks)
    closed = sum(one.status == CLOSED for one in rows)
    answered = sum(one.status == ANSWERED for one in rows)
    late = sum(one.is_late for one in rows)
    text = f"截至{day(on)}已销号{closed}项，已报结果待审核{answered}项，整改中{len(rows) - closed - answered}项"
    return f"{text}（其中超过期限{late}项）" if late else text


def definitions(f: AnalysisFigures, *, built: str) -> list[str]:
    """Cut-off, comparison, hot spots, chains, causes, steps, tasks, secrecy.

    Args:
        f: the figures.
        built: when they were taken, as text.
    """
    month = f.days
    on_year = f"同比与{month.year_before.label}比较；"
    if f.total.year_before is None:
        on_year = f"系统没有{month.year_before.label}的登记，不作同比；"
    return [
        f"统计期间为{day(month.first_day.isoformat())}至{day(month.last_day.isoformat())}；{built}从信访信息系统提取。",
        f"环比与{month.previous.label}比较，{on_year}比较期为零的注明“基数为零”。",
        "属地按问题属地统计，村（社区）并入所在乡镇（街道）；责任单位含其下级机构。",
        f"比上月增加不足{LEAST_RISE}起的分类不作原因分析；热点的判定规则见正文第三部分。",
        "重复信访按同一信访人就同一事项再次提出的登记关系统计；件数按原事项，起数按当月登记次数。",
        "成因在事项办结时由承办单位或者信访局登记，一件一个主要成因，针对事项、政策和工作，不评价信访人；只统计当月办结的事项。",
        "环节用时按自然日，从收到之日起算；“一半”为中位数，“九成”为第90百分位；没有该环节的事项不计入。",
        f"整改任务的状态截至{day(f.taken_on)}。",
        "检举控告类事项依照《信访工作条例》第三十条单独办理，不列入本分析的任何数字；本分析不写信访人姓名和信访事项编号。",
        "本分析印发后数据不再变动。",
    ]


def _listed(parts: Iterable[str]) -> str:
    found = list(parts)
    return "；".join(found) + "。" if found else ""
