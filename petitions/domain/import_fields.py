"""Columns of a register: the fields a row can fill, the names counties give them, and the guess which is which."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.domain.words import words as _

#: Rows from the top among which the header is looked for (titles and notes stand above it).
HEADER_SEARCH_ROWS = 15
#: Columns this system adds to a file of rejected rows; they are not part of the row.
REPORT_COLUMNS = ("原行号", "未导入原因")


@dataclass(frozen=True, slots=True)
class ImportField:
    """One field a column may fill: ``name`` is stored, ``name_zh`` shown; the first synonyms are the better ones."""

    name: str
    name_zh: str
    synonyms: tuple[str, ...]


def _field(name: str, name_zh: str, synonyms: str) -> ImportField:
    return ImportField(name, name_zh, (name_zh, *synonyms.split()))


# fmt: off
FIELDS: tuple[ImportField, ...] = (
    _field("number", _("原编号"), "留言编号 信访件编号 信访编号 登记编号 登记号 受理编号 受理号 件号 编号 工单编号 工单号 案件编号 来信编号"),
    _field("received", _("信访日期"), "留言时间 收到日期 来访时间 来访日期 信访时间 来信日期 来信时间 来电时间 来电日期 接访日期 接访时间 接待日期 "
           "接待时间 收信日期 收件日期 收到时间 反映时间 反映日期 投诉时间 提交时间 受理时间 日期 时间"),
    _field("registered", _("登记日期"), "登记时间 录入时间 录入日期 创建时间"),
    _field("name", _("姓名"), "信访人姓名 信访人 来访人 来访人姓名 来信人 来信人姓名 来电人 反映人 反映人姓名 投诉人 上访人 主访人 申请人 姓名（名称） 当事人"),
    _field("source_key", _("来源系统用户"), "留言用户 用户 用户名 用户编号 用户ID 网友 网名 昵称 账号"),
    _field("phone", _("电话"), "联系电话 手机 手机号 手机号码 联系方式 电话号码 联系号码"),
    _field("id_number", _("身份证号"), "身份证 身份证号码 证件号码 证件号 公民身份号码"),
    _field("address", _("住址"), "地址 家庭住址 现住址 户籍地址 联系地址 通讯地址 住所 家庭地址 居住地 单位或住址 信访人住址"),
    _field("form", _("信访形式"), "形式 来源形式 信访方式 信访类型 来访形式 受理方式 来源渠道 渠道"),
    _field("level", _("信访层级"), "层级 到访层级 上访层级 来访层级 信访级别 上访级别"),
    _field("head_count", _("人数"), "信访人数 来访人数 上访人数 参与人数 人次 涉及人数"),
    _field("purpose", _("信访目的"), "目的 诉求性质 诉求类型 信访性质"),
    _field("content_class", _("内容分类"), "一级标签 一级分类 内容类别 问题类别 问题分类 问题类型 信访类别 类别 分类 事项类别 反映类别"),
    _field("content_class2", _("二级分类"), "二级标签 内容分类二级 二级类别"),
    _field("title", _("主题"), "标题 留言主题 信访主题 题目 事由"),
    _field("statement", _("反映问题"), "留言详情 反映内容 主要内容 信访内容 反映的主要问题 反映主要问题 信访事项 来访内容 来信内容 内容 内容摘要 留言内容 问题描述 "
           "反映情况 主要问题 信访问题 详情 投诉内容 反映事项"),
    _field("demand", _("诉求"), "诉求内容 主要诉求 信访诉求 请求事项 信访请求 要求"),
    _field("summary", _("概况"), "摘要 概要 问题概况"),
    _field("place", _("问题属地"), "属地 所属乡镇 乡镇 乡镇街道 乡镇（街道） 所在乡镇 责任乡镇 问题发生地 发生地 涉及乡镇 所属地 镇办"),
    _field("unit", _("办理单位"), "责任单位 承办单位 交办单位 转办单位 转送单位 处理单位 责任部门 承办部门 去向"),
    _field("dispatched", _("转办日期"), "转送日期 交办日期 交办时间 转办时间 转送时间 转交时间"),
    _field("accepted", _("受理日期"), "受理告知日期"),
    _field("reply", _("答复意见"), "办理结果 处理结果 回复内容 答复内容 处理意见 办理情况 办结情况 处理情况 回复意见 答复 回复"),
    _field("replied", _("答复时间"), "答复日期 回复时间 回复日期 办结日期 办结时间 结案日期 结案时间 完成时间"),
    _field("first_contact", _("首接责任人"), "接待人 接访人 登记人 首接人 经办人 接待人员 接访人员"),
    _field("urgent", _("重大紧急"), "是否紧急 紧急程度 重大紧急标志"),
    _field("superior", _("上级转来"), "是否上级转来 来源级别 是否上级交办"),
    _field("accused", _("被反映单位"), "被检举控告单位 被投诉单位 被举报单位"),
)
# fmt: on
FIELD_BY_NAME: Mapping[str, ImportField] = {field.name: field for field in FIELDS}
NAME_OF_ZH: Mapping[str, str] = {field.name_zh: field.name for field in FIELDS}
# Names that contain a field's word and mean something else, and running numbers.
_NOT_FIELDS = frozenset(
    ["序号", "序", "行号", "备注", "反对数", "点赞数", "点击数", "附件", "联系人"]
)


@dataclass(frozen=True, slots=True)
class HeaderGuess:
    """Where the header stands (index from 0, -1 for none) and which column fills which field (field → column)."""

    row: int
    columns: Mapping[str, int]

    @property
    def found(self) -> bool:
        """True when a row looks like a header."""
        return self.row >= 0


def header_key(value: object) -> str:
    """The name of a column without blanks, marks and notes in brackets: “* 姓 名（必填）” → 姓名."""
    text = unicodedata.normalize("NFKC", str(value if value is not None else ""))
    text = re.sub(r"\((?:必填|选填|可选|格式|如|例|单位)[^)]*\)", "", text)
    return re.sub(r"[\s*:：_\-—·.\"'\ufeff]+", "", text).lower()


_EXACT: Mapping[str, tuple[int, str]] = {
    header_key(synonym): (rank, field.name)
    for field in reversed(FIELDS)
    for rank, synonym in reversed(list(enumerate(field.synonyms)))
}


def guess_field(header: object) -> tuple[str, int]:
    """The field a column name means and how good the guess is (0 best; 100 for a part of a name); ("", 999) for none."""
    key = header_key(header)
    if not key or key in _NOT_FIELDS:
        return "", 999
    if key in _EXACT:
        rank, name = _EXACT[key]
        return name, rank
    parts = [
        (-len(synonym), rank, name)
        for synonym, (rank, name) in _EXACT.items()
        if len(synonym) >= 2 and synonym in key and len(key) <= len(synonym) + 6
    ]
    return (min(parts)[2], 100) if parts else ("", 999)


def guess_columns(
    headers: Sequence[object], saved: Mapping[str, str] | None = None
) -> dict[str, int]:
    """Which column fills which field.

    Args:
        headers: the cells of the header row.
        saved: column name → field of an earlier file of the source; "" leaves a column out. It outranks the guess.

    Each field is filled by one column: the better name wins, then the column further left.
    """
    saved_keys = {header_key(name): field for name, field in (saved or {}).items()}
    ranked: dict[str, tuple[int, int]] = {}
    for index, header in enumerate(headers):
        key = header_key(header)
        if key in saved_keys:
            name, rank = saved_keys[key], -1
        else:
            name, rank = guess_field(header)
        if name in FIELD_BY_NAME and (name not in ranked or (rank, index) < ranked[name]):
            ranked[name] = rank, index
    return {name: index for name, (_rank, index) in sorted(ranked.items())}


def guess_header(
    rows: Sequence[Sequence[object]], saved: Mapping[str, str] | None = None
) -> HeaderGuess:
    """Find the header among the first rows: the one whose names mean the most fields, the upper one among equals.

    A merged title (“××县信访登记表”) fills one cell and means no two fields, so it is passed over.
    """
    best = HeaderGuess(-1, {})
    for index, row in enumerate(rows[:HEADER_SEARCH_ROWS]):
        texts = [cell for cell in row if header_key(cell)]
        if len(texts) < 2 or any(len(header_key(cell)) > 40 for cell in texts):
            continue
        columns = guess_columns(row, saved)
        if len(columns) > max(len(best.columns), 1):
            best = HeaderGuess(index, columns)
    return best


#: Words of titles and headings that tell how the matters of a register came.
FORM_WORDS: Mapping[str, tuple[str, ...]] = {
    "visit": ("来访", "接访", "上访", "接待"),
    "letter": ("来信", "收信"),
    "call": ("来电",),
}


def guess_form(cells: Iterable[object]) -> str:
    """Return the 信访形式 the titles and headings name most often, "" when they name none or two equally often."""
    text = " ".join(str(cell) for cell in cells if cell)
    counted = {form: sum(text.count(word) for word in words) for form, words in FORM_WORDS.items()}
    most = max(counted.values())
    named = [form for form, count in counted.items() if count == most]
    return named[0] if most and len(named) == 1 else ""
