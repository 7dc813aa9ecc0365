"""Synthetic registers with the quirks of real ones."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook

HEADERS = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "点赞数")
REPLY_HEADERS = (*HEADERS[:5], "答复意见", "答复时间")
Rows = Sequence[Sequence[object]]


def xlsx(rows: Rows, *, title: str = "", sheet: str = "Sheet1") -> io.BytesIO:
    """A workbook; `title` stands merged above the rows, as registers have it."""
    book = Workbook()
    page = book.active
    page.title = sheet
    if title:
        page.append([title])
        page.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(rows[0]))
    for row in rows:
        page.append(list(row))
    target = io.BytesIO()
    book.save(target)
    target.seek(0)
    return target


def csv_file(rows: Rows, *, encoding: str = "utf-8-sig") -> io.BytesIO:
    """A comma-separated file."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return io.BytesIO(text.getvalue().encode(encoding))


def messages(count: int, *, user: str = "U", start: int = 1) -> list[list[object]]:
    """Rows of different matters by different users, in three paddings of the date."""
    found = []
    for number in range(start, start + count):
        moment = (
            f"2026/9/{number % 28 + 1} 9:05:03",
            f"2026-09-{number % 28 + 1:02d}",
            f"2026/09/{number % 28 + 1:02d} 09:5:3",
        )
        found.append(
            [
                9000 + number,
                f"{user}{number:05d}",
                f"关于第{number}组道路的问题",
                moment[number % 3],
                f"\n\t\t\t\u3000\u3000第{number}号院{'甲乙丙丁戊'[number % 5] * 6}门前排水不畅，已经{number}天。\xa0\n\t\t",
                number % 4,
            ]
        )
    return found
