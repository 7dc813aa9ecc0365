"""What each figure means: definitions as data, rates, comparisons with a base of zero.

The definitions are printed under the tables of the bulletin and on the dashboard, so that nobody
has to guess what a column counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

BASE_IS_ZERO = "基数为零"
NO_DATA = "—"
#: A rate over fewer due items than this is printed but not ranked.
MINIMUM_FOR_RANK = 5
#: A number of secret matters below this is not printed (条例第三十条, minimum cell size).
MINIMUM_CELL = 5
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure.

    Attributes:
        code: key in the figures.
        name: Chinese name.
        unit: word after the number (起, 批次, 人次, %).
        formula: Chinese definition, printed.
    """

    code: str
    name: str
    unit: str
    formula: str


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "matters",
        "起数",
        "起",
        "当月收到并登记的信访事项件数，来信、来电、网上信访每件计一起，来访每批计一起；"
        "检举控告类事项按规定单独办理，不计入各项统计",
    ),
    Indicator("batches", "批次", "批次", "当月来访的批数"),
    Indicator(
        "persons",
        "人次",
        "人次",
        "来访按到访人数累计，来信、来电、网上信访按署名人数累计（未注明的计一人）",
    ),
    Indicator(
        "collective",
        "集体访",
        "批次",
        "登记为集体访的来访批数（信访人数达到集体访起点人数）",
    ),
    Indicator(
        "per_10k",
        "每万人起数",
        "起/万人",
        "起数÷常住人口（万人），人口取当年数，当年数未录入的取此前最近一年数，此前没有的取此后最近一年数",
    ),
    Indicator(
        "repeat_rate",
        "重复率",
        "%",
        "当月登记为重复信访的起数÷当月起数；同人同事为重复",
    ),
    Indicator(
        "timely_rate",
        "及时受理率",
        "%",
        "告知（受理）期限在当月届满的事项中按期告知的件数÷当月届满的件数；尚未到期的不计入分母",
    ),
    Indicator(
        "concluded_rate",
        "按期办结率",
        "%",
        "办理期限（含依法延长）在当月届满的事项中按期办结的件数÷当月届满的件数；"
        "尚未到期的不计入分母",
    ),
)
BY_CODE = {indicator.code: indicator for indicator in INDICATORS}


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
    def ranked(self) -> bool:
        """True when enough items were due to compare the unit with others."""
        return self.due >= MINIMUM_FOR_RANK


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure against its base (同比 or 环比).

    Attributes:
        now: figure of the period.
        base: figure of the month compared with.
    """

    now: int
    base: int

    @property
    def percent(self) -> Decimal | None:
        """Change in percent with one decimal, half up; None when the base is zero."""
        if self.base == 0:
            return None
        change = Decimal(self.now - self.base) * 100 / self.base
        return change.quantize(TENTH, ROUND_HALF_UP)

    @property
    def direction(self) -> int:
        """1 up, −1 down, 0 unchanged."""
        return (self.now > self.base) - (self.now < self.base)

    @property
    def text(self) -> str:
        """For a table: "+12.5%", "−3.0%", "持平" or "基数为零"."""
        if self.direction == 0:
            return "持平"
        if self.percent is None:
            return BASE_IS_ZERO
        sign = "+" if self.direction > 0 else "−"
        return f"{sign}{abs(self.percent)}%"

    def phrase(self, name: str) -> str:
        """For a sentence: "同比上升12.5%", "环比持平", "同比基数为零"."""
        if self.direction == 0:
            return f"{name}持平"
        if self.percent is None:
            return f"{name}{BASE_IS_ZERO}"
        return f"{name}{'上升' if self.direction > 0 else '下降'}{abs(self.percent)}%"


def share(part: int, whole: int) -> str:
    """A part of a whole in percent with one decimal, "—" when the whole is zero."""
    if not whole:
        return NO_DATA
    return f"{(Decimal(part) * 100 / whole).quantize(TENTH, ROUND_HALF_UP)}%"


def small_cell(number: int) -> str:
    """A number of secret matters: exact from the minimum cell size on, otherwise only a bound."""
    return str(number) if number >= MINIMUM_CELL else f"不足{MINIMUM_CELL}"


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
