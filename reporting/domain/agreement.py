"""How far two rankings agree: Kendall's tau-b, which allows for shared places."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import combinations
from math import sqrt

from core.domain.words import words as _

Number = int | Decimal


def kendall_tau_b(one: Mapping[int, Number], other: Mapping[int, Number]) -> float | None:
    """Tau-b of two rankings of the same things.

    Args:
        one, other: place or score by key; only keys in both count. Both must run the same way.

    Returns:
        1 for the same order, -1 for the reverse, about 0 for no relation; None with fewer than two
        things, or when one of the rankings tells none of them apart.
    """
    keys = sorted(one.keys() & other.keys(), key=str)
    agree = against = tied_one = tied_other = 0
    for a, b in combinations(keys, 2):
        first, second = one[a] - one[b], other[a] - other[b]
        if not first:
            tied_one += 1
        if not second:
            tied_other += 1
        if first and second:
            if (first > 0) == (second > 0):
                agree += 1
            else:
                against += 1
    pairs = len(keys) * (len(keys) - 1) // 2
    apart = (pairs - tied_one) * (pairs - tied_other)
    return (agree - against) / sqrt(apart) if apart else None


def shown_tau(tau: float | None) -> str:
    """The figure with two decimals, "—" where the rankings cannot be compared."""
    return "—" if tau is None else f"{tau:.2f}"


def explain(tau: float | None) -> str:
    """What the figure says, in one Chinese sentence."""
    if tau is None:
        return _("单位太少，或者其中一个排名没有区分单位，无法比较一致程度。")
    words = (
        _("完全一致")
        if tau > 0.999
        else _("基本一致")
        if tau >= 0.7
        else _("部分一致")
        if tau >= 0.3
        else (_("关联很弱") if tau > -0.3 else _("大体相反"))
    )
    return _(
        "肯德尔τ-b为%(tau)s（1为名次完全一致，0为没有关联，-1为完全相反；并列已计入）：两个排名%(words)s。"
    ) % {"tau": f"{tau:.2f}", "words": words}
