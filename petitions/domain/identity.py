"""The county's own case number: 区划6 + 年4 + 形式1 + 流水6 + 校验1, eighteen digits.

No published rule exists for the number of a petition matter; the national number is kept in a field of
its own. The last digit is the check digit of ISO 7064 MOD 11,10, which finds every wrong digit and
nearly every swap of neighbours when a number is read over the telephone.
"""

import re
from dataclasses import dataclass

from core.domain.words import words as _

SERIAL_LIMIT = 999_999
_NUMBER = re.compile(r"^\d{18}$")


class CaseNumberError(ValueError):
    """The parts do not make a case number, or the text is not one."""


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """The parts of a case number: ``area`` six digits, ``year`` four, ``form`` one, ``serial`` from 1."""

    area: str
    year: int
    form: int
    serial: int

    def __str__(self) -> str:
        body = f"{self.area}{self.year:04d}{self.form}{self.serial:06d}"
        return body + str(check_digit(body))


def check_digit(digits: str) -> int:
    """Return the ISO 7064 MOD 11,10 check digit of a string of digits.

    Raises CaseNumberError when ``digits`` holds anything but ASCII digits.
    """
    if not digits.isascii() or not digits.isdigit():
        raise CaseNumberError(_("编号只能由数字组成"))
    carry = 10
    for char in digits:
        carry = (carry + int(char)) % 10 or 10
        carry = carry * 2 % 11
    return (11 - carry) % 10


def build(area: str, year: int, form: int, serial: int) -> str:
    """Return the eighteen digits; raises CaseNumberError when a part does not fit its width."""
    if not re.fullmatch(r"\d{6}", area):
        raise CaseNumberError(_("区划代码须为六位数字"))
    if not 1949 <= year <= 9999:
        raise CaseNumberError(_("年份须为四位数字"))
    if not 1 <= form <= 9:
        raise CaseNumberError(_("信访形式代码须为一位数字"))
    if not 1 <= serial <= SERIAL_LIMIT:
        raise CaseNumberError(_("本年度流水号已用完六位"))
    return str(CaseNumber(area, year, form, serial))


def parse(text: str) -> CaseNumber:
    """Return the parts of a number as typed (spaces and hyphens allowed).

    Raises CaseNumberError with a Chinese message when the length or the check digit is wrong.
    """
    digits = re.sub(r"[\s\-－]", "", text)
    if not digits.isascii() or not _NUMBER.match(digits):
        raise CaseNumberError(_("信访件编号应为十八位数字"))
    if check_digit(digits[:-1]) != int(digits[-1]):
        raise CaseNumberError(_("信访件编号的校验位不符，请核对是否抄错"))
    return CaseNumber(digits[:6], int(digits[6:10]), int(digits[10]), int(digits[11:17]))
