"""Arithmetic of figures: shares of due items, comparisons with a base of zero, rows that prove themselves."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from core.domain.words import words as _

BASE_IS_ZERO = _("基数为零")
NO_DATA = "—"
#: A rate over fewer due items than this is not printed as a percentage, nor a change against a smaller base in a sentence.
MINIMUM_FOR_RANK = 5
#: What stands in the place of a rank where too few items were due.
TOO_FEW = _("样本不足")
#: A number of secret matters below this is not printed (条例第三十条, minimum cell size).
MINIMUM_CELL = 5
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of due items.

    Attributes:
        hits: items done in time.
        due: items whose limit ended in the period.
    """

    hits: int
    due: int

    def __post_init__(self) -> None:
        if not 0 <= self.hits <= self.due:
            raise ValueError(f"{self.hits} of {self.due} is no share")

    @property
    def percent(self) -> Decimal | None:
        """Percent with one decimal, half up; None when nothing was due."""
        if not self.due:
            return None
        exact = Decimal(self.hits) * 100 / self.due
        shown = exact.quantize(TENTH, ROUND_HALF_UP)
        # a rate that is not whole must not be printed as whole, nor a rate that is not nil as nil
        if shown == 100 and self.hits < self.due:
            return Decimal("99.9")
        if shown == 0 and self.hits:
            return TENTH
        return shown

    @property
    def text(self) -> str:
        """As printed: "98.5%", or "—" when nothing was due."""
        return NO_DATA if self.percent is None else f"{self.percent}%"

    @property
    def shown(self) -> str:
        """As printed where due items stand beside it: the percentage, "样本不足" of too few, "—" of none."""
        return TOO_FEW if self.is_few else self.text

    @property
    def is_few(self) -> bool:
        """True when something was due, but too little to judge by."""
        return 0 < self.due < MINIMUM_FOR_RANK

    @property
    def full(self) -> str:
        """As printed alone: too few are told with what was kept and due."""
        return f"{TOO_FEW}（{self.hits}/{self.due}）" if self.is_few else self.text

    @property
    def is_bad(self) -> bool:
        """True when something was missed, of enough to judge by."""
        return self.ranked and self.hits < self.due

    @property
    def ranked(self) -> bool:
        """True when enough items were due to compare the unit with others."""
        return self.due >= MINIMUM_FOR_RANK


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure against its base (同比 or 环比).

    Attributes:
        now: figure of the period.
        base: figure of the period compared with; None when the county kept no complete records of it.
    """

    now: int
    base: int | None

    @property
    def percent(self) -> Decimal | None:
        """Change in percent with one decimal, half up; None when the base is zero or unknown."""
        if not self.base:
            return None
        change = Decimal(self.now - self.base) * 100 / self.base
        return change.quantize(TENTH, ROUND_HALF_UP)

    @property
    def direction(self) -> int:
        """1 up, −1 down, 0 unchanged or nothing to compare with."""
        base = self.now if self.base is None else self.base
        return (self.now > base) - (self.now < base)

    @property
    def text(self) -> str:
        """For a table: "+12.5%", "−3.0%", "持平", "基数为零", or "—" without a base."""
        if self.base is None:
            return NO_DATA
        if self.direction == 0:
            return _("持平")
        if self.percent is None:
            return BASE_IS_ZERO
        sign = "+" if self.direction > 0 else "−"
        return f"{sign}{abs(self.percent)}%"

    def phrase(self, name: str) -> str:
        """For a sentence: "同比上升12.5%", "环比持平", "同比基数为零"; of a base too small for a percentage both figures:
        "同比由2升至5"; "" without a base."""
        if self.base is None:
            return ""
        if self.direction == 0:
            return _("%(name)s持平") % {"name": name}
        if self.percent is None:
            return f"{name}{BASE_IS_ZERO}"
        if self.base < MINIMUM_FOR_RANK:
            figures = {"name": name, "base": self.base, "now": self.now}
            if self.direction > 0:
                return _("%(name)s由%(base)s升至%(now)s") % figures
            return _("%(name)s由%(base)s降至%(now)s") % figures
        return f"{name}{_('上升') if self.direction > 0 else _('下降')}{abs(self.percent)}%"


def clause(phrase: str, lead: str = "") -> str:
    """What a comparison adds to a sentence, with its comma; "" when there is nothing to compare with."""
    return f"，{lead}{phrase}" if phrase else ""


def share(part: int, whole: int) -> str:
    """A part of a whole in percent with one decimal, "—" when the whole is zero."""
    if not whole:
        return NO_DATA
    return f"{(Decimal(part) * 100 / whole).quantize(TENTH, ROUND_HALF_UP)}%"


def part_of(part: int, whole: int, name: str = "占") -> str:
    """A share with its comma for a sentence ("，占12.5%"); "" where the whole is too small for a percentage.

    Args:
        part: the part.
        whole: the whole.
        name: what stands before the percentage.
    """
    return f"，{name}{share(part, whole)}" if whole >= MINIMUM_FOR_RANK else ""


def small_cell(number: int) -> str:
    """A number of secret matters: exact from the minimum cell size on, otherwise only a bound."""
    return (
        str(number)
        if number >= MINIMUM_CELL
        else (_("不足%(minimum_cell)s") % {"minimum_cell": MINIMUM_CELL})
    )


@dataclass(frozen=True, slots=True)
class Balance:
    """Proof of one row: what was open, came in, was closed, and is left.

    Attributes:
        opening: open at the end of the day before the period.
        received: received in the period.
        closed: closed in the period.
        pending: open at the end of the period's last day.
    """

    opening: int
    received: int
    closed: int
    pending: int

    @property
    def proves(self) -> bool:
        """True when opening + received − closed = pending."""
        return self.opening + self.received - self.closed == self.pending

    @property
    def text(self) -> str:
        """The sum, written out."""
        return f"{self.opening}＋{self.received}－{self.closed}＝{self.pending}"
