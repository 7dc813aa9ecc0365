"""Shapes the title and the red mark of an official document (GB/T 9704-2012, 7.2.4 and 7.3.1). Pure functions."""

from __future__ import annotations

import heapq
import math
import re
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import combinations, pairwise

from core.pdf.lines import NO_END, NO_START
from core.text import display_width

#: A line of the title is at most this wide, in characters of 2号 (20 would touch both margins).
TITLE_WIDTH = 19.0
#: Titles of more lines are filled line by line.
MOST_SHAPED = 4
#: Words a title is not broken inside; the law's own terms first.
WORDS = (
    "信访事项|信访工作|信访局|联席会议|责任单位|首接责任|受理|办理|答复|处理|复查|复核|督办|交办|转送|延长|期限|"
    "告知书|意见书|建议书|通知书|决定书|关于|情况|通报|通知|报告|意见|工作|会议|办公室|人民政府|街道办事处|"
    "群众|来信|来访|网上|投诉|举报|乡镇|部门|全县|全市|年度|季度|上半年|下半年|月份|排名|分析|指标|考核|及时|按期|告知|办结|"
    "超期|届满|每万人|人口|比例|名次|起数|人次|件数|批次|满意|参评|上月|本月|当月|月初|月末|年初|年末|期初|期末|在办|新收|了结|升降|扣分|得分|单位|初次|重复|集体访"
)
_WORDS = re.compile(rf"{WORDS}|\d+年(?:\d+月)?(?:\d+日)?|[0-9A-Za-z.]+[月日号%件季]?|〔\d+〕|[—…]+")
#: A title reads well when a line ends after these, or the next begins with these.
_GOOD_END = re.compile(r"(?:的|和|与|及|、|，|年|月|局|办公室|政府|部门|县|市|区|镇|乡)$")

MARK_WIDTH_MM = 150.0
#: Height of the characters of the red mark, at most and at least.
MARK_MAX_MM, MARK_MIN_MM = 19.0, 8.0
#: The letters of the mark are narrowed to this part of their width before they are made smaller.
MARK_NARROWEST = 0.68


@dataclass(frozen=True)
class Mark:
    """How the red mark is set: height of its characters in millimetres, and their width as a part of it."""

    size: float
    narrowed: float


def mark(text: str, *, largest: float = MARK_MAX_MM) -> Mark:
    """The largest setting of the red mark that fits on one line.

    Args:
        text: name of the organ.
        largest: greatest height of its characters, millimetres.
    """
    length = max(1.0, display_width(text))
    size = min(largest, MARK_WIDTH_MM / (length * MARK_NARROWEST))
    size = max(MARK_MIN_MM, size)
    narrowed = min(1.0, MARK_WIDTH_MM / (length * size))
    return Mark(round(size, 2), round(narrowed, 4))


@lru_cache(maxsize=256)
def title_lines(text: str, width: float = TITLE_WIDTH) -> tuple[str, ...]:
    """The lines of a title: whole words, no punctuation at the wrong end, of like length or tapering to a trapezium.

    Args:
        text: the title; its own line breaks are kept.
        width: greatest width of a line in characters.
    """
    parts = [part.strip() for part in text.splitlines() if part.strip()]
    if len(parts) > 1:
        return tuple(line for part in parts for line in title_lines(part, width))
    text = parts[0] if parts else ""
    total = display_width(text)
    fewest = max(1, math.ceil(total / width))
    for count in range(fewest, MOST_SHAPED + 1):
        best = _best(text, count, width)
        if best:
            return best
    return _filled(text, width)


def _filled(text: str, width: float) -> tuple[str, ...]:
    """Lines filled one after the other, for a title too long to shape."""
    places = {*_places(text), len(text)}
    lines, start, last = [], 0, 0
    for at in range(1, len(text) + 1):
        if display_width(text[start:at]) > width:
            end = last if last > start else at - 1
            lines.append(text[start:end])
            start = end
        if at in places:
            last = at
    return (*lines, text[start:])


def _best(text: str, count: int, width: float) -> tuple[str, ...] | None:
    places = _places(text)
    if count == 1:
        return (text,) if display_width(text) <= width else None
    if len(places) < count - 1:
        return None
    target = display_width(text) / count
    near = [
        heapq.nsmallest(12, places, key=partial(_distance, text, n * target))
        for n in range(1, count)
    ]
    candidates = sorted({place for group in near for place in group})
    best: tuple[float, tuple[str, ...]] | None = None
    for cuts in combinations(candidates, count - 1):
        edges = (0, *cuts, len(text))
        lines = tuple(text[a:b] for a, b in pairwise(edges))
        if any(display_width(line) > width for line in lines):
            continue
        cost = _cost(lines, target)
        if best is None or cost < best[0]:
            best = (cost, lines)
    return best[1] if best else None


def _distance(text: str, target: float, at: int) -> float:
    return abs(display_width(text[:at]) - target)


def _cost(lines: tuple[str, ...], target: float) -> float:
    """How ill the lines look: of unlike length, ragged (neither trapezium nor diamond), or broken at a poor place."""
    widths = [display_width(line) for line in lines]
    cost = sum(abs(value - target) for value in widths)
    inner = range(1, len(widths) - 1)
    cost += sum(4 for at in inner if widths[at] < min(widths[at - 1], widths[at + 1]))
    for line, following in pairwise(lines):
        if not _GOOD_END.search(line) and not following.startswith("关于"):
            cost += 3
        if line.endswith("关于"):
            cost += 8
        if following.startswith(("的", "和", "与", "及", "了")):
            cost += 8
    return cost


def _places(text: str) -> list[int]:
    """Where the text may be broken."""
    inside = {at for found in _WORDS.finditer(text) for at in range(found.start() + 1, found.end())}
    return [
        at
        for at in range(1, len(text))
        if at not in inside and text[at] not in NO_START and text[at - 1] not in NO_END
    ]
