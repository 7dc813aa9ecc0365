"""`manage.py load_reference`: classes of contents and the work calendar, for a real county's first day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from reporting.demo.reference import load_reference


class Command(BaseCommand):
    """Write the reference data that is missing; what a county changed stays as it is."""

    help = "Load content classes, work calendar and default rule sets where they are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        load_reference(now=timezone.now())
        self.stdout.write("reference data: complete")
