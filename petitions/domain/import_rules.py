"""What one row of a register becomes: a plan with its reasons, or a refusal with them. Nothing is decided elsewhere.

A row is refused only when a fact is missing or contradictory and no default covers it; what can be left out
(an unknown content class, a broken identity number) is left out with a warning, because the row itself counts.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from core.domain.words import words as _
from petitions.domain import import_end, import_words
from petitions.domain.import_fields import header_key
from petitions.domain.import_plan import (
    ERROR,
    INFO,
    WARNING,
    ImportDefaults,
    Lookups,
    RowPlan,
    SourceRow,
    ignored_columns,
    name_key,
    row_fingerprint,
)
from petitions.domain.import_values import (
    ValueProblem,
    When,
    parse_count,
    parse_names,
    parse_when,
    parse_word,
    parse_yes,
    phone_of,
    text_of,
)
from petitions.domain.places import normal_text
from petitions.domain.similarity import clean, fingerprint

MAX_TITLE = 200
EXCEL_CELL_LIMIT = 32_767
_FOOTER = re.compile(
    r"^(?:合计|总计|小计|共计|填表人|制表人?|审核人?|填报人|填报单位|说明|注)[:：\d\s]?"
)


@dataclass(frozen=True)
class RowReader:
    """Everything rows of one file are judged by: header, columns (field → index), defaults, names, today."""

    headers: tuple[object, ...]
    columns: Mapping[str, int]
    defaults: ImportDefaults
    lookups: Lookups
    today: date

    @cached_property
    def _ignored(self) -> frozenset[int]:
        return ignored_columns(self.headers)

    @cached_property
    def _heads(self) -> frozenset[str]:
        return frozenset(header_key(cell) for cell in self.headers) - {""}

    def plan(self, row: SourceRow) -> RowPlan:
        """Plan one row; never raises for what a cell holds."""
        mark = row_fingerprint(row.cells, self._ignored)
        plan = RowPlan(row=row, fingerprint=mark, columns=self.columns)
        if problem := self._not_a_row(row):
            plan.say(ERROR, problem)
            return plan
        self._read_text(plan)
        self._read_people(plan)
        self._read_words(plan)
        self._read_dates(plan)
        self._read_units(plan)
        if plan.received is not None:
            import_end.settle(
                plan,
                self.defaults,
                reply=self._text(plan, "reply"),
                replied=self._when(plan, "replied", "答复时间"),
                hollow_length=self.lookups.hollow_length,
                today=self.today,
            )
        return plan

    # -- cells ------------------------------------------------------------------------------------

    def _cell(self, plan: RowPlan, name: str) -> object:
        index = self.columns.get(name, -1)
        return plan.row.cells[index] if 0 <= index < len(plan.row.cells) else None

    def _text(self, plan: RowPlan, name: str) -> str:
        cell = self._cell(plan, name)
        return "" if cell is None else clean(text_of(cell))

    def _not_a_row(self, row: SourceRow) -> str:
        texts = [name_key(text_of(cell)[:60]) for cell in row.cells]
        texts = [text for text in texts if text]
        if len(texts) > 1 and all(header_key(text) in self._heads for text in texts):
            return _("这是重复的表头，不是信访事项")
        if texts and len(texts) <= 3 and _FOOTER.match(texts[0]) and len(texts[0]) <= 40:
            return _("这是合计、签名或说明行，不是信访事项")
        return ""

    # -- parts ------------------------------------------------------------------------------------

    def _read_text(self, plan: RowPlan) -> None:
        title, statement = self._text(plan, "title"), self._text(plan, "statement")
        demand, plan.summary = self._text(plan, "demand"), self._text(plan, "summary")
        body = statement or plan.summary or title or demand
        # brought to plain widths once, for the fingerprint and for the rules of places
        plan.wide = unicodedata.normalize("NFKC", body)
        plan.text_fingerprint = fingerprint(plan.wide)
        if not plan.text_fingerprint:
            plan.say(ERROR, _("没有主题，也没有反映的问题"), _("反映问题"))
            return
        if demand and demand not in body:
            body = _("%(body)s\n诉求：%(demand)s") % {"body": body, "demand": demand}
        if not title:
            title = _first_sentence(body)
            plan.say(INFO, _("没有主题，取内容第一句"), _("主题"))
        if len(title) > MAX_TITLE:
            body = body if title in body else f"{title}\n{body}"
            title = f"{title[: MAX_TITLE - 1]}…"
            plan.say(
                INFO,
                _("主题超过 %(max_title)s 字，已缩短，全文保留在内容中") % {"max_title": MAX_TITLE},
                _("主题"),
            )
        if len(text_of(self._cell(plan, "statement"))) >= EXCEL_CELL_LIMIT:
            plan.say(WARNING, _("内容达到单元格上限，可能在来源系统中已被截断"), _("反映问题"))
        plan.title, plan.statement = " ".join(title.split()), body

    def _read_people(self, plan: RowPlan) -> None:
        plan.number = self._text(plan, "number")[:40]
        plan.source_key = self._text(plan, "source_key")[:60]
        plan.names, stated = parse_names(self._text(plan, "name"))
        plan.phone = phone_of(self._cell(plan, "phone"))
        plan.id_number = name_key(self._cell(plan, "id_number")).upper()
        plan.address = " ".join(self._text(plan, "address").split())[:200]
        try:
            counted = parse_count(self._cell(plan, "head_count"))
        except ValueProblem as problem:
            plan.say(ERROR, str(problem), _("人数"))
            return
        plan.head_count = max(counted or stated or 1, len(plan.names))
        if counted and counted < len(plan.names):
            plan.say(
                WARNING,
                _("人数 %(counted)s 少于姓名 %(count)s 人，按姓名计")
                % {"counted": counted, "count": len(plan.names)},
                _("人数"),
            )
        if plan.is_anonymous:
            plan.say(INFO, _("没有姓名，按匿名登记"), _("姓名"))

    def _read_words(self, plan: RowPlan) -> None:
        defaults = self.defaults
        plan.form = self._word(plan, "form", _("信访形式"), import_words.FORMS) or defaults.form
        plan.level = self._word(plan, "level", _("信访层级"), import_words.LEVELS) or defaults.level
        plan.purpose = self._word(plan, "purpose", _("信访目的"), import_words.PURPOSES)
        plan.purpose = plan.purpose or defaults.purpose
        plan.is_urgent = self._yes(plan, "urgent", _("重大紧急"))
        plan.from_superior = self._yes(plan, "superior", _("上级转来"))
        wanted = [self._text(plan, "content_class2"), self._text(plan, "content_class")]
        for word in filter(None, [*wanted, "" if any(wanted) else defaults.content_class]):
            plan.content_class_id = self.lookups.classes.get(name_key(word))
            if plan.content_class_id is not None:
                return
            plan.say(
                WARNING,
                _("分类表中没有“%(word)s”，内容分类留空") % {"word": word[:30]},
                _("内容分类"),
            )

    def _word(self, plan: RowPlan, name: str, name_zh: str, words: Mapping[str, str]) -> str:
        try:
            return parse_word(self._cell(plan, name), words)
        except ValueProblem as problem:
            plan.say(ERROR, f"{name_zh}{problem}", name_zh)
            return ""

    def _yes(self, plan: RowPlan, name: str, name_zh: str) -> bool:
        try:
            return parse_yes(self._cell(plan, name))
        except ValueProblem as problem:
            plan.say(WARNING, _("%(problem)s，按“否”处理") % {"problem": problem}, name_zh)
            return False

    def _when(self, plan: RowPlan, name: str, name_zh: str) -> When | None:
        try:
            return parse_when(self._cell(plan, name), latest=self.today)
        except ValueProblem as problem:
            plan.say(ERROR, str(problem), name_zh)
            return None

    def _read_dates(self, plan: RowPlan) -> None:
        plan.registered = self._when(plan, "registered", _("登记日期"))
        plan.received = self._when(plan, "received", _("信访日期")) or plan.registered
        if plan.received is None and self.defaults.received:
            plan.received = When(self.defaults.received)
            plan.say(
                INFO,
                _("没有信访日期，按缺省 %(received)s") % {"received": self.defaults.received},
                _("信访日期"),
            )
        if plan.received is None:
            if not plan.refused:
                plan.say(ERROR, _("没有信访日期（可在缺省值中指定）"), _("信访日期"))
            return
        if plan.registered and plan.registered.day < plan.received.day:
            plan.say(WARNING, _("登记日期早于信访日期，按信访日期登记"), _("登记日期"))
            plan.registered = None
        for name, name_zh in (("dispatched", _("转办日期")), ("accepted", _("受理日期"))):
            when = self._when(plan, name, name_zh)
            if when and when.day < plan.received.day:
                plan.say(ERROR, _("%(name_zh)s早于信访日期") % {"name_zh": name_zh}, name_zh)
            elif when:
                setattr(plan, name, when.day)
        if plan.dispatched and plan.accepted and plan.accepted < plan.dispatched:
            plan.say(ERROR, _("受理日期早于转办日期"), _("受理日期"))

    def _read_units(self, plan: RowPlan) -> None:
        self._read_place(plan)
        named = self._text(plan, "unit")
        code = self.defaults.responsible
        if named:
            plan.unit_named = True
            plan.unit_id = self._unit(plan, named, _("办理单位"))
            if plan.unit_id and plan.unit_id not in self.lookups.handlers:
                plan.say(
                    WARNING,
                    _("“%(named)s”不是承办单位（乡镇、部门）") % {"named": named[:30]},
                    _("办理单位"),
                )
                plan.unit_id = None
        elif code == "place":
            plan.unit_id = plan.place_id
        elif code:
            plan.unit_id = self.lookups.units.get(name_key(code), (None, ""))[0]
        if accused := self._text(plan, "accused"):
            plan.accused_id = self._unit(plan, accused, _("被反映单位"))
            if plan.accused_id is None and plan.purpose == "accusation":
                # A report whose target is unknown would be shown to it.
                plan.say(ERROR, _("检举控告件的被反映单位须能对应到机构"), _("被反映单位"))
        if officer := self._text(plan, "first_contact"):
            plan.first_contact_id = self.lookups.staff.get(name_key(officer))
            if plan.first_contact_id is None:
                plan.say(
                    WARNING,
                    _("没有账号“%(officer)s”，首接责任人记为导入人") % {"officer": officer[:20]},
                    _("首接责任人"),
                )

    def _read_place(self, plan: RowPlan) -> None:
        lookups = self.lookups
        named = self._text(plan, "place")
        plan.place_detail = " ".join(named.split())[:200]
        if named and (known := lookups.places.get(name_key(named))):
            plan.place_id, plan.place_name = known
            return
        texts = [(_("问题属地"), named), (_("主题"), plan.title), (_("内容"), plan.wide)]
        plan.place_match = lookups.matcher.match(
            [(name, normal_text(text)) for name, text in texts if text]
        )
        if plan.place_match:
            plan.place_id, plan.place_name = plan.place_match.unit_id, plan.place_match.unit_name
            plan.say(INFO, plan.place_match.reason_zh, _("问题属地"))
        elif default := lookups.places.get(name_key(self.defaults.place)):
            plan.place_id, plan.place_name = default
            plan.say(
                INFO,
                _("文中没有地名，按缺省属地 %(place_name)s") % {"place_name": plan.place_name},
                _("问题属地"),
            )
        else:
            plan.say(INFO, _("没有规则与文字相符，进入属地待定"), _("问题属地"))

    def _unit(self, plan: RowPlan, named: str, name_zh: str) -> int | None:
        unit_id = self.lookups.units.get(name_key(named), (None, ""))[0]
        if unit_id is None:
            plan.say(WARNING, _("机构表中没有“%(named)s”") % {"named": named[:30]}, name_zh)
        return unit_id


def _first_sentence(text: str) -> str:
    first = re.split(r"[。！？；\n]", text.strip(), maxsplit=1)[0].strip()
    return first if len(first) <= 40 else f"{first[:39]}…"
