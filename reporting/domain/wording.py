"""The sentences of the bulletin: official Chinese, every number taken from the figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reporting.domain.figures import DEPARTMENT, GROUPS, TOWNSHIP, MonthFigures, Slice, Tally
from reporting.domain.grids import points_text
from reporting.domain.indicators import INDICATORS, Rate, share
from reporting.domain.periods import Month
from reporting.domain.results import BulletinData, UnitResult

LISTED = 3
FORM_UNITS = {"visit": "批", "letter": "件", "call": "件", "online": "件", "fax": "件"}
LEVELS = {"national": "进京", "province": "到省", "city": "到市", "county": "到县"}
DEFAULT_REQUIREMENTS = (
    "（一）压实首接首办责任。首接责任人要当面听清诉求、当场登记、全程跟踪，属于本单位职责的不推诿、"
    "不拖延，不属于本单位职责的及时转送并告知信访人。\n"
    "（二）严守法定时限。对照本通报所列超期事项逐件明确责任人和完成时间，先告知、再办理、按期出具"
    "处理意见，确有必要延长的依法办理延期手续并告知理由。\n"
    "（三）提高办理质量。处理意见要事实清楚、依据充分、回应诉求，减少因答复不实引发的重复信访；"
    "依法保障群众信访权利，不得以任何方式阻碍群众反映问题。"
)


def title(month: Month) -> str:
    """Title of the document."""
    return f"关于{month.label}全县信访工作情况的通报"


def opening(month: Month) -> str:
    """The sentence before the first heading."""
    return f"现将{month.label}全县信访工作情况通报如下："


def totals(f: MonthFigures) -> str:
    """How many matters and persons, compared; repeats; what is counted apart."""
    month = Month.parse(f.month)
    if not (f.matters.now or f.matters.last_month or f.matters.last_year):
        return f"{month.month}月，全县没有登记信访事项。"
    text = (
        f"{month.month}月，全县共登记信访事项{f.matters.now}起、{f.persons.now}人次，"
        f"起数{f.matters.phrase}，人次{f.persons.phrase}。"
    )
    firsts = f.matters.now - f.repeats.now
    if f.matters.now:
        text += (
            f"其中，初次信访{firsts}起，重复信访{f.repeats.now}起，"
            f"重复率{share(f.repeats.now, f.matters.now)}。"
        )
    return text


def apart(f: MonthFigures) -> str:
    """Secret matters: counted for the county as a whole and nowhere else (条例第三十条)."""
    return (
        f"另收到检举控告类事项{f.reports}件，已依照《信访工作条例》第三十条按管理权限单独办理，"
        "不计入本通报其他各项统计。"
    )


def balance(f: MonthFigures) -> str:
    """What was open, came, was closed, and is left."""
    b = f.balance
    return (
        f"月初在办{b.opening}起，当月新收{b.received}起，当月了结{b.closed}起，"
        f"月末在办{b.pending}起（{b.text}）。"
    )


def forms(f: MonthFigures) -> str:
    """By form of petitioning."""
    parts = []
    for one in f.by_form:
        if not (one.matters.now or one.matters.last_month or one.matters.last_year):
            continue
        persons = f"{one.persons.now}人次" if one.key == "visit" else ""
        parts.append(
            f"{one.name}{one.matters.now}{FORM_UNITS.get(one.key, '件')}{persons}，"
            f"{one.matters.phrase}"
        )
    return "；".join(parts) + "。" if parts else "当月没有登记。"


def levels(f: MonthFigures) -> str:
    """By level of the organ the matter was brought to."""
    parts = [
        f"{LEVELS.get(one.key, f'到{one.name}')}{one.matters.now}起"
        for one in f.by_level
        if one.matters.now
    ]
    return "、".join(parts) + "。" if parts else "当月没有登记。"


def collective(f: MonthFigures) -> str:
    """Collective visits in batches and persons."""
    if not (f.collective.now or f.collective.last_month or f.collective.last_year):
        return "当月及上月、上年同月均没有集体访。"
    text = (
        f"发生集体访{f.collective.now}批{f.collective_persons.now}人次，"
        f"批次{f.collective.phrase}，人次{f.collective_persons.phrase}"
    )
    if f.batches.now:
        text += f"，占来访批次的{share(f.collective.now, f.batches.now)}"
    return text + "。"


def rates(f: MonthFigures) -> str:
    """How the statutory limits that ended in the month were kept."""
    return _rate("告知（受理）期限", "按期告知", "及时受理率", f.inform) + _rate(
        "办理期限", "按期办结", "按期办结率", f.conclude
    )


def _rate(limit: str, done: str, name: str, rate: Rate) -> str:
    if not rate.due:
        return f"没有{limit}在当月届满的事项。"
    return f"{limit}在当月届满{rate.due}件，{done}{rate.hits}件，{name}{rate.text}。"


def problems(f: MonthFigures) -> str:
    """What people petitioned about: the classes with most matters."""
    classed = [one for one in f.by_class if one.key != "none" and one.matters.now]
    if not classed:
        return "当月登记的事项尚未作内容分类。"
    parts = [_class(one, f.matters) for one in classed[:5]]
    text = "从内容分类看，反映较多的依次是：" + "；".join(parts) + "。"
    rest = sum(one.matters.now for one in f.by_class if one.key == "none")
    if rest:
        text += f"另有{rest}起尚未作内容分类，占{share(rest, f.matters.now)}。"
    return text


def details(f: MonthFigures) -> str:
    """The most frequent classes of level two; "" when matters are classed on level one only."""
    parts = [f"{one.name}{one.matters.now}起" for one in f.top_classes]
    return "具体问题较集中的有：" + "、".join(parts) + "。" if parts else ""


def _class(one: Slice, whole: Tally) -> str:
    return (
        f"{one.name}{one.matters.now}起，占{share(one.matters.now, whole.now)}，"
        f"{one.matters.on_year.phrase('同比')}"
    )


def ranking(data: BulletinData, group: str) -> str:
    """Who stands first in each tier of one group."""
    results = data.of_group(group)
    if not results:
        return ""
    matters = {unit.unit_id: unit.matters.now for unit in data.figures.of_group(group)}
    present = [r for r in results if matters[r.unit_id]]
    if not present:
        return f"{GROUPS[group]}当月均没有信访事项。"
    most = sorted(present, key=lambda r: r.rank_matters)
    text = "按起数排列，居前的是" + _names(most, lambda r: f"{matters[r.unit_id]}起") + "。"
    ranked = [r for r in present if r.rank_population]
    if ranked:
        ranked.sort(key=lambda r: r.rank_population or 0)
        text += (
            "按占人口比例排列，居前的是" + _names(ranked, lambda r: f"每万人{r.per_10k}起") + "。"
        )
    none = [r.name for r in results if not matters[r.unit_id]]
    if none:
        text += f"当月没有信访事项的有{_some(none)}。"
    return text


def scores(data: BulletinData, group: str) -> str:
    """Who lost points in one group."""
    results = data.of_group(group)
    lost = [r for r in results if r.points < 0]
    if not lost:
        return f"按《{data.rule.name}》计分，{GROUPS[group]}当月均没有扣分。"
    worst = sorted(lost, key=lambda r: (r.score, r.unit_id))
    return (
        f"按《{data.rule.name}》计分，{GROUPS[group]}有{len(lost)}个单位扣分，扣分较多的是"
        + _names(worst, lambda r: f"扣{points_text(r.deducted)}分")
        + "。"
    )


def _names(results: Sequence[UnitResult], figure: Callable[[UnitResult], str]) -> str:
    return "、".join(f"{r.name}（{figure(r)}）" for r in results[:LISTED])


def _some(names: Sequence[str], limit: int = 12) -> str:
    shown = "、".join(names[:limit])
    return f"{shown}等{len(names)}个单位" if len(names) > limit else shown


def shortcomings(data: BulletinData) -> list[str]:
    """Facts about duties left undone, with the units' names; no judgement on petitioners."""
    f = data.figures
    found = []
    late = [u for u in f.units if u.late_inform]
    if late:
        names = _some([f"{u.name}{u.late_inform}件" for u in late])
        found.append(f"告知超期。截至月末，{names}超过告知期限仍未书面告知信访人。")
    late = [u for u in f.units if u.late_conclude]
    if late:
        names = _some([f"{u.name}{u.late_conclude}件" for u in late])
        found.append(f"办理超期。截至月末，{names}超过办理期限仍未办结。")
    missed = [u for u in f.units if u.inform.ranked and u.inform.hits < u.inform.due]
    if missed:
        names = _some([f"{u.name}（{u.inform.text}）" for u in missed])
        found.append(f"受理告知不够及时。{names}及时受理率未达到100%。")
    repeated = sorted((u for u in f.units if u.repeats), key=lambda u: -u.repeats)[:LISTED]
    if repeated:
        names = "、".join(f"{u.name}{u.repeats}起" for u in repeated)
        found.append(f"重复信访仍有发生。当月重复信访较多的是{names}，初次办理质量有待提高。")
    if f.unplaced:
        found.append(f"部分事项属地待定。有{f.unplaced}起尚未确定问题属地，未计入各乡镇（街道）。")
    numbered = [f"{_numeral(index)}是{text}" for index, text in enumerate(found, start=1)]
    return numbered or ["当月没有发现超期未告知、超期未办结等履行职责方面的问题。"]


