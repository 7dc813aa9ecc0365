"""成因: why a matter came up, in two levels, as the office chooses it once the matter is answered.

The words are about the matter, the rules and how it was handled, never about who petitioned. The law leaves the list
open; these are the causes that published analyses name, and a county may add to them and end them from a day on.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

#: In force since before the oldest matter whose cause may still be written down.
SINCE = date(2005, 5, 1)
#: Words that judge who petitioned.
_JUDGING = re.compile("缠访|闹访|无理|钉子户|老户|过高|恶意|谋利|刁民|重点人员|息访|稳控")
#: Words that tell a unit that somebody of it is looked into (条例第三十条).
_SECRET = re.compile("违纪|涉嫌|纪检|监委|检举|举报|控告|线索|立案|问责|追责")
#: The first level has codes that end so.
FIRST = "00"


@dataclass(frozen=True, slots=True)
class CauseData:
    """One cause: ``code`` four digits, two a level; ``parent`` the code above, "" for the first level; ``hint``: when to choose it."""

    code: str
    name: str
    parent: str
    hint: str = ""


# fmt: off
_TREE: tuple[tuple[str, str, str, tuple[tuple[str, str], ...]], ...] = (
    ("01", "政策规定", "规定本身或者规定之间的问题", (
        ("政策规定不明确", "规定没有写清对象、标准、时间或者由谁办"),
        ("政策不衔接", "新旧规定、上下级规定、相邻地方的规定不一致"),
        ("政策落实不到位", "规定清楚，没有执行或者没有执行到底"),
        ("政策宣传解释不到位", "规定已经执行，没有讲清楚"),
    )),
    ("02", "办理行为", "收到反映以后办得怎么样", (
        ("办理不及时", "超过期限，或者久拖没有答复"),
        ("程序不规范", "缺少应有的告知、文书、听取意见等步骤"),
        ("答复不清", "没有逐项答复，或者依据、救济途径没有写明"),
        ("职责不清、相互推诿", "几个单位都可以办，没有单位负责到底"),
        ("处理意见未执行", "答应的事项没有按期做到"),
    )),
    ("03", "工作失误", "作出决定或者提供服务时的差错", (
        ("事实认定有误", "面积、人数、时间等没有查清就作出决定"),
        ("适用规定有误", "用错了规定或者标准"),
        ("承诺未兑现", "协议、公告中的承诺没有做到"),
        ("公开不到位", "应当公开的村务、财务、补偿标准没有公开"),
    )),
    ("04", "历史遗留", "形成时间长、当时的规定或者单位已经变化", (
        ("当时规定与现在不同", "按当时的规定办理，现在的规定已经改变"),
        ("资料缺失", "原始凭证、档案没有保存"),
        ("责任单位变更", "原单位撤销、改制、合并"),
    )),
    ("05", "合同与经济纠纷", "当事人之间的权利义务，单位负有监管或者协调责任", (
        ("拖欠工资、工程款", ""),
        ("项目逾期、停工", "房屋、安置、基础设施项目没有按约定交付"),
        ("合同履行争议", ""),
    )),
    ("06", "设施与公共服务", "该有的没有，或者坏了没有人修", (
        ("建设滞后", "道路、供水、学位等跟不上需要"),
        ("管护不到位", "设施损坏、环境卫生没有及时处理"),
        ("服务不便", "办事环节多、地点远、网上办不了"),
    )),
    ("07", "邻里与权属争议", "土地、山林、宅基地、相邻关系等", (
        ("权属界线不清", ""),
        ("相邻关系争议", ""),
    )),
    ("08", "现行规定不能支持", "按照现行规定不能支持，但事项本身需要解释或者帮扶", (
        ("超出现行政策范围", "没有可以适用的规定"),
        ("证据不足", "现有材料不能证明所反映的事实"),
        ("需要困难帮扶", "规定不能支持，生活确有困难"),
    )),
    ("99", "其他", "", (("其他成因", "以上都不合适，请在说明中写明"),)),
)
# fmt: on


def _causes() -> Iterator[CauseData]:
    for prefix, name, hint, children in _TREE:
        parent = f"{prefix}{FIRST}"
        yield CauseData(parent, name, "", hint)
        for index, (child, words) in enumerate(children, start=1):
            yield CauseData(f"{prefix}{index:02d}", child, parent, words)


CAUSES: tuple[CauseData, ...] = tuple(_causes())


def level_one(code: str) -> str:
    """The code of the first level a cause belongs to."""
    return f"{code[:2]}{FIRST}"


def next_code(parent: str, taken: frozenset[str]) -> str:
    """The first free code below ``parent``, or on the first level when it is "".

    Raises:
        ValueError: all 98 places are taken.
    """
    for number in range(1, 99):
        code = f"{parent[:2]}{number:02d}" if parent else f"{number:02d}{FIRST}"
        if code not in taken:
            return code
    raise ValueError("no code is left")


def judges(text: str) -> bool:
    """True when the words of a cause judge who petitioned; a cause is about the matter, the rules and the handling."""
    return bool(_JUDGING.search(text))


def betrays(text: str) -> bool:
    """True when the words would tell the unit concerned that somebody of it is looked into: it reads the causes of its matters."""
    return bool(_SECRET.search(text))
