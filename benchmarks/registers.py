"""A generated register of any length, with the habits of real ones: paddings, repeats, anonymous rows."""

from __future__ import annotations

import csv
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from reporting.demo.matters import plan_matters

HEADER = ("信访编号", "来信人", "主题", "来信时间", "反映问题", "办理结果", "答复时间")
PADDINGS = ("%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y年%m月%d日", "%Y.%m.%d", "%Y/%m/%d")


def write_register(path: Path, *, rows: int, seed: int = 7) -> Path:
    """Write a CSV register of `rows` rows; equal seeds give equal files."""
    rng = Random(seed)
    first = date(2015, 1, 1)
    matters = plan_matters(
        seed=seed, first=first, until=first + timedelta(days=3650), per_month=max(rows // 115, 1)
    )
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number in range(rows):
            matter = matters[number % len(matters)]
            at = datetime.combine(matter.received_on, time(9)) + timedelta(minutes=number % 480)
            ended = rng.random() < 0.6
            replied = matter.received_on + timedelta(days=rng.randrange(5, 70))
            writer.writerow(
                (
                    number + 1,
                    matter.people[0].name if matter.people else "",
                    f"{matter.words.heading}（{number}）",
                    at.strftime(rng.choice(PADDINGS)),
                    f"\t　{matter.statement()}\n",
                    matter.words.opinion if ended else "",
                    replied.isoformat() if ended else "",
                )
            )
    return path