def _numeral(number: int) -> str:
    return "零一二三四五六七八九十"[number]


def listed(data: BulletinData) -> list[str]:
    """The units at the end of each group, with the reason; ties are named."""
    found = []
    for group in (TOWNSHIP, DEPARTMENT):
        results = [r for r in data.of_group(group) if r.worst]
        if results:
            names = "；".join(f"{r.name}（{r.worst_reason}）" for r in reversed(results))
            found.append(f"{GROUPS[group]}得分列末位的单位：{names}。")
        crowd = data.crowd(group)
        if crowd:
            found.append(
                f"{GROUPS[group]}另有{len(crowd)}个单位得分同为{points_text(crowd[0].score)}分，"
                "并列较多，不再区分末位。"
            )
    return found or ["本期没有列末位的单位。"]


def talks(data: BulletinData) -> list[str]:
    """Talks proposed with this bulletin."""
    if not data.talks:
        return ["本期没有连续两期列末位的单位，不安排谈话。"]
    return [f"{talk.unit}：拟与{talk.target}谈话。{talk.reason}" for talk in data.talks]


def definitions(data: BulletinData, *, built: str) -> list[str]:
    """Cut-off, definitions of every figure, how places are given, which rules scored.

    Args:
        data: the bulletin.
        built: when the figures were taken, as text.
    """
    month = Month.parse(data.figures.month)
    notes = [
        (
            f"数据统计期间为{month.label}1日至{month.last_day.day}日，截至{month.month}月"
            f"{month.last_day.day}日24时；{built}从信访信息系统提取。"
        ),
        (
            f"同比与{month.year_before.label}比较，环比与{month.previous.label}比较；"
            "比较期为零的注明“基数为零”。"
        ),
    ]
    notes += [f"{one.name}：{one.formula}。" for one in INDICATORS]
    notes += [
        (
            "乡镇（街道）按问题属地统计，县直部门按责任单位统计；由县直部门承办的事项在两表中各计一次，"
            "两表不相加。"
        ),
        (
            f"扣分、得分按《{data.rule.name}》计算，基础分{data.rule.base}分，每一分的规则、依据和事项可在系统"
            f"“计分说明”中查阅。{data.rule.policy}"
        ),
        "检举控告类事项依法保密，不分单位统计，全县数量不足5件的不列具体数字。",
        "本通报印发后数据不再变动；确需更正的，在以后各期中以更正通报说明。",
    ]
    return notes
