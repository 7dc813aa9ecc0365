"""The sentences of the bulletin: official Chinese, every number taken from the figures."""

from __future__ import annotations

from datetime import date

from reporting.domain.figures import MonthFigures, Slice, Tally
from reporting.domain.indicators import IN_BULLETIN
from reporting.domain.measures import MINIMUM_FOR_RANK, Rate, clause, part_of
from reporting.domain.period_words import Words, in_words, words
from reporting.domain.results import BulletinData
from reporting.domain.spans import Period

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


def title(period: Period) -> str:
    """Title of the document."""
    return f"关于{period.label}全县信访工作情况的通报"


def opening(period: Period) -> str:
    """The sentence before the first heading."""
    return f"现将{period.label}全县信访工作情况通报如下："


def _words(f: MonthFigures) -> Words:
    return words(f.days)


def totals(f: MonthFigures) -> str:
    """How many matters and persons, compared; repeats; what is counted apart."""
    w = _words(f)
    if not f.matters.any:
        return f"{w.head}，全县没有登记信访事项。"
    text = f"{w.head}，全县共登记信访事项{f.matters.now}起、{f.persons.now}人次"
    text += clause(f.matters.phrase(both=w.both), "起数")
    text += clause(f.persons.phrase(both=w.both), "人次") + "。"
    firsts = f.matters.now - f.repeats.now
    if f.matters.now:
        text += (
            f"其中，初次信访{firsts}起，重复信访{f.repeats.now}起，"
            f"重复率{Rate(f.repeats.now, f.matters.now).shown}。"
        )
    return text


def apart(f: MonthFigures) -> str:
    """Secret matters: counted for the county as a whole and nowhere else (条例第三十条).

    Only a month states their number: what a longer period states tells the number of a month that was held back, and
    two spans that overlap tell that of a day.
    """
    if not f.reports:
        return (
            "检举控告类事项已依照《信访工作条例》第三十条按管理权限单独办理，不计入本通报各项统计。"
        )
    return (
        f"另收到检举控告类事项{f.reports}件，已依照《信访工作条例》第三十条按管理权限单独办理，"
        "不计入本通报其他各项统计。"
    )


def balance(f: MonthFigures) -> str:
    """What was open, came, was closed, and is left."""
    b, w = f.balance, _words(f)
    return (
        f"{w.start}在办{b.opening}起，{w.now}新收{b.received}起，{w.now}了结{b.closed}起，"
        f"{w.end}在办{b.pending}起（{b.text}）。"
    )


def forms(f: MonthFigures) -> str:
    """By form of petitioning."""
    parts, w = [], _words(f)
    for one in f.by_form:
        if not one.matters.any:
            continue
        persons = f"{one.persons.now}人次" if one.key == "visit" else ""
        parts.append(
            f"{one.name}{one.matters.now}{FORM_UNITS.get(one.key, '件')}{persons}"
            f"{clause(one.matters.phrase(both=w.both))}"
        )
    return "；".join(parts) + "。" if parts else f"{w.now}没有登记。"


def levels(f: MonthFigures) -> str:
    """By level of the organ the matter was brought to."""
    parts = [
        f"{LEVELS.get(one.key, f'到{one.name}')}{one.matters.now}起"
        for one in f.by_level
        if one.matters.now
    ]
    return "、".join(parts) + "。" if parts else f"{_words(f).now}没有登记。"


def visits_above(data: BulletinData) -> str:
    """Visits above the county in batches and persons, with those that left a level out (条例第二十条); "" where there are none."""
    county = data.duties.county
    if county is None:
        return ""
    order = list(LEVELS)
    found = sorted(county.visits, key=lambda one: order.index(one[0]) if one[0] in order else 9)
    if not found:
        return f"{words(data.period).now}没有到县级以上机关走访。"
    batches, persons = sum(n for _level, n, _heads in found), sum(h for _level, _n, h in found)
    parts = "、".join(f"{LEVELS.get(level, level)}{n}批{heads}人次" for level, n, heads in found)
    text = f"其中到县级以上机关走访{batches}批{persons}人次（{parts}）"
    if county.skipped:
        return text + f"，越级走访{county.skipped}批{county.skipped_persons}人次。"
    return text + "，没有越级走访。"


def collective(f: MonthFigures) -> str:
    """Collective visits in batches and persons."""
    w = _words(f)
    if not f.collective.any:
        before = [w.before] if w.both and f.collective.last_month is not None else []
        before += [w.year_ago] if f.collective.last_year is not None else []
        return f"{w.now}及{'、'.join(before)}均没有集体访。" if before else f"{w.now}没有集体访。"
    text = f"发生集体访{f.collective.now}批{f.collective_persons.now}人次"
    text += clause(f.collective.phrase(both=w.both), "批次")
    text += clause(f.collective_persons.phrase(both=w.both), "人次")
    return text + part_of(f.collective.now, f.batches.now, "占来访批次的") + "。"


def rates(f: MonthFigures) -> str:
    """How the statutory limits that ended in the period were kept."""
    now = _words(f).now
    return _rate("告知（受理）期限", "按期告知", "及时受理率", f.inform, now) + _rate(
        "办理期限", "按期办结", "按期办结率", f.conclude, now
    )


