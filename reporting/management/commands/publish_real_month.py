"""`manage.py publish_real_month --data DIR`: real registers into a fresh demonstration county, and a month's bulletin from them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accountability.services.score_periods import WINDOW
from core.errors import DomainError
from organizations.authority import authority_of
from organizations.models import Setting, User
from petitions.models import Case
from reporting.demo.load import DatabaseInUse, Scale, load
from reporting.demo.reference import loaded
from reporting.domain.periods import Month, PeriodError
from reporting.models import Bulletin
from reporting.services.bulletins import approve_bulletin, build_bulletin
from reporting.services.publication import finish_publication, number_of, sign_bulletin


@dataclass(frozen=True)
class Source:
    """One file: the name its mapping is kept under, and what stands in for columns it lacks."""

    file: str
    name: str
    defaults: tuple[str, ...]


SOURCES = (
    Source("messages_2019.xlsx", "网民留言", ("responsible=place",)),
    Source("messages_replied.xlsx", "网民留言（已答复）", ("responsible=place",)),
    # two thirds of its rows have no day: they are kept as a backlog of an earlier year
    Source("messages_labelled.csv", "网民留言（已分类）",
           ("responsible=place", "received=2014-12-31", "handling=backlog")),
)  # fmt: skip


class Command(BaseCommand):
    """Import the three files, build, approve and publish the month, print where the PDF is."""

    help = "Import the real message files into a fresh demo county and publish a month's bulletin."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--data", type=Path, required=True, help="folder of the three files")
        parser.add_argument("--month", type=_month, default=Month(2019, 7))

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["data"]
        missing = [source.file for source in SOURCES if not (folder / source.file).is_file()]
        if missing:
            raise CommandError(f"not in {folder}: {', '.join(missing)}")
        self._county()
        for source in SOURCES:
            call_command(
                "import_register",
                str(folder / source.file),
                source=source.name,
                default=list(source.defaults),
                user="clerk3",
                stdout=self.stdout,
            )
        try:
            self._publish(options["month"])
        except DomainError as error:
            raise CommandError(str(error)) from error

    def _county(self) -> None:
        """The organization of the demonstration county, unless it stands already without any matter."""
        if loaded() is not None and not Case.objects.filter(import_row="").exists():
            return
        try:
            scale = Scale.of(small=False, organization_only=True)
            load(now=timezone.now(), seed=20261, scale=scale, force=False, say=self.stdout.write)
        except DatabaseInUse as error:
            raise CommandError(f"{error} (this command is for a fresh database)") from error

    def _publish(self, month: Month) -> None:
        now, started = timezone.now(), time.perf_counter()
        head = authority_of(User.objects.get(username="head"), on=timezone.localdate(now))
        # The month is long over and nobody sits in these units: there is nobody to wait for.
        Setting.objects.get_or_create(
            code=WINDOW, defaults={"value": 0, "valid_from": month.first_day, "basis": "演示"}
        )
        clerk = authority_of(User.objects.get(username="clerk1"), on=timezone.localdate(now))
        bulletin = build_bulletin(period=month, now=now, authority=clerk)
        built = time.perf_counter() - started
        approve_bulletin(bulletin=bulletin, authority=head, now=now)
        sign_bulletin(bulletin=bulletin, authority=head, now=now)
        published = finish_publication(bulletin_id=bulletin.pk, now=now)
        self._say(published, built, time.perf_counter() - started)

    def _say(self, bulletin: Bulletin, built: float, seconds: float) -> None:
        self.stdout.write(f"{bulletin.title} {number_of(bulletin)}")
        self.stdout.write(f"built in {built:.1f} s, published in {seconds:.1f} s")
        self.stdout.write(f"deliveries: {bulletin.deliveries.count()}")
        self.stdout.write(f"PDF: {Path(settings.MEDIA_ROOT) / str(bulletin.pdf)}")


def _month(code: str) -> Month:
    try:
        return Month.parse(code)
    except PeriodError as error:
        raise ValueError(str(error)) from error
