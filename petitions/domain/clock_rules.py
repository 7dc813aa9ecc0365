"""Every time limit of petition work as data: the 条例 of 2022, the 条例 of 2005, and national practice.

The table is the default content of the rule rows; a county or province adds rows of its own with dates
of validity, which are passed in as ``ClockRule`` objects. Code holds the formula, data holds the number.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from core.domain.words import words as _
from petitions.domain.terms import NamedEnum, Role, Route

REGIME_2022_FROM = date(2022, 5, 1)  # 《信访工作条例》第五十条
REGIME_2005_FROM = date(2005, 5, 1)
REGIME_2005_TO = date(2022, 4, 30)
SIMPLE_PROCEDURE_FROM = date(2022, 7, 17)  # 国信办发〔2022〕17号


class ClockRuleError(ValueError):
    """A rule is missing, contradictory or does not carry the number asked of it."""


class Unit(NamedEnum):
    """Unit of a limit: “日” is a calendar day, “工作日” a working day."""

    CALENDAR = "calendar", _("日")
    WORKING = "working", _("个工作日")


class Regime(NamedEnum):
    """The text a rule comes from."""

    R2005 = "2005", "《信访条例》"
    R2022 = "2022", "《信访工作条例》"
    LOCAL = "local", _("地方规定")


class Basis(NamedEnum):
    """Force of the number: written in the 条例, or set by practice and to be checked locally."""

    STATUTE = "statute", _("条例规定")
    PRACTICE = "practice", _("工作规定（可按本地规定调整）")


class ClockCode(NamedEnum):
    """The clocks; the codes are stable because they are stored on rows and shown in reports."""

    DISPATCH = "C1", _("登记转送交办")
    DISPATCH_COUNTY_SHARE = "C1S", _("上级转来事项县级转送交办")
    ASSIGNED_FEEDBACK = "C2", _("交办件反馈")
    INFORM_DIRECT = "C3", _("直接提出事项书面告知")
    INFORM_REFERRED = "C4", _("转送交办事项书面告知")
    OBJECTION = "C5", _("提出异议")
    COMPETENCE_DISPUTE = "C6", _("受理争议决定")
    URGENT_REPORT = "C7", _("重大紧急信访事项报告")
    CONCLUDE = "C8", _("办结")
    EXTENSION = "C9", _("延长办理期限")
    REQUEST_REVIEW = "C10", _("申请复查")
    REVIEW = "C11", _("复查")
    REQUEST_RECHECK = "C12", _("申请复核")
    RECHECK = "C13", _("复核")
    FINAL = "C14", _("三级终结")
    SUGGESTION_FEEDBACK = "C19", _("三项建议采纳情况反馈")
    SIMPLE_ACCEPT = "S1", _("简易办理决定受理")
    SIMPLE_CONCLUDE = "S2", _("简易办理出具处理意见")
    SIMPLE_PASS_ON = "S3", _("简易办理逐级转交")
    REDO = "R1", _("重新处理")


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One time limit in one period of validity.

    ``length``: number of ``unit``; None when the text gives none ("及时") or it is set case by case.
    ``case_by_case``: the length is fixed in each matter (交办函), at most ``max_length`` if given.
    ``max_extension_days``: 0 when the text knows no extension. ``pausable``: hearing time is not counted.
    ``roll_over``: a last day off moves to the next working day where the county's setting says so.
    ``valid_from``/``valid_to``: both inclusive, tested against the day the matter was registered.
    """

    code: ClockCode
    regime: Regime
    valid_from: date
    valid_to: date | None
    article: str
    name_zh: str
    length: int | None
    unit: Unit
    owed_by: Role
    starts_zh: str
    stops_zh: str
    max_extension_days: int = 0
    pausable: bool = False
    roll_over: bool = True
    case_by_case: bool = False
    max_length: int | None = None
    basis: Basis = Basis.STATUTE

    def __post_init__(self) -> None:
        object.__setattr__(self, "code", ClockCode(self.code))
        object.__setattr__(self, "regime", Regime(self.regime))
        object.__setattr__(self, "unit", Unit(self.unit))
        object.__setattr__(self, "owed_by", Role(self.owed_by))
        object.__setattr__(self, "basis", Basis(self.basis))
        if self.length is not None and self.length < 1:
            raise ClockRuleError(_("“%(name_zh)s”的期限长度必须大于零") % {"name_zh": self.name_zh})
        if self.max_extension_days < 0:
            raise ClockRuleError(
                _("“%(name_zh)s”的最长延期天数不能为负") % {"name_zh": self.name_zh}
            )
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ClockRuleError(f"“{self.name_zh}”的失效日期早于生效日期")

    def in_force(self, on: date) -> bool:
        """True when the rule governs a matter registered on ``on``."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def to_json(self) -> dict[str, Any]:
        """Return the rule as JSON-able data."""
        data = {
            key: value.value if isinstance(value, NamedEnum) else value
            for key, value in asdict(self).items()
        }
        data["valid_from"] = self.valid_from.isoformat()
        data["valid_to"] = self.valid_to.isoformat() if self.valid_to else None
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "ClockRule":
        """Rebuild a rule from ``to_json`` data."""
        fields = dict(data)
        fields["valid_from"] = date.fromisoformat(fields["valid_from"])
        fields["valid_to"] = date.fromisoformat(fields["valid_to"]) if fields["valid_to"] else None
        return cls(**fields)


def _rule(
    code: ClockCode,
    article: str,
    length: int | None,
    owed_by: Role,
    *spans: str,
    unit: Unit = Unit.CALENDAR,
    regime: Regime = Regime.R2022,
    since: date | None = None,
    **more: Any,
) -> ClockRule:
    old = regime is Regime.R2005
    starts_zh, stops_zh = spans
    return ClockRule(
        code=code,
        regime=regime,
        valid_from=since or (REGIME_2005_FROM if old else REGIME_2022_FROM),
        valid_to=REGIME_2005_TO if old else None,
        article=f"{regime.name_zh}{article}" if article.startswith("第") else article,
        name_zh=code.name_zh,
        length=length,
        unit=unit,
        owed_by=owed_by,
        starts_zh=starts_zh,
        stops_zh=stops_zh,
        **more,
    )


_OFFICE, _UNIT, _SUPERIOR = Role.PETITION_OFFICE, Role.HANDLING_UNIT, Role.SUPERIOR_UNIT
_PETITIONER = Role.PETITIONER

# fmt: off
RULES_2022: tuple[ClockRule, ...] = (
    _rule(ClockCode.DISPATCH, "第二十二条", 15, _OFFICE, _("收到信访事项之日"), _("转送、交办或者报请本级党委和政府决定")),
    _rule(ClockCode.ASSIGNED_FEEDBACK, "第二十二条第一款第三项", None, _UNIT, _("交办之日"), _("反馈结果并提交办结报告"),
          case_by_case=True),
    _rule(ClockCode.INFORM_DIRECT, "第二十三条第二款", 15, _UNIT, _("收到信访事项之日"), _("书面告知信访人")),
    _rule(ClockCode.INFORM_REFERRED, "第二十三条第三款", 15, _UNIT, _("收到转送、交办之日"),
          _("书面告知信访人接收情况以及处理途径和程序")),
    _rule(ClockCode.OBJECTION, "第二十三条第三款", 5, _UNIT, _("收到转送、交办之日"), _("提出异议并详细说明理由"),
          unit=Unit.WORKING),
    _rule(ClockCode.COMPETENCE_DISPUTE, "第二十四条", None, _SUPERIOR, _("发生受理争议之日"), _("决定受理机关、单位")),
    _rule(ClockCode.URGENT_REPORT, "第二十五条", None, _UNIT, _("发现重大、紧急情况之日"), _("报告本级党委和政府")),
    _rule(ClockCode.CONCLUDE, "第三十四条", 60, _UNIT, _("受理之日"), _("出具信访处理意见书"), max_extension_days=30),
    _rule(ClockCode.EXTENSION, "第三十四条", None, _UNIT, _("原办理期限届满之日"), _("出具信访处理意见书"),
          case_by_case=True, max_length=30),
    _rule(ClockCode.REQUEST_REVIEW, "第三十五条", 30, _PETITIONER, _("收到书面答复之日"), _("向上一级机关、单位请求复查")),
    _rule(ClockCode.REVIEW, "第三十五条", 30, _SUPERIOR, _("收到复查请求之日"), _("提出复查意见并书面答复")),
    _rule(ClockCode.REQUEST_RECHECK, "第三十六条第一款", 30, _PETITIONER, _("收到复查书面答复之日"),
          _("向复查机关、单位的上一级机关、单位请求复核")),
    _rule(ClockCode.RECHECK, "第三十六条", 30, _SUPERIOR, _("收到复核请求之日"), _("提出复核意见"), pausable=True),
    _rule(ClockCode.FINAL, "第三十六条第三款", None, _OFFICE, _("复核意见送达之日"), _("告知不再受理")),
)

RULES_2005: tuple[ClockRule, ...] = (
    _rule(ClockCode.DISPATCH, "第二十一条", 15, _OFFICE, _("收到信访事项之日"), _("转送、交办或者报请本级政府决定"),
          regime=Regime.R2005),
    _rule(ClockCode.ASSIGNED_FEEDBACK, "第二十一条", None, _UNIT, _("交办之日"), _("反馈结果并提交办结报告"),
          regime=Regime.R2005, case_by_case=True),
    _rule(ClockCode.INFORM_DIRECT, "第二十二条", 15, _UNIT, _("收到信访事项之日"), _("书面告知信访人是否受理"),
          regime=Regime.R2005),
    _rule(ClockCode.INFORM_REFERRED, "第二十一条第二款", 15, _UNIT, _("收到转送、交办之日"), _("决定是否受理并书面告知信访人"),
          regime=Regime.R2005),
    _rule(ClockCode.CONCLUDE, "第三十三条", 60, _UNIT, _("受理之日"), _("办结并书面答复"), regime=Regime.R2005,
          max_extension_days=30),
    _rule(ClockCode.EXTENSION, "第三十三条", None, _UNIT, _("原办理期限届满之日"), _("办结并书面答复"), regime=Regime.R2005,
          case_by_case=True, max_length=30),
    _rule(ClockCode.REQUEST_REVIEW, "第三十四条", 30, _PETITIONER, _("收到书面答复之日"), _("请求复查"), regime=Regime.R2005),
    _rule(ClockCode.REVIEW, "第三十四条", 30, _SUPERIOR, _("收到复查请求之日"), _("提出复查意见并书面答复"),
          regime=Regime.R2005),
    _rule(ClockCode.REQUEST_RECHECK, "第三十五条", 30, _PETITIONER, _("收到复查书面答复之日"), _("请求复核"),
          regime=Regime.R2005),
    _rule(ClockCode.RECHECK, "第三十五条", 30, _SUPERIOR, _("收到复核请求之日"), _("提出复核意见"), regime=Regime.R2005,
          pausable=True),
    _rule(ClockCode.FINAL, "第三十五条", None, _OFFICE, _("复核意见送达之日"), _("告知不再受理"), regime=Regime.R2005),
    _rule(ClockCode.SUGGESTION_FEEDBACK, "第三十六条", 30, Role.ADDRESSEE_UNIT, _("收到建议之日"), _("书面反馈采纳情况"),
          regime=Regime.R2005),
)

# Numbers the 条例 does not give. C1S: 5 + 3 + 3 + 4 days of the four levels. C19: the 30 days of 2005 kept on.
# S1–S3 count in working days from the receipt by the unit with power.
PRACTICE_RULES: tuple[ClockRule, ...] = (
    _rule(ClockCode.DISPATCH_COUNTY_SHARE, _("国信发〔2014〕16号第六条"), 4, _OFFICE, _("收到上级转来事项之日"),
          _("转送、交办或者报请本级党委和政府决定"), since=date(2014, 1, 1), basis=Basis.PRACTICE),
    _rule(ClockCode.SUGGESTION_FEEDBACK, "第四十条第四款", 30, Role.ADDRESSEE_UNIT, _("收到建议之日"), _("书面反馈采纳情况"),
          basis=Basis.PRACTICE),
    _rule(ClockCode.SIMPLE_ACCEPT, _("《信访事项简易办理办法》（国信办发〔2022〕17号）"), 3, _UNIT, _("收到信访事项之日"),
          _("决定是否受理"), unit=Unit.WORKING, since=SIMPLE_PROCEDURE_FROM, basis=Basis.PRACTICE),
    _rule(ClockCode.SIMPLE_CONCLUDE, _("《信访事项简易办理办法》（国信办发〔2022〕17号）"), 10, _UNIT, _("受理之日"),
          _("作出处理意见"), unit=Unit.WORKING, since=SIMPLE_PROCEDURE_FROM, basis=Basis.PRACTICE),
    _rule(ClockCode.REDO, "第三十五条、第三十六条", None, _UNIT, _("责令重新处理的意见送达之日"), _("重新作出处理意见"),
          since=REGIME_2005_FROM, case_by_case=True, basis=Basis.PRACTICE),
    _rule(ClockCode.SIMPLE_PASS_ON, _("《信访事项简易办理办法》（国信办发〔2022〕17号）"), 1, _OFFICE, _("收到信访事项之日"),
          _("转交有权处理的机关、单位"), unit=Unit.WORKING, since=SIMPLE_PROCEDURE_FROM, basis=Basis.PRACTICE),
)
# fmt: on

STATUTORY_RULES: tuple[ClockRule, ...] = RULES_2022 + RULES_2005 + PRACTICE_RULES


def regime_on(registered_on: date) -> Regime:
    """Return the text that governs a matter registered on that day (条例 50: in force 2022-05-01)."""
    return Regime.R2022 if registered_on >= REGIME_2022_FROM else Regime.R2005


def rule_for(
    code: ClockCode | str, on: date, rules: Iterable[ClockRule] = STATUTORY_RULES
) -> ClockRule:
    """Return the rule of ``code`` that governs a matter registered on ``on``.

    Several rules may be in force (a local row beside the central one): the one that began last wins.
    Raises ClockRuleError when none is in force, or when two began on the same day.
    """
    code = ClockCode(code)
    found = [rule for rule in rules if rule.code is code and rule.in_force(on)]
    if not found:
        raise ClockRuleError(
            _("%(on)s登记的信访事项没有“%(name_zh)s”（%(value)s）的期限规定")
            % {"on": f"{on:%Y-%m-%d}", "name_zh": code.name_zh, "value": code.value}
        )
    newest = max(rule.valid_from for rule in found)
    latest = [rule for rule in found if rule.valid_from == newest]
    if len(set(latest)) > 1:
        raise ClockRuleError(
            _("“%(name_zh)s”（%(value)s）自%(newest)s起有多条期限规定，请只保留一条")
            % {"name_zh": code.name_zh, "value": code.value, "newest": f"{newest:%Y-%m-%d}"}
        )
    return latest[0]


def with_length(rule: ClockRule, length: int, *, valid_from: date, article: str = "") -> ClockRule:
    """Return a local rule that differs in length from ``valid_from`` on (a provincial or county number)."""
    return replace(
        rule,
        length=length,
        valid_from=valid_from,
        regime=Regime.LOCAL,
        article=article or rule.article,
    )


def conclusion_clock_applies(registered_on: date, route: Route | str | None) -> bool:
    """Tell whether the 60 + 30 days run after acceptance.

    条例 34 ties them to route 6 of 条例 31 alone; the 2005 text (33) ran them for every accepted matter.
    """
    if regime_on(registered_on) is Regime.R2005:
        return True
    return route is not None and Route(route) is Route.OPINION