def _rate(limit: str, done: str, name: str, rate: Rate, now: str) -> str:
    if not rate.due:
        return f"没有{limit}在{now}届满的事项。"
    return f"{limit}在{now}届满{rate.due}件，{done}{rate.hits}件，{name}{rate.shown}。"


def evaluations(data: BulletinData) -> str:
    """What petitioners said of the units that answered them; "" when nobody's time to say so ended."""
    county = data.duties.county
    counted = (county,) if county else data.duties.units
    due = sum(u.evaluable for u in counted)
    if not due:
        return ""
    said, good = sum(u.evaluated for u in counted), sum(u.satisfied for u in counted)
    rated = sum(u.rated for u in counted)
    text = f"评价期在{words(data.period).now}届满{due}件，群众参评{said}件，参评率{Rate(said, due).shown}"
    return text + (f"，满意率{Rate(good, rated).shown}。" if rated else "。")


def problems(f: MonthFigures) -> str:
    """What people petitioned about: the classes with most matters."""
    if not f.matters.now:
        return f"{_words(f).now}没有登记信访事项。"
    classed = [one for one in f.by_class if one.key != "none" and one.matters.now]
    if not classed:
        return f"{_words(f).now}登记的事项尚未作内容分类。"
    parts = [_class(one, f.matters) for one in classed[:5]]
    text = "从内容分类看，反映较多的依次是：" + "；".join(parts) + "。"
    rest = sum(one.matters.now for one in f.by_class if one.key == "none")
    if rest:
        text += f"另有{rest}起尚未作内容分类{part_of(rest, f.matters.now)}。"
    return text


def details(f: MonthFigures) -> str:
    """The most frequent classes of level two; "" when matters are classed on level one only."""
    parts = [f"{one.name}{one.matters.now}起" for one in f.top_classes]
    return "具体问题较集中的有：" + "、".join(parts) + "。" if parts else ""


def _class(one: Slice, whole: Tally) -> str:
    return (
        f"{one.name}{one.matters.now}起{part_of(one.matters.now, whole.now)}"
        f"{clause(one.matters.on_year.phrase('同比'))}"
    )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def since(begins: str) -> str:
    """From when on there are records at all; "" when they cover the period."""
    return f"登记数据从{_day(date.fromisoformat(begins))}开始，此前没有数据。" if begins else ""


def definitions(data: BulletinData, *, built: str) -> list[str]:
    """Cut-off, definitions of every figure, how places are given, which rules scored.

    Args:
        data: the bulletin.
        built: when the figures were taken, as text.
    """
    period = data.period
    first, last = _day(period.first_day), _day(period.last_day)
    notes = [
        f"数据统计期间为{first}至{last}，截至{last}24时；{built}从信访信息系统提取。{since(data.figures.begins)}",
        _compared(data.figures),
    ]
    notes += [f"{one.name}：{in_words(one.formula, period)}。" for one in IN_BULLETIN]
    notes.append(
        "乡镇（街道）按问题属地统计，县直部门按责任单位统计；由县直部门承办的事项在两表中各计一次，"
        "两表不相加。"
    )
    notes += _scored(data)
    notes += [
        (
            "检举控告类事项依法保密，不分单位统计，全县数量不足5件的不列具体数字。"
            if data.figures.reports
            else "检举控告类事项依法保密，不列数量。"
        ),
        "本通报印发后不再改动；数据确有错误的，另行印发编号的更正，列明原数据和更正后的数据。",
    ]
    return notes


def _compared(f: MonthFigures) -> str:
    """What is compared with what; a period the county kept no complete records of is named."""
    asked = [("同比", f.days.year_before, f.matters.last_year)]
    if _words(f).both:
        asked.append(("环比", f.days.previous, f.matters.last_month))
    known = "，".join(f"{name}与{days.label}比较" for name, days, base in asked if base is not None)
    unknown = "，".join(
        f"{days.label}没有完整的登记数据，不作{name}" for name, days, base in asked if base is None
    )
    text = (
        f"{known}；比较期为零的注明“基数为零”，正文中比较期不足{MINIMUM_FOR_RANK}的列出两期数字、不列百分比。"
        if known
        else ""
    )
    return text + (f"{unknown}。" if unknown else "")


def skipped(data: BulletinData) -> str:
    """Which months of a longer period have no bulletin, "" when all have one."""
    counted = {mark.month for mark in data.months}
    missing = [month.label for month in data.period.months if month.code not in counted]
    return f"{'、'.join(missing)}未印发月通报，不计入平均，" if missing else ""


def _scored(data: BulletinData) -> list[str]:
    if data.rule is None:
        return ["本期间不计分、不排考核名次，不列末位单位。"]
    if data.months:
        names = sorted({mark.month for mark in data.months})
        return [
            (
                f"扣分、得分为{len(names)}个月已印发通报的平均数，{skipped(data)}四舍五入保留两位小数；各月按《{data.rule.name}》等"
                f"当时有效的考核办法计算。{data.rule.policy}"
            )
        ]
    return [
        (
            f"扣分、得分按《{data.rule.name}》计算，基础分{data.rule.base}分，每一分的规则、依据和事项可在系统"
            f"“计分说明”中查阅。{data.rule.policy}"
        )
    ]
