"""The period in an address: how it is written and what it means."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter

DAY = r"20\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
PERIOD = rf"20\d{{2}}(?:-(?:0[1-9]|1[0-2]|Q[1-4]|H[12]))?|{DAY}_{DAY}"
PERIOD_TEXT = (
    "期间：月 2026-10、季度 2026-Q3、半年 2026-H1、年度 2026、自定期间 2026-09-01_2026-11-15"
)
PERIOD_PARAMETER = OpenApiParameter(
    "period", str, OpenApiParameter.PATH, pattern=f"^(?:{PERIOD})$", description=PERIOD_TEXT
)
