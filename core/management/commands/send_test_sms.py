"""Try the text message gateway: `send_test_sms PHONE`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from core import jobs, sms
from core.models import OwedEffect


class Command(BaseCommand):
    """Queues one message, sends it in this process and says what the gateway answered."""

    help = "Send one text message through the gateway that is set, and say what came of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The telephone."""
        parser.add_argument("phone", help="a mobile number")

    def handle(self, *args: Any, **options: Any) -> None:
        """Send and report."""
        phone = sms.mobile(options["phone"])
        if not phone:
            raise CommandError("not a mobile number")
        now = timezone.now()
        row, _created = sms.queue(
            key=f"test:{now.isoformat()}",
            to_name=_("测试"),
            to_phone=phone,
            text=_("【%(county)s信访局】短信测试") % {"county": settings.COUNTY_NAME},
            now=now,
            quiet=False,
        )
        effect = OwedEffect.objects.get(kind=sms.EFFECT, key=str(row.pk))
        jobs.run(effect.pk, now=now)
        row.refresh_from_db()
        self.stdout.write(f"{settings.SMS_GATEWAY}: {row.state} {row.gateway_id} {row.last_error}")
