"""Values of register cells: dates in every padding, counts, names, words of a closed list."""

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.domain.words import words as _

EARLIEST = date(1949, 10, 1)
EXCEL_EPOCH = date(1899, 12, 30)
_NUMERALS = {char: value for value, char in enumerate("零一二三四五六七八九十")} | {
    "两": 2,
    "〇": 0,
}
_DATE = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*(?:日|号)?")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?=$|\s|T)")
_TAIL = re.compile(
    r"^[\sT]*(?:(?:星期|周)[一二三四五六日天]\s*)?(?:(上午|下午|晚上?|中午|凌晨|AM|PM)?\s*"
    r"(\d{1,2})\s*[:时点]\s*(\d{1,2})?\s*[:分]?\s*(\d{1,2})?\s*秒?(?:\.\d+)?)?\s*"
    r"(Z|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
_YEAR_LAST = re.compile(r"^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|^\d{2}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)")
_SERIAL = re.compile(r"^\d{5}(?:\.\d+)?$")
_ANONYMOUS = frozenset(
    [
        "匿名",
        "不详",
        "无名",
        "未知",
        "无",
        "佚名",
        "不愿透露",
        "未留名",
        "群众",
        "无名氏",
        "匿名信访人",
    ]
)
_AND_OTHERS = re.compile(r"等\s*(\d+|[零一二三四五六七八九十两]+)?\s*(?:余|多)?(?:人|户|名)?$")
_YES = frozenset(
    [
        "是",
        "有",
        "y",
        "yes",
        "true",
        "1",
        "√",
        "对",
        "重大紧急",
        "紧急",
        "特急",
        "重大",
        "省",
        "市",
        "国家",
        "上级",
    ]
)
_NO = frozenset(["否", "无", "n", "no", "false", "0", "×", "一般", "普通", "县", "本级"]) | {""}


class ValueProblem(ValueError):
    """A cell cannot be read; the message says why in Chinese."""


@dataclass(frozen=True, slots=True)
class When:
    """A day, with the time of day where the cell gives one (local time of the county)."""

    day: date
    clock: time | None = None


def text_of(value: object) -> str:
    """The text of a cell: whole floats without “.0”, dates in ISO form, nothing as ""."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return str(value)


def parse_when(value: object, *, latest: date) -> When | None:
    """Read a date, with or without a time of day.

    Understands date cells, Excel's day numbers and the written forms with one or two digits a part
    (2019/2/8 9:05:03, 2019-02-08, 2019.2.8, 2019年2月8日 下午3时5分, 20190208, 2019-02-08T09:05:03).

    Args:
        value: the cell.
        latest: last day that is possible, usually today.

    Returns None for an empty cell.

    Raises:
        ValueProblem: not a date, the order of day and month cannot be told, or out of range.
    """
    when = _read_when(value)
    if when is not None and not EARLIEST <= when.day <= latest:
        late = when.day > latest
        raise ValueProblem(
            _("日期 %(day)s %(late)s")
            % {"day": when.day, "late": _("晚于今天") if late else _("早于 1949 年 10 月")}
        )
    return when


def _read_when(value: object) -> When | None:
    if isinstance(value, datetime):
        return When(value.date(), None if value.time() == time() else value.time())
    if isinstance(value, date):
        return When(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        compact = _COMPACT.match(text_of(value))
        return _from_parts(compact.groups(), "") if compact else _from_serial(float(value))
    text = unicodedata.normalize("NFKC", text_of(value)).strip()
    if not text:
        return None
    if found := _DATE.match(text) or _COMPACT.match(text):
        return _from_parts(found.groups(), text[found.end() :])
    if _SERIAL.match(text):
        return _from_serial(float(text))
    if _YEAR_LAST.match(text):
        raise ValueProblem(
            _("日期“%(text)s”分不清年、月、日的顺序，请改为 2019-02-28 的写法")
            % {"text": text[:30]}
        )
    raise ValueProblem(_("“%(text)s”不是日期") % {"text": text[:30]})


def _from_parts(parts: tuple[str, ...], tail: str) -> When:
    try:
        day = date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        raise ValueProblem(_("日期“%(names)s”不存在") % {"names": "-".join(parts)}) from None
    found = _TAIL.match(tail)
    if found is None:
        raise ValueProblem(_("日期后面的“%(strip)s”看不懂") % {"strip": tail.strip()[:20]})
    half, hour, minute, second = found.group(1, 2, 3, 4)
    if hour is None:
        return When(day)
    hours = int(hour)
    if half and half.upper() in ("下午", "晚", "晚上", "PM") and hours < 12:
        hours += 12
    try:
        return When(day, time(hours, int(minute or 0), int(second or 0)))
    except ValueError:
        raise ValueProblem(_("时间“%(strip)s”不存在") % {"strip": tail.strip()[:20]}) from None


def _from_serial(number: float) -> When:
    if not math.isfinite(number) or not 18_000 <= number < 80_000:
        raise ValueProblem(_("“%(text_of)s”不是日期") % {"text_of": text_of(number)})
    seconds = round((number % 1) * 86_400)
    moment = datetime.combine(EXCEL_EPOCH, time()) + timedelta(days=int(number), seconds=seconds)
    return When(moment.date(), moment.time() if seconds else None)


def parse_count(value: object) -> int | None:
    """Read a number of people: 8, “8人”, “约20人”, “八人”; None for an empty cell.

    Raises:
        ValueProblem: a range or no number.
    """
    text = unicodedata.normalize("NFKC", text_of(value)).strip()
    if not text:
        return None
    digits = re.findall(r"\d+", text)
    if len(digits) > 1:
        raise ValueProblem(_("人数“%(text)s”不是一个数") % {"text": text[:20]})
    number = (
        int(digits[0])
        if digits
        else chinese_number(re.sub(r"[^零〇一二三四五六七八九十两]", "", text))
    )
    if not number or number > 100_000:
        raise ValueProblem(_("人数“%(text)s”不是大于零的数") % {"text": text[:20]})
    return number


def chinese_number(text: str) -> int:
    """Value of a Chinese numeral up to 99 (八 8, 十二 12, 三十 30); 0 when it is none."""
    if not text or any(char not in _NUMERALS for char in text):
        return 0
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _NUMERALS[text] if len(text) == 1 else 0
    return (_NUMERALS.get(tens, 1 if not tens else 0)) * 10 + (_NUMERALS[ones] if ones else 0)


def parse_names(text: str) -> tuple[list[str], int | None]:
    """Split the name cell: “张三、李四等8人” → ([张三, 李四], 8); an anonymous word gives no names.

    Returns the names, each once, and the number of people the cell states, None when it states none.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    stated: int | None = None
    if found := _AND_OTHERS.search(text):
        word = found[1] or ""
        stated = int(word) if word.isdigit() else chinese_number(word) or None
        text = text[: found.start()]
    names = [name for name in re.split(r"[、,;/\n]+|\s{2,}", text) if name.strip()]
    kept = dict.fromkeys(name.strip()[:80] for name in names)
    return [name for name in kept if name not in _ANONYMOUS], stated


def parse_word(value: object, words: Mapping[str, str]) -> str:
    """Read a word of a closed list: exact after normalising, else the longest listed word it contains; "" for empty.

    Raises:
        ValueProblem: none of the words.
    """
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text_of(value))).lower()
    if not text:
        return ""
    if text in words:
        return words[text]
    inside = [word for word in words if len(word) >= 2 and word in text]
    if not inside:
        raise ValueProblem(_("“%(text)s”不在可选范围内") % {"text": text[:20]})
    return words[max(inside, key=len)]


def parse_yes(value: object) -> bool:
    """Read a yes/no cell; an unknown word raises ValueProblem."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text_of(value))).lower()
    if text in _NO:
        return False
    if text in _YES or text.startswith(_("是")):
        return True
    raise ValueProblem(_("“%(text)s”不是“是”或“否”") % {"text": text[:20]})


def phone_of(value: object) -> str:
    """The telephone number of a cell without blanks, at most 30 characters."""
    text = unicodedata.normalize("NFKC", text_of(value))
    return re.sub(r"[\s\x00-\x1f\x7f]+", "", text)[:30]
