"""The sentences of the bulletin about units: places, thresholds, duties left undone, what became of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from reporting.domain.duties import PROBLEM_KINDS, Carried
from reporting.domain.figures import GROUPS, TOWNSHIP, UnitFigures
from reporting.domain.measures import Rate
from reporting.domain.number_texts import points_text
from reporting.domain.period_words import words
from reporting.domain.ranking import leading
from reporting.domain.results import BulletinData, UnitResult
from reporting.domain.spans import MONTH

LISTED = 3
NAMED = 12
#: From so many repeats on a unit is named; one is not "many".
MANY_REPEATS = 2
#: Ordinals of the problems found; there are never more than seven kinds.
NUMERALS = "零一二三四五六七八九十"
GROUP_WORDS = {TOWNSHIP: "乡镇（街道）"}
#: What was late, name of its rate, the rate of a unit.
RATES: tuple[tuple[str, str, Callable[[UnitFigures], Rate]], ...] = (
    ("受理告知", "及时受理率", lambda unit: unit.inform),
    ("办理", "按期办结率", lambda unit: unit.conclude),
)


def ranking(data: BulletinData, group: str) -> str:
    """Who stands first in each tier of one group."""
    results = data.of_group(group)
    if not results:
        return ""
    now = words(data.period).now
    matters = {unit.unit_id: unit.matters.now for unit in data.figures.of_group(group)}
    present = [r for r in results if matters[r.unit_id]]
    if not present:
        return f"{GROUPS[group]}{now}均没有新收信访事项。"
    most = sorted(present, key=lambda r: r.rank_matters)
    text = "按起数排列，" + _foremost(most, lambda r: f"{matters[r.unit_id]}起")
    ranked = [r for r in present if r.rank_population]
    if ranked:
        ranked.sort(key=lambda r: r.rank_population or 0)
        text += "按占人口比例排列，" + _foremost(ranked, lambda r: f"每万人{r.per_10k}起")
    text += thresholds(data, group)
    none = [r.name for r in results if not matters[r.unit_id]]
    if none:
        text += f"{now}没有新收信访事项的有{_some(none)}。"
    return text


def thresholds(data: BulletinData, group: str) -> str:
    """The units ("5起以上的有×个乡镇（街道）：…") from each number of matters on, that number included."""
    parts = []
    noun = GROUP_WORDS.get(group, "单位")
    units = sorted(data.figures.of_group(group), key=lambda u: -u.matters.now)
    for number in data.duties.thresholds:
        names = [f"{u.name}{u.matters.now}起" for u in units if u.matters.now >= number]
        if names:
            parts.append(f"{number}起以上的有{len(names)}个{noun}：{_some(names)}")
    return "；".join(parts) + "。" if parts else ""


def scores(data: BulletinData, group: str) -> str:
    """Who lost points in one group; "" for a period that is not scored."""
    if data.rule is None:
        return ""
    how = _how(data) if data.months else f"按《{data.rule.name}》计分"
    lost = [r for r in data.of_group(group) if r.lost]
    if not lost:
        return f"{how}，{GROUPS[group]}{words(data.period).now}均没有扣分。"
    worst = sorted(lost, key=lambda r: (r.score, r.unit_id))
    text = f"{how}，{GROUPS[group]}有{len(lost)}个单位扣分"
    points = [points_text(r.deducted) for r in worst]
    named = leading(points, LISTED)
    if not named:
        return f"{text}，扣分最多的有{_equal(points)}个单位，均扣{points[0]}分。"
    listed = "、".join(
        f"{r.name}（扣{lost_points}分）"
        for r, lost_points in zip(worst[:named], points, strict=False)
    )
    return f"{text}，扣分较多的是{listed}。"


def _how(data: BulletinData) -> str:
    """By which months; they are named when one of the period is missing."""
    counted = sorted({mark.month for mark in data.months})
    if len(counted) == len(data.period.months):
        return "按各月通报得分平均"
    return f"按{'、'.join(f'{int(month[5:])}月' for month in counted)}通报得分平均"


def _equal(figures: Sequence[object]) -> int:
    """How many share the first place."""
    return sum(1 for figure in figures if figure == figures[0])


def _foremost(results: Sequence[UnitResult], figure: Callable[[UnitResult], str]) -> str:
    """Who stands first, in order; equal ones together."""
    figures = [figure(r) for r in results]
    if named := leading(figures, LISTED):
        return "居前的是" + "、".join(f"{r.name}（{figure(r)}）" for r in results[:named]) + "。"
    return f"居首位的有{_equal(figures)}个单位，均为{figures[0]}。"


def _some(names: Sequence[str], limit: int = NAMED) -> str:
    shown = "、".join(names[:limit])
    return f"{shown}等{len(names)}个单位" if len(names) > limit else shown


def _counts(units: Iterable[UnitFigures], count: Callable[[UnitFigures], int]) -> str:
    """Units with something, the largest number first: "乡镇甲3件、乡镇乙1件"."""
    found = sorted((u for u in units if count(u)), key=lambda u: -count(u))
    return _some([f"{u.name}{count(u)}件" for u in found])


def shortcomings(data: BulletinData) -> list[str]:
    """Facts about duties left undone, with the units' names; no judgement on petitioners."""
    f, w = data.figures, words(data.period)
    found = []
    if names := _counts(f.units, lambda u: u.late_inform):
        found.append(f"告知超期。截至{w.end}，{names}超过告知期限仍未书面告知信访人。")
    if names := _counts(f.units, lambda u: u.late_conclude):
        found.append(f"办理超期。截至{w.end}，{names}超过办理期限仍未办结。")
    for what, name, rate_of in RATES:
        missed = [u for u in f.units if rate_of(u).ranked and rate_of(u).hits < rate_of(u).due]
        if missed:
            names = _some([f"{u.name}（{rate_of(u).text}）" for u in missed])
            found.append(f"{what}不够及时。{names}{name}未达到100%。")
    if names := _counts(f.units, lambda u: data.duty_of(u.unit_id).returned):
        found.append(
            f"转送、交办不够准确。{w.now}有关单位提出的管辖异议经审核成立后退回：{names}，"
            "转送、交办前对职责权限的核对有待加强。"
        )
    if repeated := _repeated(data):
        found.append(f"重复信访仍有发生。{w.now}{repeated}，初次办理质量有待提高。")
    if f.unplaced:
        found.append(f"部分事项属地待定。有{f.unplaced}起尚未确定问题属地，未计入各乡镇（街道）。")
    numbered = [f"{NUMERALS[index]}是{text}" for index, text in enumerate(found, start=1)]
    return numbered or [f"{w.now}没有发现超期未告知、超期未办结等履行职责方面的问题。"]


