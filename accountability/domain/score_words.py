"""What a line of a score says: clauses that a sheet joins with commas and a screen can read one by one."""

from decimal import ROUND_HALF_UP, Decimal

from accountability.domain.score_terms import Rate
from core.domain.words import words as _

CENT = Decimal("0.01")
HUNDRED = Decimal(100)
NO_BREACH = _("此前未发现承办单位违反职责的情形，群众依法走访不扣分（条例第六条、第三十九条）")
UNIT, LATE = _("件"), _("未按期")
NOTHING_DUE = _("本期没有应计事项")
BEFORE = _("此前")
FLOOR_HOLDS, LIFTED = _("得分不低于%(number)s分"), _("多扣的%(number)s分不计")
TOO_FEW, SPREAD = _("应计不足%(number)s件"), _("按%(number)s件分摊")
DIVIDED = _("本项扣%(points)s分由%(count)d件分摊")
MOST = _("本项最多扣%(number)s分")
NEAR = _("与基准%(number)s%%相差不足1个百分点")


def say(words: str, number: Decimal | int) -> str:
    """A clause with its number."""
    return words % {"number": plain(Decimal(number))}


def share_text(rate: Rate) -> str:
    """A rate with what was kept and due: "按期办结率95%（19/20）"."""
    percent = ((rate.value or Decimal(0)) * HUNDRED).quantize(CENT, rounding=ROUND_HALF_UP)
    return f"{rate.metric.name_zh}{plain(percent)}%（{rate.done}/{rate.due}）"


def plain(value: Decimal) -> str:
    """A number without trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
