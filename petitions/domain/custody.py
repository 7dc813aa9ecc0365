"""Words of holding, fetching or watching people who petition, which no record of the county may order or report.

A petitioner goes where he likes: 宪法第三十七条 (freedom of the person) and 第四十一条, 条例第六条, 第二十条 and 第四十六条第六项. What is done
about a visit to a higher office is to hear the matter, to handle it, and to help with the way home if asked.

The table tells what is done to a person from what is done to a thing (质量控制, 带回材料), what is forbidden from what is
ordered (不得劝返), and what a petitioner complains of (反映其被截访) from what an official did.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Whatever the sentence, unless it says that it must not be, or was suffered.
ALWAYS = (
    "稳控",
    "盯防",
    "盯守",
    "盯死看牢",
    "截访",
    "拦访",
    "堵访",
    "拦卡堵截",
    "劝返",
    "劝回",
    "接返",
    "遣返",
    "遣送",
    "押送",
    "押回",
    "训诫",
    "软禁",
    "人盯人",
    "五包一",
    "吸附稳定",
    "就地吸附",
    "关押",
    "限制出行",
    "限制人身自由",
    "零进京",
    "零上访",
    "零非访",
    "零赴省",
    "不得上访",
    "不得再上访",
    "不准上访",
    "禁止上访",
    "保证不再上访",
    "承诺不再上访",
)
#: Who is held, fetched or watched.
PERSON = (
    r"(?:上访|信访|来访|反映|申诉|举报|投诉|当事|信访事项)(?:人员|人|群众|者|户)(?:员)?(?!数)|访民|老户|群众|"
    r"[他她](?:们)?|其(?:本人|家人|家属|夫妇)?|该人|此人|老人|[0-9一二三四五六七八九十两几]+(?:名|位|个)?(?:人|群众)(?!次|数)"
)
#: What may be fetched, sent back, kept or controlled.
THING = (
    r"材料|资料|文件|证件|身份证|信件|来信|样品|图纸|合同|协议|手续|档案|证据|物品|款|费用|资金|意见|问题|诉求|"
    r"申请|答复|清单|数量|人数|规模|比例|质量|成本|风险|进度|工期|面积|污染|房屋|车辆|设备|土壤|垃圾"
)
FETCHED = r"接回|带回|领回|送回|送返|带离|拉回|找回"
HELD = (
    r"控制|管控|看住|盯住|盯紧|稳住|拦下|拦住|拦截|堵截|布控|跟踪|监控|拘留|传唤|关在|关进|锁在|锁进|"
    r"尾随|24小时(?:看护|看守|值守)"
)
HOME = r"家中|家里|原籍|户籍地|居住地|住处|老家|当地|本县|本镇|本村|属地"
#: Where people are brought against their will.
KEPT = r"派出所|镇政府|乡政府|村委会|办事处|宾馆|旅馆|招待所|会议室|房间|屋里|学习班"
#: Going out, going to a higher office.
GOING = r"上访(?!问题|矛盾|事项|件|苗头|隐患)|进京|赴省|(?:出村|出镇|出县|出门)(?!就|也|便|即|能|办)|离开|外出(?!走失|务工|打工|就医|受骗|就业)"
GAP = r"[^，,。；;：:\n]"
#: (what is named, where it is found)
PATTERNS: tuple[re.Pattern[str], ...] = (
    # 将上访人接回, 对其进行管控; not 将信访人的材料带回
    re.compile(
        rf"(?:将|把|对)(?:(?!{THING}){GAP}){{0,6}}?(?:{PERSON})(?:(?!{THING}){GAP}){{0,10}}?(?P<word>{FETCHED}|{HELD})"
        rf"(?!{GAP}{{0,4}}(?:{THING}))"
    ),
    # 带回上访群众, 控制来访人员; not 送回信访人的材料, 控制来访人数
    re.compile(
        rf"(?P<word>{FETCHED}|{HELD})了?{GAP}{{0,3}}?(?:{PERSON})(?!{GAP}{{0,6}}(?:{THING})|反映|关心|关注|提出|所)"
    ),
    # 上访人已接回, 来访人员全部被控制
    re.compile(
        rf"(?:{PERSON})(?:已经|已|均|均已|全部|全都|被|安全|顺利|当日|连夜|都|予以|进行)+(?P<word>{FETCHED}|{HELD})"
        rf"(?!{GAP}{{0,4}}(?:{THING}))"
    ),
    # 把人从车站带回; 信访人已被带到派出所, 将其带至宾馆
    re.compile(rf"(?:将|把)人(?!数|名){GAP}{{0,10}}?(?P<word>{FETCHED}|{HELD})"),
    re.compile(rf"(?:{PERSON}){GAP}{{0,3}}?被(?P<word>带[到至往走离])"),
    re.compile(
        rf"(?:将|把)(?:{PERSON}){GAP}{{0,6}}?(?P<word>带[到至往去])(?={GAP}{{0,8}}(?:派出所|宾馆|旅馆|招待所|房间|学习班))"
    ),
    re.compile(rf"(?<![相有机海开公把攸无])(?P<word>[关锁][在进])(?={GAP}{{0,4}}(?:{KEPT}))"),
    re.compile(rf"(?P<word>守在)(?={GAP}{{0,8}}(?:家门口|家门外|住处|住所))"),
    re.compile(r"(?P<word>贴身(?:陪同|跟随))"),
    # 防止其外出, 不让其离开, 确保不进京; not 避免重复上访
    re.compile(
        rf"(?P<word>(?:防止|避免|不让|不许|不得让|不准)(?:(?:{PERSON})(?:再次|继续)?|(?=进京))(?:{GOING}))"
    ),
    re.compile(r"(?P<word>防止(?:上访(?!问题|矛盾|事项|件|苗头|隐患)|外出上访))"),
    re.compile(rf"(?P<word>确保(?:{PERSON})?不(?:再)?(?:{GOING}))"),
    re.compile(
        r"(?P<word>停止上访|不(?:再)?上访的?(?:保证书|承诺书)|(?:息访|罢访|停访)的?(?:保证书|承诺书))"
    ),
    # means of holding: tickets, schools, hospitals, pressure
    re.compile(
        r"(?P<word>不(?:给|向|卖给|予)[^，,。；;]{0,6}(?:售票|卖票)|限制(?:其|信访人)?(?:购票|乘车))"
    ),
    re.compile(r"(?P<word>送[^，,。；;]{0,4}(?:学习班|精神病(?:医院|院)))"),
    re.compile(
        rf"(?:对|向|给)(?:{PERSON})(?:的?(?:家人|家属|亲属|子女|单位))?(?P<word>施压|施加压力)"
    ),
    # 接回: of people unless of a thing that is joined again
    re.compile(rf"(?P<word>接回)(?!{GAP}{{0,4}}(?:{THING}|电|水|线|管|网))"),
    re.compile(rf"(?P<word>(?:带回|领回|送回|送返|拉回)(?:{HOME}))"),
    re.compile(r"(?P<word>控制(?:在家|上访|进京|赴省|越级|信访量|上访量))"),
    re.compile(r"(?P<word>(?:拦截|堵截|拦阻|阻拦|阻止)(?:上访|信访|来访|进京|赴省|越级))"),
    re.compile(r"(?P<word>稳定?(?:在家|在当地|在本地)|稳定住(?!房|宅|院))"),
    re.compile(
        rf"(?<!无人)(?P<word>看管)(?!{GAP}{{0,4}}(?:{THING}|仓库|工地|物资|现场|牲畜|财物|林木|机械))"
    ),
    re.compile(r"(?P<word>监视)(?!器|屏|系统|设备|断面|仪)"),
    re.compile(r"(?P<word>(?:强行|强制)(?:带|送|接|拉|拖)[走回离到上]?)"),
    re.compile(r"(?P<word>(?:扣留|扣押|暂扣|收缴|收走|没收)[^，,。；;]{0,6}(?:身份证|手机|证件))"),
    re.compile("(?P<word>" + "|".join(ALWAYS) + ")"),
)
#: Before the word, in the same clause: it must not be, it is put right, or the person wished it.
DENIED = re.compile(
    r"(?:不得|不准|不许|不能|不应|不要|不搞|不予|不再|不可|严禁|禁止|杜绝|纠正|制止|查处|从未|并未|没有|从不|"
    r"追究|不存在|未(?:曾|采取|进行|实施|对|发生|发现|予))[^，,。；;：:\n]{0,14}$"
    # it ends: 停止对其监视, 撤销了对信访人的训诫; not 取消行程并接回
    r"|(?:停止|解除|撤销|取消|撤回)了?(?:对|将)?[^，,。；;：:\n并后再改继]{0,10}$"
)
WISHED = re.compile(
    rf"(?:自愿|自行|主动要求|应{GAP}{{1,8}}要求|本人要求|家属要求|子女){GAP}{{0,12}}$"
)
#: What a petitioner says was done to them.
SUFFERED = re.compile(
    rf"(?:反映|举报|投诉|控告|检举|诉称|自称|称|述|要求|核查|调查|查清){GAP}{{0,16}}(?:被|遭|违法|违规|非法){GAP}{{0,16}}$"
    rf"|(?:反映|举报|投诉|控告|检举){GAP}{{0,12}}(?:单位|政府|干部|部门|人员|镇|村|局){GAP}{{0,8}}$"
    # 核查镇政府是否扣押其身份证, 查实镇干部拦截上访群众, 关于被软禁问题的答复
    rf"|(?:核查|调查|核实|查清|查明|查){GAP}{{0,12}}是否{GAP}{{0,12}}$"
    rf"|(?:查实|查明|认定){GAP}{{0,8}}(?:单位|政府|干部|民警){GAP}{{0,8}}$"
    rf"|关于{GAP}{{0,8}}被{GAP}{{0,6}}$"
)
#: The same, said as reported speech: 信访人反映，镇里将其接回 and 信访人反映：被看管三天, but not 反映道路问题，被接回.
REPORTED = re.compile(
    rf"(?:反映|举报|投诉|控告|诉称|自称|陈述|称|述)[，,：:](?:{GAP}{{0,6}}(?:镇|乡|村|县|局|派出所|政府|干部|民警)|{GAP}{{0,6}}(?:被|遭)){GAP}{{0,14}}$"
)
#: After the word: such acts are dealt with, taken back, or were the person's own wish.
SETTLED = re.compile(
    rf"^{GAP}{{0,8}}的?行为{GAP}{{0,6}}(?:查处|处理|处分|追究|纠正|制止|核查|调查)"
    rf"|^书?{GAP}{{0,3}}(?:撤销|解除|取消|收回)"
    rf"|^{GAP}{{0,6}}[，,（(](?:系|是)?(?:其|信访人)?(?:本人|家属)(?:要求|自愿)"
)
#: What the police or a court did by law is told, not ordered: 公安机关依法对其行政拘留.
LAWFUL = re.compile(rf"(?:公安机关|法院){GAP}{{0,4}}依法{GAP}{{0,14}}$")
#: Those whose trade is care watch over whom they care for.
CARING = re.compile(rf"(?:养老院|敬老院|福利院|医院|护工|护理){GAP}{{0,14}}$")
CLAUSE = re.compile(r"[，,。；;：:\n]")


def custody_words(*texts: str, people: Iterable[str] = ()) -> tuple[str, ...]:
    """The words of holding, fetching or watching a petitioner in the texts, each once, in the order they stand.

    Args:
        texts: what officials wrote: results, promises, measures, minutes.
        people: names of the petitioners concerned, so that 将张三接回 is read as what is done to a person.

    Returns:
        The words found; empty for harmless uses, for what is forbidden, ended, wished by the person, or complained of.
    """
    names = sorted(
        (name.strip() for name in people if len(name.strip()) >= 2), key=len, reverse=True
    )
    found: dict[str, None] = {}
    for text in texts:
        plain = text
        for name in names:
            plain = plain.replace(name, "信访人")
        hits = sorted(
            (match.start("word"), match.group("word"))
            for pattern in PATTERNS
            for match in pattern.finditer(plain)
        )
        for start, word in hits:
            if not _excused(plain, start, word) and not any(word in known for known in found):
                found[word] = None
    return tuple(found)


def _excused(text: str, start: int, word: str) -> bool:
    """True when the words around it forbid it, end it, say that the person wished it, or complain of it."""
    before = CLAUSE.split(text[:start])[-1]
    if any(rule.search(before) for rule in (DENIED, WISHED, SUFFERED)):
        return True
    if word in {"拘留", "传唤"} and LAWFUL.search(before):
        return True
    if word.startswith("24小时") and CARING.search(before):
        return True
    return bool(REPORTED.search(text[:start]) or SETTLED.search(text[start + len(word) :]))
