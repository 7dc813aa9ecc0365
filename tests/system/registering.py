"""One writer of the numbering test: registers matters in a process of its own, and takes some back.

Arguments: how many, the file whose appearance starts all writers at once; a file beside it says that this one is ready.
"""

import os
import sys
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import django

django.setup()

from django.db import connection, transaction  # noqa: E402 - after Django is set up

from organizations.authority import authority_of  # noqa: E402 - after Django is set up
from organizations.models import User  # noqa: E402 - after Django is set up
from petitions.services.drafts import CaseDraft, PersonDraft  # noqa: E402 - after Django is set up
from petitions.services.registration import register_case  # noqa: E402 - after Django is set up

NOW = datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
WAIT_SECONDS = 60


class TakenBack(Exception):
    """The registration fails after its number was taken."""


def register(authority, name):
    draft = CaseDraft(
        form="letter",
        purpose="request",
        title=name,
        statement=f"{name}反映路灯不亮。",
        received_on=NOW.date(),
        people=(PersonDraft(name=name),),
    )
    return register_case(authority=authority, draft=draft, now=NOW).case


def main(count, start):
    authority = authority_of(User.objects.get(username="clerk"), on=NOW.date())
    connection.close()
    start.with_name(f"ready-{os.getpid()}").touch()
    deadline = time.monotonic() + WAIT_SECONDS
    while not start.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    for number in range(count):
        register(authority, f"写者{number}")
        if number % 3 == 0:
            try:
                with transaction.atomic():
                    register(authority, "作废")
                    raise TakenBack
            except TakenBack:
                continue


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
