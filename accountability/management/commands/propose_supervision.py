"""Propose supervision and chase its answers: `propose_supervision [--on DATE] [--dry-run]`."""

from __future__ import annotations

from datetime import date, datetime

from accountability.management.run_command import RunCommand
from accountability.services.runs import RunReport
from accountability.services.supervision_run import run_supervision


class Command(RunCommand):
    """Everything is proposed and told once; safe to repeat."""

    help = (
        "Propose supervision items the facts show (Art 40), remind of answers, report overdue ones."
    )

    def run(self, *, on: date, now: datetime, dry_run: bool) -> RunReport:
        return run_supervision(on=on, now=now, dry_run=dry_run)