def _repeated(data: BulletinData) -> str:
    """Where repeats came from: townships by place and departments by responsible unit, which are not added up."""
    parts = []
    for group in GROUPS:
        units = [u for u in data.figures.of_group(group) if u.repeats]
        if not units:
            continue
        text = f"{GROUPS[group]}重复信访{sum(u.repeats for u in units)}起"
        most = sorted((u for u in units if u.repeats >= MANY_REPEATS), key=lambda u: -u.repeats)
        if named := leading([u.repeats for u in most], LISTED):
            names = "、".join(f"{u.name}{u.repeats}起" for u in most[:named])
            text += f"，较多的是{names}"
        often = [(u.name, data.duty_of(u.unit_id).often) for u in units]
        thrice = [f"{name}{n}起" for name, n in sorted(often, key=lambda one: -one[1]) if n]
        parts.append(text + (f"，其中已是三次以上的有{_some(thrice)}" if thrice else ""))
    return "；".join(parts)


def carried(data: BulletinData) -> list[str]:
    """What became of the problems of the bulletin before, kind by kind; [] when it listed none."""
    if not data.duties.carried:
        return []
    lines = [_carried(one) for one in data.duties.carried]
    return [
        f"对照《{data.duties.before}》所列问题逐件核对，截至{words(data.period).end}：{'；'.join(lines)}。"
    ]


def tasks(data: BulletinData) -> list[str]:
    """Tasks of the monthly analysis: carried into the period, given, struck off, left; [] when there were none."""
    t, w = data.duties.tasks, words(data.period)
    if t.is_empty:
        return []
    text = f"上期结转{t.carried}项，{w.now}新交办{t.given}项、销号{t.closed}项，"
    if not t.left:
        return [f"{text}没有结转下期的任务。"]
    where = _some([f"{unit}{number}项" for unit, number in t.by_unit])
    late = f"，其中超过完成期限的{t.late}项" if t.late else ""
    return [f"{text}仍有{t.left}项未销号（{where}）{late}，结转下期继续整改。"]


def _carried(one: Carried) -> str:
    name = PROBLEM_KINDS[one.kind]
    left = one.listed - one.settled
    if not left:
        return f"{name}{one.listed}件，已全部整改"
    where = _some([f"{unit}{number}件" for unit, number in one.still])
    done = f"已整改{one.settled}件" if one.settled else "均未整改"
    return f"{name}{one.listed}件，{done}，仍有{left}件未整改（{where}）"


def listed(data: BulletinData) -> list[str]:
    """The units at the end of each group, with the reason; ties are named."""
    if data.rule is None:
        return []
    found = []
    for group in GROUPS:
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
    """Talks proposed with this bulletin; months alone lead to talks."""
    if data.period.kind != MONTH:
        return []
    if not data.talks:
        return ["本期没有达到谈话标准的单位，不安排谈话。"]
    return [
        f"{talk.unit}：{talk.reason.rstrip('。')}，拟与{talk.target}谈话。" for talk in data.talks
    ]


def _general(data: BulletinData) -> str:
    county = data.duties.county
    return f"（其中针对单位整体工作的{county.general}件）" if county and county.general else ""


def rectification(data: BulletinData) -> list[str]:
    """Talks held, undertakings whose day came, supervision; only what there was."""
    r, w = data.duties.rectification, words(data.period)
    found = []
    if r.held:
        names = "、".join(f"{talk.unit}{talk.target}（{talk.day}）" for talk in r.held[:NAMED])
        found.append(f"{w.now}开展谈话{len(r.held)}次：{names}。")
    if r.due:
        text = f"谈话中承诺、{w.now}到期的整改事项{r.due}项，经核查已落实{r.kept}项"
        if r.broken:
            text += f"，未落实{r.due - r.kept}项（{_some([f'{u}{n}项' for u, n in r.broken])}）"
        found.append(text + "。")
    if r.opened or r.closed or r.pending:
        text = f"{w.now}发出督办件{r.opened}件{_general(data)}，办结{r.closed}件；截至{w.end}未办结{r.pending}件"
        text += f"，其中逾期未答复{r.late}件" if r.late else ""
        text += f"，挂牌督办{r.listed}件" if r.listed else ""
        found.append(text + "。")
    return found
