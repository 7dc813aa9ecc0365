"""Rows a second of a register import on the configured database, from synthetic messages.

PETITION_VAR_DIR=/tmp/bench DJANGO_SETTINGS_MODULE=config.settings.dev python -m benchmarks.import_registers 5000
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from pathlib import Path

import django
from openpyxl import Workbook

WORDS = [
    "道路",
    "排水",
    "路灯",
    "征地",
    "补偿",
    "物业",
    "噪声",
    "学校",
    "医保",
    "工资",
    "拖欠",
    "水渠",
    "危房",
    "公交",
    "垃圾",
    "油烟",
]
HEADERS = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情"]


def make_register(path: Path, rows: int) -> None:
    """Write a register of about 300 characters a message."""
    dice = random.Random(20261)
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADERS)
    for number in range(1, rows + 1):
        text = "，".join("".join(dice.sample(WORDS, 6)) for _part in range(24))
        day = f"{dice.randint(2018, 2025)}/{dice.randint(1, 12)}/{dice.randint(1, 28)} 9:05:03"
        title = f"关于{dice.choice(WORDS)}和{dice.choice(WORDS)}的问题"
        sheet.append([number, f"U{dice.randint(1, rows):06d}", title, day, f"\n\t\t\u3000{text}"])
    book.save(path)


def main() -> None:
    """Load a demonstration county if needed, import, print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    django.setup()
    from django.core.management import call_command

    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    call_command("migrate", verbosity=0)
    call_command("load_demo", organization_only=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.xlsx"
        make_register(path, rows)
        cpu = time.process_time()
        call_command("import_register", str(path), source=f"benchmark {time.time():.0f}")
        cpu = time.process_time() - cpu
    print(
        f"{rows / cpu:.0f} rows per second of processor time; load of the machine {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    main()
