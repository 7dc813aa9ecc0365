"""Numbers as the bulletin prints them."""

from __future__ import annotations

from decimal import Decimal

EMPTY = "—"
DIGITS = "零一二三四五六七八九"


def points_text(points: Decimal | None) -> str:
    """Points without useless zeros: "3", "2.5", "0.25"; "—" without any."""
    if points is None:
        return EMPTY
    text = f"{points:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def numeral(number: int) -> str:
    """A whole number below a hundred in Chinese characters: 十二, 三十六."""
    tens, ones = divmod(number, 10)
    text = ("" if tens == 1 else DIGITS[tens]) + "十" if tens else ""
    return text + (DIGITS[ones] if ones or not tens else "")


def recent_months(number: int) -> str:
    """How a course over so many months is called: 近十二个月, 近两个月; the month alone has no name."""
    if number < 2:
        return ""
    return f"近{'两' if number == 2 else numeral(number)}个月"
