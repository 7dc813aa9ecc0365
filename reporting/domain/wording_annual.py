"""The sentences of the annual report: official Chinese, every number taken from the figures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from reporting.domain.annual import UNCLASSED, AnnualFigures, Organ, Part
from reporting.domain.figures import GROUPS
from reporting.domain.measures import MINIMUM_FOR_RANK, Comparison, clause, part_of
from reporting.domain.ranking import leading
from reporting.domain.wording import FORM_UNITS, LEVELS, since

SHOWN = 5
NOTHING_ELSE = "本年度没有其他应当报告的事项。"
CLOSING = "特此报告。"


def title(f: AnnualFigures) -> str:
    """Title of the document; a year that still runs says up to which day."""
    name = f"{f.year}年全县信访情况年度报告"
    return name if f.is_whole else f"{name}（截至{day(date.fromisoformat(f.until))}）"


def head(f: AnnualFigures) -> str:
    """How a sentence begins that gives figures of the whole report."""
    if f.is_whole:
        return f"{f.year}年"
    until = date.fromisoformat(f.until)
    return f"{f.year}年1月1日至{until.month}月{until.day}日"


def day(one: date) -> str:
    """A day in a sentence."""
    return f"{one.year}年{one.month}月{one.day}日"


def opening(f: AnnualFigures) -> str:
    """The sentence before the first heading."""
    return f"根据《信访工作条例》第四十一条规定，现将{f.year}年全县信访情况报告如下："


def totals(f: AnnualFigures) -> str:
    """How many matters and persons, compared; first and repeated ones."""
    matters, persons = f.counts["matters"], f.counts["persons"]
    if not matters.now:
        was = f"，上年同期{matters.base}起" if matters.base else ""
        return f"{head(f)}，全县没有登记信访事项{was}。"
    repeats = f.counts["repeats"]
    return (
        f"{head(f)}，全县共登记信访事项{matters.now}起、{persons.now}人次"
        f"{_moved(matters, '起数')}{_moved(persons, '人次')}。"
        f"其中，初次信访{f.counts['firsts'].now}起{_moved(f.counts['firsts'])}；"
        f"重复信访{repeats.now}起{_moved(repeats)}，"
        f"重复率{f.rates['repeat_rate'].now.shown}{f.rates['repeat_rate'].phrase()}。"
    )


def apart(f: AnnualFigures) -> str:
    """Secret matters: counted for the county as a whole and nowhere else (条例第三十条)."""
    return (
        f"另收到检举控告类事项{f.reports}件，已依照《信访工作条例》第三十条按管理权限单独办理，"
        "不计入本报告其他各项统计。"
    )


def forms(f: AnnualFigures) -> str:
    """By form of petitioning."""
    return _listed(
        f"{one.name}{one.matters.now}{FORM_UNITS.get(one.key, '件')}"
        f"{f'{one.persons.now}人次' if one.key == 'visit' else ''}{_moved(one.matters)}"
        for one in _present(f.splits["form"])
    )


def purposes(f: AnnualFigures) -> str:
    """By what the petitioners wanted."""
    return _listed(_shared(one, f.counts["matters"]) for one in _present(f.splits["purpose"]))


def levels(f: AnnualFigures) -> str:
    """By level of the organ the matter was brought to."""
    return _listed(
        f"{LEVELS.get(one.key, f'到{one.name}')}{one.matters.now}起{_moved(one.matters)}"
        for one in _present(f.splits["level"])
    )


def collective(f: AnnualFigures) -> str:
    """Collective visits in batches and persons."""
    batches, persons = f.counts["collective"], f.counts["collective_persons"]
    if not batches.now and not batches.base:
        both = "本年度及上年同期均" if f.is_compared else "本年度"
        return f"{both}没有集体访。"
    text = (
        f"发生集体访{batches.now}批{persons.now}人次"
        f"{_moved(batches, '批次')}{_moved(persons, '人次')}"
    )
    visits = f.counts["batches"].now
    return f"{text}{part_of(batches.now, visits, '占来访批次的')}。"


def progress(f: AnnualFigures) -> str:
    """What was closed and what is left, how limits were kept."""
    counts = f.counts
    text = (
        f"{'全年' if f.is_whole else '期内'}了结{counts['closed'].now}起{_moved(counts['closed'])}；期末在办"
        f"{counts['pending'].now}起，其中超期{counts['overdue'].now}起、积案{counts['backlog'].now}起。"
    )
    return (
        text
        + rate_sentence(f, "timely_rate", "告知（受理）期限", "及时受理率")
        + rate_sentence(f, "concluded_rate", "办理期限", "按期办结率")
    )


def quality(f: AnnualFigures) -> str:
    """What petitioners and higher organs thought of the answers."""
    counts, rates = f.counts, f.rates
    said = rates["participation"]
    if said.now.due:
        text = f"评价期届满{said.now.due}件，群众参评{said.now.hits}件，参评率{said.now.shown}{said.phrase()}"
        for code, name in (
            ("office_satisfaction", "对信访部门的满意率"),
            ("unit_satisfaction", "对责任单位的满意率"),
        ):
            if rates[code].now.due:
                text += f"，{name}{rates[code].now.shown}{rates[code].phrase()}"
        text += "。"
    else:
        text = "没有评价期届满的事项。"
    if first := rates["first_rate"].now.due:
        text += f"首办观察期届满{first}起，首办化解率{rates['first_rate'].now.shown}{rates['first_rate'].phrase()}。"
    asked = counts["reviews_asked"].now + counts["rechecks_asked"].now
    if not asked:
        return text + "没有请求复查、复核的事项。"
    return text + (
        f"请求复查{counts['reviews_asked'].now}件、复核{counts['rechecks_asked'].now}件；"
        f"作出的复查、复核意见中，维持{counts['reviews_upheld'].now}件，"
        f"撤销、变更或者责令重新办理{counts['reviews_overturned'].now}件。"
    )


def fields(f: AnnualFigures) -> str:
    """The areas concerned (涉及领域): classes of level one, most first."""
    known = [one for one in f.splits["class1"] if one.key != UNCLASSED and one.matters.now]
    whole = f.counts["matters"]
    if not known:
        return "没有已作内容分类的信访事项。"
    text = "信访事项涉及较多的领域依次是：" + _listed(_shared(one, whole) for one in known[:SHOWN])
    rest = sum(one.matters.now for one in f.splits["class1"] if one.key == UNCLASSED)
    if rest:
        text += f"另有{rest}起尚未作内容分类{part_of(rest, whole.now)}。"
    return text


def details(f: AnnualFigures) -> str:
    """The most frequent classes of level two, and those that rose most; "" without any."""
    finer = [one for one in f.splits["class2"] if one.key != UNCLASSED]
    finer = [one for one in finer if not one.key.endswith("0000")]
    present = [one for one in finer if one.matters.now]
    if not present:
        return ""
    named = "、".join(f"{one.name}{one.matters.now}起" for one in present[:SHOWN])
    text = f"具体问题较集中的有：{named}。"
    rises = [(one.matters.now - (one.matters.base or 0), one) for one in finer]
    rose = sorted(
        ((more, one) for more, one in rises if more > 0), key=lambda pair: (-pair[0], pair[1].key)
    )
    if rose and any(one.matters.base for one in finer):
        listed = "、".join(f"{one.name}增加{more}起" for more, one in rose[:3])
        text += f"与上年同期相比增加较多的有：{listed}。"
    return text


def organs(f: AnnualFigures) -> list[tuple[str, str]]:
    """Lead and text for each group of organs that has some to name."""
    found = []
    for group, name in GROUPS.items():
        mine = f.of_group(group)
        if mine:
            named = leading([one.matters.now for one in mine], SHOWN) or len(mine)
            found.append(
                (f"{name}。", f"起数较多的依次是：{_listed(_organ(one) for one in mine[:named])}")
            )
    return found


def organs_rule(f: AnnualFigures) -> str:
    """What the list rests on, and what it does not say."""
    rule = f"按信访事项的责任单位统计，全年{f.organ_minimum}起以上的机关、单位列名"
    if not f.organs:
        return f"{rule}；本年度没有达到{f.organ_minimum}起的机关、单位。"
    return f"{rule}，各组按起数由多到少列出。起数反映群众诉求集中的地方和部门，不表示投诉属实，不作为评价单位的依据。"


def definitions(f: AnnualFigures, *, built: str) -> list[str]:
    """Cut-off, comparison, how fields, organs and suggestions are counted, secrecy.

    Args:
        f: the figures.
        built: when they were taken, as text.
    """
    first, last = day(f.period.first_day), day(f.period.last_day)
    base = f.base_period
    return [
        f"数据统计期间为{first}至{last}，截至{last}24时；{built}从信访信息系统提取。{since(f.begins)}",
        (
            f"同比与{day(base.first_day)}至{day(base.last_day)}比较；比较期为零的注明“基数为零”，正文中比较期不足"
            f"{MINIMUM_FOR_RANK}的列出两期数字、不列百分比；比率的变动以百分点表示，分母不足{MINIMUM_FOR_RANK}的注明“样本不足”。"
            if f.is_compared
            else f"{day(base.first_day)}至{day(base.last_day)}没有完整的登记数据，不作同比；"
            f"比率的分母不足{MINIMUM_FOR_RANK}的注明“样本不足”。"
        ),
        "领域按信访事项内容分类统计，一级分类见正文，二级分类见附件；分类调整的，按调整后的分类统计。",
        f"被投诉较多的机关、单位按责任单位统计，含其下级机构；全年不足{f.organ_minimum}起的不列名，责任单位为信访部门的不列。",
        "三项建议按签发日期统计，采纳情况为截至数据提取时的书面反馈；涉及检举控告类事项的建议不计入。",
        (
            "检举控告类事项依法保密，不分单位、不分类统计，不列事项编号，全县数量不足5件的不列具体数字；转送、交办、督办各项"
            "均不含检举控告类事项。"
        ),
        "本报告印发后数据不再变动。",
    ]


def _present(parts: Iterable[Part]) -> list[Part]:
    return [one for one in parts if one.matters.now or one.matters.base]


def _listed(parts: Iterable[str]) -> str:
    found = list(parts)
    return "；".join(found) + "。" if found else "没有登记。"


def _shared(one: Part, whole: Comparison) -> str:
    return (
        f"{one.name}{one.matters.now}起{part_of(one.matters.now, whole.now)}{_moved(one.matters)}"
    )


def _organ(one: Organ) -> str:
    return f"{one.name}{one.matters.now}起{_moved(one.matters)}"


def _moved(pair: Comparison, lead: str = "") -> str:
    """How a number moved against the year before, with its comma; "" where there is nothing to compare with."""
    return clause(pair.phrase("同比"), lead)


def rate_sentence(f: AnnualFigures, code: str, limit: str, name: str) -> str:
    """How one kind of limit was kept."""
    pair = f.rates[code]
    if not pair.now.due and f.sent_by_register:
        return f"从登记簿导入的事项没有{limit}的记录，不计算{name}。"
    if not pair.now.due:
        return f"没有{limit}届满的事项。"
    return f"{limit}届满{pair.now.due}件，{name}{pair.now.shown}{pair.phrase()}。"
