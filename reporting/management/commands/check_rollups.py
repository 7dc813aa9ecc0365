"""Proves that closed months say what the matters say."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reporting.domain.periods import Month, PeriodError
from reporting.models import ClosedMonth
from reporting.selectors.closed_months import ledger
from reporting.selectors.month_checks import differences, stock_differences
from reporting.services.month_triggers import installed, wanted


class Command(BaseCommand):
    """`check_rollups [2026-10 …]`."""

    help = "Compare closed months with the matters themselves; fails with the list of what differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("months", nargs="*", help="such as 2026-10; all when none is named")

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = [
            f"trigger {one.name} is missing: run `migrate` or `rollup_months`"
            for one in wanted()
            if one.name not in installed()
        ]
        checked, waiting = 0, 0
        for row in self._rows(options["months"]):
            found, stock = differences(row), stock_differences(row)
            # asked after counting: what changed meanwhile is written down by now
            month, reopened = Month.of(row.first_day), ledger().reopened
            if month in reopened:
                waiting += 1
                continue
            checked += 1
            if not any(one < month for one in reopened):
                found += stock
            wrong += [f"{row}: {line}" for line in found]
        for line in wrong:
            self.stderr.write(line)
        note = (
            f", {waiting} re-opened and counted from the matters until rebuilt" if waiting else ""
        )
        if wrong:
            raise CommandError(f"{checked} months checked, {len(wrong)} differences{note}")
        self.stdout.write(f"{checked} months checked, all equal to the matters{note}")

    def _rows(self, codes: list[str]) -> list[ClosedMonth]:
        rows = ClosedMonth.objects.order_by("first_day")
        if not codes:
            return list(rows)
        try:
            days = {Month.parse(code).first_day: code for code in codes}
        except PeriodError as error:
            raise CommandError(str(error)) from error
        found = list(rows.filter(first_day__in=days))
        missing = set(days) - {row.first_day for row in found}
        if missing:
            names = ", ".join(sorted(days[day] for day in missing))
            raise CommandError(f"not kept in sums: {names}")
        return found
